//! What is asked of each operation: the values of its arguments, and which of the declared answers Prism is to give.

use std::fmt;

use openapi_bindgen::model::{self, Location, MediaType, Response, Status};
use openapi_bindgen::rust::method::{Body, BodyKind, Method};
use openapi_bindgen::rust::name::Name;
use serde_json::{json, Map, Value};

use super::function;
use super::values::Values;

/// An operation that is called.
pub struct Planned {
    /// Method and path.
    pub name: String,
    /// The functions of the driver that call it, one for each method.
    pub functions: Vec<String>,
    /// What is asked, or why nothing is.
    pub asks: Result<Vec<Ask>, Obstacle>,
    /// The media types of bodies that are not sent, and why.
    pub left_out: Vec<(String, Obstacle)>,
}

/// Why an operation is not called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The bindings leave the encoding of the body to the caller.
    CallerEncodes,
    /// No value of a required parameter or body was found.
    NoValue,
}

/// Values of the arguments.
#[derive(Clone)]
pub struct Request {
    pub name: String,
    /// Which of the methods sends it.
    pub way: usize,
    /// The values, by place and wire name.
    pub values: Value,
    /// Whether the body is a form.
    pub form: bool,
}

/// One call.
pub struct Ask {
    pub request: Request,
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
    first: usize,
    module: &Name,
    operation: &model::Operation,
    method: &Method,
    values: &Values<'_>,
) -> Planned {
    let (requests, left_out) = requests(operation, method, values);
    let asks = match left_out.first() {
        Some((_, obstacle)) if requests.is_empty() => Err(*obstacle),
        _ => Ok(asks(operation, method, &requests, values)),
    };
    Planned {
        name: format!("{} {}", operation.method, operation.path),
        functions: function::of(first, module, method, asks.is_ok()),
        asks,
        left_out,
    }
}

/// Returns the different values of the arguments, for each method that sends the operation, and the bodies without any.
fn requests(
    operation: &model::Operation,
    method: &Method,
    values: &Values<'_>,
) -> (Vec<Request>, Vec<(String, Obstacle)>) {
    let (mut requests, mut left_out): (Vec<Request>, Vec<(String, Obstacle)>) = Default::default();
    for (way, (_, body)) in function::ways(method).enumerate() {
        let media_type = body.map_or("no body", |body| &body.media_type);
        for (name, fullness) in REQUESTS {
            // The methods of other bodies always take theirs.
            let needs_body = body.is_some_and(|body| body.required || way > 0);
            let given = match given(operation, body.map(|body| (body, needs_body)), values, fullness) {
                Ok(given) => Value::Object(given),
                Err(obstacle) => {
                    left_out.push((media_type.to_owned(), obstacle));
                    break;
                }
            };
            let name = if way > 0 { format!("{name} {media_type}") } else { name.to_owned() };
            let form =
                body.is_some_and(|body| matches!(body.kind, BodyKind::Form(_) | BodyKind::Multipart(_)));
            if !requests.iter().any(|other| other.way == way && other.values == given) {
                requests.push(Request { name, way, values: given, form });
            }
        }
    }
    (requests, left_out)
}

/// Returns the values of the arguments of a method that sends a body, or none.
fn given(
    operation: &model::Operation,
    body: Option<(&Body, bool)>,
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
    let Some((body, needs_body)) = body else { return Ok(given) };
    if matches!(
        body.kind,
        BodyKind::Encoded | BodyKind::Multipart(None) | BodyKind::Xml(..) | BodyKind::Lines(_)
    ) {
        return if needs_body { Err(Obstacle::CallerEncodes) } else { Ok(given) };
    }
    let wanted = needs_body || !matches!(fullness, Fullness::Least);
    let media = operation.body.iter().flat_map(|body| &body.content);
    let media = media.min_by_key(|media| media.name != body.media_type);
    // What is sent as it is must be what the media type says: Prism never answers a request whose JSON is none.
    let is_raw_json = matches!(body.kind, BodyKind::Text | BodyKind::Binary) && is_json(&body.media_type);
    let spelled = |value: Value| if is_raw_json { value.to_string().into() } else { value };
    match media.and_then(|media| pick(values.of_body(media, &body.kind))).filter(|_| wanted).map(spelled) {
        Some(value) => drop(given.insert("body".to_owned(), value)),
        None if needs_body && matches!(body.kind, BodyKind::Text | BodyKind::Binary) => {
            return Err(Obstacle::CallerEncodes);
        }
        None if needs_body => return Err(Obstacle::NoValue),
        None => {}
    }
    Ok(given)
}

/// Returns a call for each declared answer; each request is sent at least once.
fn asks(
    operation: &model::Operation,
    method: &Method,
    requests: &[Request],
    values: &Values<'_>,
) -> Vec<Ask> {
    let mut asks = Vec::new();
    let mut next = requests.iter().cycle();
    let mut ask = |response: &Response, media: Option<&MediaType>, body| {
        let Some(request) = next.next() else { return };
        let has_json = response.content.iter().any(|media| is_json(&media.name));
        asks.push(Ask {
            request: request.clone(),
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

pub fn key(location: Location, name: &str) -> String {
    format!("{location:?} {name}")
}

/// Returns what the driver reads, given the position of the operation's first function.
pub fn line(first: usize, ask: &Ask) -> String {
    let (request, accept) = (&ask.request, ask.accept.as_deref());
    let call = first + request.way;
    json!({ "call": call, "values": request.values, "prefer": ask.prefer(), "accept": accept }).to_string()
}
