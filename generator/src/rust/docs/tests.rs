//! What reaches a doc comment, by example and by property.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::{code, Docs};
use crate::model;

fn rewrite(text: &str) -> String {
    Docs::rewrite(text).lines().join("\n")
}

/// Texts that break something somewhere; the properties hold for each and for each pair of them.
const NASTY: &[&str] = &[
    "",
    " ",
    "\n",
    "\n\n",
    "a",
    "1",
    ".",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "```\n",
    "~~~\n",
    "\\",
    "|",
    "<",
    ">",
    "[",
    "]",
    "(",
    ")",
    "!",
    "&",
    "#",
    "# ",
    "\n- ",
    "\n1. ",
    "\n> ",
    "\n    ",
    "\t",
    "\r",
    "\0",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "*/",
    "\"#",
    "r#\"",
    "{}",
    "]]",
    "---\n",
    "\n===\n",
    "&lt;",
    "&#10;",
    "&#32;",
    "&#x202e;",
    "\n```rust\npanic!()\n```\n",
    "\n~~~should_panic\nx\n~~~\n",
    "\n\n    panic!()\n\n",
    "\n```json\n{}\n```\n",
    "[x](javascript:alert(1))",
    "[x](https://a.b)",
    "![i](https://a.b/c.png)",
    "[foo]",
    "[`foo`]",
    "[1]",
    "[^1]",
    "\n[r]: https://a.b\n",
    "https://a.b/c_d",
    "https://{h}/x",
    "<https://a.b>",
    "<a@b.cd>",
    "<token>",
    "<b>",
    "</b>",
    "<i>",
    "<br>",
    "<p>",
    "<ul><li>",
    "</ul>",
    "<ol>",
    "<table><tr><td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<a href=\"https://a.b/c\">",
    "</a>",
    "<!--",
    "-->",
    "<script>",
    "\n|a|b|\n|-|-|\n|c|",
    "\n- [ ] ",
    "_a_",
    "**b**",
    "~~c~~",
    "`d`",
];

/// Whether rustdoc would find nothing but what the tree can say (with the extensions that it switches on).
fn assert_safe(text: &str, out: &str) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let is_link = |_: BrokenLink<'_>| Some((CowStr::from("intra-doc"), CowStr::from("")));
    for event in Parser::new_with_broken_link_callback(out, options, Some(is_link)) {
        let is_safe = match &event {
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => false,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(label))) => {
                matches!(label.as_ref(), "text" | "json")
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented) | Tag::Image { .. }) => false,
            Event::Start(Tag::Link { dest_url, .. }) => {
                ["https://", "mailto:", "a@b.cd"].iter().any(|start| dest_url.starts_with(start))
            }
            _ => true,
        };
        assert!(is_safe, "{text:?} becomes {event:?} in {out:?}");
    }
}

#[test]
fn nothing_dangerous_is_written_and_writing_is_stable() {
    let singles = NASTY.iter().map(|text| (*text).to_owned());
    let pairs = NASTY.iter().flat_map(|a| NASTY.iter().map(move |b| format!("{a}{b}")));
    let around = NASTY.iter().flat_map(|a| NASTY.iter().map(move |b| format!("x {b}y{a} z{b}")));
    for text in singles.chain(pairs).chain(around) {
        let out = rewrite(&text);
        assert_eq!(rewrite(&out), out, "{text:?}");
        assert_safe(&text, &out);
        for line in Docs::rewrite(&text).lines() {
            assert_eq!(line.trim_end(), line, "{text:?}");
            assert!(
                !line.chars().any(|c| c.is_control() || ('\u{200b}'..='\u{202e}').contains(&c)),
                "{text:?}"
            );
        }
        let sentence = Docs::sentence(&text).lines().join(
            "
",
        );
        let starts =
            |event: &Event<'_>| matches!(event, Event::Start(tag) if tag.to_end() == TagEnd::Paragraph);
        assert!(sentence.is_empty() || Parser::new(&sentence).filter(starts).count() == 1, "{text:?}");
        assert_safe(&text, &sentence);
    }
}

#[test]
fn no_code_block_is_left_to_rustdoc_as_rust() {
    for label in [
        "",
        "rust",
        "should_panic",
        "no_run",
        "ignore",
        "ignore-wasm32",
        "compile_fail",
        "edition2021",
        "E0308",
        "custom",
        "{.rust}",
        "test_harness",
        "standalone_crate",
        "json5,rust",
        "unknown",
    ] {
        assert_eq!(rewrite(&format!("```{label}\nf()\n```")), "```text\nf()\n```", "{label}");
    }
    assert_eq!(rewrite("~~~ JSON title=\"x\"\n{}\n~~~"), "```json\n{}\n```");
    assert_eq!(rewrite("    f()"), "```text\nf()\n```");
    assert_eq!(rewrite("````\n```\nf()\n```\n````"), "````text\n```\nf()\n```\n````");
    assert_eq!(rewrite("```\nnot closed"), "```text\nnot closed\n```");
    assert_eq!(rewrite("- a\n\n      f()"), "- a\n\n  ```text\n  f()\n  ```");
}

#[test]
fn links_lead_to_the_web_or_are_text() {
    assert_eq!(rewrite("[a](https://x.y/z \"t\")"), "[a](https://x.y/z)");
    assert_eq!(rewrite("[a](/rel) [b](javascript:x) [c](#d)"), "a b c");
    assert_eq!(rewrite("[a]\n\n[a]: https://x.y"), "[a](https://x.y)");
    assert_eq!(
        rewrite("see https://x.y/a_b (or https://x.y/(c))."),
        "see <https://x.y/a_b> (or <https://x.y/(c)>)."
    );
    assert_eq!(rewrite("https://{host}/x"), "`https://{host}/x`");
    assert_eq!(rewrite("![alt](https://x.y/i.png) ![b](i.png)"), "[alt](https://x.y/i.png) b");
    assert_eq!(rewrite("[JWE], [1], [`T`], [^1]"), "\\[JWE\\], \\[1\\], \\[`T`\\], \\[^1\\]");
}

#[test]
fn html_that_formats_is_markdown_and_other_tags_are_text() {
    assert_eq!(rewrite("<p>a <b>b </b>c</p><p>d</p>"), "a **b** c\n\nd");
    assert_eq!(rewrite("a<br>b<br/><br/>c"), "a\\\nb\n\nc");
    assert_eq!(rewrite("<ul>\n <li>a</li>\n <li><code>b_c</code></li>\n</ul>"), "- a\n- `b_c`");
    assert_eq!(
        rewrite("<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>"),
        "| a |\n| --- |\n| b\\|c |"
    );
    assert_eq!(
        rewrite("<a href='https://x.y'>z</a> <!-- no --><token> Vec<T>"),
        "[z](https://x.y) \\<token> Vec\\<T>"
    );
    assert_eq!(rewrite("<pre>a\n  b</pre>"), "```text\na\n  b\n```");
    assert_eq!(rewrite("<script>x</script>"), "\\<script>x\\</script>");
}

#[test]
fn blocks_keep_their_meaning() {
    let text = "# a\n\n> b\n\n1. c\n2. d\n\n   e\n\n| f | g |\n| :-- | --- |\n| h | i |\n\n***";
    assert_eq!(rewrite(text), text.replace("1. c\n", "1. c\n\n"));
    assert_eq!(rewrite("Setext\n===\n* a\n  * b\n\n- [x] c"), "# Setext\n\n- a\n  - b\n\n+ [x] c");
    assert_eq!(rewrite("snake_case, 2 * 3, a<b & c, `x`"), "snake_case, 2 * 3, a\\<b & c, `x`");
}

#[test]
fn characters_that_hide_something_are_dropped() {
    assert_eq!(rewrite("a\r\nb\rc\u{2028}d\u{85}e"), "a\nb\nc\nd\ne");
    assert_eq!(rewrite("a\0b\u{202e}c\u{200b}d\u{feff}e\u{7f}\u{9b}\tf"), "abcde   f");
    assert_eq!(rewrite("&#x202e; \u{1f469}\u{200d}\u{1f4bb}"), "\u{1f469}\u{200d}\u{1f4bb}");
}

#[test]
fn documentation_is_summary_description_and_notes() {
    let docs = |summary: &str, description: &str, notes: &[&str]| model::Docs {
        constraints: Vec::new(),
        summary: Some(summary.to_owned()),
        description: Some(description.to_owned()),
        deprecated: false,
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
    };
    let lines = |docs: &model::Docs| Docs::of(docs).lines().join("\n");
    assert_eq!(
        lines(&docs("A pet", "It barks.", &["At most 5 characters", "Default: `x`"])),
        "A pet.\n\nIt barks.\n\nAt most 5 characters. Default: `x`."
    );
    assert_eq!(lines(&docs("A pet", "A pet.", &[])), "A pet.");
    assert_eq!(lines(&docs("1", "", &[])), "1\\.");
    assert_eq!(lines(&docs("# Not a\nheading!", "", &[])), "\\# Not a heading!");
    assert_eq!(lines(&docs("", " \n", &[])), "");
    assert_eq!(Docs::of(&docs("a", "b\n\nc", &[])).first_paragraph(), ["a."]);
    assert_eq!(Docs::sentence(format!("Sends {}.", code("/a`b\n"))).lines(), ["Sends ``/a`b ``."]);
}

#[test]
fn deep_and_large_texts_take_bounded_time_and_stack() {
    let run = || {
        for part in [">", "- ", "> - ", "1. ", "<ul><li>", "<blockquote>", "<b>", "*_", "[", "![", "`"] {
            Docs::rewrite(&part.repeat(10_000));
            Docs::rewrite(&format!("{}a{}", part.repeat(10_000), "\nb\n\n\n\n\n\n".repeat(1_000)));
        }
        let large = Docs::rewrite(&"word `code` <token>\n".repeat(250_000));
        assert_eq!(large.lines().len(), 250_002);
    };
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(run);
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
}
