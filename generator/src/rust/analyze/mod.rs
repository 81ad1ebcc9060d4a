//! Facts about the whole API that lowering one schema needs: who sends it, and where it contains itself.

mod direction;
mod order;
mod reach;
mod recursion;

pub(super) use direction::Direction;
pub(super) use order::owners_first;
pub(super) use reach::unneeded;
pub(super) use recursion::Recursion;
