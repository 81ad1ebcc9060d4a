//! The functions of the driver: each calls an operation by one of its methods.

use openapi_bindgen::rust::method::{Argument, Body, BodyKind, Form, Method, PartKind, ResponseHeader};
use openapi_bindgen::rust::name::Name;
use openapi_bindgen::rust::ty::Type;

use super::plan::key;

/// Returns the methods that send an operation, each with its body.
pub fn ways(method: &Method) -> impl Iterator<Item = (&Name, Option<&Body>)> {
    let others = method.others.iter().map(|other| (&other.name, Some(&other.body)));
    std::iter::once((&method.name, method.body.as_ref())).chain(others)
}

/// Returns the functions, whose names are numbers from `first` on.
pub fn of(first: usize, module: &Name, method: &Method, is_called: bool) -> Vec<String> {
    let functions = ways(method).enumerate().map(|(way, (name, body))| {
        let head =
            format!("fn call_{}(client: &Client, given: &Given) -> Result<Answer, String>", first + way);
        let is_known = body.is_none_or(|body| {
            let is_known =
                Given::body(&body.kind).is_some() || matches!(body.kind, BodyKind::Multipart(Some(_)));
            is_known || !(body.required || way > 0)
        });
        if !is_called || !is_known {
            return format!("{head} {{\n    let _ = (client, given);\n    Err(String::new())\n}}\n\n");
        }
        // The methods of other bodies always take theirs.
        let is_argument = body.is_some_and(|body| body.required || way > 0);
        format!("{head} {{\n{}}}\n\n", call(module, method, name, body, is_argument))
    });
    functions.collect()
}

fn call(module: &Name, method: &Method, name: &Name, body: Option<&Body>, is_argument: bool) -> String {
    let mut arguments: Vec<String> = method.arguments.iter().map(|it| Given::of(it).required()).collect();
    let mut steps: String = method.options.iter().map(|it| Given::of(it).option("call", &it.name)).collect();
    match body.map(|body| (body, &body.kind)) {
        Some((body, BodyKind::Multipart(Some(form)))) => {
            let form = method.forms.iter().find(|it| it.name == *form).map(|form| self::form(module, form));
            let form = form.unwrap_or_default();
            if is_argument {
                arguments.push(form);
            } else {
                let name = body.name.ident();
                steps.push_str(&format!(
                    "    let call = if given.has(\"body\") {{ call.{name}({form}) }} else {{ call }};\n"
                ));
            }
        }
        Some((body, kind)) => match Given::body(kind) {
            Some(given) if is_argument => arguments.push(given.required()),
            Some(given) => steps.push_str(&given.option("call", &body.name)),
            None => {}
        },
        None => {}
    }
    let headers = method.headers.iter().map(|header| self::header(module, method, header));
    let headers = headers.collect::<String>();
    let (module, name, arguments) = (module.ident(), name.ident(), arguments.join(", "));
    format!(
        "    let call = client.{module}().{name}({arguments});\n{steps}    Ok(given.send(call, &[{headers}]))\n"
    )
}

/// Returns what reads a declared header; one that this status does not have is not missed.
fn header(module: &Name, method: &Method, header: &ResponseHeader) -> String {
    let (module, marker, name) = (module.ident(), method.marker.ident(), header.name.ident());
    let read = format!("reply.header(operations::{module}::{marker}::{name})");
    format!("|reply| {read}.err().filter(|error| !error.is_missing()).map(|error| error.to_string()), ")
}

/// Returns a block that puts the parts of a multipart body together.
fn form(module: &Name, form: &Form) -> String {
    let (required, optional): (Vec<_>, Vec<_>) = form.parts.iter().partition(|part| part.required);
    let part = |wire: &str, kind: &PartKind| {
        let key = format!("body {wire}");
        match kind {
            PartKind::File(_) => Given { key, ty: "::<String>", by_value: true },
            PartKind::Files(_) => Given { key, ty: "::<Vec<String>>", by_value: true },
            PartKind::Value(ty) | PartKind::Styled(ty, _) | PartKind::Text(ty, _) | PartKind::Json(ty, _) => {
                Given::typed(key, ty)
            }
        }
    };
    let arguments: Vec<String> = required.iter().map(|it| part(&it.wire, &it.kind).required()).collect();
    let steps: String = optional.iter().map(|it| part(&it.wire, &it.kind).option("form", &it.name)).collect();
    let (module, name, arguments) = (module.ident(), form.name.ident(), arguments.join(", "));
    format!("{{\n    let form = operations::{module}::{name}::new({arguments});\n{steps}    form\n    }}")
}

/// An argument as the driver makes it.
struct Given {
    key: String,
    /// Names the type where the method takes something else than a reference to it.
    ty: &'static str,
    by_value: bool,
}

impl Given {
    fn of(argument: &Argument) -> Self {
        Self::typed(key(argument.location, &argument.wire), &argument.ty)
    }

    /// Returns `None` for a body that only the caller can encode.
    fn body(kind: &BodyKind) -> Option<Self> {
        let key = "body".to_owned();
        match kind {
            BodyKind::Json(ty) | BodyKind::Form(ty) => Some(Self::typed(key, ty)),
            BodyKind::Text | BodyKind::Binary => Some(Self { key, ty: "::<String>", by_value: true }),
            // Prism reads neither XML nor lines.
            BodyKind::Xml(..) | BodyKind::Lines(_) | BodyKind::Encoded | BodyKind::Multipart(_) => None,
        }
    }

    fn typed(key: String, ty: &Type) -> Self {
        let name = match ty {
            Type::String | Type::Text(_) => "::<String>",
            Type::Vec(_) => "::<Vec<_>>",
            _ => "",
        };
        Self { key, ty: name, by_value: ty.is_copy() }
    }

    /// Returns the expression of an argument.
    fn required(&self) -> String {
        let reference = if self.by_value { "" } else { "&" };
        format!("{reference}given.get{}({:?})?", self.ty, self.key)
    }

    /// Returns the statement that sets what a call or form may leave out.
    fn option(&self, target: &str, name: &Name) -> String {
        let (ty, key, name) = (self.ty, &self.key, name.ident());
        let value = if self.by_value { "value" } else { "&value" };
        format!(
            "    let {target} = match given.option{ty}({key:?})? {{ Some(value) => {target}.{name}({value}), None => {target} }};\n"
        )
    }
}
