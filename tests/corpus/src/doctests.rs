//! Code in the documentation of bindings that rustdoc would compile and run.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// What may stand behind the fence of code that is Rust.
const RUST: [&str; 7] =
    ["rust", "should_panic", "no_run", "ignore", "test_harness", "compile_fail", "standalone_crate"];

/// Counts the tests of a file; what is Markdown is seen by a parser, not by looking for fences.
pub fn count(source: &str) -> usize {
    let mut tests = 0;
    let mut block = String::new();
    for line in source.lines().chain([""]) {
        let line = line.trim_start();
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(text) => {
                block.push_str(text.strip_prefix(' ').unwrap_or(text));
                block.push('\n');
            }
            None => tests += of_block(&std::mem::take(&mut block)),
        }
    }
    tests
}

fn of_block(markdown: &str) -> usize {
    let starts = Parser::new(markdown).filter(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => true,
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(label))) => is_rust(label),
        _ => false,
    });
    starts.count()
}

fn is_rust(label: &str) -> bool {
    let mut words = label.split([',', ' ', '\t', '{', '}']).filter(|word| !word.is_empty());
    words.all(|word| RUST.contains(&word) || word.starts_with("edition") || word.starts_with("ignore-"))
}
