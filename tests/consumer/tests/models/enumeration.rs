//! Enumerations: open, exact, printable.

use consumer::enumeration_described::models::{Kind, Message};
use consumer::enumeration_labels::models as labels;
use consumer::enumeration_many::models::Many;
use consumer::enumeration_nullable::models::Holder;
use consumer::enumeration_odd::models::{Case, Lines, Mood, Prelude, Vote};
use consumer::enumeration_types::models::{Beyond, Big, Holder as MixedHolder, Level, Mixed, Ratio, User};
use serde_json::{Value, json};

use crate::{assert_kept, read, write};

#[test]
fn every_value_is_sent_as_it_was_read() {
    for value in ["+1", "-1", "+", "-", "", " ", "*", "/", "1", "1.5", "_", "<=", ">="] {
        assert_kept::<Vote>(json!(value));
        assert!(!matches!(Vote::from(value), Vote::Unlisted(_)), "{value}");
    }
    for value in [
        "OK",
        "NONE",
        "Some",
        "Err",
        "Self",
        "self",
        "type",
        "Unlisted",
        "UNLISTED",
        "unlisted_",
        "Unknown",
        "UNKNOWN",
    ] {
        assert_kept::<Prelude>(json!(value));
        assert!(!matches!(Prelude::from(value), Prelude::Unlisted(_)), "{value}");
    }
    for value in ["utf-8", "UTF-8", "utf_8", "UTF8", "utf8", "standard+id_document"] {
        assert_eq!(Case::from(value).as_str(), value);
        assert!(!matches!(Case::from(value), Case::Unlisted(_)), "{value}");
    }
    for value in ["a\nb", "a\tb", "\0", "\u{202e}", "\"quoted\"", "back\\slash", "{brace}"] {
        assert_eq!(Lines::from(value).to_string(), value);
        assert!(!matches!(Lines::from(value), Lines::Unlisted(_)), "{value:?}");
    }
    assert_ne!(Mood::from("😀"), Mood::from("😀 "));
    assert_eq!(Many::from("value_300").to_string(), "value_300");
}

#[test]
fn an_unknown_value_is_kept() {
    assert_kept::<Case>(json!("utf-16"));
    assert_eq!(Case::from("utf-16"), Case::Unlisted("utf-16".to_owned()));
    assert_kept::<Level>(json!(41));
    assert_eq!(Level::from(41), Level::Unlisted(41));
}

#[test]
fn a_value_that_is_listed_under_the_name_of_the_catch_all_is_no_unknown_one() {
    let read: Prelude = read(json!("Unlisted"));
    assert!(!matches!(read, Prelude::Unlisted(_)));
}

#[test]
fn integers_are_sent_as_integers() {
    let user: User = read(json!({ "level": -1, "size": 2 }));
    assert_eq!(user.level.as_ref().map(Level::as_i64), Some(-1));
    assert_eq!(write(&user), json!({ "level": -1, "size": 2 }));
}

#[test]
fn null_among_the_values_is_no_variant() {
    assert_kept::<Holder>(
        json!({ "must": null, "only": null, "may": null, "inline": "x", "all": ["a", null, "new"] }),
    );
}

#[test]
fn values_of_several_types_keep_their_types() {
    for value in [json!("auto"), json!(1), json!("1"), json!(true), json!("true"), json!(-0.5)] {
        assert_kept::<Mixed>(value.clone());
        assert!(!matches!(Mixed::from(value.clone()), Mixed::Unlisted(_)), "{value}");
    }
    for value in [json!("manual"), json!(2), json!(false), json!(0.5), json!({ "a": [1] })] {
        assert_kept::<Mixed>(value.clone());
        assert_eq!(Mixed::from(value.clone()), Mixed::Unlisted(value));
    }
    assert_ne!(Mixed::from(json!(1)), Mixed::from(json!("1")));
    assert_eq!(Mixed::from(json!("auto")).to_string(), "auto");
    assert_eq!(Mixed::from(json!(-0.5)).to_string(), "-0.5");
}

#[test]
fn an_integer_beyond_the_signed_ones_is_kept() {
    for value in [json!(i64::MAX), json!(u64::MAX)] {
        assert_kept::<Big>(value.clone());
        assert!(!matches!(Big::from(value.clone()), Big::Unlisted(_)), "{value}");
    }
    assert_kept::<Big>(json!(u64::MAX - 1));
    // As floats both are one number.
    assert!(matches!(Big::from(json!(u64::MAX - 1)), Big::Unlisted(_)));
    assert_eq!(Beyond::from(json!(1.0)), Beyond::Value1);
}

#[test]
fn a_mixed_enumeration_is_a_field_like_any_other() {
    assert_kept::<MixedHolder>(json!({ "mixed": null, "ratio": 1.5 }));
    assert_kept::<MixedHolder>(json!({ "mixed": true }));
    assert!(serde_json::from_value::<MixedHolder>(json!({ "ratio": 1 })).is_err());
    let read: User = read(json!({ "ratios": [0.5, null, 1, 7] }));
    let ratios = read.ratios.unwrap_or_default();
    assert_eq!(ratios, [Ratio::Value0_5, Ratio::Value1, Ratio::Unlisted(Value::from(7))]);
}

#[test]
fn names_of_the_document_are_only_names() {
    assert_eq!(labels::Level::from(1), labels::Level::Low);
    assert_eq!(labels::Level::HighLevel.as_i64(), 2);
    assert_eq!(labels::Color::from("#0f0"), labels::Color::Green);
    assert_eq!(labels::Both::Gamma.as_str(), "c");
}

#[test]
fn a_choice_of_constants_is_an_enumeration() {
    assert_kept::<Message>(json!({ "kind": 19, "state": "gone", "model": "large", "size": 1 }));
    assert_kept::<Message>(json!({ "kind": 99, "state": null, "model": "any other", "size": "auto" }));
    assert_eq!(read::<Message>(json!({ "kind": 19 })).kind, Kind::Reply);
}
