//! Pages: where the configuration says that an operation has some, the way to its items through the types of its output.

use std::collections::BTreeMap;

use super::configuration::subject;
use super::context::Cx;
use super::parameter::CALL_METHODS;
use crate::config::{PageStyle, Pagination, Selector};
use crate::diagnostic::{closest, Code, Pointer};
use crate::model::{Location, Operation};
use crate::rust::item::{Item, Presence};
use crate::rust::method::{BodyKind, Content, Group, Method, Paging, Step};
use crate::rust::name::Case;
use crate::rust::ty::Type;
use crate::rust::Module;

/// The methods of a call that has pages, as the lock knows them among its options.
pub(super) const KEYS: [&str; 2] = ["pagination pages", "pagination items"];

/// The items of all models, by their names.
type Items<'m> = BTreeMap<&'m str, &'m Item>;

/// Gives operations their pages.
pub(super) fn lower(cx: &mut Cx<'_>, groups: &mut [Group], models: &[Module]) {
    let items: Items<'_> =
        models.iter().flat_map(|module| &module.items).map(|item| (item.name().as_str(), item)).collect();
    let (config, api) = (cx.config, cx.api);
    for (key, how) in &config.pagination {
        let selector = Selector::new(key.as_str());
        let mut problems = Vec::new();
        let mut fits = false;
        for operation in api.operations.iter().filter(|it| selector.selects_operation(&subject(it))) {
            let methods = groups.iter_mut().flat_map(|group| &mut group.methods);
            // An operation may have a method for each media type of its body.
            let (mut has_pages, mut problem) = (false, None);
            for method in methods.filter(|it| it.http == operation.method && it.path == operation.path) {
                cx.note(&["pagination", key]);
                match way(operation, method, how, &items) {
                    Ok((way, item)) => {
                        has_pages = true;
                        if method.paging.is_none() {
                            method.paging = Some(paging(cx, operation, method, how, (way, item)));
                        }
                    }
                    Err(found) => problem = problem.or(Some(found)),
                }
            }
            fits |= has_pages;
            problems.extend(problem.filter(|_| !has_pages));
        }
        // One that means several operations means those that have pages.
        let is_one = !key.contains('*') && !key.starts_with("tag:");
        if is_one || !fits {
            let at = Pointer::root().join("pagination").join(key);
            problems.into_iter().take(if is_one { usize::MAX } else { 1 }).for_each(|problem| {
                let found =
                    cx.sink.report_configuration(Code::WrongOption, &at.join(problem.key), problem.message);
                if let Some(help) = problem.help {
                    found.help(help);
                }
            });
        }
    }
}

fn paging(
    cx: &mut Cx<'_>,
    operation: &Operation,
    method: &Method,
    how: &Pagination,
    (way, item): (Vec<Step>, Type),
) -> Paging {
    let options = method.options.iter().map(|option| option.name.as_str());
    let body = method.body.iter().map(|body| body.name.as_str());
    let taken: Vec<&str> = options.chain(body).chain(CALL_METHODS.iter().copied()).collect();
    let scope = cx.scope("option", operation.at.as_str(), Case::Value, "value").remembering();
    let mut scope = scope.reserve(&taken).promise(cx.pins, KEYS);
    let [pages, items] = KEYS.map(|key| {
        let text = key.rsplit(' ').next().unwrap_or(key);
        let text = if taken.contains(&text) { format!("all {text}") } else { text.to_owned() };
        cx.claim(&mut scope, key, &text)
    });
    Paging { pages, items, how: how.clone(), way, item }
}

/// Why an operation is not paged as the configuration says.
struct Problem {
    /// The key that says it.
    key: &'static str,
    message: String,
    help: Option<String>,
}

impl Problem {
    fn new(key: &'static str, message: String) -> Self {
        Self { key, message, help: None }
    }
}

/// Returns the way to the items and what they are, if the operation has all that is said of it.
fn way(
    operation: &Operation,
    method: &Method,
    how: &Pagination,
    items: &Items<'_>,
) -> Result<(Vec<Step>, Type), Problem> {
    let (parameter, next) = match &how.style {
        PageStyle::Offset { parameter } | PageStyle::Page { parameter, .. } => (Some(parameter), None),
        PageStyle::Cursor { parameter, next } => (Some(parameter), Some(next)),
        PageStyle::NextUrl { next } => (None, Some(next)),
        PageStyle::Link => (None, None),
    };
    let walk = |key: &'static str, pointer: &str| walk(method, items, key, pointer);
    match parameter {
        Some(place) if place.starts_with('/') => has_member(operation, method, items, place)?,
        Some(parameter) => has_parameter(operation, parameter)?,
        None => {}
    }
    let scalar = |key: &'static str, pointer: Option<&String>, is: fn(&Type) -> bool, wanted: &str| {
        let Some(pointer) = pointer else { return Ok(()) };
        let (_, ty) = walk(key, pointer)?;
        let message = || format!("what `{}` has at `{pointer}` is no {wanted}", operation_name(operation));
        if is(&ty) {
            Ok(())
        } else {
            Err(Problem::new(key, message()))
        }
    };
    scalar("next", next, |ty| !matches!(ty, Type::Vec(_) | Type::Map(_) | Type::Bool), "text or number")?;
    scalar("more", how.more.as_ref(), |ty| matches!(ty, Type::Bool | Type::Value), "boolean")?;
    let is_number = |ty: &Type| ty.is_copy() && *ty != Type::Bool || matches!(ty, Type::String | Type::Value);
    scalar("total", how.total.as_ref(), is_number, "number")?;
    let (mut way, ty) = walk("items", &how.items)?;
    // An array that callers know by a name of its own.
    match resolved(items, ty, &mut way) {
        Type::Vec(item) => Ok((way, *item)),
        _ => {
            let place =
                if how.items.is_empty() { "the response".to_owned() } else { format!("`{}`", how.items) };
            let message = format!("{place} of `{}` is no array", operation_name(operation));
            Err(Problem::new("items", message))
        }
    }
}

fn operation_name(operation: &Operation) -> String {
    operation.id.clone().unwrap_or_else(|| format!("{} {}", operation.method, operation.path))
}

fn has_parameter(operation: &Operation, name: &str) -> Result<(), Problem> {
    let queried = || operation.parameters.iter().filter(|it| it.location == Location::Query);
    if queried().any(|it| it.name == name) {
        return Ok(());
    }
    let message = format!("`{}` has no query parameter `{name}`", operation_name(operation));
    let meant = closest(name, queried().map(|it| it.name.as_str())).map(|it| format!("there is `{it}`"));
    Err(Problem { key: "parameter", message, help: meant })
}

/// Whether the body of a request has a scalar at a place.
fn has_member(operation: &Operation, method: &Method, items: &Items<'_>, place: &str) -> Result<(), Problem> {
    let name = operation_name(operation);
    let Some(BodyKind::Json(ty)) = method.body.as_ref().map(|body| &body.kind) else {
        return Err(Problem::new("parameter", format!("`{name}` has no body in JSON, and so no `{place}`")));
    };
    let of = format!("the body of `{}`", method.name);
    let (_, ty) = follow(items, (Vec::new(), ty.clone()), &of, "parameter", place)?;
    match resolved(items, ty, &mut Vec::new()) {
        Type::Vec(_) | Type::Map(_) | Type::Bool => {
            Err(Problem::new("parameter", format!("what `{name}` sends at `{place}` is no text or number")))
        }
        _ => Ok(()),
    }
}

/// Follows a pointer through the types of the output, and returns the steps and the type at its end.
fn walk(
    method: &Method,
    items: &Items<'_>,
    key: &'static str,
    pointer: &str,
) -> Result<(Vec<Step>, Type), Problem> {
    let start = match &method.success {
        Content::Json(ty) => (Vec::new(), ty.clone()),
        Content::Optional(inner) => match inner.as_ref() {
            Content::Json(ty) => (vec![Step::Optional], ty.clone()),
            _ => return Err(no_json(method, key)),
        },
        _ => return Err(no_json(method, key)),
    };
    follow(items, start, &format!("the output of `{}`", method.name), key, pointer)
}

fn follow(
    items: &Items<'_>,
    (mut way, mut ty): (Vec<Step>, Type),
    of: &str,
    key: &'static str,
    pointer: &str,
) -> Result<(Vec<Step>, Type), Problem> {
    for token in Pointer::parse(pointer).unwrap_or_default().tokens() {
        ty = resolved(items, ty, &mut way);
        let Type::Model(name) = &ty else {
            // Nobody knows what is in it.
            if matches!(ty, Type::Value | Type::Object) && key != "items" {
                return Ok((way, Type::Value));
            }
            return Err(Problem::new(key, format!("nothing is known of `{token}` in {of}")));
        };
        let Some(Item::Struct(item)) = items.get(name.as_str()) else {
            return Err(Problem::new(key, format!("`{name}` is no object, so it has no `{token}`")));
        };
        let Some(field) = item.fields.iter().find(|field| field.wire == token) else {
            let meant = closest(&token, item.fields.iter().map(|field| field.wire.as_str()));
            let help = meant.map(|it| format!("there is `{it}`"));
            return Err(Problem { key, message: format!("`{name}` has no property `{token}`"), help });
        };
        way.push(Step::Field(field.name.clone()));
        way.extend(match field.presence {
            Presence::Required => None,
            Presence::Optional => Some(Step::Optional),
            Presence::Nullable => Some(Step::Nullable),
        });
        ty = field.ty.clone();
    }
    Ok((way, ty))
}

fn no_json(method: &Method, key: &'static str) -> Problem {
    Problem::new(key, format!("the output of `{}` is not one type in JSON, so it has no pages", method.name))
}

/// Looks through aliases, boxes and options.
fn resolved(items: &Items<'_>, mut ty: Type, way: &mut Vec<Step>) -> Type {
    // An alias cannot lead further than there are items.
    for _ in 0..=items.len() {
        ty = match ty {
            Type::Option(inner) => {
                way.push(Step::Optional);
                *inner
            }
            Type::Boxed(inner) => *inner,
            Type::Model(name) => match items.get(name.as_str()) {
                Some(Item::Alias(alias)) => alias.ty.clone(),
                _ => return Type::Model(name),
            },
            other => return other,
        };
    }
    ty
}
