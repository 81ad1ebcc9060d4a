//! Scalars: types by `type` and `format`.

use super::context::Cx;
use crate::config::Format;
use crate::diagnostic::Pointer;
use crate::model::Scalar;
use crate::rust::ty::Type;

/// Returns the type of a scalar: what the configuration says of its format, or what `type` and `format` say.
pub(super) fn lower(cx: &mut Cx<'_>, scalar: &Scalar) -> Type {
    chosen(cx, scalar).unwrap_or_else(|| plain(scalar))
}

fn chosen(cx: &mut Cx<'_>, scalar: &Scalar) -> Option<Type> {
    let format = match scalar {
        Scalar::String(format) | Scalar::Integer(format) | Scalar::Number(format) => format.as_deref()?,
        Scalar::Boolean => return None,
    };
    let foreign = match (cx.config.formats.get(format)?, scalar) {
        (Format::Own(foreign), _) | (Format::Preset(foreign), Scalar::String(_)) => Some(foreign),
        (Format::Plain, Scalar::String(_)) => None,
        (Format::Plain | Format::Preset(_), _) => return None,
    };
    cx.matched.insert(Pointer::root().join("formats").join(format));
    Some(match foreign {
        Some(foreign) => cx.of_foreign(foreign),
        None => plain(scalar),
    })
}

/// Returns the type that `type` and `format` say. An integer without a format is an `i64`: what a server counts grows.
fn plain(scalar: &Scalar) -> Type {
    match scalar {
        Scalar::String(_) => Type::String,
        Scalar::Boolean => Type::Bool,
        Scalar::Integer(format) => match format.as_deref() {
            Some("int32" | "int16" | "int8" | "uint16" | "uint8") => Type::I32,
            Some("uint32") => Type::U32,
            Some("uint64" | "uint") => Type::U64,
            _ => Type::I64,
        },
        Scalar::Number(format) => match format.as_deref() {
            Some("float") => Type::F32,
            _ => Type::F64,
        },
    }
}
