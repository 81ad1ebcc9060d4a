//! The runtime that bindings share, embedded from `generator/support/` and copied byte for byte.
//!
//! Only what the document needs is copied. What depends on a foreign crate that not everybody wants is a file of its
//! own, so that leaving it out is leaving out a `mod` line and no file ever contains a `cfg(feature)`.

use super::format::HEADER;
use super::Layout;
use crate::config::{self, Transport};
use crate::rust::foreign::{Source, Sources};
use crate::tokens::Features;

/// What the bindings of a document need besides its models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Whether there are enumerations.
    pub enumerations: bool,
    /// Whether there are unions.
    pub unions: bool,
    /// Whether `Debug` hides something.
    pub secrets: bool,
    /// What the types bring that are not made of the document.
    pub formats: Sources,
    /// Whether a body may be sent piece by piece.
    pub octets: bool,
    /// Whether a body is in XML.
    pub xml: bool,
    /// Whether such a body is sent.
    pub xml_writer: bool,
    /// Whether such a body is received.
    pub xml_reader: bool,
    /// Whether a body is sent as JSON values that follow each other.
    pub lines: bool,
    /// Whether a body has parts.
    pub multipart: bool,
    /// Whether there are operations, and so a client.
    pub client: bool,
    /// Whether the client can get tokens for itself.
    pub tokens: bool,
    /// Whether a part has a style.
    pub styled_parts: bool,
    /// Whether there are parameters besides those of the path that are texts or numbers.
    pub parameters: bool,
    /// Whether headers of responses have types.
    pub headers: bool,
    /// Whether a server has variables.
    pub servers: bool,
    /// Whether something is sent as `application/x-www-form-urlencoded`.
    pub forms: bool,
    /// Whether operations are sent with a key.
    pub keys: bool,
    /// Whether the client can make spans of `tracing`.
    pub tracing: bool,
    /// Whether there is a stub of the service for tests.
    pub stub: bool,
    /// Whether operations have pages.
    pub pages: bool,
    /// Whether bodies of responses are read while they arrive.
    pub streams: bool,
    /// Whether some of them are events.
    pub events: bool,
    /// Whether some of them are JSON texts.
    pub items: bool,
    /// Whether the client can send through `reqwest`.
    pub reqwest: bool,
    /// Whether the client can send through a `tower::Service`.
    pub tower: bool,
}

impl Needs {
    /// Returns what a crate needs: features choose the transport, unless the configuration takes some away.
    #[must_use]
    pub fn of_crate(self, client: &config::Client) -> Self {
        let transports = client.transports.as_deref().unwrap_or(&[Transport::Reqwest, Transport::Tower]);
        self.sending_through(transports, client.tracing)
    }

    /// Returns what a module needs, which has no features: the configuration chooses, and says `reqwest` unless it
    /// says something.
    #[must_use]
    pub fn of_module(self, client: &config::Client) -> Self {
        self.sending_through(client.transports.as_deref().unwrap_or(&[Transport::Reqwest]), client.tracing)
    }

    fn sending_through(self, transports: &[Transport], tracing: bool) -> Self {
        Self {
            tracing: self.client && tracing,
            reqwest: self.client && transports.contains(&Transport::Reqwest),
            tower: self.client && transports.contains(&Transport::Tower),
            ..self
        }
    }
}

/// A file of the support module.
struct Piece {
    visibility: Visibility,
    name: &'static str,
    text: &'static str,
    /// Whether a document needs it.
    needed: fn(&Needs) -> bool,
    /// What the module around it re-exports from it.
    exports: &'static [&'static str],
}

/// How the names in a file are reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visibility {
    /// Through the file's own module, whose name says something: `enumeration::read`.
    Public,
    /// Through the support module.
    Private,
}

/// Makes a [`Piece`] from the file of its name.
macro_rules! piece {
    ($visibility:ident, $name:literal, $needed:expr, [$($export:literal),*]) => {
        Piece {
            visibility: Visibility::$visibility,
            name: $name,
            text: include_str!(concat!("../../support/", $name, ".rs")),
            needed: $needed,
            exports: &[$($export),*],
        }
    };
}

const ALWAYS: fn(&Needs) -> bool = |_| true;

/// Every file, in the order of the names.
const PIECES: &[Piece] = &[
    piece!(Public, "base64", |needs| needs.formats.contains(Source::Base64), []),
    piece!(Private, "call", |needs| needs.client, ["Awaiting", "Call", "Sending"]),
    piece!(Public, "check", |needs| needs.formats.contains(Source::Check), []),
    piece!(Private, "client", |needs| needs.client, ["Builder", "Connect", "Core"]),
    piece!(Private, "client_credentials", |needs| needs.tokens, ["ClientCredentials"]),
    piece!(Public, "closure", |needs| needs.client, []),
    piece!(
        Private,
        "content",
        |needs| needs.client,
        ["json", "Binary", "Content", "Json", "NoContent", "Optional", "Reply", "Text"]
    ),
    piece!(
        Private,
        "credential",
        |needs| needs.client,
        ["ApiKey", "Credential", "CredentialProvider", "ProviderError", "Secret", "Wanted"]
    ),
    piece!(Public, "date_time", |needs| needs.formats.contains(Source::DateTime), []),
    piece!(Private, "decode", ALWAYS, ["Decode", "Model"]),
    piece!(Private, "decode_error", |needs| needs.client, ["DecodeError"]),
    piece!(Private, "draft", |needs| needs.client, []),
    piece!(Public, "duration", |needs| needs.formats.contains(Source::Duration), []),
    piece!(Public, "enumeration", |needs| needs.enumerations, []),
    piece!(Private, "error", |needs| needs.client, ["Error"]),
    piece!(Private, "escape", |needs| needs.client, []),
    piece!(
        Private,
        "events",
        |needs| needs.events,
        ["Event", "EventData", "EventStream", "Events", "Whole", "WholeJson"]
    ),
    piece!(Private, "exchange", |needs| needs.client, []),
    piece!(Private, "flight", |needs| needs.tokens, []),
    piece!(Private, "form", |needs| needs.forms, []),
    piece!(Private, "frames", |needs| needs.reqwest || needs.tower, ["Frames"]),
    piece!(Private, "header", |needs| needs.headers, ["Header", "HeaderError"]),
    piece!(Private, "idempotency", |needs| needs.keys, []),
    piece!(Private, "items", |needs| needs.items, ["ItemStream", "JsonItems"]),
    piece!(Private, "key", ALWAYS, []),
    piece!(Private, "media_type", |needs| needs.client, ["MediaTypes"]),
    piece!(Private, "lines", |needs| needs.lines, ["ItemError", "Lines"]),
    piece!(Private, "multipart", |needs| needs.multipart, ["Multipart"]),
    piece!(Private, "nullable", ALWAYS, ["Nullable"]),
    piece!(Public, "object", ALWAYS, ["Blank", "Members", "Object"]),
    piece!(Private, "octets", |needs| needs.octets || needs.multipart, ["Octets"]),
    piece!(
        Private,
        "operation",
        |needs| needs.client,
        ["Failure", "Operation", "Output", "Security", "Statuses"]
    ),
    piece!(Private, "pages", |needs| needs.pages, ["Blocking", "Items", "Paged", "Pages"]),
    piece!(Private, "paging", |needs| needs.pages, ["Paging"]),
    piece!(Private, "parameter", |needs| needs.parameters || needs.forms || needs.styled_parts, ["Style"]),
    piece!(Private, "part", |needs| needs.multipart, ["Part"]),
    piece!(Public, "pattern", |needs| needs.formats.contains(Source::Pattern), []),
    piece!(Private, "peek", |needs| needs.pages, []),
    piece!(Private, "request_error", |needs| needs.client, ["BuildError", "RequestError"]),
    piece!(Private, "reqwest", |needs| needs.reqwest, ["Reqwest"]),
    piece!(Private, "response", |needs| needs.client, ["decode", "Response"]),
    piece!(Private, "retry", |needs| needs.client, []),
    piece!(Private, "secret", |needs| needs.secrets, ["Presence", "Redacted"]),
    piece!(Public, "server", |needs| needs.servers, []),
    piece!(
        Private,
        "stream",
        |needs| needs.streams,
        ["BlockingStream", "ByteStream", "StreamError", "Streamed", "Streaming"]
    ),
    piece!(Private, "styled_part", |needs| needs.styled_parts, []),
    piece!(Private, "testing", |needs| needs.stub, ["Example", "NoAnswer", "Sent", "Stub"]),
    piece!(Public, "text", |needs| needs.formats.contains(Source::Text), []),
    piece!(Private, "token", |needs| needs.tokens, ["TokenError"]),
    piece!(Public, "tower", |needs| needs.tower, []),
    piece!(
        Private,
        "transport",
        |needs| needs.client,
        [
            "Answering",
            "Attempt",
            "Body",
            "BodyError",
            "BoxError",
            "BoxFuture",
            "CannotBlock",
            "Chunks",
            "Reopen",
            "Transport",
            "TransportError"
        ]
    ),
    piece!(Private, "tracing", |needs| needs.tracing, ["Traced"]),
    piece!(Public, "union", |needs| needs.unions, []),
    piece!(Private, "url", |needs| needs.client, []),
    piece!(Private, "value", |needs| needs.parameters || needs.forms || needs.styled_parts, []),
    piece!(Private, "writer", ALWAYS, ["Writer"]),
    piece!(Public, "xml", |needs| needs.xml, []),
    piece!(Private, "xml_reader", |needs| needs.xml_reader, ["Document", "Xml"]),
    piece!(Private, "xml_writer", |needs| needs.xml_writer, []),
];

impl Piece {
    /// Returns the features that bring the file in, in a crate that has features. One has the file's name, unless
    /// transports share the file.
    fn features(&self, needs: &Needs) -> Vec<&'static str> {
        let transports = [(REQWEST, needs.reqwest), ("tower", needs.tower)];
        match self.name {
            "frames" => transports.into_iter().filter_map(|(feature, is)| is.then_some(feature)).collect(),
            REQWEST | "tower" | "tracing" => vec![self.name],
            _ => Vec::new(),
        }
    }

    /// Returns how its `mod` item starts.
    fn declaration(&self) -> String {
        match self.visibility {
            Visibility::Public => format!("pub mod {}", self.name),
            Visibility::Private => format!("mod {}", self.name),
        }
    }
}

const REQWEST: &str = "reqwest";

/// Returns the files of the support module with their paths.
pub(super) fn files(needs: &Needs, layout: Layout) -> impl Iterator<Item = (String, String)> + use<'_> {
    let features = layout.features();
    let mut root = format!("{HEADER}\n");
    push_root(&mut root, needs, features, |text, piece| {
        text.push_str(&format!("#[rustfmt::skip] {};\n", piece.declaration()));
    });
    let files = pieces(needs).map(|piece| (format!("support/{}.rs", piece.name), piece.text.to_owned()));
    std::iter::once(("support/mod.rs".to_owned(), root)).chain(files)
}

/// Returns what stands between the braces of `mod support { … }` in a single file.
pub(super) fn inline(needs: &Needs) -> String {
    let mut text = String::new();
    push_root(&mut text, needs, Features::None, |text, piece| {
        text.push_str(&format!("{} {{\n{}}}\n", piece.declaration(), piece.text));
    });
    text
}

fn pieces<'a>(needs: &'a Needs) -> impl Iterator<Item = &'static Piece> + use<'a> {
    PIECES.iter().filter(|piece| (piece.needed)(needs))
}

/// Prints the module that holds the files, and re-exports from them.
fn push_root(
    text: &mut String,
    needs: &Needs,
    features: Features,
    push_module: impl Fn(&mut String, &Piece),
) {
    text.push_str("//! What the models and the client stand on; the same for every document.\n\n");
    if needs.client {
        text.push_str("use std::sync::Arc;\nuse std::time::Duration;\n\n");
    }
    for piece in pieces(needs) {
        push_feature(text, &piece.features(needs), features);
        push_module(text, piece);
    }
    text.push('\n');
    for piece in pieces(needs).filter(|piece| !piece.exports.is_empty()) {
        push_feature(text, &piece.features(needs), features);
        let exports = match piece.exports {
            [one] => (*one).to_owned(),
            several => format!("{{{}}}", several.join(", ")),
        };
        text.push_str(&format!("pub use self::{}::{exports};\n", piece.name));
    }
    if needs.client {
        push_default_transport(text, needs, features);
    }
}

fn push_feature(text: &mut String, brought_by: &[&str], features: Features) {
    let alternatives: Vec<String> = brought_by.iter().map(|it| format!("feature = \"{it}\"")).collect();
    match (alternatives.as_slice(), features) {
        ([], _) | (_, Features::None) => {}
        ([one], Features::Crate) => text.push_str(&format!("#[cfg({one})]\n")),
        (several, Features::Crate) => text.push_str(&format!("#[cfg(any({}))]\n", several.join(", "))),
    }
}

/// Prints what a client sends through unless its user says something. It is here and not in a file, because a feature
/// may decide it.
fn push_default_transport(text: &mut String, needs: &Needs, features: Features) {
    if needs.reqwest {
        text.push_str(DEFAULT_TRANSPORT);
        push_feature(text, &[REQWEST], features);
        text.push_str(SENDING);
    }
    if !needs.reqwest || features == Features::Crate {
        text.push_str(DEFAULT_TRANSPORT);
        if needs.reqwest {
            text.push_str(&format!("#[cfg(not(feature = \"{REQWEST}\"))]\n"));
        }
        text.push_str(NOT_SENDING);
    }
}

const DEFAULT_TRANSPORT: &str = "
/// Makes the transport of a client that is given none.
///
/// # Errors
///
/// There is none without `reqwest`, or it cannot be set up.
";
const SENDING: &str = "\
pub fn default_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, BuildError> {
    Ok(Arc::new(Reqwest::new(connect_timeout)?))
}
";
const NOT_SENDING: &str = "\
pub fn default_transport(_connect_timeout: Duration) -> Result<Arc<dyn Transport>, BuildError> {
    Err(BuildError::MissingTransport)
}
";

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const ALL: Needs = Needs {
        enumerations: true,
        unions: true,
        secrets: true,
        octets: true,
        xml: true,
        xml_writer: true,
        xml_reader: true,
        lines: true,
        multipart: true,
        styled_parts: true,
        streams: true,
        events: true,
        items: true,
        formats: Sources::ALL,
        client: true,
        tokens: true,
        parameters: true,
        headers: true,
        forms: true,
        keys: true,
        tracing: true,
        stub: true,
        pages: true,
        servers: true,
        reqwest: true,
        tower: true,
    };

    fn paths(needs: &Needs) -> BTreeSet<String> {
        files(needs, Layout::Module).map(|(path, _)| path).collect()
    }

    #[test]
    fn every_file_of_the_folder_is_embedded_once() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("support");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let expected: BTreeSet<_> = names.map(|name| format!("support/{}", name.to_string_lossy())).collect();
        let mut found = paths(&ALL);
        assert!(found.remove("support/mod.rs"));
        assert_eq!(found, expected);
    }

    #[test]
    fn models_alone_bring_in_no_client() {
        let expected =
            ["decode", "key", "mod", "nullable", "object", "writer"].map(|name| format!("support/{name}.rs"));
        assert_eq!(paths(&Needs::default()), BTreeSet::from(expected));
    }

    #[test]
    fn only_crates_have_features() {
        for needs in [ALL, Needs { reqwest: false, ..ALL }, Needs::default()] {
            let root = |layout| files(&needs, layout).next().unwrap().1;
            assert!(!root(Layout::Module).contains("cfg"));
            assert_eq!(root(Layout::Crate).contains("#[cfg(feature = \"tower\")]"), needs.tower);
            assert_eq!(root(Layout::Crate).contains("#[cfg(not(feature = \"reqwest\"))]"), needs.reqwest);
            for text in [root(Layout::Module), root(Layout::Crate), inline(&needs)] {
                syn::parse_file(&text).unwrap();
            }
        }
        assert!(PIECES.iter().all(|piece| !piece.text.contains("cfg(feature")));
    }
}
