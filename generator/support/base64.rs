//! `format: byte`: bytes that are text in base64 on the wire (RFC 4648, section 4).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::decode::Model;

/// Bytes that are sent as base64 of the standard alphabet.
///
/// Text without its padding is read, too, and written again without. Other text that is not what encoding gives is an
/// error, because it would not be written as it was read.
#[derive(Clone, Debug)]
pub struct Base64 {
    bytes: Vec<u8>,
    is_padded: bool,
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Base64 {
    /// Takes the bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), is_padded: true }
    }

    /// Decodes text, or returns `None` if no bytes are written so.
    pub fn decode(text: &str) -> Option<Self> {
        let digits = text.trim_end_matches('=');
        let is_padded = digits.len() < text.len();
        if text.len() - digits.len() > 2 || is_padded && text.len() % 4 != 0 || digits.len() % 4 == 1 {
            return None;
        }
        let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
        for group in digits.as_bytes().chunks(4) {
            let mut bits: u32 = 0;
            for digit in group {
                bits = bits << 6 | value(*digit)?;
            }
            let unused = 6 * (4 - group.len() as u32);
            let [_, decoded @ ..] = (bits << unused).to_be_bytes();
            let (decoded, rest) = decoded.split_at(group.len() - 1);
            if rest.iter().any(|byte| *byte != 0) {
                return None;
            }
            bytes.extend_from_slice(decoded);
        }
        // Without a rest there is nothing to pad.
        Some(Self { is_padded: is_padded || bytes.len() % 3 == 0, bytes })
    }

    /// Returns the bytes.
    pub fn into_vec(self) -> Vec<u8> {
        self.bytes
    }
}

/// Returns the six bits that a character stands for.
fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

impl Default for Base64 {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl<T: Into<Vec<u8>>> From<T> for Base64 {
    fn from(bytes: T) -> Self {
        Self::new(bytes)
    }
}

impl Deref for Base64 {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl PartialEq for Base64 {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Base64 {}

impl Hash for Base64 {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

/// Shows the text that is sent.
impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for group in self.bytes.chunks(3) {
            let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
            let bits = bits << (8 * (3 - group.len()));
            for position in 0..=group.len() {
                let digit = (bits >> (18 - 6 * position)) & 0b11_1111;
                let digit = ALPHABET.get(digit as usize).copied().unwrap_or(b'=');
                fmt::Write::write_char(f, digit.into())?;
            }
            if self.is_padded {
                f.write_str("==".get(..3 - group.len()).unwrap_or_default())?;
            }
        }
        Ok(())
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Base64Visitor)
    }
}

impl Model for Base64 {}

struct Base64Visitor;

impl Visitor<'_> for Base64Visitor {
    type Value = Base64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text in base64")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Base64, E> {
        // Not the text: it may be a secret, and long.
        Base64::decode(text).ok_or_else(|| E::custom("the text is not base64 of the standard alphabet"))
    }
}
