//! JSON objects: writing the members of a struct, one statement a member.

use std::collections::BTreeMap;

use serde::ser::{Error, SerializeMap, Serializer};
use serde::Serialize;

use super::nullable::Nullable;

/// The members of a JSON object while they are written.
pub struct Writer<S: Serializer> {
    members: S::SerializeMap,
    /// The declared names, if there can be members without one.
    declared: Option<Vec<&'static str>>,
}

impl<S: Serializer> Writer<S> {
    /// Starts an object all of whose members are declared.
    ///
    /// # Errors
    ///
    /// The serializer refuses.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { members: serializer.serialize_map(None)?, declared: None })
    }

    /// Starts an object that ends with [`extra`](Self::extra).
    ///
    /// # Errors
    ///
    /// The serializer refuses.
    pub fn open(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { members: serializer.serialize_map(None)?, declared: Some(Vec::new()) })
    }

    /// Writes a member unless it is absent.
    ///
    /// # Errors
    ///
    /// The value cannot be serialized.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, field: &Option<T>) -> Result<(), S::Error> {
        self.declare(name);
        match field {
            Some(value) => self.members.serialize_entry(name, value),
            None => Ok(()),
        }
    }

    /// Writes a member.
    ///
    /// # Errors
    ///
    /// The value cannot be serialized.
    pub fn required<T: Serialize>(&mut self, name: &'static str, field: &T) -> Result<(), S::Error> {
        self.declare(name);
        self.members.serialize_entry(name, field)
    }

    /// Writes a member, also if it is `null`, unless it is absent.
    ///
    /// # Errors
    ///
    /// The value cannot be serialized.
    pub fn nullable<T: Serialize>(
        &mut self,
        name: &'static str,
        field: &Nullable<T>,
    ) -> Result<(), S::Error> {
        self.declare(name);
        match field {
            Nullable::Absent => Ok(()),
            present => self.members.serialize_entry(name, present),
        }
    }

    /// Writes the members that are not declared.
    ///
    /// # Errors
    ///
    /// One of them has the name of a declared member, so that the object would have it twice; or a value cannot be
    /// serialized.
    pub fn extra<T: Serialize>(&mut self, fields: &BTreeMap<String, T>) -> Result<(), S::Error> {
        for (name, value) in fields {
            if self.declared.iter().flatten().any(|declared| declared == name) {
                return Err(S::Error::custom(format_args!(
                    "additional member `{name}` has the name of a declared one"
                )));
            }
            self.members.serialize_entry(name, value)?;
        }
        Ok(())
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// The serializer refuses.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.members.end()
    }

    fn declare(&mut self, name: &'static str) {
        if let Some(declared) = &mut self.declared {
            declared.push(name);
        }
    }
}
