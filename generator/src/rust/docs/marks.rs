//! Marks and links of running text, from Markdown and from HTML, so that they nest properly.

use super::build::{Builder, Origin};
use super::inline;
use super::tree::{Destination, Inline, Mark};

/// How many marks an end tag looks back over; bounds the time that end tags without a start take.
const MAX_SEARCH: usize = 32;

/// A mark or link that is open.
pub struct OpenMark {
    origin: Origin,
    /// Its place in [`Builder::shown`], or `None` if it is not shown.
    shown: Option<usize>,
}

impl Builder<'_> {
    /// Opens a mark of Markdown.
    pub fn open_mark(&mut self, mark: Mark) {
        self.push_mark(Origin::Markdown, Inline::Open(mark), Some(Inline::Close(mark)));
    }

    /// Opens a link of Markdown; one without a destination shows its text only.
    pub fn open_link(&mut self, destination: Option<Destination>) {
        self.push_mark(Origin::Markdown, Inline::OpenLink, destination.map(Inline::CloseLink));
    }

    /// Opens a mark of either origin; it is not shown where one of its kind is open already.
    pub fn push_mark(&mut self, origin: Origin, open: Inline<'static>, close: Option<Inline<'static>>) {
        let is_open = |close: &Inline<'static>| {
            self.shown.iter().any(|other| match (close, other) {
                (Inline::CloseLink(_), Inline::CloseLink(_)) => true,
                (close, other) => close == other,
            })
        };
        let close = close.filter(|close| self.verbatim.is_none() && !is_open(close));
        let shown = close.is_some().then_some(self.shown.len());
        if let Some(close) = close {
            self.inlines.push(open);
            self.shown.push(close);
        }
        self.marks.push(OpenMark { origin, shown });
    }

    /// Closes the innermost mark of Markdown and the HTML in it.
    pub fn close_mark(&mut self) {
        let end = self.marks.iter().rposition(|mark| mark.origin == Origin::Markdown);
        self.end_marks(end.unwrap_or_default());
    }

    /// Closes the innermost mark that a tag of this name opened, unless one of Markdown is in between.
    ///
    /// Returns whether there was one.
    pub fn close_html_mark(&mut self, name: &str) -> bool {
        let inner = self.marks.iter().enumerate().rev().take(MAX_SEARCH);
        let mut inner = inner.take_while(|(_, mark)| mark.origin != Origin::Markdown);
        let found = inner.find(|(_, mark)| matches!(mark.origin, Origin::Html(origin) if origin == name));
        let found = found.map(|(place, _)| place);
        if let Some(place) = found {
            self.end_marks(place);
        }
        found.is_some()
    }

    /// Closes the marks from this place on.
    fn end_marks(&mut self, place: usize) {
        let shown = self.marks.drain(place.min(self.marks.len())..).find_map(|mark| mark.shown);
        if let Some(shown) = shown {
            self.end_shown(shown);
        }
    }

    /// Ends the shown marks from this place on; their entries in `marks` end later and find nothing.
    pub(super) fn end_shown(&mut self, place: usize) {
        if self.shown.len() > place && self.verbatim.is_some() {
            self.end_verbatim();
        }
        while self.shown.len() > place {
            let Some(close) = self.shown.pop() else { return };
            // A mark ends with what it marks: spaces and line breaks go behind it.
            let behind = inline::split_spaces(&mut self.inlines);
            match (close, self.inlines.last()) {
                // A mark around nothing would be read as text.
                (Inline::Close(_), Some(Inline::Open(_))) => drop(self.inlines.pop()),
                (close, _) => self.inlines.push(close),
            }
            self.inlines.extend(behind);
        }
    }
}
