//! Goes over both APIs at once and reports what differs: one mechanism a file.
//!
//! Operations come first, then components; a schema is compared when something leads to it on both sides, each pair
//! once, from a queue, so that no stack grows with the document.

mod ability;
mod body;
mod client;
mod component;
mod docs;
mod enumeration;
mod habit;
mod header;
mod hook;
mod info;
mod operation;
mod parameter;
mod prefix;
mod property;
mod response;
mod rest;
mod schema;
mod security;
mod server;
mod union;

pub(super) use operation::label;
pub(super) use prefix::Prefix;

use super::compare::Cx;

/// Compares both sides of the context.
pub(super) fn walk(cx: &mut Cx<'_>) {
    component::pair(cx);
    operation::all(cx);
    hook::all(cx);
    drain(cx);
    component::rest(cx);
    drain(cx);
    server::all(cx);
    security::schemes(cx);
    info::all(cx);
    rest::all(cx);
}

fn drain(cx: &mut Cx<'_>) {
    while let Some((old, new, place)) = cx.queue.pop() {
        schema::pair(cx, (old, new), &place);
    }
}
