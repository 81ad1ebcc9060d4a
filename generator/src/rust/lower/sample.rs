//! Samples: a value of a schema with no more in it than the schema asks for.
//!
//! Of objects it has what is required, of arrays as few elements as may be, of `enum` the first value, of unions the first
//! member that has a sample. Numbers are 0 or as close to it as may be, and texts look as their format or pattern says.

use super::pattern;
use crate::config::{Config, Format};
use crate::model::{
    Additional, Constraint, Discriminator, Kind, Object, Scalar, Schema, SchemaId, Schemas, Union, Use,
};
use serde_json::{Map, Number, Value};

/// How many values a sample may have in it: one that takes more is of no use to a reader.
const MOST: usize = 2_000;

/// How many elements, members or characters a sample may have because the schema asks for them.
const MOST_ASKED: usize = 1_000;

/// Makes a sample.
pub(super) struct Sampler<'a> {
    schemas: &'a Schemas,
    config: &'a Config,
    left: usize,
    /// The schemas that the sample at hand is in.
    around: Vec<SchemaId>,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(schemas: &'a Schemas, config: &'a Config) -> Self {
        Self { schemas, config, left: MOST, around: Vec::new() }
    }

    /// Returns a value of a schema, or `None` if none is to be had: where required members lead back to where they are,
    /// where constraints cannot be kept, and where a type of the user's reads it.
    pub(super) fn value(&mut self, used: &Use, asked: &[Constraint]) -> Option<Value> {
        let value = self.found(used.id, asked);
        value.or_else(|| self.schemas.is_nullable(used).then_some(Value::Null))
    }

    fn found(&mut self, id: SchemaId, asked: &[Constraint]) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        if self.around.contains(&id) {
            return None;
        }
        let schema = &self.schemas[id];
        let mut asked = asked.to_vec();
        asked.extend(schema.docs.constraints.iter().cloned());
        self.around.push(id);
        let value = self.of(schema, &asked);
        self.around.pop();
        value
    }

    fn of(&mut self, schema: &Schema, asked: &[Constraint]) -> Option<Value> {
        match &schema.kind {
            Kind::Any => Some(Value::Object(Map::new())),
            Kind::Scalar(scalar) => self.scalar(scalar, asked),
            Kind::Enumeration(enumeration) => enumeration.values.first().cloned(),
            Kind::Object(object) => self.object(object, asked),
            Kind::Array(array) => self.array(&array.items, asked),
            Kind::Union(union) => self.union(union),
            Kind::Alias(used) => self.value(used, asked),
        }
    }

    fn scalar(&self, scalar: &Scalar, asked: &[Constraint]) -> Option<Value> {
        let format = match scalar {
            Scalar::String(format) | Scalar::Integer(format) | Scalar::Number(format) => format.as_deref(),
            Scalar::Boolean => None,
        };
        let decided = format.and_then(|format| self.config.formats.get(format));
        if matches!(decided, Some(Format::Own(_))) {
            return None;
        }
        match scalar {
            Scalar::Boolean => Some(Value::Bool(false)),
            Scalar::Integer(_) => integer(asked).map(Value::Number),
            Scalar::Number(_) => number(asked).map(Value::Number),
            Scalar::String(_) => {
                text(format.unwrap_or_default(), decided.is_some(), asked).map(Value::String)
            }
        }
    }

    fn object(&mut self, object: &Object, asked: &[Constraint]) -> Option<Value> {
        let mut members = Map::new();
        let received = || object.properties.iter().filter(|property| !property.write_only);
        for property in received().filter(|property| property.required) {
            let value = self.value(&property.schema, &property.docs.constraints)?;
            members.insert(property.name.clone(), value);
        }
        let least = least(asked, |it| if let Constraint::Size(least, _) = it { Some(*least) } else { None });
        for property in received() {
            if members.len() < least && !members.contains_key(&property.name) {
                let value = self.value(&property.schema, &property.docs.constraints);
                members.extend(value.map(|value| (property.name.clone(), value)));
            }
        }
        while members.len() < least.min(MOST_ASKED) {
            let value = match &object.additional {
                Additional::Schema(used) => self.value(used, &[])?,
                Additional::Any | Additional::Unspecified => Value::String(WORD.to_owned()),
                Additional::Forbidden => return None,
            };
            members.insert(format!("key{}", members.len() + 1), value);
        }
        (members.len() >= least).then_some(Value::Object(members))
    }

    fn array(&mut self, items: &Use, asked: &[Constraint]) -> Option<Value> {
        let least = least(asked, |it| if let Constraint::Count(least, _) = it { Some(*least) } else { None });
        // Equal ones are all that there is of most schemas.
        if least > MOST_ASKED || least > 1 && asked.contains(&Constraint::Unique) {
            return None;
        }
        (0..least).map(|_| self.value(items, &[])).collect::<Option<_>>().map(Value::Array)
    }

    fn union(&mut self, union: &Union) -> Option<Value> {
        match &union.discriminator {
            Some(discriminator) => self.tagged(union, discriminator),
            None => union.members.iter().find_map(|member| self.value(member, &[])),
        }
    }

    fn tagged(&mut self, union: &Union, discriminator: &Discriminator) -> Option<Value> {
        discriminator.mapping.iter().find_map(|(tag, member)| {
            let mut value = self.value(union.members.get(*member)?, &[])?;
            value.as_object_mut()?.insert(discriminator.property.clone(), Value::String(tag.clone()));
            Some(value)
        })
    }
}

/// Returns the greatest of what the constraints of a kind ask for at least.
fn least(asked: &[Constraint], of: impl Fn(&Constraint) -> Option<usize>) -> usize {
    asked.iter().filter_map(of).max().unwrap_or(0)
}

/// What a text says that nobody asks anything of.
const WORD: &str = "string";

fn text(format: &str, is_typed: bool, asked: &[Constraint]) -> Option<String> {
    let (mut least, mut most) = (0, usize::MAX);
    for constraint in asked {
        if let Constraint::Length(from, to) = constraint {
            (least, most) = (least.max(*from), most.min(to.unwrap_or(usize::MAX)));
        }
    }
    if least > MOST_ASKED {
        return None;
    }
    let pattern = asked.iter().find_map(|it| if let Constraint::Pattern(it) = it { Some(it) } else { None });
    let text = match (of_format(format), pattern) {
        // A time of the crates that can be chosen has no offset.
        _ if format == "time" && is_typed => "00:00:00".to_owned(),
        ("", Some(pattern)) => pattern::sample(pattern, least)?,
        ("", None) if is_bytes(format) => "AAAA".repeat(least.div_ceil(4)),
        ("", None) => WORD.chars().cycle().take(least.max(WORD.len()).min(most)).collect(),
        (text, _) => text.to_owned(),
    };
    (least..=most).contains(&text.chars().count()).then_some(text)
}

fn is_bytes(format: &str) -> bool {
    matches!(format, "byte" | "base64" | "base64url" | "binary")
}

/// Returns a text of a format, or an empty one of those that ask nothing.
fn of_format(format: &str) -> &'static str {
    match format {
        "date-time" => "2000-01-01T00:00:00Z",
        "date" => "2000-01-01",
        "time" => "00:00:00Z",
        "duration" => "PT0S",
        "uuid" => "00000000-0000-0000-0000-000000000000",
        "uri" | "url" | "iri" => "https://example.com/",
        "uri-reference" | "iri-reference" | "uri-template" => "/",
        "email" | "idn-email" => "user@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "decimal" | "int32" | "int64" | "uint32" | "uint64" => "0",
        _ => "",
    }
}

/// The numbers that constraints leave: from and to, both included unless they say otherwise, and a step.
struct Range {
    from: Option<(f64, bool)>,
    to: Option<(f64, bool)>,
    step: Option<f64>,
}

impl Range {
    fn new(asked: &[Constraint]) -> Self {
        let mut range = Self { from: None, to: None, step: None };
        for constraint in asked {
            match constraint {
                Constraint::Minimum(number, exclusive) => {
                    range.from = number.as_f64().map(|it| (it, *exclusive)).or(range.from);
                }
                Constraint::Maximum(number, exclusive) => {
                    range.to = number.as_f64().map(|it| (it, *exclusive)).or(range.to);
                }
                Constraint::MultipleOf(number) => range.step = number.as_f64().or(range.step),
                _ => {}
            }
        }
        range
    }

    fn has(&self, number: f64) -> bool {
        self.from.is_none_or(|(from, exclusive)| number > from || number == from && !exclusive)
            && self.to.is_none_or(|(to, exclusive)| number < to || number == to && !exclusive)
            && self.step.is_none_or(|step| step == 0.0 || number % step == 0.0)
    }

    /// Returns the first number that is in the range, of those that come into question.
    fn first(&self, is_integer: bool) -> Option<f64> {
        let step = self.step.filter(|step| *step > 0.0).unwrap_or(1.0);
        let ends = [self.from, self.to].into_iter().flatten().map(|(end, _)| end);
        let near = ends.flat_map(|end| {
            let (below, above) = ((end / step).floor() * step, (end / step).ceil() * step);
            [end, above, below, above + step, below - step]
        });
        let middle = self.from.zip(self.to).map(|((from, _), (to, _))| from + (to - from) / 2.0);
        let mut candidates = std::iter::once(0.0).chain(near).chain(middle);
        candidates.find(|number| self.has(*number) && (!is_integer || number.fract() == 0.0))
    }
}

fn integer(asked: &[Constraint]) -> Option<Number> {
    let number = Range::new(asked).first(true)?;
    // Beyond these not every integer is a float.
    (number.abs() < 9e15).then(|| Number::from(number as i64))
}

fn number(asked: &[Constraint]) -> Option<Number> {
    let number = Range::new(asked).first(false)?;
    let is_short = number.fract() == 0.0 && number.abs() < 9e15;
    if is_short {
        Some(Number::from(number as i64))
    } else {
        Number::from_f64(number)
    }
}
