//! What the bindings ask of the `Cargo.toml` around them.
//!
//! A whole crate's `Cargo.toml` is made once; then it is its owner's, who bumps versions in it, and only asked
//! whether it still names what the bindings use.

use super::{disk, Error, Needs};
use crate::rust::foreign::Source;
use crate::tokens::Features;
use std::path::Path;

/// A crate that the bindings depend on.
struct Dependency {
    name: &'static str,
    /// What stands right of the `=`, without `optional`.
    version: &'static str,
    settings: &'static str,
    user: User,
}

/// Which part of the bindings uses a crate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    Models,
    Client,
    Reqwest,
    Tower,
    /// What comes one after the other.
    Streams,
    /// Bodies of responses in XML.
    Xml,
    Tracing,
    /// Both transports, which need timers, and bodies piece by piece.
    Transports,
    /// Types that the configuration chooses.
    Formats(&'static [Source]),
}

const fn dependency(
    name: &'static str,
    version: &'static str,
    settings: &'static str,
    user: User,
) -> Dependency {
    Dependency { name, version, settings, user }
}

/// Every crate, in the order of the names.
const DEPENDENCIES: &[Dependency] = &[
    dependency("bytes", "1", "", User::Client),
    dependency(
        "chrono",
        "0.4",
        ", default-features = false, features = [\"serde\", \"std\"]",
        User::Formats(&[Source::Chrono]),
    ),
    dependency("futures-core", "0.3", "", User::Streams),
    dependency("http", "1", "", User::Client),
    dependency("http-body", "1", "", User::Transports),
    dependency("httpdate", "1", "", User::Client),
    // Not called: it has reqwest's `idna` use the tables of unicode-rs instead of ICU4X, which saves 17 packages, among them
    // `syn` and every proc-macro.
    dependency("idna_adapter", "~1.1", "", User::Reqwest),
    dependency(
        "jiff",
        "0.2",
        ", default-features = false, features = [\"serde\", \"std\"]",
        User::Formats(&[Source::Duration, Source::Jiff]),
    ),
    dependency("percent-encoding", "2", "", User::Client),
    dependency("quick-xml", "0.41", "", User::Xml),
    dependency("regex", "1", "", User::Formats(&[Source::Pattern])),
    dependency(
        "reqwest",
        "0.13",
        ", default-features = false, features = [\"rustls-no-provider\"]",
        User::Reqwest,
    ),
    dependency(
        "rust_decimal",
        "1",
        ", default-features = false, features = [\"serde\", \"std\"]",
        User::Formats(&[Source::RustDecimal]),
    ),
    dependency(
        "rustls",
        "0.23",
        ", default-features = false, features = [\"ring\", \"std\", \"tls12\"]",
        User::Reqwest,
    ),
    dependency("rustls-platform-verifier", "0.7", "", User::Reqwest),
    dependency("serde", "1", ", default-features = false, features = [\"std\"]", User::Models),
    // Without the feature the last digit of a number may differ from the one that was read.
    dependency("serde_json", "1", ", features = [\"float_roundtrip\"]", User::Models),
    dependency(
        "time",
        "0.3",
        ", default-features = false, features = [\"formatting\", \"parsing\", \"std\"]",
        User::Formats(&[Source::DateTime]),
    ),
    dependency("tokio", "1", ", default-features = false, features = [\"rt\", \"time\"]", User::Transports),
    dependency("tower-service", "0.3", "", User::Tower),
    dependency("tracing", "0.1", ", default-features = false, features = [\"std\"]", User::Tracing),
    dependency("url", "2", ", features = [\"serde\"]", User::Formats(&[Source::Url])),
    dependency("uuid", "1", ", features = [\"serde\"]", User::Formats(&[Source::Uuid])),
];

impl User {
    fn is_needed(self, needs: &Needs) -> bool {
        match self {
            Self::Models => true,
            Self::Client => needs.client,
            Self::Streams => needs.pages || needs.streams || needs.lines,
            Self::Xml => needs.xml_reader,
            Self::Tracing => needs.tracing,
            Self::Reqwest => needs.client && needs.reqwest,
            Self::Tower => needs.client && needs.tower,
            Self::Formats(sources) => sources.iter().any(|source| needs.formats.contains(*source)),
            Self::Transports => needs.client && (needs.reqwest || needs.tower),
        }
    }

    fn is_optional(self) -> bool {
        matches!(self, Self::Reqwest | Self::Tower | Self::Tracing | Self::Transports)
    }
}

fn needed(needs: &Needs) -> impl Iterator<Item = &'static Dependency> + use<'_> {
    DEPENDENCIES.iter().filter(|dependency| dependency.user.is_needed(needs))
}

impl Dependency {
    /// Returns the line of `[dependencies]`.
    fn line(&self, optional: bool) -> String {
        let Self { name, version, settings, .. } = self;
        match (settings.is_empty(), optional) {
            (true, false) => format!("{name} = \"{version}\""),
            (_, false) => format!("{name} = {{ version = \"{version}\"{settings} }}"),
            (_, true) => format!("{name} = {{ version = \"{version}\"{settings}, optional = true }}"),
        }
    }
}

/// The `Cargo.toml` of a whole crate, or the lines of somebody else's.
#[derive(Clone, Copy, Debug)]
pub struct Manifest<'a> {
    needs: &'a Needs,
    /// The features that bring in operations.
    tags: &'a [String],
}

impl<'a> Manifest<'a> {
    /// Returns what bindings with these needs ask for.
    pub fn new(needs: &'a Needs) -> Self {
        Self { needs, tags: &[] }
    }

    /// Adds the features that bring in operations.
    #[must_use]
    pub fn with_features(self, tags: &'a [String]) -> Self {
        Self { tags, ..self }
    }

    /// Returns the lines that belong under `[dependencies]` in the `Cargo.toml` of the crate that has the bindings
    /// as a module.
    pub fn dependencies(&self) -> Vec<String> {
        needed(self.needs).map(|dependency| dependency.line(false)).collect()
    }

    /// The name of the file.
    pub const FILE: &'static str = "Cargo.toml";

    /// Writes the `Cargo.toml` of a new crate; one that is there already stays, and what it lacks is returned.
    pub fn write_or_check(&self, dir: &Path, name: &str) -> Result<Vec<String>, Error> {
        if disk::read(dir, Self::FILE)?.is_some() {
            return self.check(dir);
        }
        disk::replace(dir, Self::FILE, &self.text(name))?;
        Ok(Vec::new())
    }

    /// Returns the lines that the `Cargo.toml` of a crate lacks.
    pub fn check(&self, dir: &Path) -> Result<Vec<String>, Error> {
        let text = disk::read(dir, Self::FILE)?.unwrap_or_default();
        Ok(self.missing(&String::from_utf8_lossy(&text), Features::Crate))
    }

    /// Returns the `Cargo.toml` of a new crate.
    fn text(&self, name: &str) -> String {
        let mut text = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\nrust-version = \"1.85\"\n\
             description = \"Bindings made by openapi-bindgen\"\n"
        );
        let features = self.features();
        if !features.is_empty() {
            let transport = self.needs.reqwest.then_some("reqwest").into_iter();
            let default = transport.chain(self.tags.iter().map(String::as_str));
            let default: Vec<String> = default.map(|feature| format!("\"{feature}\"")).collect();
            text.push_str(&format!("\n[features]\ndefault = [{}]\n", default.join(", ")));
            features.iter().for_each(|line| push_line(&mut text, line));
        }
        text.push_str("\n[dependencies]\n");
        for dependency in needed(self.needs) {
            push_line(&mut text, &dependency.line(dependency.user.is_optional()));
        }
        text
    }

    /// Returns the lines of `[features]` without `default`.
    fn features(&self) -> Vec<String> {
        let feature = |name: &str, user: User| {
            let timers = user != User::Tracing;
            let is_brought = |it: &&Dependency| it.user == user || timers && it.user == User::Transports;
            let brought = needed(self.needs).filter(is_brought);
            let brought: Vec<String> =
                brought.map(|dependency| format!("\"dep:{}\"", dependency.name)).collect();
            format!("{name} = [{}]", brought.join(", "))
        };
        let reqwest = (self.needs.client && self.needs.reqwest).then(|| feature("reqwest", User::Reqwest));
        let tower = (self.needs.client && self.needs.tower).then(|| feature("tower", User::Tower));
        let tracing = self.needs.tracing.then(|| feature("tracing", User::Tracing));
        let tower = tower.into_iter().chain(tracing);
        let tags = self.tags.iter().map(|tag| format!("{tag} = []"));
        reqwest.into_iter().chain(tower).chain(tags).collect()
    }

    /// Returns the lines of `[dependencies]` that the `Cargo.toml` of the crate around a module lacks.
    pub fn missing_dependencies(&self, text: &str) -> Vec<String> {
        self.missing(text, Features::None)
    }

    /// Returns the lines of `[features]` that the `Cargo.toml` of a crate lacks and without which operations are not there.
    pub fn missing_features(&self, text: &str) -> Vec<String> {
        let missing = self.tags.iter().filter(|tag| !names(text, "features", tag));
        missing.map(|tag| format!("{tag} = []")).collect()
    }

    /// Only names are looked for: versions, sources and further features are the owner's.
    fn missing(&self, text: &str, features: Features) -> Vec<String> {
        let optional = |user: User| features == Features::Crate && user.is_optional();
        let dependencies = needed(self.needs)
            .filter(|dependency| !names(text, "dependencies", dependency.name))
            .map(|dependency| dependency.line(optional(dependency.user)));
        let features = self.features().into_iter().filter(|line| {
            let name = line.split(' ').next().unwrap_or_default();
            features == Features::Crate && !names(text, "features", name)
        });
        dependencies.chain(features).collect()
    }
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Whether the section of a `Cargo.toml`, or one for a target, has the key, as a line or as a section of its own.
fn names(text: &str, section: &str, key: &str) -> bool {
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[').and_then(|line| line.split(']').next()) {
            let header = header.trim();
            inside = header == section || header.ends_with(&format!(".{section}"));
            let own = header.strip_suffix(key).and_then(|rest| rest.strip_suffix('.'));
            if own.is_some_and(|rest| rest == section || rest.ends_with(&format!(".{section}"))) {
                return true;
            }
        } else if inside {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            if name.trim_matches('"') == key {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::foreign::Sources;

    const CLIENT: Needs = Needs {
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
        parameters: true,
        headers: true,
        forms: true,
        servers: true,
        client: true,
        tokens: true,
        keys: true,
        tracing: true,
        stub: true,
        pages: true,
        reqwest: true,
        tower: true,
    };

    #[test]
    fn a_new_manifest_lacks_nothing() {
        let manifest = Manifest::new(&CLIENT);
        assert_eq!(manifest.missing(&manifest.text("pets"), Features::Crate), Vec::<String>::new());
    }

    #[test]
    fn a_manifest_in_its_owners_spelling_lacks_nothing() {
        let text = "[features]\nreqwest=[]\ntower=[]\ntracing=[]\n[dependencies]\nfutures-core='0.3'\ntracing='0.1'\nbytes.workspace = true\nchrono='0.4'\njiff='0.2'\nquick-xml='0.41'\nregex='1'\nrust_decimal='1'\ntime='0.3'\nurl='2'\nuuid='1'\nhttp = '1'\n\"httpdate\" = '1'\nhttp-body='1'\nidna_adapter = '~1.1'\n\
                    percent-encoding='2'\nreqwest='0.13'\nrustls='0.23'\nserde='1'\nserde_json='1'\nrustls-platform-verifier='0.7'\n\
                    [dependencies.tokio]\nversion='1'\n[target.'cfg(unix)'.dependencies]\ntower-service='1'\n";
        assert_eq!(Manifest::new(&CLIENT).missing(text, Features::Crate), Vec::<String>::new());
    }

    #[test]
    fn features_of_tags_are_on_by_default_and_missed() {
        let tags = ["pets".to_owned(), "shops".to_owned()];
        let manifest = Manifest::new(&CLIENT).with_features(&tags);
        let text = manifest.text("pets");
        assert!(text.contains("default = [\"reqwest\", \"pets\", \"shops\"]\n"), "{text}");
        assert!(text.contains("\npets = []\nshops = []\n"), "{text}");
        assert_eq!(manifest.missing_features(&text.replace("pets = []", "")), ["pets = []"]);
    }

    #[test]
    fn a_removed_dependency_is_missed() {
        let manifest = Manifest::new(&CLIENT);
        let text = manifest.text("pets").replace("bytes = \"1\"\n", "");
        assert_eq!(manifest.missing_dependencies(&text), ["bytes = \"1\""]);
    }
}
