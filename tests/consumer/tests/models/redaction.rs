//! What `Debug` hides.

use consumer::redaction_selectors::models::Login;
use serde_json::json;

use crate::{read, write};

#[test]
fn no_secret_is_printed() {
    let value = json!({
        "user": "ann", "password": "hush-1", "token": "hush-2", "maybe": "hush-3", "tokens": ["hush-4"],
        "pair": { "key": "visible", "value": "hush-5" }, "plain": { "key": "shown", "inner": { "token": "hush-6" } },
        "old": ["hush-7"], "by_site": { "example": "hush-8" }, "secret": "hush-9", "secrets": ["hush-10"],
    });
    let login: Login = read(value.clone());
    let printed = format!("{login:?} {login:#?}");
    assert!(!printed.contains("hush"), "{printed}");
    for shown in ["ann", "visible", "shown", "<redacted>"] {
        assert!(printed.contains(shown), "{shown} in {printed}");
    }
    assert_eq!(write(&login), value);
}

#[test]
fn whether_a_secret_is_there_is_printed() {
    let login: Login = read(json!({ "user": "ann", "password": "" }));
    let printed = format!("{login:?}");
    assert!(printed.contains("token: None"), "{printed}");
}
