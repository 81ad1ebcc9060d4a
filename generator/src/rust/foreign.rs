//! Types that are not made of the document: those of other crates and of the runtime, as the configuration chooses.

use super::name::Written;

/// A type that stands for values which the document describes, and that reads and writes them by itself.
///
/// It implements `Clone`, `Debug`, `PartialEq`, `Serialize` and `Deserialize`, and `Default` unless `blank` is given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Foreign {
    /// The module of the runtime that it stands in, unless it is somebody else's.
    pub module: Option<&'static str>,
    /// The type: its path, or what stands behind that module.
    pub ty: Written,
    /// The value before it is read, for a type without `Default`.
    pub blank: Option<Written>,
    /// What it needs besides.
    pub source: Option<Source>,
}

/// What a preset brings: a crate, a file of the runtime, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// `support/base64.rs`
    Base64,
    /// `support/check.rs`
    Check,
    /// The crate `chrono`.
    Chrono,
    /// `support/date_time.rs` and the crate `time`.
    DateTime,
    /// `support/duration.rs` and the crate `jiff`.
    Duration,
    /// The crate `jiff`.
    Jiff,
    /// `support/pattern.rs` and the crate `regex`.
    Pattern,
    /// The crate `rust_decimal`.
    RustDecimal,
    /// `support/text.rs`
    Text,
    /// The crate `url`.
    Url,
    /// The crate `uuid`.
    Uuid,
}

/// A set of sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sources(u16);

impl Sources {
    /// Every source.
    pub const ALL: Self = Self(u16::MAX);

    /// Whether a source is among them.
    pub fn contains(self, source: Source) -> bool {
        self.0 & (1 << source as u16) != 0
    }
}

impl FromIterator<Source> for Sources {
    fn from_iter<I: IntoIterator<Item = Source>>(sources: I) -> Self {
        Self(sources.into_iter().fold(0, |all, source| all | 1 << source as u16))
    }
}

/// A type for strings of a format that needs no more than a word.
struct Preset {
    format: &'static str,
    word: &'static str,
    module: Option<&'static str>,
    ty: &'static str,
    blank: Option<&'static str>,
    source: Option<Source>,
}

const fn krate(format: &'static str, word: &'static str, ty: &'static str, source: Source) -> Preset {
    Preset { format, word, module: None, ty, blank: None, source: Some(source) }
}

const fn runtime(
    (format, word): (&'static str, &'static str),
    module: &'static str,
    ty: &'static str,
    source: Source,
) -> Preset {
    Preset { format, word, module: Some(module), ty, blank: None, source: Some(source) }
}

const fn std(format: &'static str, ty: &'static str, blank: &'static str) -> Preset {
    Preset { format, word: "std", module: None, ty, blank: Some(blank), source: None }
}

/// Every preset, in the order of the formats.
const PRESETS: &[Preset] = &[
    runtime(("byte", "base64"), "base64", "Base64", Source::Base64),
    krate("date", "chrono", "chrono::NaiveDate", Source::Chrono),
    krate("date", "jiff", "jiff::civil::Date", Source::Jiff),
    runtime(("date", "time"), "date_time", "Date", Source::DateTime),
    // With the offset that was sent; `Utc` would lose it.
    krate("date-time", "chrono", "chrono::DateTime<chrono::FixedOffset>", Source::Chrono),
    krate("date-time", "jiff", "jiff::Timestamp", Source::Jiff),
    runtime(("date-time", "time"), "date_time", "DateTime", Source::DateTime),
    krate("decimal", "rust_decimal", "rust_decimal::Decimal", Source::RustDecimal),
    runtime(("duration", "jiff"), "duration", "Duration", Source::Duration),
    runtime(("int32", "text"), "text", "Number<i32>", Source::Text),
    runtime(("int64", "text"), "text", "Number<i64>", Source::Text),
    std("ipv4", "std::net::Ipv4Addr", "std::net::Ipv4Addr::UNSPECIFIED"),
    std("ipv6", "std::net::Ipv6Addr", "std::net::Ipv6Addr::UNSPECIFIED"),
    krate("time", "chrono", "chrono::NaiveTime", Source::Chrono),
    krate("time", "jiff", "jiff::civil::Time", Source::Jiff),
    runtime(("uint32", "text"), "text", "Number<u32>", Source::Text),
    runtime(("uint64", "text"), "text", "Number<u64>", Source::Text),
    Preset {
        format: "uri",
        word: "url",
        module: None,
        ty: "url::Url",
        blank: Some("url::Url::parse(\"about:blank\").expect(\"it is a URL\")"),
        source: Some(Source::Url),
    },
    krate("uuid", "uuid", "uuid::Uuid", Source::Uuid),
];

/// Returns the type for strings of a format that a word stands for, if there is one.
pub fn preset(format: &str, word: &str) -> Option<Foreign> {
    let preset = PRESETS.iter().find(|preset| preset.format == format && preset.word == word)?;
    Some(Foreign {
        module: preset.module,
        ty: Written::known(preset.ty),
        blank: preset.blank.map(Written::known),
        source: preset.source,
    })
}

/// Returns the words that stand for a type of a format.
pub fn words(format: &str) -> impl Iterator<Item = &'static str> + use<'_> {
    PRESETS.iter().filter(move |preset| preset.format == format).map(|preset| preset.word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_rust() {
        for preset in PRESETS {
            assert!(Written::ty(preset.ty).is_ok(), "{}", preset.ty);
            assert!(preset.blank.is_none_or(|blank| Written::expression(blank).is_ok()), "{}", preset.ty);
        }
        let sorted = PRESETS.windows(2).all(|two| two[0].format <= two[1].format);
        assert!(sorted && Sources::from_iter([Source::Uuid]).contains(Source::Uuid));
        assert!(!Sources::from_iter([Source::Uuid]).contains(Source::Base64));
    }

    #[test]
    fn a_type_has_a_path_from_a_crate() {
        for text in
            ["uuid::Uuid", "::uuid::Uuid", "crate::a::B<c::D<u8>>", "String", "std::collections::HashSet<u8>"]
        {
            assert!(Written::ty(text).is_ok(), "{text}");
        }
        for text in
            ["super::A", "self::A", "&str", "(u8, u8)", "Vec<u8>", "a::B<'static>", "fn()", "a b", "", "m!()"]
        {
            assert!(Written::ty(text).is_err(), "{text}");
        }
    }
}
