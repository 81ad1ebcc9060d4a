//! Path templates: what of the text is sent as it stands, and where values go.
//!
//! The text is the document's key, and names the operation; what is sent must be a path of a URL (RFC 3986, 3.3), and every
//! brace that is left in it must belong to a name.

use super::context::Cx;
use crate::diagnostic::{Code, Pointer};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A path template that can be sent.
pub(super) struct Template {
    /// What is sent, with `{name}` where a value goes.
    pub text: String,
    /// The names, each once, in the order of their places.
    pub names: Vec<String>,
}

/// Reads the template of a path, and reports what is odd about it.
pub(super) fn template(cx: &mut Cx<'_, '_>, path: &str, at: &Pointer) -> Template {
    let mut reader =
        Reader { template: Template { text: String::new(), names: Vec::new() }, odd: BTreeSet::new() };
    reader.read(path);
    let is_dots =
        |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    let before_query = reader.template.text.split('?').next().unwrap_or_default();
    if before_query.split('/').any(is_dots) {
        reader.odd.insert(Odd::Dots);
    }
    if !reader.odd.is_empty() {
        let reasons: Vec<&str> = reader.odd.iter().map(|odd| odd.message()).collect();
        cx.report(Code::OddPath, at, format!("this path {}", reasons.join("; it ")));
    }
    reader.template
}

/// What is odd about a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Odd {
    Fragment,
    Query,
    Dots,
    Braces,
    Twice,
    Unencoded,
}

impl Odd {
    fn message(self) -> &'static str {
        match self {
            Self::Fragment => "has a `#`, and nothing behind it is ever sent: the bindings leave that out",
            Self::Query => "has a `?`: the bindings send what follows as the start of the query",
            Self::Dots => {
                "has a segment `.` or `..`, which whoever reads the URL may take for another path: it is sent as it stands"
            }
            Self::Braces => "has a brace that belongs to no name: the bindings send it as a character",
            Self::Twice => "has a name twice: the bindings send one value in both places",
            Self::Unencoded => "has characters that no URL has: the bindings send them percent-encoded",
        }
    }
}

struct Reader {
    template: Template,
    odd: BTreeSet<Odd>,
}

impl Reader {
    fn read(&mut self, path: &str) {
        let mut rest = path;
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or_default();
            rest = match (c, name(after)) {
                ('#', _) => {
                    self.odd.insert(Odd::Fragment);
                    return;
                }
                ('{', Some((name, after))) => {
                    self.name(name);
                    after
                }
                _ => {
                    self.literal(c, after);
                    after
                }
            };
        }
    }

    fn name(&mut self, name: &str) {
        self.template.text.extend(["{", name, "}"]);
        if self.template.names.iter().any(|known| known == name) {
            self.odd.insert(Odd::Twice);
        } else {
            self.template.names.push(name.to_owned());
        }
    }

    fn literal(&mut self, c: char, after: &str) {
        match c {
            '{' | '}' => {
                self.odd.insert(Odd::Braces);
            }
            '?' => {
                self.odd.insert(Odd::Query);
                return self.template.text.push(c);
            }
            '%' if after.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2 => {
                return self.template.text.push(c);
            }
            _ if c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(c) => {
                return self.template.text.push(c);
            }
            _ => {
                self.odd.insert(Odd::Unencoded);
            }
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a string cannot fail.
            let _ = write!(self.template.text, "%{byte:02X}");
        }
    }
}

/// Returns the name at the start of a text behind a `{`, and what stands behind its `}`.
fn name(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.split_once('}')?;
    (!name.is_empty() && !name.contains('{')).then_some((name, after))
}
