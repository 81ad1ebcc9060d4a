//! JSON objects: writing the members of a struct, one statement a member.
//!
//! A statement that fails makes those after it do nothing, and [`Writer::end`] says why. So generated code needs no `?` a
//! member, which was a third of the time that it took to check.

use std::collections::BTreeMap;

use serde::ser::{Error, SerializeMap, Serializer};
use serde::Serialize;

use super::nullable::Nullable;

/// The members of a JSON object while they are written.
pub struct Writer<S: Serializer> {
    members: S::SerializeMap,
    /// The declared names, if there can be members without one.
    declared: Option<Vec<&'static str>>,
    /// Why nothing more is written.
    error: Option<S::Error>,
}

impl<S: Serializer> Writer<S> {
    /// Starts an object all of whose members are declared.
    ///
    /// # Errors
    ///
    /// The serializer refuses.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { members: serializer.serialize_map(None)?, declared: None, error: None })
    }

    /// Starts an object that ends with [`extra`](Self::extra).
    ///
    /// # Errors
    ///
    /// The serializer refuses.
    pub fn open(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { members: serializer.serialize_map(None)?, declared: Some(Vec::new()), error: None })
    }

    /// Writes a member unless it is absent.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, field: &Option<T>) {
        self.declare(name);
        if let Some(value) = field {
            self.write(name, value);
        }
    }

    /// Writes a member.
    pub fn required<T: Serialize>(&mut self, name: &'static str, field: &T) {
        self.declare(name);
        self.write(name, field);
    }

    /// Writes a member, also if it is `null`, unless it is absent.
    pub fn nullable<T: Serialize>(&mut self, name: &'static str, field: &Nullable<T>) {
        self.declare(name);
        if !matches!(field, Nullable::Absent) {
            self.write(name, field);
        }
    }

    /// Writes the members that are not declared.
    pub fn extra<T: Serialize>(&mut self, fields: &BTreeMap<String, T>) {
        for (name, value) in fields {
            if self.declared.iter().flatten().any(|declared| declared == name) {
                let message = format_args!("additional member `{name}` has the name of a declared one");
                self.error.get_or_insert_with(|| S::Error::custom(message));
            }
            self.write(name, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// A value could not be serialized, or an additional member has the name of a declared one, so that the object would
    /// have it twice.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        match self.error {
            Some(error) => Err(error),
            None => self.members.end(),
        }
    }

    fn write<T: Serialize>(&mut self, name: &str, value: &T) {
        if self.error.is_none() {
            self.error = self.members.serialize_entry(name, value).err();
        }
    }

    fn declare(&mut self, name: &'static str) {
        if let Some(declared) = &mut self.declared {
            declared.push(name);
        }
    }
}
