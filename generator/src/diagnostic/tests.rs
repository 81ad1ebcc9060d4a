//! Where values are found, and how diagnostics look.

use super::{render, render_json, Code, Origins, Pointer, Position, Sink, Source, Sources, Syntax, Text};

fn find(text: &str, syntax: Syntax, pointer: &str) -> (usize, usize, usize) {
    let text = Text::new("a", text, syntax);
    let location = text.locate(&Pointer::parse(pointer).expect("a pointer"));
    let position = location.position.expect("a position");
    (position.line, position.column, location.length)
}

fn yaml(text: &str, pointer: &str) -> (usize, usize, usize) {
    find(text, Syntax::Yaml, pointer)
}

/// Renders one warning about a pointer into a text.
fn shown(text: &str, pointer: &str, message: &str) -> String {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    sources.set_document(Text::new("spec/a.yaml", text, Syntax::Yaml));
    sink.report(Code::UnresolvedReference, &Pointer::parse(pointer).expect("a pointer"), message)
        .help("do it");
    render(&sink, &sources)
}

#[test]
fn a_member_is_found_by_its_key_and_an_element_by_itself() {
    let text = "a:\n  - x\n  - 'b/~c': 1\n    d: |\n      e\n";
    assert_eq!(yaml(text, ""), (1, 1, 2));
    assert_eq!(yaml(text, "/a"), (1, 1, 1));
    assert_eq!(yaml(text, "/a/0"), (2, 5, 1));
    assert_eq!(yaml(text, "/a/1"), (3, 5, 9));
    assert_eq!(yaml(text, "/a/1/b~1~0c"), (3, 5, 6));
    assert_eq!(yaml(text, "/a/1/d"), (4, 5, 1));
}

#[test]
fn what_is_not_there_is_found_at_its_nearest_ancestor() {
    assert_eq!(yaml("a:\n  b: 1\n", "/a/allOf/0"), (1, 1, 1));
    assert_eq!(yaml("a:\n  b: 1\n", "/a/b/c"), (2, 3, 1));
}

#[test]
fn aliases_and_merge_keys_lead_to_what_they_stand_for() {
    let text = "a: &a\n  b: 1\nc: *a\nd:\n  <<: [*a, { e: 2 }]\n";
    assert_eq!(yaml(text, "/c/b"), (2, 3, 1));
    assert_eq!(yaml(text, "/d/b"), (2, 3, 1));
    assert_eq!(yaml(text, "/d/e"), (5, 14, 1));
    assert_eq!(yaml("a: &a { <<: *a }\n", "/a/b"), (1, 1, 1));
}

#[test]
fn keys_that_are_no_strings_are_passed() {
    assert_eq!(yaml("? [a, { b: c }]\n: 1\nd: 2\n200: 3\n", "/d"), (3, 1, 1));
    assert_eq!(yaml("200: 3\n", "/200"), (1, 1, 3));
}

#[test]
fn json_is_found_with_tabs_and_surrogates() {
    let text = "{\n\t\"\\ud83d\\ude00\": [1, {\"b\": null}],\n\t\"c\\n\": 2\n}";
    assert_eq!(find(text, Syntax::Json, "/\u{1f600}/0"), (2, 19, 1));
    assert_eq!(find(text, Syntax::Json, "/\u{1f600}/1/b"), (2, 23, 3));
    assert_eq!(find(text, Syntax::Json, "/c\n"), (3, 2, 5));
}

#[test]
fn a_diagnostic_looks_like_one_of_rustc() {
    let text = "a:\n  $ref: '#/b'\n";
    let expected = "\
error[unresolved-reference]: `#/b` does not exist
 --> spec/a.yaml:2:3
  |
2 |   $ref: '#/b'
  |   ^^^^
  = at /a/$ref
  = help: do it

";
    assert_eq!(shown(text, "/a/$ref", "`#/b` does not exist"), expected);
}

#[test]
fn wide_characters_and_tabs_keep_the_mark_in_its_place() {
    let text = shown("{ 日本: 1,\t語: 2 }\n", "/語", "m");
    assert!(text.contains("\n1 | { 日本: 1,    語: 2 }\n  |               ^^\n"), "{text}");
}

#[test]
fn a_long_line_is_cut_around_the_mark() {
    let text = shown(&format!("{{ {}: 1, b: 2, {}: 3 }}\n", "a".repeat(500), "c".repeat(500)), "/b", "m");
    let line = text.lines().nth(3).expect("the line");
    let mark = text.lines().nth(4).expect("the mark");
    assert!(line.starts_with("1 | …") && line.ends_with('…') && line.chars().count() <= 130, "{text}");
    let column = mark.chars().position(|c| c == '^').expect("a mark");
    assert_eq!(line.chars().nth(column), Some('b'), "{text}");
}

#[test]
fn nothing_of_a_document_acts_on_the_terminal() {
    let name = "a\u{1b}[31m\u{202e}\u{200b}\u{9b}\nb";
    let text = shown(&format!("{}: 1\n", "x\u{202e}y"), &format!("/{name}"), &format!("`{name}`"));
    assert!(text.contains("`a\\u{1b}[31m\\u{202e}\\u{200b}\\u{9b}\\nb`"), "{text}");
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    sources.set_document(Text::new(name, "a: 1\n", Syntax::Yaml));
    sink.report(Code::SyntaxError, &Pointer::root(), name).position(Position { line: 1, column: 1 });
    let json = render_json(&sink, &sources);
    for shown in [&text, &json, &render(&sink, &sources)] {
        assert!(
            !shown.chars().any(|c| c != '\n' && (c.is_control() || "\u{202e}\u{200b}".contains(c))),
            "{shown:?}"
        );
    }
    let value: serde_json::Value = serde_json::from_str(&json).expect("one object");
    assert_eq!(value["message"], name);
    assert_eq!((&value["line"], &value["pointer"]), (&1.into(), &"".into()));
}

#[test]
fn of_many_alike_the_first_are_shown() {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    sources.set_document(Text::new("a", "a: 1\n", Syntax::Yaml));
    for _ in 0..60 {
        sink.report(Code::UnknownKeyword, &Pointer::root(), "m");
    }
    let text = render(&sink, &sources);
    assert_eq!(text.matches("warning[unknown-keyword]: m").count(), 50);
    assert!(text.ends_with("warning[unknown-keyword]: there are 10 more of these\n\n"), "{text}");
    assert_eq!(render_json(&sink, &sources).lines().count(), 60);
}

#[test]
fn what_was_moved_is_shown_where_it_stood() {
    let pointer = |text| Pointer::parse(text).expect("a pointer");
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    sources.set_document(Text::new("a.yaml", "definitions:\n  A: { $ref: 'b.yaml#/B' }\n", Syntax::Yaml));
    let file = sources.add(Text::new("b.yaml", "B:\n  type: [x]\n", Syntax::Yaml));
    let mut bundled = Origins::default();
    bundled.insert(pointer("/definitions/B"), file, pointer("/B"));
    sink.report(Code::DuplicateKey, &pointer("/definitions/B"), "twice");
    sources.moved(bundled, &mut sink);
    let mut converted = Origins::default();
    converted.insert(pointer("/components/schemas"), Source::Document, pointer("/definitions"));
    sources.moved(converted, &mut sink);
    sink.report(Code::UnknownType, &pointer("/components/schemas/B/type/0"), "no type");
    sink.report(Code::UnknownType, &pointer("/components/schemas/A"), "no type");
    let text = render(&sink, &sources);
    assert!(text.contains("--> b.yaml:2:10\n") && text.contains("= at /B/type/0\n"), "{text}");
    assert!(text.contains("--> a.yaml:2:3\n") && text.contains("= at /definitions/A\n"), "{text}");
    assert!(text.contains("--> a.yaml:1:1\n") && text.contains("= at /definitions/B\n"), "{text}");
}
