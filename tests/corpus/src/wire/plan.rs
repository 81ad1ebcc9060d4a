//! What is asked of each operation: the values of its arguments, and which of the declared answers Prism is to give.

use std::fmt;

use openapi_bindgen::model::{self, Location, MediaType, Response, Status};
use openapi_bindgen::rust::method::{Argument, BodyKind, Method};
use openapi_bindgen::rust::name::Name;
use openapi_bindgen::rust::ty::Type;
use serde_json::{json, Map, Value};

use super::values::Values;

/// An operation that is called.
pub struct Planned {
    /// Method and path.
    pub name: String,
    /// The function of the driver that calls it.
    pub function: String,
    /// What is asked, or why nothing is.
    pub asks: Result<Vec<Ask>, Obstacle>,
}

/// Why an operation is not called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The bindings leave the encoding of the body to the caller.
    CallerEncodes,
    /// No value of a required parameter or body was found.
    NoValue,
}

/// One call.
pub struct Ask {
    /// The values of the arguments, by place and wire name.
    pub values: Value,
    /// Whether the body is a form.
    pub form: bool,
    /// Which values these are.
    pub request: &'static str,
    /// The status that Prism is to answer with.
    pub status: u16,
    /// The media type to ask for; `None` for an answer without a body.
    pub accept: Option<String>,
    /// Which body Prism is to answer with.
    pub body: Answer,
    /// Where the schema of the body is.
    pub schema: Option<String>,
    /// Whether the same status may come in JSON, which this is not.
    pub is_second_choice: bool,
    /// Whether the document has an example of the answer.
    pub has_example: bool,
}

/// Which body Prism answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The document's first example, or the one that Prism makes of the schema.
    Static,
    /// An example by its name.
    Example(String),
    /// A random one. Not asked for where a schema contains itself: what Prism makes of such grows without a limit.
    Dynamic,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Static => f.write_str("static"),
            Self::Example(name) => write!(f, "example {name}"),
            Self::Dynamic => f.write_str("dynamic"),
        }
    }
}

impl Ask {
    /// Returns the header that says what Prism is to answer.
    pub fn prefer(&self) -> String {
        match &self.body {
            Answer::Static => format!("code={}", self.status),
            Answer::Example(key) => format!("code={}, example={key}", self.status),
            Answer::Dynamic => format!("code={}, dynamic=true", self.status),
        }
    }
}

/// The values of the arguments that a call gives.
#[derive(Clone, Copy)]
enum Fullness {
    /// Every parameter with its first value.
    Full,
    /// Only what is required.
    Least,
    /// Every parameter with its last value.
    Other,
}

const REQUESTS: [(&str, Fullness); 3] =
    [("full", Fullness::Full), ("least", Fullness::Least), ("other", Fullness::Other)];

/// Plans the calls of an operation.
pub fn plan(
    index: usize,
    module: &Name,
    operation: &model::Operation,
    method: &Method,
    values: &Values<'_>,
) -> Planned {
    let asks = requests(operation, method, values).map(|requests| asks(operation, method, &requests, values));
    let function = match asks {
        Ok(_) => function(index, module, method),
        Err(_) => format!(
            "fn call_{index}(_: &Client, _: &Given) -> Result<Answer, String> {{\n    Err(String::new())\n}}\n\n"
        ),
    };
    Planned { name: format!("{} {}", operation.method, operation.path), function, asks }
}

/// Returns the different values of the arguments.
fn requests(
    operation: &model::Operation,
    method: &Method,
    values: &Values<'_>,
) -> Result<Vec<(&'static str, Value)>, Obstacle> {
    let mut requests: Vec<(&str, Value)> = Vec::new();
    for (name, fullness) in REQUESTS {
        let given = Value::Object(given(operation, method, values, fullness)?);
        if !requests.iter().any(|(_, other)| *other == given) {
            requests.push((name, given));
        }
    }
    Ok(requests)
}

fn given(
    operation: &model::Operation,
    method: &Method,
    values: &Values<'_>,
    fullness: Fullness,
) -> Result<Map<String, Value>, Obstacle> {
    let pick = |all: Vec<Value>| match fullness {
        Fullness::Full | Fullness::Least => all.into_iter().next(),
        Fullness::Other => all.into_iter().last(),
    };
    let mut given = Map::new();
    for parameter in &operation.parameters {
        let wanted = parameter.required || !matches!(fullness, Fullness::Least);
        match pick(values.of_parameter(parameter)).filter(|_| wanted) {
            Some(value) => drop(given.insert(key(parameter.location, &parameter.name), value)),
            None if parameter.required => return Err(Obstacle::NoValue),
            None => {}
        }
    }
    let Some(body) = &method.body else { return Ok(given) };
    if matches!(body.kind, BodyKind::Encoded | BodyKind::Multipart(_)) {
        return if body.required { Err(Obstacle::CallerEncodes) } else { Ok(given) };
    }
    let wanted = body.required || !matches!(fullness, Fullness::Least);
    let media = operation.body.iter().flat_map(|body| &body.content);
    let media = media.min_by_key(|media| media.name != body.media_type);
    match media.and_then(|media| pick(values.of_body(media, &body.kind))).filter(|_| wanted) {
        Some(value) => drop(given.insert("body".to_owned(), value)),
        None if body.required => return Err(Obstacle::NoValue),
        None => {}
    }
    Ok(given)
}

/// Returns a call for each declared answer; each request is sent at least once.
fn asks(
    operation: &model::Operation,
    method: &Method,
    requests: &[(&'static str, Value)],
    values: &Values<'_>,
) -> Vec<Ask> {
    let mut asks = Vec::new();
    let mut next = requests.iter().cycle();
    let mut ask = |response: &Response, media: Option<&MediaType>, body| {
        let Some((request, given)) = next.next() else { return };
        let has_json = response.content.iter().any(|media| is_json(&media.name));
        asks.push(Ask {
            values: given.clone(),
            form: matches!(method.body.as_ref().map(|body| &body.kind), Some(BodyKind::Form(_))),
            request,
            status: status(operation, method, response.status),
            accept: media.map(|it| it.name.clone()),
            body,
            schema: media.map(|it| it.at.join("schema").as_str().to_owned()),
            has_example: media.is_some_and(|it| !it.examples.is_empty()),
            is_second_choice: has_json && media.is_some_and(|it| !is_json(&it.name)),
        });
    };
    for response in &operation.responses {
        if response.content.is_empty() {
            ask(response, None, Answer::Static);
        }
        for media in &response.content {
            ask(response, Some(media), Answer::Static);
            if is_json(&media.name) {
                for (name, _) in media.examples.iter().skip(1) {
                    ask(response, Some(media), Answer::Example(name.clone().unwrap_or_default()));
                }
                if media.schema.is_some() && !values.is_recursive(media) {
                    ask(response, Some(media), Answer::Dynamic);
                }
            }
        }
    }
    // Where there are fewer answers than requests, the first answer is asked for again.
    let count: usize = operation.responses.iter().map(|response| response.content.len().max(1)).sum();
    if let Some(response) = operation.responses.first() {
        for _ in count..requests.len() {
            ask(response, response.content.first(), Answer::Static);
        }
    }
    asks
}

/// Returns a status that a response describes.
fn status(operation: &model::Operation, method: &Method, status: Status) -> u16 {
    let declared = |code: u16| operation.responses.iter().any(|it| it.status == Status::Code(code));
    let free = |mut codes: std::ops::Range<u16>| codes.find(|code| !declared(*code));
    match status {
        Status::Code(code) => code,
        Status::Range(digit) => {
            let first = u16::from(digit) * 100;
            free(first..first + 100).unwrap_or(first)
        }
        Status::Default if method.errors.contains(&Status::Default) => free(500..600).unwrap_or(500),
        Status::Default => free(200..300).unwrap_or(200),
    }
}

pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

fn key(location: Location, name: &str) -> String {
    format!("{location:?} {name}")
}

fn required(method: &Method) -> bool {
    method.body.as_ref().is_some_and(|body| body.required)
}

/// Returns the function of the driver that calls the operation.
fn function(index: usize, module: &Name, method: &Method) -> String {
    let module = module.ident();
    let mut given: Vec<Given> = method.arguments.iter().map(Given::of).collect();
    let mut options: Vec<(&Name, Given)> =
        method.options.iter().map(|it| (&it.name, Given::of(it))).collect();
    if let Some(body) = &method.body {
        match Given::body(&body.kind) {
            Some(body) if required(method) => given.push(body),
            Some(option) => options.push((&body.name, option)),
            None => {}
        }
    }
    let arguments: Vec<String> =
        given.iter().map(|it| it.passed(&format!("given.get{}({:?})?", it.ty, it.key))).collect();
    let (name, arguments) = (method.name.ident(), arguments.join(", "));
    let mut text = format!(
        "fn call_{index}(client: &Client, given: &Given) -> Result<Answer, String> {{\n    \
         let call = client.{module}().{name}({arguments});\n"
    );
    for (name, option) in options {
        let name = name.ident();
        let (ty, key, value) = (option.ty, &option.key, option.passed("value"));
        text.push_str(&format!(
            "    let call = match given.option{ty}({key:?})? {{ Some(value) => call.{name}({value}), None => call }};\n"
        ));
    }
    text.push_str("    Ok(given.send(call))\n}\n\n");
    text
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
            BodyKind::Encoded | BodyKind::Multipart(_) => None,
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

    fn passed(&self, expression: &str) -> String {
        let reference = if self.by_value { "" } else { "&" };
        format!("{reference}{expression}")
    }
}

/// Returns what the driver reads.
pub fn line(function: usize, ask: &Ask) -> String {
    let accept = ask.accept.as_deref();
    json!({ "call": function, "values": ask.values, "prefer": ask.prefer(), "accept": accept }).to_string()
}
