//! Two builds of one tree at the same time.

use crate::checkout::{cargo, files, target, workplace, Checkout};
use crate::outcome::Outcome;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How often the two meet; each time they do so a little differently.
const ROUNDS: usize = 3;

/// Builds from another target folder, so that no lock of cargo keeps the two apart.
fn build_in(checkout: &Checkout, target: &Path) -> Command {
    let mut build = cargo(checkout.root());
    build.args(["build", "--locked"]).env("CARGO_TARGET_DIR", target);
    build.stdout(Stdio::piped()).stderr(Stdio::piped());
    build
}

/// Returns a target folder with all that has been compiled so far. The copies keep their times, by which cargo tells
/// what it need not compile again.
fn second_target() -> PathBuf {
    let (first, second) = (target(), workplace().join("second-target"));
    let _ = fs::remove_dir_all(&second);
    for path in files(&first) {
        // The archives and crates of other tests are of no use to a build.
        if path.starts_with("package/") {
            continue;
        }
        let (from, to) = (first.join(&path), second.join(&path));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&from, &to).unwrap();
        let time = fs::metadata(&from).unwrap().modified().unwrap();
        fs::File::options().write(true).open(&to).unwrap().set_modified(time).unwrap();
    }
    second
}

#[test]
fn two_builds_at_once_both_succeed_and_leave_a_whole_tree() {
    let checkout = Checkout::new();
    let second = second_target();
    for round in 0..ROUNDS {
        checkout.insert("    delivery_mode:", "        - PUSH", &format!("        - PUSH_{round}\n"));
        checkout.insert(
            "    pair:",
            "          description: The value of the attribute.",
            &format!("        extra{round}:\n          type: string\n"),
        );
        let mut builds = [build_in(&checkout, &target()), build_in(&checkout, &second)];
        let running: Vec<_> = builds.iter_mut().map(|build| build.spawn().unwrap()).collect();
        for (build, child) in builds.iter().zip(running) {
            Outcome::new(build, &child.wait_with_output().unwrap()).success();
        }
        // Nothing is half-written or left over: another build finds nothing to do.
        checkout.build_with(&[("CI", "1")]).success();
        let lines = round + 1;
        checkout.assert_changes(&[
            &format!("generated/api.txt +{} -0", 2 * lines),
            "generated/bindings.lock +2 -2",
            &format!("generated/models/delivery_mode.rs +{} -0", 4 * lines),
            &format!("generated/models/pair.rs +{} -0", 4 * lines),
            &format!("spec/nativesso.yaml +{} -0", 3 * lines),
        ]);
    }
    fs::remove_dir_all(second).unwrap();
}
