//! `pagination`: how operations go on to their next page.

use super::reader::{Options, Reader};
use super::selector::{Kind, Selector};
use crate::diagnostic::{Code, Pointer};
use indexmap::IndexMap;
use serde_json::Value;

/// How operations go on to their next page; places are JSON pointers into a response. A parameter is one of the query or, as a
/// JSON pointer, a place in the body of the request.
///
/// ```
/// # use openapi_bindgen::config::Pagination;
/// Pagination::cursor("after", "/meta/next").items("/data");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// Where the next page is.
    pub style: PageStyle,
    /// Where the items are; empty for a response that is an array of them.
    pub items: String,
    /// Where a boolean says whether there are more pages.
    pub more: Option<String>,
    /// Where a number says how many items there are.
    pub total: Option<String>,
}

/// Where the next page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageStyle {
    /// A query parameter is the number of items before the page.
    Offset {
        /// The parameter.
        parameter: String,
    },
    /// A query parameter is the number of the page.
    Page {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// A query parameter is what the page before says.
    Cursor {
        /// The parameter.
        parameter: String,
        /// Where the page says it.
        next: String,
    },
    /// The header `Link` has the URL.
    Link,
    /// The page before has the URL.
    NextUrl {
        /// Where it has it.
        next: String,
    },
}

impl Pagination {
    /// The query parameter is the number of items before the page.
    pub fn offset(parameter: impl Into<String>) -> Self {
        Self::new(PageStyle::Offset { parameter: parameter.into() })
    }

    /// The query parameter is the number of the page, that of the first one is `first`.
    pub fn page(parameter: impl Into<String>, first: u64) -> Self {
        Self::new(PageStyle::Page { parameter: parameter.into(), first })
    }

    /// The query parameter is what the page before has at `next`.
    pub fn cursor(parameter: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new(PageStyle::Cursor { parameter: parameter.into(), next: next.into() })
    }

    /// The header `Link` has the URL of the next page.
    pub fn link() -> Self {
        Self::new(PageStyle::Link)
    }

    /// The page before has the URL of the next page at `next`.
    pub fn next_url(next: impl Into<String>) -> Self {
        Self::new(PageStyle::NextUrl { next: next.into() })
    }

    fn new(style: PageStyle) -> Self {
        Self { style, items: String::new(), more: None, total: None }
    }

    /// The items are there, and not the whole response.
    #[must_use]
    pub fn items(self, items: impl Into<String>) -> Self {
        Self { items: items.into(), ..self }
    }

    /// There is a boolean that says whether there are more pages.
    #[must_use]
    pub fn more(self, more: impl Into<String>) -> Self {
        Self { more: Some(more.into()), ..self }
    }

    /// There is the number of all items.
    #[must_use]
    pub fn total(self, total: impl Into<String>) -> Self {
        Self { total: Some(total.into()), ..self }
    }

    /// Returns the keys that say the same.
    pub fn keys(self) -> Vec<(&'static str, Value)> {
        let (style, parameter, next, first) = match self.style {
            PageStyle::Offset { parameter } => ("offset", Some(parameter), None, None),
            PageStyle::Page { parameter, first } => ("page", Some(parameter), None, Some(first)),
            PageStyle::Cursor { parameter, next } => ("cursor", Some(parameter), Some(next), None),
            PageStyle::Link => ("link", None, None, None),
            PageStyle::NextUrl { next } => ("next-url", None, Some(next), None),
        };
        let mut keys = vec![("style", Value::from(style)), ("items", Value::from(self.items))];
        let texts = [("parameter", parameter), ("next", next), ("more", self.more), ("total", self.total)];
        keys.extend(texts.into_iter().filter_map(|(key, text)| Some((key, Value::from(text?)))));
        keys.extend(first.map(|first| ("first", Value::from(first))));
        keys
    }
}

/// What stands in an entry, before it is known to belong together.
#[derive(Default)]
pub(super) struct Entry {
    style: Option<String>,
    items: String,
    parameter: Option<String>,
    next: Option<String>,
    more: Option<String>,
    total: Option<String>,
    first: Option<u64>,
}

/// What can stand in an entry.
pub(super) const PAGINATION: Options<Entry> = &[
    ("style", |entry, reader, at, value| entry.style = reader.text(at, value)),
    ("items", |entry, reader, at, value| entry.items = reader.place(at, value).unwrap_or_default()),
    ("parameter", |entry, reader, at, value| entry.parameter = reader.text(at, value)),
    ("next", |entry, reader, at, value| entry.next = reader.place(at, value)),
    ("more", |entry, reader, at, value| entry.more = reader.place(at, value)),
    ("total", |entry, reader, at, value| entry.total = reader.place(at, value)),
    ("first", |entry, reader, at, value| match value.as_u64() {
        Some(first) => entry.first = Some(first),
        None => drop(reader.wrong::<()>(at, "the number of a page", &value)),
    }),
];

impl Reader<'_> {
    /// Reads how operations are paged, by selectors.
    pub(super) fn pagination(&mut self, at: &Pointer, value: Value) -> IndexMap<String, Pagination> {
        let mut read = IndexMap::new();
        for (key, value) in self.mapping(at, value).unwrap_or_default() {
            let at = at.join(&key);
            if self.selects(&at, &Selector::new(key.as_str()), Kind::Operations) {
                let entry = self.made(PAGINATION, &at, value);
                read.extend(self.paged(&at, entry).map(|pagination| (key, pagination)));
            }
        }
        read
    }

    /// Puts together what an entry says.
    fn paged(&mut self, at: &Pointer, entry: Entry) -> Option<Pagination> {
        let Entry { style, items, parameter, next, more, total, first } = entry;
        let style = style.unwrap_or_default();
        let needs: &[&str] = match style.as_str() {
            "offset" | "page" => &["parameter"],
            "cursor" => &["parameter", "next"],
            "next-url" => &["next"],
            "link" => &[],
            _ => {
                let message = "the `style` of pages is one of five words";
                self.sink
                    .report_configuration(Code::WrongOption, at, message)
                    .help("write `offset`, `page`, `cursor`, `link` or `next-url`");
                return None;
            }
        };
        let is_page = style == "page";
        for (key, is_there) in [("parameter", parameter.is_some()), ("next", next.is_some())] {
            if needs.contains(&key) != is_there {
                let says = if is_there { "has nothing to do with" } else { "is missing; it belongs to" };
                let message = format!("`{key}` {says} the style `{style}`");
                self.sink.report_configuration(Code::WrongOption, at, message);
                return None;
            }
        }
        if first.is_some() && !is_page {
            let message = format!("`first` has nothing to do with the style `{style}`");
            self.sink.report_configuration(Code::WrongOption, at, message);
        }
        let style = match (parameter, next) {
            (Some(parameter), Some(next)) => PageStyle::Cursor { parameter, next },
            (Some(parameter), None) if is_page => PageStyle::Page { parameter, first: first.unwrap_or(1) },
            (Some(parameter), None) => PageStyle::Offset { parameter },
            (None, Some(next)) => PageStyle::NextUrl { next },
            (None, None) => PageStyle::Link,
        };
        Some(Pagination { style, items, more, total })
    }

    /// Reads a JSON pointer.
    fn place(&mut self, at: &Pointer, value: Value) -> Option<String> {
        let text = self.text(at, value)?;
        if Pointer::parse(&text).is_some() {
            return Some(text);
        }
        let message = format!("`{text}` is no JSON pointer");
        let help = format!("write `/{text}` for the member `{text}`");
        self.sink.report_configuration(Code::WrongOption, at, message).help(help);
        None
    }
}
