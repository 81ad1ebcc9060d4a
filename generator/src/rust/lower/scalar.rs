//! Scalars: types by `type` and `format`.

use crate::model::Scalar;
use crate::rust::ty::Type;

/// Returns the type of a scalar. An integer without a format is an `i64`: what a server counts grows.
pub(super) fn lower(scalar: &Scalar) -> Type {
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
