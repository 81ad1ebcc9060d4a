//! The places of YAML values.

use super::{Builder, Key, Span};
use crate::diagnostic::Position;
use saphyr_parser::{Event, Marker, Parser};

/// Gives the values of the first document to the builder, until its end or what the parser does not understand.
pub(super) fn read(text: &str, builder: &mut Builder) {
    // How many arrays and objects a key that is no scalar has opened; their content has no pointer.
    let mut in_key = 0_usize;
    for event in Parser::new_from_str(text) {
        let Ok((event, at)) = event else { return };
        let key = in_key > 0 || builder.wants_key();
        match event {
            Event::Scalar(name, ..) if key => {
                if in_key == 0 {
                    builder.key(Key { name: name.into_owned(), span: span(at.start, at.end) });
                }
            }
            Event::Alias(_) if key => {
                if in_key == 0 {
                    builder.key(Key { name: String::new(), span: span(at.start, at.end) });
                }
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if key => in_key += 1,
            Event::SequenceEnd | Event::MappingEnd if in_key > 0 => {
                in_key -= 1;
                if in_key == 0 {
                    builder.key(Key { name: String::new(), span: span(at.start, at.end) });
                }
            }
            Event::Scalar(_, _, anchor, _) => builder.scalar(span(at.start, at.end), Some(anchor)),
            Event::SequenceStart(anchor, _) => builder.array(collection(at.start, at.end), Some(anchor)),
            Event::MappingStart(anchor, _) => builder.object(collection(at.start, at.end), Some(anchor)),
            Event::SequenceEnd | Event::MappingEnd => builder.close(),
            Event::Alias(anchor) => builder.alias(span(at.start, at.end), anchor),
            Event::DocumentEnd => return,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
}

/// A scalar; one of several lines is shown to the end of the first.
fn span(start: Marker, end: Marker) -> Span {
    let length = (start.line() == end.line()).then(|| end.col().saturating_sub(start.col()));
    Span { start: position(start), length }
}

/// A collection: its bracket, or the line on which it starts.
fn collection(start: Marker, end: Marker) -> Span {
    let bracket = end.index().saturating_sub(start.index()) == 1;
    Span { start: position(start), length: bracket.then_some(1) }
}

fn position(marker: Marker) -> Position {
    Position { line: marker.line(), column: marker.col() + 1 }
}
