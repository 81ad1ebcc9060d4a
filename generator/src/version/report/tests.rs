//! What the Markdown of a hostile document may hold.

use crate::config::Config;
use crate::diagnostic::{Sink, Sources};
use crate::document::Input;
use crate::rust::Pins;
use crate::version::{self, Report, Version};
use crate::Meaning;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{json, Value};

const HOSTILE: &[&str] = &[
    "@admin",
    "` @admin `` <script>alert(1)</script>",
    "</details></summary><img src=x onerror=alert(1)>",
    "\n\n# heading\n\n![x](http://evil.example/x.png)\n",
    "[x](javascript:alert(1)) <https://evil.example> https://evil.example #1",
    "` ",
    "```\nrust",
    "\u{202e}tixe | a | b |",
    "&lt;b&gt; \\` \\",
    "<!-- ",
];

fn read(document: &Value, pins: &Pins) -> (Meaning, Sources) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let input = Input::Bytes("<@admin>`.json".to_owned(), document.to_string().into_bytes());
    let meaning = crate::understand(&input, &Config::default(), pins, &mut sources, &mut sink);
    (meaning.unwrap(), sources)
}

fn compare(old: &Value, new: &Value) -> Report {
    let old = read(old, &Pins::new());
    let new = read(new, &version::names(&old.0.krate));
    version::compare(
        &Version { api: &old.0.api, krate: &old.0.krate, sources: &old.1 },
        &Version { api: &new.0.api, krate: &new.0.krate, sources: &new.1 },
    )
}

/// A document with a text wherever a report may show one.
fn document(text: &str, more: bool) -> Value {
    let mut properties =
        json!({ text: { "type": "string", "default": text, "pattern": if more { text } else { "" } } });
    if more {
        properties[format!("{text} more")] = json!({ "type": "string", "enum": [text] });
    }
    let schema = json!({ "type": "object", "properties": properties });
    let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/S" } } });
    let parameter = json!({ "name": text, "in": "query", "required": more, "schema": { "type": "string" } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": if more { text } else { "1" } },
        "paths": { format!("/{}", text.replace(['{', '}'], "")): { "post": {
            "operationId": if more { text } else { "other" },
            "tags": [text],
            "parameters": [parameter],
            "security": if more { json!([{ text: [] }]) } else { json!([]) },
            "requestBody": { "content": content },
            "responses": { "200": { "description": text, "content": content } },
        } } },
        "components": {
            "schemas": { "S": schema },
            "securitySchemes": { text: { "type": "apiKey", "in": "header", "name": "X-Key" } },
        },
    })
}

/// Our own HTML, and nothing else.
fn is_ours(html: &str) -> bool {
    let mut rest = html.to_owned();
    for tag in
        ["<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>", "<br>", "<sub>", "</sub>"]
    {
        rest = rest.replace(tag, "");
    }
    !rest.contains('<') && !rest.contains('>') && !rest.contains('@')
}

#[test]
fn no_text_of_a_document_leaves_its_place_in_the_comment() {
    for text in HOSTILE {
        let report = compare(&document(text, false), &document(text, true));
        assert!(report.changes.len() > 4, "{text:?}: {}", report.to_text());
        let markdown = report.to_markdown();
        for event in Parser::new_ext(&markdown, Options::all()) {
            match event {
                Event::Text(text) => assert!(!text.contains('@') && !text.contains("evil"), "{markdown}"),
                Event::Html(html) | Event::InlineHtml(html) => assert!(is_ours(&html), "{html}\n{markdown}"),
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::Table(_)) => {
                    panic!("{markdown}")
                }
                _ => {}
            }
        }
        let bidi = |text: &str| text.chars().any(|c| c == '\u{202e}' || c.is_control() && c != '\n');
        assert!(!bidi(&markdown) && !bidi(&report.to_text()), "{markdown}");
    }
}

#[test]
fn a_comment_fits_whatever_changed() {
    let property = |index: usize| (format!("property_of_a_long_name_{index}"), json!({ "type": "string" }));
    let schema = |count: usize| {
        let properties: serde_json::Map<String, Value> = (0..count).map(property).collect();
        let schemas = json!({ "S": { "type": "object", "properties": properties } });
        json!({ "openapi": "3.1.0", "info": { "title": "T", "version": "1" }, "components": { "schemas": schemas } })
    };
    let markdown = compare(&schema(1), &schema(2000)).to_markdown();
    assert!(markdown.len() < 65_000 && markdown.contains("which did not fit here"), "{}", markdown.len());
}
