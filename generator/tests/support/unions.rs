//! Unions.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{json, Value};

use super::notes::{Note, Problem};
use super::runtime::{union, Model};

/// Told apart by the property `kind`.
#[derive(Clone, Debug, PartialEq)]
enum Tagged {
    Letter(Box<Note>),
    Problem(Problem),
    Unknown(Value),
}

impl<'de> Deserialize<'de> for Tagged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        union::tagged(deserializer, "kind", Self::Unknown, |members| {
            members.member("letter", Self::Letter);
            members.member("problem", Self::Problem);
        })
    }
}

/// Told apart by what fits.
#[derive(Clone, Debug, PartialEq)]
enum Untagged {
    Problem(Problem),
    Note(Box<Note>),
    Texts(Vec<String>),
    Nested(Vec<Untagged>),
    Number(i64),
    Unknown(Value),
}

impl Serialize for Untagged {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Problem(value) => value.serialize(serializer),
            Self::Note(value) => value.serialize(serializer),
            Self::Texts(value) => value.serialize(serializer),
            Self::Nested(value) => value.serialize(serializer),
            Self::Number(value) => value.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Untagged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        union::untagged(deserializer, Self::Unknown, |members| {
            members.member(Self::Problem);
            members.member(Self::Note);
            members.member(Self::Texts);
            members.member(Self::Nested);
            members.member(Self::Number);
        })
    }
}

impl Model for Untagged {}

fn tagged(json: &str) -> Result<Tagged, serde_json::Error> {
    serde_json::from_str(json)
}

fn untagged(json: &str) -> Untagged {
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_tag_decides() {
    let letter = tagged(r#"{"id":1,"kind":"letter"}"#).unwrap();
    assert!(matches!(letter, Tagged::Letter(note) if note.id == 1));
    let problem = tagged(r#"{"kind":"problem","code":"c"}"#).unwrap();
    assert_eq!(problem, Tagged::Problem(Problem { code: Some("c".to_owned()) }));
}

#[test]
fn a_value_with_an_unknown_tag_is_kept() {
    for value in
        [json!({"kind": "poem", "id": 1}), json!({"id": 1}), json!({"kind": 1}), json!(null), json!("x")]
    {
        assert_eq!(tagged(&value.to_string()).unwrap(), Tagged::Unknown(value));
    }
}

#[test]
fn a_member_that_its_tag_names_but_that_does_not_fit_is_an_error() {
    let error = tagged(r#"{"kind":"letter"}"#).unwrap_err().to_string();
    assert!(error.starts_with("missing field `id`"), "{error}");
}

#[test]
fn the_first_member_that_loses_nothing_is_taken() {
    assert!(matches!(untagged(r#"{"code":"c"}"#), Untagged::Problem(_)));
    assert!(matches!(untagged(r#"{"id":1.0,"title":null}"#), Untagged::Note(_)));
    assert_eq!(untagged("[\"a\"]"), Untagged::Texts(vec!["a".to_owned()]));
    assert_eq!(untagged("5"), Untagged::Number(5));
}

#[test]
fn a_value_that_fits_only_with_a_loss_goes_to_the_member_that_keeps_most() {
    assert!(matches!(untagged(r#"{"id":1,"new":true}"#), Untagged::Note(_)));
}

#[test]
fn a_value_of_several_members_at_once_is_kept() {
    let value = json!({"id": 1, "code": "c", "new": true});
    assert_eq!(untagged(&value.to_string()), Untagged::Unknown(value));
}

#[test]
fn a_value_that_fits_nowhere_is_kept() {
    assert_eq!(untagged("true"), Untagged::Unknown(json!(true)));
    assert_eq!(untagged("{\"code\":1}"), Untagged::Unknown(json!({"code": 1})));
}

#[test]
fn unions_nest() {
    let expected = Untagged::Nested(vec![Untagged::Number(1), Untagged::Texts(vec!["a".to_owned()])]);
    assert_eq!(untagged(r#"[1,["a"]]"#), expected);
}

/// Each level would be tried in two ways, 2^120 in all.
#[derive(Debug)]
enum Maze {
    Left(Vec<Maze>),
    Right(Vec<Maze>),
    Unknown,
}

impl Serialize for Maze {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Left(value) | Self::Right(value) => value.serialize(serializer),
            // What is lost here makes every level above try its other way.
            Self::Unknown => serializer.serialize_bool(true),
        }
    }
}

impl<'de> Deserialize<'de> for Maze {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        union::untagged(
            deserializer,
            |_| Self::Unknown,
            |members| {
                members.member(Self::Left);
                members.member(Self::Right);
            },
        )
    }
}

impl Model for Maze {}

#[test]
fn a_union_that_contains_itself_is_read_in_bounded_time() {
    let deep = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    let start = std::time::Instant::now();
    let error = serde_json::from_str::<Maze>(&deep).unwrap_err().to_string();
    assert!(error.starts_with("too many ways to read a union"), "{error}");
    assert!(start.elapsed().as_secs() < 30);
    assert!(serde_json::from_str::<Maze>("[[1]]").is_ok());
}
