//! `api.txt`: the public surface, one line an item, for reviewers and for `version`.

use crate::rust::item::{Attributes, Enumeration, Field, Item, Presence, Struct, Union, WireValue};
use crate::rust::method::{
    Argument, Body, BodyKind, Client, Content, CredentialKind, EventData, Form, Group, Method, Part,
    PartKind, Server,
};
use crate::rust::name::Name;
use crate::rust::ty::Type;
use crate::rust::Crate;

mod entry;

pub use entry::{parts, Entry, Lead};

/// Returns the public surface of a crate, in its order.
pub fn surface(krate: &Crate) -> Vec<Entry> {
    let models = krate.models.iter().flat_map(|module| &module.items).flat_map(item);
    let client = krate.client.iter().flat_map(client);
    let groups = krate.operations.iter().flat_map(group);
    models.chain(client).chain(groups).map(|line| Entry::read(&line)).collect()
}

/// What stands after what is deprecated.
const DEPRECATED: &str = ", deprecated";

/// Returns the lines of an item of `models`.
pub(super) fn item(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) => structure(item),
        Item::Enumeration(item) => enumeration(item),
        Item::Union(item) => union(item),
        Item::Alias(item) => {
            let note = if item.attributes.deprecated { " (deprecated)" } else { "" };
            vec![format!("models::{} = {}{note}", item.name, ty(&item.ty))]
        }
    }
}

fn structure(item: &Struct) -> Vec<String> {
    let name = &item.name;
    let new = match item.built_by_callers {
        true => {
            let required = item.fields.iter().filter(|field| field.presence == Presence::Required);
            format!(", new({})", list(required.map(|field| format!("{}: {}", field.name, ty(&field.ty)))))
        }
        false => String::new(),
    };
    let default = match (item.has_default(), item.checks.is_some()) {
        (true, true) => ", default, check()",
        (true, false) => ", default",
        (false, true) => ", check()",
        (false, false) => "",
    };
    let mut lines = vec![format!("models::{name} (struct{new}{default}{})", derives(&item.attributes))];
    lines.extend(item.fields.iter().map(|field| self::field(name, field)));
    lines.extend(item.extra.iter().map(|extra| {
        format!("models::{name}.{}: BTreeMap<String, {}> (any other)", extra.name, ty(&extra.ty))
    }));
    lines
}

/// Returns the traits that a type derives because the configuration says so, and whether callers are warned of it.
fn derives(attributes: &Attributes) -> String {
    let derives: String = attributes.derives.iter().map(|path| format!(", {}", path.as_str())).collect();
    derives + deprecated(attributes)
}

fn deprecated(attributes: &Attributes) -> &'static str {
    if attributes.deprecated {
        DEPRECATED
    } else {
        ""
    }
}

fn field(owner: &Name, field: &Field) -> String {
    let ty = match field.presence {
        Presence::Required => ty(&field.ty),
        Presence::Optional => format!("Option<{}>", ty(&field.ty)),
        Presence::Nullable => format!("Nullable<{}>", ty(&field.ty)),
    };
    let mut notes = quoted(&field.wire);
    if field.setter.is_some() {
        notes.push_str(", setter");
    }
    if field.secret {
        notes.push_str(", secret");
    }
    notes.push_str(deprecated(&field.attributes));
    format!("models::{owner}.{}: {ty} ({notes})", field.name)
}

fn enumeration(item: &Enumeration) -> Vec<String> {
    let name = &item.name;
    let mut lines = vec![format!("models::{name} (enum{})", derives(&item.attributes))];
    lines.extend(item.variants.iter().map(|variant| {
        let value = match &variant.value {
            WireValue::Text(text) => quoted(text),
            WireValue::Integer(_) | WireValue::Json(_) => variant.value.key(),
        };
        let deprecated = if variant.deprecated { DEPRECATED } else { "" };
        format!("models::{name}::{} ({value}{deprecated})", variant.name)
    }));
    lines.push(format!("models::{name}::{} (any other)", item.catch_all));
    lines
}

fn union(item: &Union) -> Vec<String> {
    let (name, derives) = (&item.name, derives(&item.attributes));
    let check = if item.checked { ", check()" } else { "" };
    let mut lines = vec![match &item.tag {
        Some(tag) => {
            format!("models::{name} (enum, tagged by {}{check}{derives})", quoted(tag))
        }
        None => format!("models::{name} (enum{check}{derives})"),
    }];
    lines.extend(item.variants.iter().map(|variant| {
        let tags = match variant.tags.as_slice() {
            [] => String::new(),
            tags => format!(" ({})", list(tags.iter().map(|tag| quoted(tag)))),
        };
        format!("models::{name}::{}({}){tags}", variant.name, ty(&variant.ty))
    }));
    lines.push(format!("models::{name}::{} (any other)", item.catch_all));
    lines
}

/// Returns the lines of a sub-client and its operations.
pub(super) fn group(group: &Group) -> Vec<String> {
    let mut lines = vec![format!("operations::{} (struct)", group.name)];
    lines.extend(group.methods.iter().flat_map(|method| self::method(group, method)));
    lines
}

fn method(group: &Group, method: &Method) -> Vec<String> {
    let line = |name: &Name, attributes: &Attributes, body: Option<&Body>| {
        let body = body.map(|body| format!("{}: {}", body.name, self::body(&body.kind)));
        format!(
            "operations::{}::{name}({}) -> {} or {} ({} {}{})",
            group.name,
            list(method.arguments.iter().map(argument).chain(body)),
            content(&method.success),
            content(&method.failure),
            method.http,
            quoted(&method.path),
            deprecated(attributes),
        )
    };
    let call = format!("operations::{}::{}", group.module, method.marker);
    let required = method.body.as_ref().filter(|body| body.required);
    let mut lines = vec![line(&method.name, &method.attributes, required)];
    lines.extend(method.others.iter().map(|it| line(&it.name, &it.attributes, Some(&it.body))));
    lines.extend(method.forms.iter().flat_map(|form| self::form(group, form)));
    let server = method.server.iter().map(|server| format!("at {}", quoted(server)));
    let key = method.key_header.iter().map(|header| format!("sent with {}", quoted(header)));
    let notes: Vec<String> = server.chain(key).collect();
    if !notes.is_empty() {
        lines.push(format!("{call} ({})", notes.join(", ")));
    }
    lines.extend(method.options.iter().map(|option| format!("Call<{call}>::{}", self::option(option))));
    let empties = method.options.iter().filter_map(|option| Some((option.empty.as_ref()?, &option.wire)));
    lines.extend(empties.map(|(name, wire)| format!("Call<{call}>::{name} ({}, empty)", quoted(wire))));
    let optional = method.body.iter().filter(|body| !body.required);
    lines.extend(optional.map(|body| format!("Call<{call}>::{}: {}", body.name, self::body(&body.kind))));
    if let Some(paging) = &method.paging {
        let item = ty(&paging.item);
        lines.push(format!("Call<{call}>::{}() -> pages of {item}", paging.pages));
        lines.push(format!("Call<{call}>::{}() -> {item}", paging.items));
    }
    lines.extend(method.headers.iter().map(|header| {
        let ty = if header.required { ty(&header.ty) } else { format!("Option<{}>", ty(&header.ty)) };
        let notes = format!("header {}{}", quoted(&header.wire), deprecated(&header.attributes));
        format!("{call}::{}: Header<{ty}> ({notes})", header.name)
    }));
    for outcome in &method.outcomes {
        let name = format!("operations::{}::{}", group.module, outcome.name);
        lines.push(format!("{name} (enum)"));
        lines.extend(outcome.variants.iter().map(|variant| match &variant.content {
            Content::None => format!("{name}::{}", variant.name),
            other => format!("{name}::{}({})", variant.name, content(other)),
        }));
    }
    lines
}

/// Returns the lines of a multipart body.
fn form(group: &Group, form: &Form) -> Vec<String> {
    let name = format!("operations::{}::{}", group.module, form.name);
    let required = form.parts.iter().filter(|part| part.required).map(|it| part(it, ""));
    let mut lines = vec![format!("{name} (struct, new({}))", list(required))];
    for part in &form.parts {
        let setter = || format!("{name}::{}", self::part(part, deprecated(&part.attributes)));
        lines.extend((!part.required).then(setter));
        lines.extend(
            part.headers
                .iter()
                .map(|(setter, header)| format!("{name}::{setter} (header {})", quoted(header))),
        );
    }
    lines.extend(form.is_open.then(|| format!("{name}::part")));
    lines
}

fn part(part: &Part, deprecated: &str) -> String {
    let kind = match &part.kind {
        PartKind::File(media_type) => format!("file {}", quoted(media_type)),
        PartKind::Files(media_type) => format!("files {}", quoted(media_type)),
        PartKind::Value(inner) | PartKind::Styled(inner, _) => ty(inner),
        PartKind::Text(inner, media_type) | PartKind::Json(inner, media_type) => {
            format!("{} as {}", ty(inner), quoted(media_type))
        }
    };
    format!("{}: {kind} ({}{deprecated})", part.name, quoted(&part.wire))
}

fn argument(argument: &Argument) -> String {
    format!("{}: {} ({})", argument.name, ty(&argument.ty), quoted(&argument.wire))
}

/// Returns the line of an option without what it is called on; callers are warned of a method, and not of an argument.
fn option(option: &Argument) -> String {
    let notes = format!("{}{}", quoted(&option.wire), deprecated(&option.attributes));
    format!("{}: {} ({notes})", option.name, ty(&option.ty))
}

/// Returns a request body as `api.txt` shows it.
pub fn body(kind: &BodyKind) -> String {
    match kind {
        BodyKind::Json(inner) => format!("json {}", ty(inner)),
        BodyKind::Form(inner) => format!("form {}", ty(inner)),
        BodyKind::Xml(inner, _) => format!("xml {}", ty(inner)),
        BodyKind::Lines(inner) => format!("lines of {}", ty(inner)),
        BodyKind::Text => "text".to_owned(),
        BodyKind::Binary => "bytes".to_owned(),
        BodyKind::Encoded => "bytes of any media type".to_owned(),
        BodyKind::Multipart(Some(form)) => form.to_string(),
        BodyKind::Multipart(None) => "parts".to_owned(),
    }
}

/// Returns what a response holds as `api.txt` shows it.
pub fn content(content: &Content) -> String {
    match content {
        Content::Json(inner) => ty(inner),
        Content::Xml(inner, _) => format!("xml {}", ty(inner)),
        Content::Text => "text".to_owned(),
        Content::Binary => "bytes".to_owned(),
        Content::Events(EventData::Text) => "stream of events of text".to_owned(),
        Content::Events(EventData::Json(inner) | EventData::Whole(inner) | EventData::WholeJson(inner)) => {
            format!("stream of events of {}", ty(inner))
        }
        Content::Items(inner) => format!("stream of {}", ty(inner)),
        Content::None => "()".to_owned(),
        Content::Optional(inner) => format!("Option<{}>", self::content(inner)),
        Content::Outcome(name) => name.to_string(),
    }
}

/// Returns the lines of a server and of its variables, which are fields of its variant.
fn server(server: &Server) -> Vec<String> {
    let name = format!("Server::{}", server.name);
    let mut lines = vec![format!("{name} ({})", quoted(&server.template))];
    lines.extend(server.variables.iter().map(|variable| {
        let ty = variable.choice.as_ref().map_or("String", |choice| choice.as_str());
        format!("{name}.{}: {ty} ({})", variable.name, quoted(&variable.wire))
    }));
    lines
}

/// Returns the lines of the client.
pub(super) fn client(client: &Client) -> Vec<String> {
    let name = &client.name;
    let mut lines = vec![format!("{name} (struct)")];
    lines.extend(
        client.groups.iter().map(|link| format!("{name}::{}() -> operations::{}", link.method, link.group)),
    );
    lines.extend(client.servers.iter().flat_map(server));
    for choice in &client.choices {
        lines.push(format!("{} (enum)", choice.name));
        let values = choice.values.iter();
        lines
            .extend(values.map(|value| format!("{}::{} ({})", choice.name, value.name, quoted(&value.wire))));
    }
    lines.extend(
        client
            .parameters
            .iter()
            .map(|parameter| format!("Builder::{} ({})", parameter.name, quoted(&parameter.wire))),
    );
    if client.examples.is_some() {
        lines.push(format!("{name}::stub() -> Stub"));
    }
    for credential in &client.credentials {
        let kind = match &credential.kind {
            CredentialKind::Bearer => "bearer".to_owned(),
            CredentialKind::Basic => "basic".to_owned(),
            CredentialKind::ApiKeyHeader(key) => format!("header {}", quoted(key)),
            CredentialKind::ApiKeyQuery(key) => format!("query {}", quoted(key)),
            CredentialKind::ApiKeyCookie(key) => format!("cookie {}", quoted(key)),
        };
        lines.push(format!("Builder::{} ({kind})", credential.method));
        lines.extend(credential.provider.iter().map(|provider| format!("Builder::{provider} ({kind})")));
        lines.extend(credential.flow.iter().map(|flow| {
            format!("Builder::{} (client credentials at {})", flow.method, quoted(&flow.token_url))
        }));
    }
    lines
}

/// Returns a type as `api.txt` shows it.
pub fn ty(of: &Type) -> String {
    match of {
        Type::Bool => "bool".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::U32 => "u32".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::F32 => "f32".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Value => "Value".to_owned(),
        Type::Object => "Map<String, Value>".to_owned(),
        Type::Vec(inner) => format!("Vec<{}>", ty(inner)),
        Type::Map(inner) => format!("BTreeMap<String, {}>", ty(inner)),
        Type::Option(inner) => format!("Option<{}>", ty(inner)),
        Type::Boxed(inner) => format!("Box<{}>", ty(inner)),
        Type::Foreign(foreign) => match foreign.module {
            Some(module) => format!("{module}::{}", foreign.ty.as_str()),
            None => foreign.ty.as_str().to_owned(),
        },
        Type::Model(name) | Type::Text(name) => name.to_string(),
    }
}

/// Reads the names of fields, variants and headers from an earlier `api.txt`, as pins: they stay when a neighbour arrives that
/// would have the same name. Lines that are no such line, such as git's conflict markers, say nothing.
pub fn remembered(text: &str) -> Vec<(String, String)> {
    text.lines().filter_map(remembered_line).collect()
}

fn remembered_line(line: &str) -> Option<(String, String)> {
    if let Some(line) = line.strip_prefix("operations::") {
        return remembered_header(line);
    }
    let line = line.strip_prefix("models::")?;
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '#')?;
    let (item, rest) = line.split_at(end);
    let (kind, rest) = match rest.strip_prefix("::") {
        Some(rest) => ("variant", rest),
        None => ("field", rest.strip_prefix('.')?),
    };
    let (name, rest) = rest.split_at(rest.find([' ', ':', '('])?);
    // A variant that holds a value is one of a union, which the lock remembers.
    if kind == "variant" && !rest.starts_with(' ') {
        return None;
    }
    let wire = match rest.find("(\"") {
        Some(start) => unquoted(rest.get(start + 1..)?)?,
        None if kind == "variant" => {
            let key = rest.strip_prefix(" (")?.strip_suffix(')')?;
            let key = key.strip_suffix(DEPRECATED).unwrap_or(key);
            let is_value = key.parse::<i64>().is_ok() || key.starts_with("json ");
            is_value.then(|| key.to_owned())?
        }
        None => return None,
    };
    let plain = |name: &str| name.trim_start_matches("r#").to_owned();
    Some((format!("{kind} {} {wire}", plain(item)), plain(name)))
}

/// Reads `pets::List::X_TOTAL: Header<i64> (header "X-Total")`.
fn remembered_header(line: &str) -> Option<(String, String)> {
    let (path, rest) = line.split_once(": Header<")?;
    let (marker, name) = path.rsplit_once("::")?;
    let wire = unquoted(rest.get(rest.find(" (header ")? + " (header ".len()..)?)?;
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_path = is_word(name) && marker.replace("r#", "").split("::").all(is_word);
    is_path.then(|| {
        let key = format!("header {} {}", marker.replace("r#", ""), wire.to_ascii_lowercase());
        (key, name.to_owned())
    })
}

/// Reads a literal that [`quoted`] wrote, up to its closing quote.
fn unquoted(text: &str) -> Option<String> {
    let mut chars = text.strip_prefix('"')?.chars();
    let mut plain = String::new();
    loop {
        match chars.next()? {
            '"' => return Some(plain),
            '\\' => match chars.next()? {
                'u' => {
                    let code: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    plain.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                }
                escaped => plain.push(escaped),
            },
            c => plain.push(c),
        }
    }
}

/// Returns a text of the document as a literal in one line, whatever it holds.
pub fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            c if c.is_alphanumeric() || c.is_ascii_graphic() || c == ' ' => vec![c],
            c => c.escape_unicode().collect(),
        })
        .collect();
    format!("\"{escaped}\"")
}

fn list(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written() {
        for wire in ["plain", "with \"quotes\" and \\", "line\nbreak", "smile 😀", "", ") -> (\"x\")"] {
            assert_eq!(unquoted(&quoted(wire)).as_deref(), Some(wire));
            let line = format!("models::Pet.name_2: Option<String> ({}, setter)", quoted(wire));
            assert_eq!(remembered_line(&line), Some((format!("field Pet {wire}"), "name_2".to_owned())));
        }
    }

    #[test]
    fn other_lines_are_not_read() {
        for line in [
            "models::Pet (struct, new(id: i64))",
            "<<<<<<< HEAD",
            "operations::Pets (struct)",
            "models::Kind::Unlisted (any other)",
            "",
        ] {
            assert_eq!(remembered_line(line), None, "{line}");
        }
        assert_eq!(
            remembered_line("models::Level::Value1 (1)"),
            Some(("variant Level 1".to_owned(), "Value1".to_owned()))
        );
        assert_eq!(
            remembered_line("models::Level::Old (2, deprecated)"),
            Some(("variant Level 2".to_owned(), "Old".to_owned()))
        );
        assert_eq!(
            remembered_line("operations::r#gen::List::X_A_2: Header<Option<i64>> (header \"X_a\")"),
            Some(("header gen::List x_a".to_owned(), "X_A_2".to_owned()))
        );
        assert_eq!(
            remembered_line("models::Pet.r#type: String (\"type\")"),
            Some(("field Pet type".to_owned(), "type".to_owned()))
        );
    }
}
