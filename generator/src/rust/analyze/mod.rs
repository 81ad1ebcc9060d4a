//! Facts about the whole API that lowering one schema needs: who sends it, and where it contains itself.

mod direction;
mod reach;
mod recursion;

pub(super) use direction::Direction;
pub(super) use reach::unneeded;
pub(super) use recursion::Recursion;
