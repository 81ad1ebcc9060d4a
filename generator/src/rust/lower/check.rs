//! Checks of what the document asks of values besides their type, where the configuration wants them.

use super::context::Cx;
use super::pattern;
use super::scalar;
use crate::config::Selector;
use crate::diagnostic::{Code, Pointer};
use crate::model::{Additional, Constraint, Kind, Property, Scalar, SchemaId, Union, Use};
use crate::rust::docs::code;
use crate::rust::item::{Checked, Field, Limit, Presence, Step};
use crate::rust::ty::Type;

/// How deep arrays and maps within one field are looked into.
const MAX_DEPTH: usize = 8;

impl Cx<'_> {
    /// Whether the configuration wants the values of a schema checked.
    pub(super) fn is_checked(&mut self, id: SchemaId) -> bool {
        if self.config.check.is_empty() || !self.direction.is_sent(id) {
            return false;
        }
        let api = self.api;
        let (config, at) = (self.config, &api.schemas[id].at);
        let called = match &api.schemas[id].component {
            Some(component) => component.clone(),
            None => self.called(id).to_owned(),
        };
        let mut any = false;
        for (index, selector) in config.check.iter().enumerate() {
            if Selector::selects(selector, &called, at) {
                self.matched.insert(Pointer::root().join("check").join(index));
                any = true;
            }
        }
        any
    }
}

/// Returns the checks of a struct's fields, or `None` if it has none.
pub(super) fn lower(
    cx: &mut Cx<'_>,
    id: SchemaId,
    properties: &[Property],
    fields: &[Field],
) -> Option<Vec<Checked>> {
    if !cx.is_checked(id) {
        return None;
    }
    let mut checks = Vec::new();
    for (property, field) in properties.iter().zip(fields) {
        if matches!(unboxed(&field.ty), Type::Foreign(_) | Type::Value) {
            continue;
        }
        let steps = steps(cx, &property.schema, &property.docs.constraints, &property.at, 0);
        if !steps.is_empty() {
            let optional = matches!(field.ty, Type::Option(_));
            let presence = if optional { Presence::Optional } else { field.presence };
            checks.push(Checked { field: field.name.clone(), wire: property.name.clone(), presence, steps });
        }
    }
    Some(checks)
}

/// Returns the checks of what a variant of a union holds.
///
/// A text that is too long for one member may be right for another one, so of several texts, numbers, arrays or maps none is
/// checked.
pub(super) fn of_variant(cx: &mut Cx<'_>, member: &Use, ty: &Type, union: &Union) -> Vec<Step> {
    if matches!(unboxed(ty), Type::Foreign(_) | Type::Value) {
        return Vec::new();
    }
    let own = json_type(cx, member);
    let alike = union.members.iter().filter(|other| json_type(cx, other) == own).count();
    if own.is_some() && alike > 1 {
        return Vec::new();
    }
    let at = cx.api.schemas[member.id].at.clone();
    let steps = steps(cx, member, &[], &at, 0);
    match ty {
        _ if steps.is_empty() => steps,
        Type::Option(_) => vec![Step::Present(steps)],
        // What is boxed is a struct or union; there is no other recursion by value.
        Type::Boxed(_) if steps != [Step::Model] => Vec::new(),
        _ => steps,
    }
}

/// Returns what JSON calls the values of a schema, unless they have a type of their own in Rust.
fn json_type(cx: &Cx<'_>, used: &Use) -> Option<&'static str> {
    let schema = &cx.api.schemas[cx.target(used.id)];
    match &schema.kind {
        Kind::Scalar(Scalar::String(_)) => Some("string"),
        Kind::Scalar(Scalar::Integer(_) | Scalar::Number(_)) => Some("number"),
        Kind::Scalar(Scalar::Boolean) => Some("boolean"),
        Kind::Array(_) => Some("array"),
        Kind::Object(_) if !super::schema::is_struct(schema) => Some("object"),
        _ => None,
    }
}

fn unboxed(ty: &Type) -> &Type {
    match ty {
        Type::Boxed(inner) | Type::Option(inner) => unboxed(inner),
        other => other,
    }
}

/// Returns what is checked of a value: what its use asks, what its schema asks, and what is asked of its parts.
fn steps(cx: &mut Cx<'_>, used: &Use, more: &[Constraint], at: &Pointer, depth: usize) -> Vec<Step> {
    let api = cx.api;
    let target = cx.target(used.id);
    if depth > MAX_DEPTH || cx.replaced.contains_key(&used.id) || cx.replaced.contains_key(&target) {
        return Vec::new();
    }
    let mut constraints: Vec<&Constraint> = Vec::new();
    let own = [used.id, target].into_iter().flat_map(|id| &api.schemas[id].docs.constraints);
    for constraint in more.iter().chain(own) {
        if !constraints.contains(&constraint) {
            constraints.push(constraint);
        }
    }
    let schema = &api.schemas[target];
    let part = |cx: &mut Cx<'_>, part: &Use| {
        let is_optional = cx.is_nullable(part);
        let steps = steps(cx, part, &[], &schema.at, depth + 1);
        match is_optional && !steps.is_empty() {
            true => vec![Step::Present(steps)],
            false => steps,
        }
    };
    match &schema.kind {
        Kind::Scalar(scalar) => {
            let ty = scalar::lower(cx, scalar);
            constraints.into_iter().filter_map(|it| of_scalar(cx, &ty, it, at)).collect()
        }
        Kind::Array(array) => {
            let mut steps: Vec<Step> = constraints.into_iter().filter_map(of_array).collect();
            let items = part(cx, &array.items);
            steps.extend((!items.is_empty()).then_some(Step::Each(items)));
            steps
        }
        Kind::Object(object) if object.properties.is_empty() && !super::schema::is_struct(schema) => {
            let mut steps: Vec<Step> = constraints.into_iter().filter_map(of_map).collect();
            if let Additional::Schema(values) = &object.additional {
                let values = part(cx, values);
                steps.extend((!values.is_empty()).then_some(Step::Values(values)));
            }
            steps
        }
        Kind::Object(_) | Kind::Union(_) if cx.is_checked(target) => vec![Step::Model],
        _ => Vec::new(),
    }
}

fn of_array(constraint: &Constraint) -> Option<Step> {
    match constraint {
        Constraint::Count(least, most) => Some(Step::Count(*least, *most)),
        Constraint::Unique => Some(Step::Unique),
        _ => None,
    }
}

fn of_map(constraint: &Constraint) -> Option<Step> {
    match constraint {
        Constraint::Size(least, most) => Some(Step::Count(*least, *most)),
        _ => None,
    }
}

fn of_scalar(cx: &mut Cx<'_>, ty: &Type, constraint: &Constraint, at: &Pointer) -> Option<Step> {
    let is_integer = matches!(ty, Type::I32 | Type::I64 | Type::U32 | Type::U64);
    let limit = |number: &serde_json::Number| match number.as_i128().filter(|_| is_integer) {
        Some(integer) => Some(Limit::Integer(integer)),
        None if *ty == Type::F64 => number.as_f64().map(Limit::Float),
        None if is_integer || *ty == Type::F32 => number.as_f64().map(Limit::Cast),
        None => None,
    };
    match (constraint, ty) {
        (Constraint::Length(least, most), Type::String) => Some(Step::Length(*least, *most)),
        (Constraint::Pattern(text), Type::String) => match pattern::translate(text) {
            Some(pattern) => Some(Step::Pattern(pattern)),
            None => {
                let message = format!("the pattern {} is none that the crate `regex` knows", code(text));
                let help = "the bindings document it and do not check it";
                cx.sink.report(Code::UncheckedPattern, &at.join("pattern"), message).help(help);
                None
            }
        },
        (Constraint::Minimum(bound, exclusive), _) => Some(Step::Minimum(limit(bound)?, *exclusive)),
        (Constraint::Maximum(bound, exclusive), _) => Some(Step::Maximum(limit(bound)?, *exclusive)),
        (Constraint::MultipleOf(factor), _) => Some(Step::MultipleOf(limit(factor)?)),
        _ => None,
    }
}
