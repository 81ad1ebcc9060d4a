//! Rust types as the bindings use them.

use super::foreign::Foreign;
use super::name::Name;

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    String,
    /// `serde_json::Value`: anything.
    Value,
    /// `serde_json::Map<String, Value>`: an object of which nothing else is known.
    Object,
    /// `Vec<T>`
    Vec(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `Option<T>`
    Option(Box<Type>),
    /// `Box<T>`
    Boxed(Box<Type>),
    /// An item of `models`.
    Model(Name),
    /// A type that is not made of the document.
    Foreign(Box<Foreign>),
    /// An alias of `String` in `models`: callers give it whatever becomes a `String`.
    Text(Name),
}

impl Type {
    /// Wraps the type in an `Option`, once.
    #[must_use]
    pub fn optional(self) -> Self {
        match self {
            Self::Option(_) => self,
            other => Self::Option(Box::new(other)),
        }
    }

    /// Whether values are passed and returned by copy.
    pub fn is_copy(&self) -> bool {
        matches!(self, Self::Bool | Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::F32 | Self::F64)
    }
}
