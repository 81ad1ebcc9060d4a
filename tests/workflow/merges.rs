//! Two branches that both changed the document and regenerated meet.

use crate::checkout::{Checkout, DOCUMENT};

/// Adds a property on a branch of its own, builds and commits. The two properties end up in different places of the
/// document, but side by side in `api.txt`, which is sorted.
fn branch(checkout: &Checkout, name: &str, after: &str, property: &str) {
    checkout.git(&["checkout", "--quiet", "-B", name, "main"]);
    checkout.insert("    native_sso_response:", after, property);
    checkout.build().success();
    checkout.commit(name);
}

/// Merges two branches that both regenerated, up to the conflict.
fn merge(checkout: &Checkout) {
    let after = "          description: The code of the result, for logs and for Authlete's support.";
    branch(
        checkout,
        "theirs",
        after,
        "        zoneLeft:\n          type: string\n",
    );
    let after = "          description: The ID token. For `OK` it stands in `responseContent`, too.";
    branch(
        checkout,
        "ours",
        after,
        "        zoneRight:\n          type: string\n",
    );
    checkout.try_git(&["merge", "--quiet", "theirs"]).failure();
    let conflicts = checkout.git(&["diff", "--name-only", "--diff-filter=U"]);
    let conflicts: Vec<&str> = conflicts.lines().collect();
    assert_eq!(
        conflicts,
        ["generated/api.txt", "generated/bindings.lock"],
        "{DOCUMENT} merges by itself"
    );
}

/// Checks that the bindings have what both branches added, and are what the merged document asks for.
fn assert_merged(checkout: &Checkout) {
    checkout.git(&["add", "--all"]);
    let text = checkout.read("generated/models/native_sso_response.rs");
    assert!(text.contains("zone_left: Option<String>") && text.contains("zone_right: Option<String>"));
    let marked = checkout.try_git(&[
        "grep",
        "--line-number",
        "-E",
        "^(<<<<<<<|>>>>>>>)",
        "--",
        "generated",
    ]);
    marked.failure().is_silent_about("generated/");
    checkout.commit("Merge");
    checkout.build_with(&[("CI", "1")]).success();
    checkout.assert_unchanged();
}

#[test]
fn a_build_repairs_the_conflicts_of_two_branches_that_both_regenerated() {
    let checkout = Checkout::new();
    merge(&checkout);
    checkout
        .build()
        .success()
        .says(&["generated/api.txt", "generated/bindings.lock"]);
    assert_merged(&checkout);
}

#[test]
fn a_build_repairs_a_merge_for_which_somebody_has_taken_one_side() {
    let checkout = Checkout::new();
    merge(&checkout);
    checkout.git(&[
        "checkout",
        "--quiet",
        "--ours",
        "--",
        "generated/api.txt",
        "generated/bindings.lock",
    ]);
    checkout
        .build()
        .success()
        .says(&["generated/api.txt", "generated/bindings.lock"]);
    assert_merged(&checkout);
}
