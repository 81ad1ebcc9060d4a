//! The snapshots of the repository's own bindings follow an edit of the document, and no others do.

use crate::checkout::{cargo, Checkout};
use crate::outcome::Outcome;

#[test]
fn a_new_optional_property_changes_just_the_snapshots_that_show_it() {
    let checkout = Checkout::new();
    checkout.insert(
        "    native_sso_response:",
        "          description: The ID token. For `OK` it stands in `responseContent`, too.",
        "        sessionEnded:\n          type: boolean\n          description: Whether the session is gone, too.\n",
    );
    checkout.build().success();
    // Only the tests of the bindings: what else has snapshots are the fixtures, which do not know this document. All
    // tests would be this one, too.
    let mut tests = cargo(checkout.root());
    tests.args(["test", "--locked", "--test", "bindings"]).env("INSTA_UPDATE", "always");
    Outcome::of(&mut tests).success();
    checkout.assert_changes(&[
        "generated/api.txt +1 -0",
        "generated/bindings.lock +1 -1",
        "generated/models/native_sso_response.rs +5 -0",
        "spec/nativesso.yaml +3 -0",
        "tests/bindings/api.snap +1 -0",
        "tests/bindings/native_sso_response.snap +5 -0",
    ]);
}
