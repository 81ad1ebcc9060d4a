//! When the build script must not write: somebody's edits, a CI, a read-only tree, and `OPENAPI_UPDATE`.

use crate::checkout::{files, Checkout, DOCUMENT};
use std::fs;
use std::path::PathBuf;

const FILE: &str = "generated/models/delivery_mode.rs";

/// The changes after [`Checkout::add_enum_value`] when the bindings have not followed.
const DOCUMENT_ALONE: &[&str] = &["spec/nativesso.yaml +1 -0"];
/// The changes after [`Checkout::add_enum_value`] when the bindings have followed.
const DOCUMENT_AND_BINDINGS: &[&str] = &[
    "generated/api.txt +1 -0",
    "generated/bindings.lock +1 -1",
    "generated/models/delivery_mode.rs +4 -0",
    "spec/nativesso.yaml +1 -0",
];

#[test]
fn a_hand_edit_is_refused_by_name_and_nothing_at_all_is_written() {
    let checkout = Checkout::new();
    checkout.replace(FILE, "    Push,\n", "    Push, // by hand\n");
    let refused = [
        "nothing was written, because something would be lost",
        "models/delivery_mode.rs: was edited by hand",
        "put what you want into the document or its `bindings.yaml`",
    ];
    checkout.build().failure().says(&refused);
    checkout.assert_changes(&["generated/models/delivery_mode.rs +1 -1"]);

    // Not even files that nobody has edited, when the document has changed as well.
    checkout.insert(
        "    pair:",
        "          description: The value of the attribute.",
        "        extra:\n          type: string\n",
    );
    checkout.build().failure().says(&refused).says_nothing_of("pair.rs");
    checkout.assert_changes(&["generated/models/delivery_mode.rs +1 -1", "spec/nativesso.yaml +2 -0"]);

    checkout.git(&["checkout", "--quiet", "HEAD", "--", FILE]);
    checkout.build().success().says(&["rewrote", "generated/models/pair.rs"]);
}

#[test]
fn a_deleted_file_comes_back() {
    let checkout = Checkout::new();
    fs::remove_file(checkout.root().join(FILE)).unwrap();
    checkout.build().success().says(&["rewrote generated/models/delivery_mode.rs"]);
    checkout.assert_unchanged();
}

#[test]
fn a_ci_fails_on_drift_and_says_what_to_run() {
    let checkout = Checkout::new();
    checkout.build_with(&[("CI", "1")]).success().says_nothing_of("warning");
    checkout.assert_unchanged();

    checkout.add_enum_value();
    checkout.build_with(&[("CI", "1")]).failure().says(&[
        "`generated` is not what `spec/nativesso.yaml` asks for",
        "models/delivery_mode.rs: is out of date",
        "run `cargo build` on your machine and commit the result",
        "OPENAPI_UPDATE",
    ]);
    checkout.assert_changes(DOCUMENT_ALONE);

    // The developer does what is said, and the CI is content.
    checkout.build().success();
    checkout.build_with(&[("CI", "1")]).success();
    checkout.assert_changes(DOCUMENT_AND_BINDINGS);
}

#[test]
fn openapi_update_decides_what_happens_on_drift() {
    let checkout = Checkout::new();
    checkout.add_enum_value();
    checkout.build_with(&[("OPENAPI_UPDATE", "no")]).success().says(&[
        "generated/models/delivery_mode.rs: not what spec/nativesso.yaml asks for, and OPENAPI_UPDATE is `no`",
    ]);
    checkout.assert_changes(DOCUMENT_ALONE);
    checkout
        .build_with(&[("OPENAPI_UPDATE", "sometimes")])
        .failure()
        .says(&["OPENAPI_UPDATE is `sometimes`; it can be `auto`, `always` or `no`"]);
    checkout.build_with(&[("OPENAPI_UPDATE", "auto"), ("CI", "1")]).failure();
    checkout.assert_changes(DOCUMENT_ALONE);
    checkout.build_with(&[("OPENAPI_UPDATE", "always"), ("CI", "1")]).success().says(&["rewrote"]);
    checkout.assert_changes(DOCUMENT_AND_BINDINGS);

    checkout.git(&["checkout", "--quiet", "HEAD", "--", DOCUMENT]);
    checkout.build_with(&[("OPENAPI_UPDATE", "auto")]).success().says(&["rewrote"]);
    checkout.assert_unchanged();
}

/// A tree without permission to write, until it is dropped.
///
/// The permission bits are what a read-only tree is known by: root, as whom a container builds, may write whatever
/// they say, so that nothing but them could tell. A read-only mount, which cannot be made everywhere, fails the first
/// write with an error that is taken in the same way.
struct ReadOnly(PathBuf);

impl ReadOnly {
    fn new(root: PathBuf) -> Self {
        let tree = Self(root);
        tree.set(true);
        tree
    }

    fn set(&self, readonly: bool) {
        let files = files(&self.0);
        let folders = files.iter().filter_map(|file| Some(file.rsplit_once('/')?.0));
        for path in files.iter().map(String::as_str).chain(folders).chain([""]) {
            let path = self.0.join(path);
            let mut permissions = fs::metadata(&path).unwrap().permissions();
            set_readonly(&mut permissions, readonly);
            fs::set_permissions(path, permissions).unwrap();
        }
    }
}

#[cfg(unix)]
fn set_readonly(permissions: &mut fs::Permissions, readonly: bool) {
    use std::os::unix::fs::PermissionsExt;
    let mode = permissions.mode();
    // Only for the owner, as it was: git looks at no more than whether a file is executable.
    permissions.set_mode(if readonly { mode & !0o222 } else { mode | 0o200 });
}

#[cfg(not(unix))]
fn set_readonly(permissions: &mut fs::Permissions, readonly: bool) {
    permissions.set_readonly(readonly);
}

impl Drop for ReadOnly {
    fn drop(&mut self) {
        self.set(false);
    }
}

#[test]
fn a_read_only_tree_builds_with_the_bindings_that_it_has() {
    let checkout = Checkout::new();
    let tree = ReadOnly::new(checkout.root().join("generated"));
    checkout.build().success().says_nothing_of("warning");
    checkout.add_enum_value();
    checkout.build().success().says(&["generated is not what spec/nativesso.yaml asks for", "is read-only"]);
    checkout.assert_changes(DOCUMENT_ALONE);

    drop(tree);
    // The document has not changed since; the build script looks again all the same.
    checkout.build().success().says(&["rewrote"]);
    checkout.assert_changes(DOCUMENT_AND_BINDINGS);
}
