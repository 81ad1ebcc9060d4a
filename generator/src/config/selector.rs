//! Selectors: the one way in which the configuration says which parts of the document it means.
//!
//! | text | means |
//! |---|---|
//! | `listPets`, `Pet`, `Pet.name` | the operation of that `operationId`, the schema, the property of the schema |
//! | `GET /pets`, `/pets` | the operation of that method and path, all operations of the path |
//! | `tag: Pets` | the operations of the tag |
//! | `#/components/schemas/Pet` | what stands there |
//!
//! `*` stands for any characters; in a path or pointer for any but `/`, and `**` for any with `/`.

use super::reader::Reader;
use crate::diagnostic::{Code, Pointer};
use serde_json::Value;

/// Which parts of the document are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    text: String,
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Name,
    Path { method: String, path: String },
    Tag(String),
    Pointer(String),
}

/// What a list of selectors selects from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Operations,
    Schemas,
    Properties,
}

/// An operation as selectors see it.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    /// Its `operationId`.
    pub id: Option<&'a str>,
    /// Its method, in any case.
    pub method: &'a str,
    /// Its path template.
    pub path: &'a str,
    /// Its tags.
    pub tags: &'a [String],
    /// Where it stands.
    pub at: &'a Pointer,
}

impl Selector {
    /// Takes a selector as it is written.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let form = if let Some(pointer) = text.strip_prefix('#').filter(|it| it.starts_with('/')) {
            // Where a schema stands in Swagger 2.0, and what becomes of that place; other versions have nothing there.
            Form::Pointer(match pointer.strip_prefix("/definitions/") {
                Some(rest) => format!("/components/schemas/{rest}"),
                None => pointer.to_owned(),
            })
        } else if let Some(tag) = text.strip_prefix("tag:") {
            Form::Tag(tag.trim().to_owned())
        } else if text.starts_with('/') {
            Form::Path { method: "*".to_owned(), path: text.clone() }
        } else {
            match text.split_once(' ').filter(|(_, path)| path.starts_with('/')) {
                Some((method, path)) => {
                    Form::Path { method: method.to_ascii_uppercase(), path: path.to_owned() }
                }
                None => Form::Name,
            }
        };
        Self { text, form }
    }

    /// Returns the selector as it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it means the operation.
    pub fn selects_operation(&self, operation: &Operation<'_>) -> bool {
        match &self.form {
            // `*` selects what has no id, too.
            Form::Name => in_name(&self.text, operation.id.unwrap_or_default()),
            Form::Path { method, path } => {
                in_name(method, &operation.method.to_ascii_uppercase()) && in_path(path, operation.path)
            }
            Form::Tag(tag) => operation.tags.iter().any(|it| in_name(tag, it)),
            Form::Pointer(pointer) => in_path(pointer, operation.at.as_str()),
        }
    }

    /// Whether it means the schema: by its name, which for a property is `Schema.property`, or by its place.
    pub fn selects(&self, name: &str, at: &Pointer) -> bool {
        match &self.form {
            Form::Name => in_name(&self.text, name),
            Form::Pointer(pointer) => in_path(pointer, at.as_str()),
            Form::Path { .. } | Form::Tag(_) => false,
        }
    }

    /// Says why it can mean nothing of the kind, if so.
    fn problem(&self, kind: Kind) -> Option<&'static str> {
        let whole = |(schema, property): (&str, &str)| !schema.is_empty() && !property.is_empty();
        match (&self.form, kind) {
            (_, Kind::Operations) | (Form::Pointer(_), _) | (Form::Name, Kind::Schemas) => None,
            (Form::Name, Kind::Properties) if self.text.split_once('.').is_some_and(whole) => None,
            (_, Kind::Schemas) => Some("does not say which schemas are meant"),
            (_, Kind::Properties) => Some("does not say which property of which schema is meant"),
        }
    }
}

impl Kind {
    fn example(self) -> &'static str {
        match self {
            Self::Operations => {
                "write an `operationId`, `GET /pets/**`, `tag: Pets` or a pointer such as `#/paths/~1pets/*`"
            }
            Self::Schemas => {
                "write a name or a pointer; `*` stands for any characters, as in `Pet*` or `#/components/schemas/Pet*`"
            }
            Self::Properties => {
                "write `schema.property`; `*` stands for any characters, as in `*.accessToken`"
            }
        }
    }
}

impl Reader<'_> {
    /// Reads a list of selectors. `- tag: Pets` is a mapping to YAML, and what was meant is clear.
    ///
    /// One that cannot be read is reported and becomes an empty one, which means nothing, so that those after it keep their places.
    pub(super) fn selectors(&mut self, at: &Pointer, value: Value, kind: Kind) -> Vec<Selector> {
        let Value::Array(elements) = value else {
            return self.wrong(at, "a list of selectors", &value).unwrap_or_default();
        };
        let mut selectors = Vec::with_capacity(elements.len());
        for (index, element) in elements.into_iter().enumerate() {
            let at = at.join(index);
            let text = match element {
                Value::String(text) => Some(text),
                Value::Object(members) => self.tag(&at, &members),
                other => self.wrong(&at, "a selector", &other),
            };
            let mut selector = Selector::new(text.unwrap_or_default());
            if !selector.text.is_empty() && !self.selects(&at, &selector, kind) {
                selector = Selector::new("");
            }
            selectors.push(selector);
        }
        selectors
    }

    /// Whether a selector can mean something of the kind; reports it if not.
    pub(super) fn selects(&mut self, at: &Pointer, selector: &Selector, kind: Kind) -> bool {
        let problem = selector.problem(kind);
        if let Some(problem) = problem {
            let message = format!("`{}` {problem}", selector.text);
            self.sink.report_configuration(Code::WrongOption, at, message).help(kind.example());
        }
        problem.is_none()
    }

    fn tag(&mut self, at: &Pointer, members: &serde_json::Map<String, Value>) -> Option<String> {
        match (members.len(), members.get("tag")) {
            (1, Some(Value::String(tag))) => Some(format!("tag: {tag}")),
            _ => {
                let message = "a selector is a text or `tag: …`, and this is neither";
                self.sink
                    .report_configuration(Code::WrongOption, at, message)
                    .help(Kind::Operations.example());
                None
            }
        }
    }
}

/// Matches `*` with any text; everything else stands for itself.
fn in_name(pattern: &str, text: &str) -> bool {
    glob(pattern.as_bytes(), text.as_bytes(), false)
}

/// Matches `**` with any text and `*` with any text without `/`.
fn in_path(pattern: &str, text: &str) -> bool {
    glob(pattern.as_bytes(), text.as_bytes(), true)
}

/// Walks the pattern once and keeps the set of the ends of what it has matched so far: no pattern takes more than its
/// length times that of the text.
fn glob(pattern: &[u8], text: &[u8], segments: bool) -> bool {
    let mut ends = vec![false; text.len() + 1];
    if let Some(start) = ends.first_mut() {
        *start = true;
    }
    let mut rest = pattern;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'*' {
            let stars = rest.iter().take_while(|byte| **byte == b'*').count();
            rest = rest.get(stars..).unwrap_or_default();
            let any = !segments || stars > 0;
            let mut open = false;
            for (index, end) in ends.iter_mut().enumerate() {
                open &= any || index == 0 || text.get(index - 1) != Some(&b'/');
                open |= *end;
                *end = open;
            }
        } else {
            // A byte further, wherever the text has this one.
            for index in (0..text.len()).rev() {
                let next = ends.get(index).copied().unwrap_or_default() && text.get(index) == Some(first);
                if let Some(end) = ends.get_mut(index + 1) {
                    *end = next;
                }
            }
            if let Some(start) = ends.first_mut() {
                *start = false;
            }
        }
    }
    ends.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters_of_a_name() {
        for (pattern, text) in
            [("*", "accessToken"), ("*Token", "accessToken"), ("a*T*n", "accessToken"), ("a", "a"), ("*", "")]
        {
            assert!(in_name(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("*Token", "accessTokenDuration"), ("token", "tokens"), ("a*b*b", "ab"), ("", "a")]
        {
            assert!(!in_name(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_star_stays_within_a_segment_and_two_do_not() {
        assert!(in_path("/pets/*", "/pets/{id}"));
        assert!(!in_path("/pets/*", "/pets/{id}/toys"));
        assert!(in_path("/pets/**", "/pets/{id}/toys"));
        assert!(!in_path("/pets/**", "/pets"));
        assert!(in_path("/**/toys", "/pets/{id}/toys"));
        assert!(in_path("/components/schemas/*/properties/id", "/components/schemas/Pet/properties/id"));
    }

    #[test]
    fn a_glob_of_many_stars_takes_no_time() {
        assert!(!in_name(&"*a".repeat(2_000), &"a".repeat(1_999)));
    }

    #[test]
    fn operations_are_selected_by_id_method_path_tag_and_pointer() {
        let (tags, at) =
            (["Pets & more".to_owned()], Pointer::root().join("paths").join("/pets").join("get"));
        let operation =
            Operation { id: Some("pets.list"), method: "get", path: "/pets", tags: &tags, at: &at };
        let selects = |text: &str| Selector::new(text).selects_operation(&operation);
        for text in [
            "pets.list",
            "pets.*",
            "GET /pets",
            "get /*",
            "* /pets",
            "/pets",
            "tag: Pets*",
            "#/paths/~1pets/*",
        ] {
            assert!(selects(text), "{text}");
        }
        let definition = Pointer::root().join("components").join("schemas").join("Pet");
        assert!(Selector::new("#/definitions/P*").selects("", &definition));
        for text in ["pets", "POST /pets", "/", "tag: Pets", "#/paths/*", "Pets & more"] {
            assert!(!selects(text), "{text}");
        }
    }
}
