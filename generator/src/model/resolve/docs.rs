//! Documentation: the texts of a schema, and sentences for what its type does not carry.

use super::keywords::{Bound, Keywords};
use super::reference::Node;
use crate::document::extension;
use crate::model::Docs;
use openapiv3::ReferenceOr;

/// Formats that the type of a value says already.
const CARRIED: [&str; 7] = ["int32", "int64", "uint32", "uint64", "float", "double", "binary"];

/// How much of a `default` is quoted.
const MAX_DEFAULT: usize = 200;

/// Returns the documentation that stands where a schema is used: nothing for a plain reference.
pub(super) fn of_node(node: Node<'_>) -> Docs {
    match node {
        Node::Reference(_) => Docs::default(),
        Node::Schema(schema) => of(&Keywords::of(schema)),
    }
}

/// Returns the documentation of a schema, completed from the members of `allOf` that stand inline.
pub(super) fn of(keywords: &Keywords<'_>) -> Docs {
    let mut docs = own(keywords);
    for member in keywords.all_of {
        if let ReferenceOr::Item(member) = member {
            let member = own(&Keywords::of(member));
            complete(&mut docs, &member);
            docs.deprecated |= member.deprecated;
            docs.notes.extend(member.notes);
            docs.constraints.extend(member.constraints);
        }
    }
    docs
}

fn own(keywords: &Keywords<'_>) -> Docs {
    Docs {
        summary: text(keywords.data.title.as_deref()),
        description: text(keywords.data.description.as_deref()),
        deprecated: keywords.data.deprecated,
        notes: notes(keywords),
        constraints: super::constraint::of(keywords),
    }
}

/// Takes the texts that are missing from another documentation of the same thing.
pub(super) fn complete(docs: &mut Docs, from: &Docs) {
    if docs.summary.is_none() && docs.description.is_none() {
        docs.summary.clone_from(&from.summary);
    }
    if docs.description.is_none() {
        docs.description.clone_from(&from.description);
    }
}

/// Returns a text unless it is blank; nothing is stripped from it.
pub(super) fn text(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

fn notes(keywords: &Keywords<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if !keywords.is_enumeration() {
        notes.extend(
            keywords
                .format
                .filter(|format| !CARRIED.contains(format))
                .map(|format| format!("Format: {}", code(format))),
        );
    }
    if let (Some("boolean"), [only]) = (keywords.ty, keywords.values().as_slice()) {
        notes.push(format!("Always {}", code(&only.to_string())));
    }
    notes.extend(counted(keywords.length, "character", "characters"));
    notes.extend(keywords.pattern.map(|pattern| format!("Matches the regular expression {}", code(pattern))));
    notes.extend(range(keywords.minimum, keywords.maximum));
    notes.extend(keywords.multiple_of.map(|value| format!("A multiple of {value}")));
    notes.extend(counted(keywords.count, "element", "elements"));
    if keywords.unique {
        notes.push("No element stands twice".to_owned());
    }
    notes.extend(counted(keywords.size, "member", "members"));
    let read = keywords.data.extensions.get(extension::NOTES).and_then(serde_json::Value::as_array);
    notes.extend(read.into_iter().flatten().filter_map(|note| note.as_str().map(str::to_owned)));
    notes.extend(keywords.data.default.as_ref().map(default));
    if let Some(ReferenceOr::Item(items)) = keywords.items {
        let items = Keywords::of(items);
        if !items.is_object() {
            notes.extend(
                self::notes(&items).into_iter().map(|note| format!("Each element: {}", decapitalised(&note))),
            );
        }
    }
    notes
}

fn counted((least, most): (Option<usize>, Option<usize>), one: &str, many: &str) -> Option<String> {
    let noun = |count: usize| if count == 1 { one } else { many };
    match (least.filter(|&least| least > 0), most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("At least {least} {}", noun(least))),
        (None, Some(most)) => Some(format!("At most {most} {}", noun(most))),
        (Some(least), Some(most)) if least == most => Some(format!("Exactly {least} {}", noun(least))),
        (Some(least), Some(most)) => Some(format!("Between {least} and {most} {many}")),
    }
}

fn range(minimum: Option<(Bound<'_>, bool)>, maximum: Option<(Bound<'_>, bool)>) -> Option<String> {
    match (minimum, maximum) {
        (None, None) => None,
        (Some((least, false)), Some((most, false))) => Some(format!("Between {least} and {most}")),
        (Some(minimum), Some(maximum)) => {
            Some(format!("{} and {}", above(minimum), decapitalised(&below(maximum))))
        }
        (Some(minimum), None) => Some(above(minimum)),
        (None, Some(maximum)) => Some(below(maximum)),
    }
}

fn above((bound, exclusive): (Bound<'_>, bool)) -> String {
    if exclusive {
        format!("Greater than {bound}")
    } else {
        format!("At least {bound}")
    }
}

fn below((bound, exclusive): (Bound<'_>, bool)) -> String {
    if exclusive {
        format!("Less than {bound}")
    } else {
        format!("At most {bound}")
    }
}

fn default(value: &serde_json::Value) -> String {
    let text = match value {
        serde_json::Value::String(text) if !text.is_empty() => text.clone(),
        value => value.to_string(),
    };
    match text.char_indices().nth(MAX_DEFAULT) {
        Some((end, _)) => format!("Default: {}", code(&format!("{}…", &text[..end]))),
        None => format!("Default: {}", code(&text)),
    }
}

/// Returns the text as a CommonMark code span, whatever backticks it has.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

fn decapitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
