//! Numbers that are integers in another spelling.

use serde_json::Number;

/// Returns a number without a fraction as an integer: `1` and `1.0`, but not `0.5` and not `1e300`.
pub fn integral(number: &Number) -> Option<Number> {
    if number.is_i64() || number.is_u64() {
        return Some(number.clone());
    }
    let float = number.as_f64()?;
    // Below 2^53 every integer is a double of its own, so nothing is rounded.
    #[expect(clippy::cast_possible_truncation, reason = "the range has been checked")]
    let integer = (float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0).then_some(float as i64);
    integer.map(Number::from)
}
