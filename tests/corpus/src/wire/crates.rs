//! The crate of a document: its bindings, and the driver.

use std::path::Path;

use openapi_bindgen::config::Serde;
use openapi_bindgen::diagnostic::{Sink, Sources};
use openapi_bindgen::document::{self, Input};
use openapi_bindgen::model::{self, Api};
use openapi_bindgen::rust::method::{Client, CredentialKind, Group, Method};
use openapi_bindgen::vendor::Layout;

use super::plan::{self, Planned};
use super::values::Values;
use crate::documents::Document;
use crate::make::{self, Run};
use crate::schemas::Schemas;
use crate::{worker, Failure};

/// Writes the crate, and returns what is to be called.
pub fn make(document: &Document, out: &Path) -> Result<Vec<Planned>, Failure> {
    let config = make::config(&document.path, Serde::Both);
    let run = Run::new(&document.path, &config);
    let (Some(bindings), Some(tree)) = (&run.bindings, run.tree(Layout::Package)?) else {
        return Err(format!("{} is refused:\n{}", document.name, run.diagnostics).into());
    };
    let folder = out.join("wire").join(&document.slug);
    make::replace(&tree, &folder)?;
    let name = format!("wire-{}", document.slug);
    make::manifest_of(bindings, &folder, &name)?;
    let api = api(document, &config).ok_or("the document was read before")?;
    let planned = worker::deep(|| plan(document, &api, &bindings.krate.operations))??;
    let client = bindings.krate.client.as_ref().ok_or("there is no operation")?;
    make::write(&folder.join("src/main.rs"), &program(&name, client, &planned))?;
    Ok(planned)
}

fn api(document: &Document, config: &openapi_bindgen::config::Config) -> Option<Api> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let input = Input::File(document.path.clone());
    let root = config.references.root.as_deref();
    let document = document::load(&input, &config.overlays, root, &mut sources, &mut sink)?;
    Some(model::resolve(&document, &config.selection, &mut sink))
}

fn plan(document: &Document, api: &Api, groups: &[Group]) -> Result<Vec<Planned>, Failure> {
    let schemas = Schemas::read(&document.path)?;
    let registry = schemas.registry()?;
    let values = Values::new(&schemas, &registry);
    let methods = || groups.iter().flat_map(|group| group.methods.iter().map(move |method| (group, method)));
    let find = |operation: &model::Operation| -> Option<(&Group, &Method)> {
        methods().find(|(_, method)| method.http == operation.method && method.path == operation.path)
    };
    let called =
        api.operations.iter().filter_map(|operation| find(operation).map(|found| (operation, found)));
    let mut planned: Vec<Planned> = Vec::new();
    let mut first = 0;
    for (operation, (group, method)) in called {
        let plan = plan::plan(first, &group.module, operation, method, &values);
        first += plan.functions.len();
        planned.push(plan);
    }
    Ok(planned)
}

/// Returns the text of the driver.
fn program(name: &str, client: &Client, planned: &[Planned]) -> String {
    let credentials: String = client
        .credentials
        .iter()
        .map(|credential| match credential.kind {
            CredentialKind::Basic => format!(".{}(\"user\", \"password\")", credential.method.ident()),
            _ => format!(".{}(\"key\")", credential.method.ident()),
        })
        .collect();
    let text = include_str!("../../driver.rs.txt");
    let text = text.replace("CLIENT(Client::builder())", &format!("Client::builder(){credentials}"));
    let mut text = text.replace("use bindings::", &format!("use {}::", name.replace('-', "_")));
    let functions: Vec<&str> =
        planned.iter().flat_map(|planned| &planned.functions).map(String::as_str).collect();
    text.push_str("const CALLS: &[fn(&Client, &Given) -> Result<Answer, String>] = &[\n");
    for index in 0..functions.len() {
        text.push_str(&format!("    call_{index},\n"));
    }
    text.push_str("];\n\n");
    text.push_str(&functions.concat());
    text
}
