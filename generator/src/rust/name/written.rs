//! Rust that the *configuration* writes, such as `jiff::Timestamp`: checked where it is read, pasted where it is used.
//!
//! No text of a document comes here.

use proc_macro2::{TokenStream, TokenTree};
use std::fmt;
use syn::parse::Parser;
use syn::{Expr, GenericArgument, PathArguments, Type};

/// Rust that was parsed and is kept as text, because tokens stay on their thread.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Written(String);

/// How many tokens a text may have: whoever parses Rust goes a level deeper for each `*` or `(`, and has only one stack.
const MAX_TOKENS: usize = 100;

/// Traits that the bindings implement themselves, or do not because a value cannot be made of nothing.
const OWN_TRAITS: &[&str] = &["Default", "Deserialize", "Serialize"];

/// Generic types of std that the runtime reads in a way of its own.
const OWN_GENERICS: &[&str] = &["Vec", "Option", "Box", "BTreeMap"];

impl Written {
    /// Takes what is known to be Rust because it stands in a table of ours.
    pub(crate) fn known(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Reads a type that can be written in every module, or says why it is none.
    ///
    /// # Errors
    ///
    /// The text is no type, or not one with a path.
    pub fn ty(text: &str) -> Result<Self, &'static str> {
        bounded(text)?;
        let ty = syn::parse_str::<Type>(text).map_err(|_| "it is no type of Rust")?;
        check(&ty, true)?;
        Ok(Self(text.trim().to_owned()))
    }

    /// Reads an expression.
    ///
    /// # Errors
    ///
    /// The text is no expression.
    pub fn expression(text: &str) -> Result<Self, &'static str> {
        bounded(text)?;
        syn::parse_str::<Expr>(text).map_err(|_| "it is no expression of Rust")?;
        Ok(Self(text.trim().to_owned()))
    }

    /// Reads the path of a trait that can be derived.
    ///
    /// # Errors
    ///
    /// The text is no path, or of a trait that the bindings implement by themselves.
    pub fn derive(text: &str) -> Result<Self, &'static str> {
        bounded(text)?;
        let path = syn::parse_str::<syn::Path>(text).map_err(|_| "it is no path of a trait")?;
        match path.segments.last() {
            Some(last) if OWN_TRAITS.iter().any(|own| last.ident == own) => {
                Err("it is a trait that the bindings implement where they can")
            }
            Some(last) if last.arguments.is_none() => Ok(Self(text.trim().to_owned())),
            _ => Err("it is no path of a trait"),
        }
    }

    /// Reads an attribute, with or without `#[…]`.
    ///
    /// # Errors
    ///
    /// The text is no outer attribute.
    pub fn attribute(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        bounded(text)?;
        let is_whole = text.starts_with('#');
        let whole = if is_whole { text.to_owned() } else { format!("#[{text}]") };
        let read = syn::Attribute::parse_outer.parse_str(&whole);
        // What would end the brackets that it is put into, such as `a] //`, is no `Meta`.
        let fits = is_whole || syn::parse_str::<syn::Meta>(text).is_ok();
        match read {
            Ok(attributes) if attributes.len() == 1 && fits => Ok(Self(whole)),
            _ => Err("it is no attribute of Rust"),
        }
    }

    /// Returns the last name of a path.
    pub fn last_segment(&self) -> &str {
        self.0.rsplit("::").next().unwrap_or_default().trim()
    }

    /// Returns the tokens.
    pub fn tokens(&self) -> TokenStream {
        self.0.parse::<TokenStream>().unwrap_or_default()
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Refuses what has so many tokens that reading it might take more stack than there is: each may be a level.
fn bounded(text: &str) -> Result<(), &'static str> {
    let mut count = 0;
    let mut left: Vec<TokenStream> = text.parse().ok().into_iter().collect();
    while let Some(tokens) = left.pop() {
        for token in tokens {
            count += 1;
            if count > MAX_TOKENS {
                return Err("it is longer than 100 tokens of Rust");
            }
            if let TokenTree::Group(group) = token {
                left.push(group.stream());
            }
        }
    }
    Ok(())
}

/// Whether a type is a path from a crate, and so are those it is generic over.
fn check(ty: &Type, is_outermost: bool) -> Result<(), &'static str> {
    let Type::Path(path) = ty else {
        return Err("it is no path of a type");
    };
    let segments = &path.path.segments;
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
        return Err("it is no path of a type");
    };
    if path.qself.is_some() || ["self", "super", "Self"].iter().any(|word| first.ident == word) {
        return Err("it does not start at a crate: it is written in several modules");
    }
    if is_outermost && OWN_GENERICS.iter().any(|own| last.ident == own) {
        return Err("it is a type of std that the bindings read in their own way");
    }
    for segment in segments {
        let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
            if segment.arguments.is_none() {
                continue;
            }
            return Err("it is no path of a type");
        };
        for argument in &arguments.args {
            match argument {
                GenericArgument::Type(ty) => check(ty, false)?,
                _ => return Err("it is generic over something that is no type"),
            }
        }
    }
    Ok(())
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
