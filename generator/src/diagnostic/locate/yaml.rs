//! The places of YAML values, and how deep they nest.

use super::{Builder, Key, Span};
use crate::diagnostic::Position;
use saphyr_parser::{Event, Marker, Parser};

/// Gives the values of the first document to the builder, until its end or what the parser does not understand.
pub(super) fn read(text: &str, builder: &mut Builder) {
    // How many arrays and objects are open within a key, which is no string then; no pointer leads into them.
    let mut in_key = 0_usize;
    for event in Parser::new_from_str(text) {
        let Ok((event, at)) = event else { return };
        if event == Event::DocumentEnd {
            return;
        }
        let place = span(at.start, at.end);
        if in_key == 0 && !builder.wants_key() {
            value(event, place, builder);
            continue;
        }
        let name = match event {
            Event::Scalar(name, ..) => name.into_owned(),
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                in_key += 1;
                continue;
            }
            Event::MappingEnd if in_key == 0 => {
                builder.close();
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                in_key -= 1;
                String::new()
            }
            _ => String::new(),
        };
        if in_key == 0 {
            builder.key(Key { name, span: place });
        }
    }
}

/// Whether a text can be read whole and nothing in it is nested deeper than `limit`.
///
/// The parser refuses a few hundred open brackets, so that it takes linear time whatever the text is.
pub fn nests_within(text: &str, limit: usize) -> bool {
    let mut depth = 0_usize;
    Parser::new_from_str(text).all(|event| {
        match event {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), _)) => depth += 1,
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => depth = depth.saturating_sub(1),
            Ok(_) => {}
            Err(_) => return false,
        }
        depth <= limit
    })
}

fn value(event: Event<'_>, place: Span, builder: &mut Builder) {
    // The parser counts anchors from 1 on.
    let named = |anchor: usize| Some(anchor).filter(|anchor| *anchor > 0);
    match event {
        Event::Scalar(_, _, anchor, _) => builder.scalar(place, named(anchor)),
        Event::SequenceStart(anchor, _) => builder.array(place, named(anchor)),
        Event::MappingStart(anchor, _) => builder.object(place, named(anchor)),
        Event::SequenceEnd | Event::MappingEnd => builder.close(),
        Event::Alias(anchor) => builder.alias(place, anchor),
        Event::Nothing
        | Event::StreamStart
        | Event::StreamEnd
        | Event::DocumentStart(_)
        | Event::DocumentEnd => {}
    }
}

/// The place of a scalar, or of the bracket of a collection. What has no end on its line is shown to the end of it:
/// text of several lines, and collections without brackets, whose start has no length.
fn span(start: Marker, end: Marker) -> Span {
    let length = end.col().saturating_sub(start.col());
    let length = (start.line() == end.line() && length > 0).then_some(length);
    Span { start: Position { line: start.line(), column: start.col() + 1 }, length }
}
