//! What the report says of changes: tables of small ones below `changes/`, each with the rules that must report it.
//!
//! `documents/*.yaml` puts `old` and `new` at a place of a document; `schemas/*.yaml` makes them the schema of something
//! that is sent, received, or both, so that no rule can forget a side. A snapshot has the whole report of each row.

mod moved;
mod rows;
mod side;
mod symmetry;
mod told;
mod unchanged;
mod witness;

use openapi_bindgen::config::Config;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::version::rule::{rules, Shown};
use openapi_bindgen::version::{self, Report, Rust, Wire};
use rows::all_rows;
use serde_json::{json, Map, Value};
use side::{compare, sides, Side};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn reported(report: &Report) -> BTreeSet<String> {
    report.changes.iter().map(|change| change.code.to_string()).collect()
}

#[test]
fn each_row_is_reported_by_its_rules() {
    let mut wrong = Vec::new();
    for (path, rows) in all_rows() {
        let mut text = String::new();
        for row in rows {
            text.push_str(&format!("=== {}\n", row.says));
            for (side, old, new, expected) in &row.pairs {
                let report = compare(old, new, row.configs.each_ref().map(Option::as_ref));
                if reported(&report) != *expected {
                    let got = reported(&report).into_iter().collect::<Vec<_>>().join(" ");
                    wrong.push(format!(
                        "{}: {} {side}: {got}\n{}",
                        path.display(),
                        row.says,
                        report.to_text()
                    ));
                }
                let shown: String =
                    report.to_text().lines().map(|line| format!("{}\n", unmarked(line).trim_end())).collect();
                text.push_str(&format!("{side}{}{shown}\n", if side.is_empty() { "" } else { ": " }));
            }
        }
        snapshot(&path, &text);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns a line without its fingerprint, which is made of what the snapshot has anyway.
fn unmarked(line: &str) -> &str {
    let line = line.trim_end();
    let (rest, mark) = line.rsplit_once(" [").unwrap_or((line, ""));
    let is_mark = mark.len() == 17 && mark.trim_end_matches(']').bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_mark {
        rest
    } else {
        line
    }
}

fn snapshot(path: &Path, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join(path.parent().unwrap()));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_rule_has_its_row_or_its_reason() {
    let shown: BTreeSet<String> =
        all_rows().into_iter().flat_map(|(_, rows)| rows).flat_map(|row| row.rules).collect();
    let numbers: Vec<u8> = rules().map(|rule| rule.code.0).collect();
    assert_eq!(numbers, (1..=128).collect::<Vec<u8>>(), "each of R1 to R128 once, in order");
    let without: Vec<String> = rules()
        .filter(|rule| rule.shown != Shown::Impossible && !shown.contains(&rule.code.to_string()))
        .map(|rule| rule.code.to_string())
        .collect();
    assert!(without.is_empty(), "no row shows {}", without.join(", "));
    for rule in rules() {
        assert!(rule.reason.len() > 10, "{}", rule.code);
        assert!(rule.usual >= rule.quiet || rule.quiet == rule.usual, "{}", rule.code);
    }
    let by_code: BTreeMap<String, Shown> = rules().map(|rule| (rule.code.to_string(), rule.shown)).collect();
    for (path, rows) in all_rows() {
        for row in rows {
            for (_, _, _, expected) in &row.pairs {
                for code in expected {
                    assert_eq!(by_code.get(code), Some(&Shown::Itself), "{}: {}", path.display(), row.says);
                }
            }
        }
    }
}

/// Compares every pair of the tables, there and back, and fails with all of which there is something to say.
fn assert_both_ways(wrong_with: impl Fn(&Report, &Side, &Side) -> Option<String>) {
    let mut wrong = Vec::new();
    for (path, rows) in all_rows() {
        for row in rows {
            for (side, old, new, _) in &row.pairs {
                let there = ("", old, new, row.configs.each_ref().map(Option::as_ref));
                for (way, old, new, configs) in [there, (" and back", new, old, row.back())] {
                    let (old, new) = sides(old, new, configs);
                    let report = version::compare(&old.version(), &new.version());
                    if let Some(says) = wrong_with(&report, &old, &new) {
                        let name = format!("{}: {} {side}{way}", path.display(), row.says);
                        wrong.push(format!("{name}\n{}\n{says}", report.to_text()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

/// "A reviewer who reads only the Markdown report and `api.txt`'s diff knows everything."
#[test]
fn each_difference_of_the_surface_is_told() {
    assert_both_ways(|report, old, new| {
        let left = told::untold(report, &old.0.krate, &new.0.krate);
        let more = told::unseen(report, &old.0.krate, &new.0.krate);
        let is_all = left.is_empty() && more.is_empty();
        (!is_all).then(|| format!("untold: {left:#?}\nunseen: {more:#?}\n"))
    });
}

/// What callers have to change does not depend on whether the old document is there.
#[test]
fn vendored_bindings_tell_the_same_of_callers() {
    let seen = |report: &Report| {
        let changes = report.changes.iter().filter(|it| !told::is_elsewhere(it));
        changes.map(|it| it.rust).filter(|it| *it >= Rust::Minor).max()
    };
    assert_both_ways(|report, old, new| {
        let vendored = version::compare_vendored(&told::api_txt(&old.0.krate), &new.0.krate);
        (seen(report) != seen(&vendored)).then(|| vendored.to_text())
    });
}

/// What is a change one way is one the other way.
#[test]
fn a_change_and_its_reverse_are_both_reported() {
    let mut wrong = Vec::new();
    for (path, rows) in all_rows() {
        for row in rows {
            for (side, old, new, expected) in &row.pairs {
                let back = compare(new, old, row.back());
                if (expected.is_empty() || row.back.is_some()) != back.is_empty() {
                    wrong.push(format!("{}: {} {side}\n{}", path.display(), row.says, back.to_text()));
                }
                let again = compare(old, old, row.configs.each_ref().map(|_| row.configs[0].as_ref()));
                if !again.is_empty() {
                    wrong.push(format!(
                        "{}: {} {side}: unchanged\n{}",
                        path.display(),
                        row.says,
                        again.to_text()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns a document with the members of every object in the opposite order.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let reversed = |(key, value): (&String, &Value)| match (key.as_str(), value) {
                // The first media type is the preferred one.
                ("content", Value::Object(content)) => {
                    (key.clone(), content.iter().map(|(key, value)| (key.clone(), reversed(value))).collect())
                }
                _ => (key.clone(), reversed(value)),
            };
            members.iter().rev().map(reversed).collect()
        }
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

/// The fixtures that mean something else in another order, and why.
const IN_ORDER: [(&str, &str); 4] = [
    ("response/header_names.yaml", "of two spellings of one header the first counts"),
    ("names/operations.yaml", "of two operations of one operationId the first has it"),
    ("reference/path_items.yaml", "of two operations of one operationId the first has it"),
    ("map/patterns.yaml", "the members of a union without names are told by their places, and so are notes"),
];

#[test]
fn another_syntax_or_order_is_no_change() {
    let mut compared = 0;
    let mut wrong = Vec::new();
    for folder in fs::read_dir("tests/fixtures/accept").unwrap() {
        for path in fs::read_dir(folder.unwrap().path()).unwrap().map(|file| file.unwrap().path()) {
            let name = path.to_string_lossy().into_owned();
            if !name.ends_with(".yaml") || name.ends_with(".overlay.yaml") || name.ends_with(".bindings.yaml")
            {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            // Swagger 2.0 has its media types in lists; the others say what they mean whatever stands first.
            let Ok(value) = serde_yaml::from_str::<Value>(&text) else { continue };
            if value.get("openapi").is_none()
                || ["$ref: ./", "$ref: '.", "<<:"].iter().any(|it| text.contains(it))
            {
                continue;
            }
            let read = |text: &str, pins: &Pins| Side::read(text, &Config::default(), pins);
            let Some(old) = read(&text, &Pins::new()) else { continue };
            let pins = version::names(&old.0.krate);
            let in_order = IN_ORDER.iter().any(|(fixture, _)| name.ends_with(fixture));
            let others = (!in_order).then(|| ("reversed", reversed(&value)));
            for (kind, value) in others.into_iter().chain([("JSON", value)]) {
                let Some(new) = read(&value.to_string(), &pins) else { continue };
                let report = version::compare(&old.version(), &new.version());
                // The order of arguments follows the document, which R33 and R80 say; so does the order in which
                // members of a union are tried.
                let order = ["R33", "R80", "R100"];
                let told =
                    reported(&report).into_iter().filter(|code| kind == "JSON" || !order.contains(&&**code));
                if told.count() > 0 {
                    wrong.push(format!("{name} as {kind}\n{}", report.to_text()));
                }
                compared += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 150, "only {compared} were compared");
}

/// A union of two names of the next one, which is a tree of 2⁴⁰ leaves that share their trunks.
fn doubled() -> Value {
    let reference = |name: String| json!({ "$ref": format!("#/components/schemas/{name}") });
    let mut schemas = Map::new();
    for level in 0..40 {
        let members = [reference(format!("U{}", level + 1)), reference(format!("A{}", level + 1))];
        schemas.insert(format!("U{level}"), json!({ "oneOf": members }));
        schemas.insert(format!("A{}", level + 1), reference(format!("U{}", level + 1)));
    }
    schemas.insert("U40".to_owned(), json!({ "type": "integer" }));
    Value::Object(schemas)
}

#[test]
fn unions_that_share_their_members_are_compared_in_time() {
    let document = |schema: Value| {
        let mut schemas = doubled();
        schemas["Thing"] = json!({ "type": "object", "properties": { "a": schema } });
        let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } });
        let responses = json!({ "200": { "description": "OK", "content": content } });
        json!({
            "openapi": "3.0.3",
            "info": { "title": "T", "version": "1" },
            "paths": { "/": { "get": { "responses": responses } } },
            "components": { "schemas": schemas },
        })
    };
    let tower = json!({ "$ref": "#/components/schemas/U0" });
    let started = std::time::Instant::now();
    let text = compare(&document(json!({ "type": "string" })), &document(tower.clone()), [None, None]);
    assert_eq!((text.rust(), text.wire()), (Some(Rust::Major), Wire::Break));
    // What a reader of the tower takes is an integer, too.
    let integer = compare(&document(tower), &document(json!({ "type": "integer" })), [None, None]);
    assert_eq!((integer.rust(), integer.wire()), (Some(Rust::Major), Wire::Ok));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_document_of_3_0_is_the_same_in_3_1() {
    let old = fs::read_to_string("tests/changes/spelled/3.0.yaml").unwrap();
    let new = fs::read_to_string("tests/changes/spelled/3.1.yaml").unwrap();
    let old = Side::new("3.0.yaml", &old, &Config::default(), &Pins::new());
    let new = Side::new("3.1.yaml", &new, &Config::default(), &version::names(&old.0.krate));
    let there = version::compare(&old.version(), &new.version());
    let back = version::compare(&new.version(), &old.version());
    assert!(there.is_empty() && back.is_empty(), "{}\n{}", there.to_text(), back.to_text());
}

/// Real documents, from `OPENAPI_CORPUS`: what became of each, a line a change, without any text of theirs.
#[test]
fn real_documents_changed_as_it_is_known() {
    let Some(corpus) = std::env::var_os("OPENAPI_CORPUS").map(PathBuf::from) else {
        return println!("SKIPPED: OPENAPI_CORPUS is not set");
    };
    for (name, old, new) in [
        ("authlete", "authlete-old.yaml", "authlete.yaml"),
        ("authlete-ts-sdk", "authlete-ts-sdk.yaml", "authlete.yaml"),
        ("authlete-evangelist", "authlete-evangelist.yaml", "authlete.yaml"),
        ("adyen-checkout", "adyen-checkout-old.yaml", "adyen-checkout.yaml"),
        ("keycloak", "keycloak-old.yml", "keycloak.json"),
        ("clerk-backend", "clerk-backend-old.yml", "clerk-backend.yml"),
    ] {
        let read = |file: &str, pins: &Pins| {
            let text = fs::read_to_string(corpus.join(file)).unwrap();
            Side::new(file, &text, &Config::default(), pins)
        };
        let old = read(old, &Pins::new());
        let new = read(new, &version::names(&old.0.krate));
        let report = version::compare(&old.version(), &new.version());
        let left = told::untold(&report, &old.0.krate, &new.0.krate);
        let more = told::unseen(&report, &old.0.krate, &new.0.krate);
        assert!(left.is_empty() && more.is_empty(), "{name}: untold {left:#?}\nunseen {more:#?}");
        let markdown = report.to_markdown();
        let is_shown = |fingerprint: &str| markdown.contains(fingerprint);
        let loud = |change: &&version::Change| change.security || change.rust == version::Rust::Behaviour;
        let mut missing = report.changes.iter().filter(loud).filter(|change| !is_shown(&change.fingerprint));
        assert!(missing.next().is_none() && markdown.len() < 65_000, "{name}: {markdown}");
        let mut text = format!("{}\n\n", report.verdict());
        for change in report.changes.iter().filter(|change| !change.is_documentation()) {
            let security = if change.security { " SEC" } else { "" };
            let (rust, wire, code) = (change.rust, change.wire, change.code);
            text.push_str(&format!("{rust} {wire}{security} {code} {}", change.subject));
            if !change.detail.is_empty() {
                text.push_str(&format!(": {}", change.detail));
            }
            text.push('\n');
        }
        snapshot(Path::new(&format!("tests/changes/real/{name}.yaml")), &text);
    }
}
