//! Two branches that both changed the document and regenerated meet.

use crate::checkout::{Checkout, DOCUMENT};

/// The first description in the schema that both branches change.
const FIRST: &str = "          description: The code of the result, for logs and for Authlete's support.";
/// The last one.
const LAST: &str = "          description: The ID token. For `OK` it stands in `responseContent`, too.";

/// The properties that the branches add. They are side by side in `api.txt`, which is sorted.
const THEIRS: &str = "        zoneLeft:\n          type: string\n";
const OURS: &str = "        zoneRight:\n          type: string\n";

/// Adds a property on a branch of its own, builds and commits.
fn branch(checkout: &Checkout, name: &str, after: &str, property: &str) {
    checkout.git(&["checkout", "--quiet", "-B", name, "main"]);
    checkout.insert("    native_sso_response:", after, property);
    checkout.build().success();
    checkout.commit(name);
}

/// Merges two branches that both regenerated, up to the conflict in the files `conflicts`.
fn merge(checkout: &Checkout, their_place: &str, our_place: &str, conflicts: &[&str]) {
    branch(checkout, "theirs", their_place, THEIRS);
    branch(checkout, "ours", our_place, OURS);
    checkout.try_git(&["merge", "--quiet", "theirs"]).failure();
    let found = checkout.git(&["diff", "--name-only", "--diff-filter=U"]);
    assert_eq!(found.lines().collect::<Vec<_>>(), conflicts);
}

/// Checks that the bindings have what both branches added, and are what the merged document asks for.
fn assert_merged(checkout: &Checkout) {
    checkout.git(&["add", "--all"]);
    let text = checkout.read("generated/models/native_sso_response.rs");
    assert!(text.contains("zone_left: Option<String>") && text.contains("zone_right: Option<String>"));
    let marked = checkout.try_git(&["grep", "--line-number", "-E", "^(<<<<<<<|>>>>>>>)", "--", "generated"]);
    marked.failure().says_nothing_of("generated/");
    checkout.commit("Merge");
    checkout.build_with(&[("CI", "1")]).success();
    checkout.assert_unchanged();
}

#[test]
fn a_build_repairs_the_conflicts_of_two_branches_that_both_regenerated() {
    let checkout = Checkout::new();
    merge(&checkout, FIRST, LAST, &["generated/api.txt", "generated/bindings.lock"]);
    checkout.build().success().says(&["generated/api.txt", "generated/bindings.lock"]);
    assert_merged(&checkout);
}

#[test]
fn a_build_repairs_what_is_left_when_somebody_has_resolved_the_rest() {
    let checkout = Checkout::new();
    let bindings =
        ["generated/api.txt", "generated/bindings.lock", "generated/models/native_sso_response.rs"];
    merge(&checkout, LAST, LAST, &[bindings[0], bindings[1], bindings[2], DOCUMENT]);
    // The document is for people to merge: here, both properties stay.
    checkout.git(&["checkout", "--quiet", "--ours", "--", DOCUMENT, bindings[0], bindings[1]]);
    checkout.insert("    native_sso_response:", LAST, THEIRS);
    checkout.build().success().says(&bindings);
    assert_merged(&checkout);
}
