//! `models/<schema>.rs`: a component and its inline schemas.

use super::imports::Imports;
use super::{alias, enumeration, object, surface, union, File};
use crate::rust::item::Item;
use crate::rust::Module;

pub(super) fn emit(module: &Module) -> File {
    let local = module.items.iter().map(|item| item.name().as_str().to_owned());
    let mut imports = Imports::new(2, local);
    let mut items = Vec::new();
    for item in &module.items {
        items.extend(match item {
            Item::Struct(item) => object::emit(&mut imports, item),
            Item::Enumeration(item) => enumeration::emit(&mut imports, item),
            Item::Union(item) => union::emit(&mut imports, item),
            Item::Alias(item) => alias::emit(&mut imports, item),
        });
    }
    let mut all = imports.items();
    all.append(&mut items);
    File {
        path: format!("models/{}.rs", module.name.as_str()),
        items: all,
        surface: module.items.iter().flat_map(surface::item).collect(),
        ..File::default()
    }
}
