//! Text → value: YAML or JSON into one [`Value`].
//!
//! Keys become strings by their text (`200:`), merge keys (`<<`) are merged, tags are dropped. What either format
//! allows and no reader agrees on, such as a key that stands twice, is reported. Depth and the growth by aliases are
//! bounded. Nothing here knows OpenAPI.

mod node;
mod syntax;

use super::place::Place;
use crate::diagnostic::{nests_within, Code, Pointer, Sink, Source, Syntax};
pub use node::Allowance;
use node::{Node, State};
use serde::de::DeserializeSeed as _;
use serde_json::Value;

/// How many brackets may be open at a time in the text of YAML before it is looked at whether they stand in strings.
const MAX_OPEN_BRACKETS: usize = 2_000;

/// What a text says.
pub struct Parsed {
    /// The value.
    pub value: Value,
    /// Whether a `$ref` in it leads out of the text.
    pub leaves: bool,
}

/// Reads a text, or reports why it cannot be read; what its aliases add is taken from the allowance.
pub fn parse(
    text: &str,
    syntax: Syntax,
    source: Source,
    allowance: &mut Allowance,
    sink: &mut Sink,
) -> Option<Parsed> {
    if let Some(offset) = too_deep(text, syntax) {
        let diagnostic = sink.report_in(source, Code::TooDeep, &Pointer::root(), node::too_deep());
        diagnostic.position = syntax::position(text, offset);
        return None;
    }
    let mut state = State::new(text, syntax, source, allowance, sink);
    let root = Place::root();
    let node = Node::new(&root, &mut state);
    let result = match syntax {
        Syntax::Json => {
            let mut json = serde_json::Deserializer::from_str(text);
            let value = node.deserialize(&mut json);
            value.and_then(|value| json.end().map(|()| value)).map_err(|error| syntax::json(text, &error))
        }
        Syntax::Yaml => node
            .deserialize(serde_yaml::Deserializer::from_str(text))
            .map_err(|error| syntax::yaml(text, &error)),
    };
    let (exceeded, leaves) = (state.has_exceeded(), state.leaves());
    *allowance = state.left(allowance);
    match result {
        Ok(value) => Some(Parsed { value, leaves }),
        Err(error) => {
            if !exceeded {
                error.report(source, sink);
            }
            None
        }
    }
}

/// Finds brackets of YAML that are nested too deep.
///
/// libyaml takes quadratic time for them: a megabyte of `[` would keep it busy for hours. Nearly every text passes by
/// looking at nothing but brackets; they also stand in strings, which the parser that is linear tells apart.
fn too_deep(text: &str, syntax: Syntax) -> Option<usize> {
    let mut depth = 0_usize;
    let opens = |byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_OPEN_BRACKETS
    };
    let offset = text.bytes().position(opens).filter(|_| syntax == Syntax::Yaml)?;
    (!nests_within(text, MAX_OPEN_BRACKETS)).then_some(offset)
}
