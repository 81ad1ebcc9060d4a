//! Objects, enumerations and presence.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::notes::{Kind, Note};
use super::runtime::{object, Blank, Decode, Members, Model, Nullable, Object, Redacted, Writer};

fn note(json: &str) -> Result<Note, serde_json::Error> {
    serde_json::from_str(json)
}

#[test]
fn members_are_read_in_any_order() {
    let expected =
        note(r#"{"id":1,"title":"a","kind":"list","tags":["x"],"reminder":"r","key":"k"}"#).unwrap();
    let reversed = r#"{"key":"k","reminder":"r","tags":["x"],"kind":"list","title":"a","id":1}"#;
    assert_eq!(note(reversed).unwrap(), expected);
    assert_eq!(expected.kind, Some(Kind::List));
    assert_eq!(expected.reminder, Nullable::Value("r".to_owned()));
}

#[test]
fn a_key_with_escapes_is_the_same_key() {
    assert_eq!(note(r#"{"\u0069d":7,"t\u0069tle":"a"}"#).unwrap().title.as_deref(), Some("a"));
}

#[test]
fn a_key_is_the_same_however_it_stands_in_the_input() {
    // A key with escapes is compared in a buffer, which must neither miss a name nor keep one for the keys after it.
    let text = r#"{"key": "k", "\u0069d": 1, "tags": [], "\u0074itle": "a", "abcde": 0, "": 0, "rem\u0069nder": null}"#;
    let expected = note(text).unwrap();
    assert_eq!((expected.id, expected.title.as_deref(), expected.key.as_deref()), (1, Some("a"), Some("k")));
    assert_eq!(expected.reminder, Nullable::Null);
    assert_eq!(serde_json::from_reader::<_, Note>(text.as_bytes()).unwrap(), expected);
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(Note::deserialize(&value).unwrap(), expected);
    assert_eq!(serde_json::from_value::<Note>(value).unwrap(), expected);
}

#[test]
fn unknown_members_are_skipped_wherever_they_stand() {
    let read = note(r#"{"x":[1,{"id":9}],"id":1,"y":null,"title":"a","z":{}}"#).unwrap();
    assert_eq!((read.id, read.title.as_deref()), (1, Some("a")));
}

#[test]
fn the_last_of_two_equal_members_counts() {
    assert_eq!(note(r#"{"id":1,"id":2,"title":"a","id":3}"#).unwrap().id, 3);
}

#[test]
fn a_missing_required_member_is_an_error_that_names_it() {
    let error = note(r#"{"title":"a"}"#).unwrap_err().to_string();
    assert!(error.starts_with("missing field `id`"), "{error}");
    assert!(note("{}").is_err());
}

#[test]
fn null_reads_as_absent_for_an_optional_member_and_as_null_for_a_nullable_one() {
    let read = note(r#"{"id":1,"title":null,"reminder":null}"#).unwrap();
    assert_eq!((read.title, read.reminder), (None, Nullable::Null));
}

#[test]
fn a_nullable_member_is_written_as_null_and_left_out_when_absent() {
    let mut note = Note { reminder: Nullable::Null, ..Note::blank() };
    assert_eq!(serde_json::to_string(&note).unwrap(), r#"{"id":0,"reminder":null}"#);
    note.reminder = Nullable::Absent;
    assert_eq!(serde_json::to_string(&note).unwrap(), r#"{"id":0}"#);
    note.reminder = "soon".to_owned().into();
    assert_eq!(serde_json::to_string(&note).unwrap(), r#"{"id":0,"reminder":"soon"}"#);
}

#[test]
fn a_null_element_does_not_lose_its_neighbours() {
    assert_eq!(note(r#"{"id":1,"tags":["a",null,"b"]}"#).unwrap().tags.unwrap(), ["a", "b"]);
    let mut json = serde_json::Deserializer::from_str(r#"{"a":1,"b":null,"c":3}"#);
    let map = BTreeMap::<String, i64>::decode(&mut json).unwrap();
    assert_eq!(map, BTreeMap::from([("a".to_owned(), 1), ("c".to_owned(), 3)]));
}

#[test]
fn null_elements_stay_where_the_type_has_a_value_for_them() {
    let mut json = serde_json::Deserializer::from_str("[1,null]");
    assert_eq!(Vec::<Option<i64>>::decode(&mut json).unwrap(), [Some(1), None]);
    let mut json = serde_json::Deserializer::from_str("[null]");
    assert_eq!(Vec::<serde_json::Value>::decode(&mut json).unwrap(), [serde_json::Value::Null]);
}

#[test]
fn an_integer_may_have_a_fraction_of_zero_but_no_other() {
    assert_eq!(note(r#"{"id":1.0}"#).unwrap().id, 1);
    assert!(note(r#"{"id":1.5}"#).is_err());
    assert!(note(r#"{"id":1e300}"#).is_err());
    let decode = |json| u32::decode(&mut serde_json::Deserializer::from_str(json));
    assert_eq!(decode("4294967295").unwrap(), u32::MAX);
    assert!(decode("4294967296").is_err());
    assert!(decode("-1").is_err());
}

#[test]
fn the_ends_of_64_bits_are_read_as_a_program_that_has_only_doubles_writes_them() {
    fn decode<T: for<'de> Decode<'de>>(json: &str) -> Option<T> {
        T::decode(&mut serde_json::Deserializer::from_str(json)).ok()
    }
    assert_eq!(decode("9223372036854776000"), Some(i64::MAX));
    assert_eq!(decode("9223372036854775808"), Some(i64::MAX));
    assert_eq!(decode("9.223372036854776e18"), Some(i64::MAX));
    assert_eq!(decode("-9223372036854776000"), Some(i64::MIN));
    assert_eq!(decode("18446744073709552000"), Some(u64::MAX));
    assert_eq!(
        decode("9223372036854776000"),
        Some(9_223_372_036_854_776_000_u64),
        "it is no end of this type"
    );
    assert_eq!(decode::<u64>("9.223372036854776e18"), None, "a double that may be any of many");
    assert_eq!(decode::<i64>("9223372036854778000"), None, "the next double");
    assert_eq!(decode::<i64>("18446744073709552000"), None);
    assert_eq!(decode::<u64>("-9223372036854776000"), None);
    assert_eq!(decode::<i32>("9223372036854776000"), None);
}

#[test]
fn an_unknown_value_of_an_enumeration_is_kept() {
    let read = note(r#"{"id":1,"kind":"poem"}"#).unwrap();
    assert_eq!(read.kind, Some(Kind::Unknown("poem".to_owned())));
    assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"id":1,"kind":"poem"}"#);
}

#[test]
fn an_object_can_contain_itself() {
    let read = note(r#"{"id":1,"parent":{"id":2,"parent":{"id":3}}}"#).unwrap();
    assert_eq!(read.parent.unwrap().parent.unwrap().id, 3);
}

#[test]
fn a_value_that_is_no_object_is_an_error() {
    for json in ["[]", "1", "null", "\"{}\"", "{", "{\"id\":1", "{\"id\":1}}"] {
        assert!(note(json).is_err(), "{json}");
    }
}

/// An object with many required members, and members that it does not declare.
#[derive(Debug, PartialEq)]
struct Wide {
    fields: [i64; 130],
    others: BTreeMap<String, i64>,
}

static NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| (0..130).map(|index| &*format!("{index:03}").leak()).collect());

impl Serialize for Wide {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Writer::open(serializer)?;
        for (name, field) in NAMES.iter().zip(&self.fields) {
            object.required(name, field);
        }
        object.extra(&self.others);
        object.end()
    }
}

impl<'de> Deserialize<'de> for Wide {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::read(deserializer)
    }
}

impl Model for Wide {}

impl Blank for Wide {
    fn blank() -> Self {
        Self { fields: [0; 130], others: BTreeMap::new() }
    }
}

impl Object for Wide {
    fn read<'de, M: Members<'de>>(&mut self, object: &mut M) {
        for (name, field) in NAMES.iter().zip(&mut self.fields) {
            object.required(name, field);
        }
        object.extra(&mut self.others);
    }
}

fn wide() -> Wide {
    let mut wide = Wide::blank();
    for (index, field) in wide.fields.iter_mut().enumerate() {
        *field = i64::try_from(index).unwrap();
    }
    wide.others = BTreeMap::from([("x".to_owned(), 1), ("y".to_owned(), 2)]);
    wide
}

#[test]
fn more_required_members_than_a_word_has_bits_are_all_required() {
    let json = serde_json::to_value(wide()).unwrap();
    assert_eq!(serde_json::from_value::<Wide>(json.clone()).unwrap(), wide());
    for name in NAMES.iter() {
        let mut json = json.clone();
        json.as_object_mut().unwrap().remove(*name);
        let error = serde_json::from_value::<Wide>(json).unwrap_err();
        assert_eq!(error.to_string(), format!("missing field `{name}`"));
    }
}

#[test]
fn undeclared_members_are_kept_between_declared_ones() {
    let json = serde_json::to_string(&wide())
        .unwrap()
        .replacen("{", r#"{"x":1,"#, 1)
        .replace(r#","x":1,"y""#, r#","y""#);
    assert_eq!(serde_json::from_str::<Wide>(&json).unwrap(), wide());
}

#[test]
fn an_additional_member_with_the_name_of_a_declared_one_is_not_written() {
    let mut wide = wide();
    wide.others.insert("007".to_owned(), 7);
    let error = serde_json::to_string(&wide).unwrap_err().to_string();
    assert_eq!(error, "additional member `007` has the name of a declared one");
}

#[test]
fn redaction_shows_presence_and_nothing_else() {
    let show = |value: &dyn std::fmt::Debug| format!("{value:?}");
    assert_eq!(show(&Redacted::of(&"s3cret".to_owned())), "<redacted>");
    assert_eq!(show(&Redacted::of(&Some("s3cret".to_owned()))), "Some(<redacted>)");
    assert_eq!(show(&Redacted::of(&None::<String>)), "None");
    assert_eq!(show(&Redacted::of(&Nullable::Value(Note::blank()))), "Value(<redacted>)");
    assert_eq!(show(&Redacted::of(&vec![1])), "[<redacted>]");
}
