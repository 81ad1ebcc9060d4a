//! The report for programs; `docs/diff.md` describes its members, which stay.

use super::{Change, Member, Place, Report};
use serde_json::{json, Value};

impl Report {
    /// Returns the report as JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "format": 1,
            "bump": self.rust().map(|rust| rust.bump()),
            "rust": self.rust().map(|rust| rust.as_str()),
            "wire": self.wire().as_str(),
            "note": self.note,
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
            "accepted": self.accepted.iter().map(change).collect::<Vec<_>>(),
        })
    }
}

fn change(change: &Change) -> Value {
    json!({
        "code": change.code.to_string(),
        "title": change.title(),
        "rust": change.rust.as_str(),
        "wire": change.wire.as_str(),
        "security": change.security,
        "subject": change.subject,
        "operations": change.operations,
        "before": change.before,
        "after": change.after,
        "old": change.old.as_ref().map(place),
        "new": change.new.as_ref().map(place),
        "detail": change.detail,
        "reason": change.reason(),
        "suggestion": change.suggestion,
        "members": change.members.iter().map(member).collect::<Vec<_>>(),
        "fingerprint": change.fingerprint,
    })
}

fn member(member: &Member) -> Value {
    json!({ "operation": member.operation, "before": member.before, "after": member.after })
}

fn place(place: &Place) -> Value {
    json!({ "file": place.file, "line": place.line })
}
