//! Formats with a type: what is read is what is written, and what does not fit is refused at its place.

use consumer::own::{Mail, Money};
use consumer::scalar_bounds::models::Bounds;
use consumer::scalar_chrono::models::Event as ChronoEvent;
use consumer::scalar_jiff::models::{Change, Thing, When};
use consumer::scalar_jiff::support::base64::Base64;
use consumer::scalar_rounded::models::Rounded;
use consumer::scalar_time::models as of_time;
use serde_json::{Value, json};

use crate::{assert_kept, read, refusal, write};

const ID: &str = "c0ffee00-0000-4000-8000-000000000001";

fn thing() -> Value {
    json!({
        "id": ID, "created": "2026-02-03T04:05:06.789Z", "day": "2026-02-03", "home": "https://example.com/a?b#c",
        "address": "192.0.2.1", "blob": "AAECAw==", "size": u64::MAX.to_string(), "length": "P1Y2M3DT4H", "maybe": null
    })
}

#[test]
fn every_type_reads_what_it_writes() {
    let mut value = thing();
    assert_kept::<Thing>(value.clone());
    value["maybe"] = json!("2026-02-03T04:05:06Z");
    value["deleted"] = json!("1969-12-31T23:59:59Z");
    value["opens"] = json!("10:30:00");
    value["days"] = json!(["2024-02-29", "0001-01-01"]);
    value["prices"] = json!({ "a": "1.50", "b": "-0.001" });
    value["address6"] = json!("2001:db8::1");
    value["links"] = json!(["https://example.com/", null]);
    value["when"] = json!("2026-02-03");
    assert_kept::<Thing>(value);
    assert_kept::<ChronoEvent>(json!({
        "at": "2026-02-03T04:05:06+09:00", "day": "2026-02-03", "opens": "10:30:00", "price": "12.05", "total": "0.99",
        "count": u64::MAX, "mail": "a@example.com", "plain": "no UUID", "until": null
    }));
    assert_kept::<of_time::Event>(json!({
        "at": "2026-02-03T04:05:06.5-09:30", "day": "2026-02-03", "until": "1969-12-31T23:59:59Z", "opens": "whatever"
    }));
    assert_kept::<of_time::Event>(
        json!({ "at": "2026-02-03T04:05:06Z", "day": "2026-02-03", "until": null }),
    );
}

#[test]
fn callers_give_values_of_the_types() {
    let thing: Thing = read(thing());
    assert_eq!(thing.id, uuid::Uuid::parse_str(ID).unwrap());
    assert_eq!(thing.created.as_millisecond(), 1_770_091_506_789);
    assert_eq!((thing.day.year(), thing.home.host_str()), (2026, Some("example.com")));
    assert_eq!((&*thing.blob, thing.size.0, thing.length.get_months()), (&[0, 1, 2, 3][..], u64::MAX, 2));
    let change =
        Change::new(thing.id).at(thing.created).amount(rust_decimal::Decimal::new(105, 2)).blob(*b"\xff");
    assert_eq!(
        write(&change),
        json!({ "id": ID, "at": "2026-02-03T04:05:06.789Z", "amount": "1.05", "blob": "/w==" })
    );
    assert_eq!(write(&Change::new(thing.id).at(None)), json!({ "id": ID, "at": null }));
    let event: ChronoEvent = read(json!({
        "at": "2026-02-03T04:05:06Z", "day": "2026-02-03", "opens": "10:30:00", "price": "12.05", "plain": "", "secret": "s3cret"
    }));
    assert_eq!((event.price, &event.secret), (Money(1205), &Some(Mail("s3cret".to_owned()))));
}

#[test]
fn a_secret_of_another_type_is_not_shown() {
    let shown = format!(
        "{:?}",
        read::<ChronoEvent>(json!({
            "at": "2026-02-03T04:05:06Z", "day": "2026-02-03", "opens": "10:30:00", "price": "1.00", "plain": "", "secret": "s3cret"
        }))
    );
    assert!(shown.contains("Some(<redacted>)") && !shown.contains("s3cret"), "{shown}");
}

#[test]
fn what_does_not_fit_is_refused() {
    for (name, wrong) in [
        ("id", "c0ffee"),
        ("created", "yesterday"),
        ("day", "2026-02-30"),
        ("home", "nowhere"),
        ("address", "192.0.2.256"),
        ("blob", "AAEC*w=="),
        ("size", "-1"),
        ("length", "soon"),
    ] {
        let mut value = thing();
        value[name] = json!(wrong);
        refusal::<Thing>(value);
    }
    let mut value = thing();
    value.as_object_mut().unwrap().remove("home");
    assert!(refusal::<Thing>(value).contains("`home`"));
}

#[test]
fn base64_is_written_as_it_was_read_or_refused() {
    for text in
        ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy", "+/+/", "Zg", "Zm8", "Zm9vYg"]
    {
        let read = Base64::decode(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(read.to_string(), text);
    }
    for text in [
        "Z", "Zg=", "Zg===", "Zm8==", "=", "==", "====", "Zh==", "Zm9=", "Zm-_", "Zm9v\n", "Z g==",
        "Zg==Zg==", "é",
    ] {
        assert_eq!(Base64::decode(text), None, "{text}");
    }
    assert_eq!(Base64::decode("Zg"), Base64::decode("Zg=="));
    let all: Vec<u8> = (0..=255).collect();
    assert_eq!(Base64::decode(&Base64::new(all.clone()).to_string()).map(Base64::into_vec), Some(all));
}

#[test]
fn a_number_in_text_is_read_without_quotes_too() {
    let mut value = thing();
    value["size"] = json!(18_446_744_073_709_551_615_u64);
    assert_eq!(write(&read::<Thing>(value))["size"], json!("18446744073709551615"));
}

#[test]
fn a_member_of_a_union_is_told_by_its_format() {
    assert!(matches!(read::<When>(json!("2026-02-03T04:05:06Z")), When::String(_)));
    assert!(matches!(read::<When>(json!("2026-02-03")), When::String2(_)));
    assert!(matches!(read::<When>(json!({ "at": "2026-02-03T04:05:06Z" })), When::Variant3(_)));
    assert_kept::<When>(json!("tomorrow"));
}

#[test]
fn the_bounds_of_an_integer_are_values_of_its_type() {
    assert_kept::<Bounds>(json!({
        "within": i32::MAX, "above": u32::MAX, "below": -2_147_483_649_i64, "small": 4_294_967_296_i64,
        "unsigned": u32::MAX, "wide": 4_294_967_296_i64, "negative": -1, "large": u64::MAX, "larger": u64::MAX,
    }));
}

#[test]
fn the_ends_of_a_type_are_read_as_doubles_write_them() {
    let read = |text: &str| {
        let rounded: Rounded = serde_json::from_str(text).unwrap();
        serde_json::to_string(&rounded).unwrap()
    };
    assert_eq!(read(r#"{"signed":9223372036854776000}"#), r#"{"signed":9223372036854775807}"#);
    assert_eq!(read(r#"{"retention":9.223372036854776e18}"#), r#"{"retention":9223372036854775807}"#);
    assert_eq!(read(r#"{"signed":-9223372036854776000}"#), r#"{"signed":-9223372036854775808}"#);
    assert_eq!(read(r#"{"unsigned":18446744073709552000}"#), r#"{"unsigned":18446744073709551615}"#);
}
