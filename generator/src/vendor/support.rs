//! The runtime that bindings share, embedded from `generator/support/` and copied byte for byte.
//!
//! Only what the document needs is copied. What depends on a foreign crate that not everybody wants is a file of its
//! own, so that leaving it out is leaving out a `mod` line and no file ever contains a `cfg(feature)`.

use super::format::HEADER;
use super::Layout;
use crate::config::{self, Transport};

/// What the bindings of a document need besides its models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Whether there are enumerations.
    pub enumerations: bool,
    /// Whether there are unions.
    pub unions: bool,
    /// Whether `Debug` hides something.
    pub secrets: bool,
    /// Whether there are operations, and so a client.
    pub client: bool,
    /// Whether the client can send through `reqwest`.
    pub reqwest: bool,
    /// Whether the client can send through a `tower::Service`.
    pub tower: bool,
}

impl Needs {
    /// Returns what a crate needs: features choose the transport, unless the configuration takes some away.
    #[must_use]
    pub fn of_crate(self, client: &config::Client) -> Self {
        self.sending_through(client.transports.as_deref().unwrap_or(&[Transport::Reqwest, Transport::Tower]))
    }

    /// Returns what a module needs, which has no features: the configuration chooses, and says `reqwest` unless it
    /// says something.
    #[must_use]
    pub fn of_module(self, client: &config::Client) -> Self {
        self.sending_through(client.transports.as_deref().unwrap_or(&[Transport::Reqwest]))
    }

    fn sending_through(self, transports: &[Transport]) -> Self {
        Self {
            reqwest: self.client && transports.contains(&Transport::Reqwest),
            tower: self.client && transports.contains(&Transport::Tower),
            ..self
        }
    }
}

/// A file of the support module.
struct Piece {
    name: &'static str,
    text: &'static str,
    /// What the module around it re-exports from it.
    exports: &'static [&'static str],
    /// Whether a document needs it.
    needed: fn(&Needs) -> bool,
    /// The feature that brings it in, in crates that have features.
    feature: Option<&'static str>,
}

/// Makes a [`Piece`] from the file of its name.
macro_rules! piece {
    ($name:literal, $needed:expr, $feature:expr, $exports:expr) => {
        Piece {
            name: $name,
            text: include_str!(concat!("../../support/", $name, ".rs")),
            exports: $exports,
            needed: $needed,
            feature: $feature,
        }
    };
}

/// Every file, in the order of the names.
const PIECES: &[Piece] = &[
    piece!("decode", |_| true, None, &["Decode", "Model"]),
    piece!("enumeration", |needs| needs.enumerations, None, &[]),
    piece!("nullable", |_| true, None, &["Nullable"]),
    piece!("object", |_| true, None, &["Members", "Object", "Writer"]),
    piece!("secret", |needs| needs.secrets, None, &["Redacted"]),
    piece!("union", |needs| needs.unions, None, &[]),
];

/// Returns the files of the support module with their paths.
pub(super) fn files(needs: &Needs, layout: Layout) -> impl Iterator<Item = (String, String)> + use<'_> {
    let root = ("support/mod.rs".to_owned(), root(needs, layout));
    let files = pieces(needs).map(|piece| (format!("support/{}.rs", piece.name), piece.text.to_owned()));
    std::iter::once(root).chain(files)
}

/// Returns what stands between the braces of `mod support { … }` in a single file.
pub(super) fn inline(needs: &Needs) -> String {
    let mut text = DOCS.to_owned();
    for piece in pieces(needs) {
        text.push_str(&format!("\npub mod {} {{\n{}}}\n", piece.name, piece.text));
    }
    text.push('\n');
    push_exports(&mut text, needs, Features::None);
    text
}

const DOCS: &str = "//! What the models and the client stand on; the same for every document.\n";

/// Whether the crate around has features for what is optional.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Features {
    None,
    Crate,
}

fn pieces<'a>(needs: &'a Needs) -> impl Iterator<Item = &'static Piece> + use<'a> {
    PIECES.iter().filter(|piece| (piece.needed)(needs))
}

fn root(needs: &Needs, layout: Layout) -> String {
    let features = match layout {
        Layout::Crate | Layout::Package => Features::Crate,
        Layout::Module => Features::None,
    };
    let mut text = format!("{HEADER}\n{DOCS}\n");
    for piece in pieces(needs) {
        push_feature(&mut text, piece, features);
        text.push_str(&format!("#[rustfmt::skip] pub mod {};\n", piece.name));
    }
    text.push('\n');
    push_exports(&mut text, needs, features);
    text
}

fn push_exports(text: &mut String, needs: &Needs, features: Features) {
    for piece in pieces(needs).filter(|piece| !piece.exports.is_empty()) {
        push_feature(text, piece, features);
        let exports = match piece.exports {
            [one] => (*one).to_owned(),
            several => format!("{{{}}}", several.join(", ")),
        };
        text.push_str(&format!("pub use self::{}::{exports};\n", piece.name));
    }
}

fn push_feature(text: &mut String, piece: &Piece, features: Features) {
    if let (Some(feature), Features::Crate) = (piece.feature, features) {
        text.push_str(&format!("#[cfg(feature = \"{feature}\")]\n"));
    }
}
