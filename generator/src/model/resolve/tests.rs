//! Claims about resolving, each on a document of a few lines.

use crate::config::Selection;
use crate::diagnostic::{Code, Sink, Sources};
use crate::document::{self, Input};
use crate::model::{
    Additional, Api, Discriminator, Kind, Location, Object, Operation, Property, Requirement, Scalar, Schema,
    SchemaId, Status, Use,
};
use serde_json::json;

mod composition;
mod operations;
mod references;
mod schemas;

/// A resolved document, and the codes of what was reported.
struct Resolved {
    api: Api,
    codes: Vec<Code>,
    messages: Vec<String>,
}

/// Resolves a document from what follows its `info`.
fn resolve(rest: &str) -> Resolved {
    let mut sink = Sink::default();
    let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{rest}");
    let input = Input::Bytes("test.yaml".to_owned(), text.into_bytes());
    let document = document::load(&input, &[], None, &mut Sources::default(), &mut sink)
        .expect("the document can be read");
    assert!(sink.diagnostics().is_empty(), "the loader reports: {:?}", sink.diagnostics());
    let api = super::resolve(&document, &Selection::default(), &mut sink);
    let codes = sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
    let messages = sink.diagnostics().iter().map(|diagnostic| diagnostic.message.clone()).collect();
    Resolved { api, codes, messages }
}

/// Resolves `components.schemas`, written without their indentation.
fn schemas(text: &str) -> Resolved {
    let indented: String = text.lines().map(|line| format!("    {line}\n")).collect();
    resolve(&format!("paths: {{}}\ncomponents:\n  schemas:\n{indented}"))
}

/// Resolves the operations of one path, written without their indentation.
fn path(path: &str, text: &str) -> Resolved {
    let indented: String = text.lines().map(|line| format!("    {line}\n")).collect();
    resolve(&format!("paths:\n  {path}:\n{indented}"))
}

impl Resolved {
    fn schema(&self, name: &str) -> &Schema {
        let (_, schema) = self
            .api
            .schemas
            .iter()
            .find(|(_, schema)| schema.component.as_deref() == Some(name))
            .expect(name);
        schema
    }

    fn id(&self, name: &str) -> SchemaId {
        self.api.schemas.iter().find(|(_, schema)| schema.component.as_deref() == Some(name)).expect(name).0
    }

    fn object(&self, name: &str) -> &Object {
        self.as_object(self.id(name))
    }

    fn as_object(&self, id: SchemaId) -> &Object {
        match &self.api.schemas[id].kind {
            Kind::Object(object) => object,
            kind => panic!("not an object: {kind:?}"),
        }
    }

    fn members(&self, name: &str) -> (&[Use], Option<&Discriminator>) {
        match &self.schema(name).kind {
            Kind::Union(union) => (&union.members, union.discriminator.as_ref()),
            kind => panic!("not a union: {kind:?}"),
        }
    }

    fn property<'r>(&'r self, name: &str, property: &str) -> &'r Property {
        self.object(name).properties.iter().find(|candidate| candidate.name == property).expect(property)
    }

    fn kind_of(&self, used: &Use) -> &Kind {
        &self.api.schemas[used.id].kind
    }

    fn operation(&self) -> &Operation {
        &self.api.operations[0]
    }
}

fn names(object: &Object) -> Vec<&str> {
    object.properties.iter().map(|property| property.name.as_str()).collect()
}

fn required(object: &Object) -> Vec<&str> {
    object
        .properties
        .iter()
        .filter(|property| property.required)
        .map(|property| property.name.as_str())
        .collect()
}
