//! The command line as a script sees it: its output and its exit code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own for a test, with a document and its configuration.
struct Folder(PathBuf);

/// What a command printed, and whether it succeeded.
struct Outcome {
    success: bool,
    stdout: String,
    stderr: String,
}

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for (file, text) in files {
            fs::write(path.join(file), text).unwrap();
        }
        Self(path)
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-bindgen"));
        let output = command.args(arguments).current_dir(&self.0).output().unwrap();
        Outcome {
            success: output.status.success(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { operationId: listPets, responses: { '204': { description: None. } } }
components:
  schemas:
    Pet: { type: object, not: {}, properties: { id: { not: {} } } }
";

#[test]
fn what_has_a_name_from_an_earlier_run_can_be_given_another() {
    let folder = Folder::new("rename", &[("openapi.yaml", PETS)]);
    assert!(folder.run(&["generate", "openapi.yaml", "--out", "api"]).success);
    let configuration =
        "operations: { listPets: all }\nschemas: { Pet: { name: Animal, properties: { id: key } } }\n";
    fs::write(folder.0.join("bindings.yaml"), configuration).unwrap();
    let renamed = folder.run(&["generate", "openapi.yaml", "--out", "api"]);
    assert!(renamed.success, "{}", renamed.stderr);
    let surface = fs::read_to_string(folder.0.join("api/api.txt")).unwrap();
    for line in ["operations::Api::all() ", "models::Animal (struct", "models::Animal.key: "] {
        assert!(surface.contains(line), "{line}: {surface}");
    }
    assert!(folder.run(&["check", "openapi.yaml", "--out", "api"]).success);
}

#[test]
fn overlays_of_the_command_line_come_after_those_of_the_configuration() {
    let overlay =
        |actions: &str| format!("overlay: 1.1.0\ninfo: {{ title: O, version: 1.0.0 }}\nactions:\n{actions}");
    let rename = |from: &str, to: &str| {
        overlay(&format!("  - target: $.paths.*.get[?@ == '{from}']\n    update: {to}\n"))
    };
    let folder = Folder::new(
        "overlays",
        &[
            ("openapi.yaml", PETS),
            ("bindings.yaml", "overlays: [first.yaml]\n"),
            ("first.yaml", &rename("listPets", "second")),
            ("more.yaml", &rename("second", "third")),
            ("lost.yaml", &overlay("  - target: $.nothing\n    remove: true\n")),
        ],
    );
    let run = folder.run(&[
        "generate",
        "openapi.yaml",
        "--out",
        "api",
        "--overlay",
        "more.yaml",
        "--overlay",
        "lost.yaml",
    ]);
    assert!(run.success && run.stderr.contains("warning[unmatched-action]"), "{}", run.stderr);
    assert!(run.stderr.contains(" --> lost.yaml:4:5\n"), "{}", run.stderr);
    let surface = fs::read_to_string(folder.0.join("api/api.txt")).unwrap();
    assert!(surface.contains("operations::Api::third() "), "{surface}");
    let missing = folder.run(&["check", "openapi.yaml", "--out", "api", "--overlay", "absent.yaml"]);
    assert!(!missing.success && missing.stderr.contains("error[unreadable-input]"), "{}", missing.stderr);
}

#[test]
fn a_module_has_no_features() {
    let folder = Folder::new("features", &[("openapi.yaml", PETS), ("bindings.yaml", "features: tags\n")]);
    let module = folder.run(&["generate", "openapi.yaml", "--out", "api"]);
    assert!(!module.success && module.stderr.contains("error[wrong-option]: these bindings are no crate"));
    let package = folder.run(&["generate", "openapi.yaml", "--out", "pets", "--crate-name", "pets"]);
    assert!(package.success, "{}", package.stderr);
    let manifest = fs::read_to_string(folder.0.join("pets/Cargo.toml")).unwrap();
    assert!(manifest.contains("default = [\"reqwest\", \"api\"]\n"), "{manifest}");
    fs::write(folder.0.join("pets/Cargo.toml"), manifest.replace("api = []", "")).unwrap();
    let check = folder.run(&["check", "openapi.yaml", "--out", "pets", "--crate-name", "pets"]);
    assert!(!check.success && check.stderr.contains("\napi = []\n"), "{}", check.stderr);
}

#[test]
fn a_run_ends_with_what_it_came_to() {
    let folder = Folder::new(
        "summary",
        &[("openapi.yaml", PETS), ("clean.yaml", &PETS.replace("not: {}", "x-not: {}"))],
    );
    let degraded = folder.run(&["generate", "openapi.yaml", "--out", "api"]);
    assert!(degraded.success, "{}", degraded.stderr);
    assert!(
        degraded.stderr.ends_with("\n1 operation, 1 schema, 2 warnings\n     2  not-ignored\n"),
        "{}",
        degraded.stderr
    );
    let clean = folder.run(&["generate", "clean.yaml", "--out", "clean"]);
    assert_eq!(clean.stderr, "1 operation, 1 schema, nothing degraded\n");
    assert!(clean.stdout.starts_with("clean: "), "{}", clean.stdout);
}

#[test]
fn in_json_the_summary_is_the_last_object() {
    let folder = Folder::new("summary-json", &[("openapi.yaml", &PETS.replace("204", "x"))]);
    let outcome = folder.run(&["check", "openapi.yaml", "--out", "api", "--message-format", "json"]);
    assert!(!outcome.success);
    let last = outcome.stderr.lines().last().unwrap();
    let expected = "{\"summary\":{\"operations\":1,\"schemas\":1,\"errors\":0,\"warnings\":3,\"codes\":{\"not-ignored\":2,\"unknown-key\":1}}}";
    assert_eq!(last, expected);
}

#[test]
fn drift_is_shown_item_by_item_on_the_command_line_and_in_a_test() {
    let folder = Folder::new("drift", &[("openapi.yaml", PETS)]);
    assert!(folder.run(&["generate", "openapi.yaml", "--out", "api"]).success);
    let builder = || {
        let at = |path: &str| folder.0.join(path);
        openapi_bindgen::cargo::Builder::new().document(at("openapi.yaml")).vendored(at("api"))
    };
    openapi_bindgen::assert_vendored!(builder());

    let document = PETS.replace("properties: { ", "properties: { tag: { type: string }, ");
    fs::write(folder.0.join("openapi.yaml"), document).unwrap();
    let item = "+models::Pet.tag: Option<String> (\"tag\", setter)";
    let checked = folder.run(&["check", "openapi.yaml", "--out", "api"]);
    assert!(!checked.success && checked.stdout.contains(item), "{}", checked.stdout);
    let panic = std::panic::catch_unwind(|| openapi_bindgen::assert_vendored!(builder())).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains(item) && message.contains("models/pet.rs: is out of date"), "{message}");
}

/// Runs git in a folder, without the configuration of whoever runs the tests.
fn git(folder: &Folder, arguments: &[&str]) {
    let mut command = Command::new("git");
    let identity =
        ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"];
    let output = command.args(identity).args(arguments).current_dir(&folder.0).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_document_is_compared_with_what_it_was_at_a_revision() {
    let folder = Folder::new("diff-git", &[("openapi.yaml", PETS)]);
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "openapi.yaml"]);
    git(&folder, &["commit", "--quiet", "-m", "first"]);
    let none = folder.run(&["diff", "git:HEAD:openapi.yaml", "openapi.yaml", "--fail-on", "patch"]);
    assert!(none.success && none.stdout == "nothing changed\n", "{}{}", none.stdout, none.stderr);
    fs::write(folder.0.join("openapi.yaml"), PETS.replace("/pets", "/animals")).unwrap();
    let some = folder.run(&["diff", "git:HEAD:openapi.yaml", "./openapi.yaml"]);
    assert!(some.success && some.stdout.contains(" R6 GET /animals: path changed"), "{}", some.stdout);
    assert!(some.stdout.contains("git:HEAD:openapi.yaml:5 → ./openapi.yaml:5"), "{}", some.stdout);
    for odd in [
        "git:--output=x:openapi.yaml",
        "git:HEAD;ls:openapi.yaml",
        "git:nowhere:openapi.yaml",
        "git:HEAD:../x",
        "git:HEAD",
    ] {
        let refused = folder.run(&["diff", odd, "openapi.yaml"]);
        assert!(!refused.success && refused.stderr.starts_with("error: "), "{odd}: {}", refused.stderr);
    }
    assert!(!folder.0.join("x").exists());
}

#[test]
fn a_threshold_decides_how_diff_ends_and_what_is_accepted_does_not_count() {
    let new = PETS.replace(
        "  /pets:\n",
        "  /more:\n    get: { responses: { '204': { description: None. } } }\n  /pets:\n",
    );
    let folder = Folder::new("diff-fail", &[("old.yaml", PETS), ("new.yaml", &new)]);
    let run = |more: &[&str]| folder.run(&[&["diff", "old.yaml", "new.yaml"], more].concat());
    for (threshold, success) in [("never", true), ("major", true), ("minor", false), ("patch", false)] {
        assert_eq!(run(&["--fail-on", threshold]).success, success, "{threshold}");
    }
    let json: serde_json::Value = serde_json::from_str(&run(&["--format", "json"]).stdout).unwrap();
    assert_eq!((&json["bump"], &json["changes"][0]["code"]), (&"minor".into(), &"R1".into()));
    let fingerprint = json["changes"][0]["fingerprint"].as_str().unwrap();
    fs::write(folder.0.join("accepted"), format!("R1 {fingerprint} # wanted\n0123456789abcdef\n")).unwrap();
    let accepted = run(&["--accept", "accepted", "--fail-on", "patch"]);
    assert!(accepted.success, "{}", accepted.stdout);
    assert_eq!(accepted.stdout, "nothing changed but what was accepted: 1\n");
    assert!(accepted.stderr.contains("0123456789abcdef"), "{}", accepted.stderr);
    fs::write(folder.0.join("accepted"), "anything\n").unwrap();
    assert!(run(&["--accept", "accepted"]).stderr.contains("--> accepted:1"));
}

#[test]
fn a_document_of_a_revision_refers_to_files_of_that_revision() {
    let folder = Folder::new("diff-git-files", &[("outside.yaml", "type: string\n")]);
    fs::create_dir_all(folder.0.join("spec/schemas")).unwrap();
    let document = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n  /pets:\n    get:\n      \
                    operationId: pets\n      responses:\n        '200':\n          description: ok\n          \
                    content: { application/json: { schema: { $ref: REFERENCE } } }\n";
    let write = |path: &str, text: &str| fs::write(folder.0.join(path), text).unwrap();
    let pet = "type: object\nproperties: { name: { type: string } }\n";
    write("spec/schemas/pet.yaml", pet);
    write("spec/openapi.yaml", &document.replace("REFERENCE", "schemas/pet.yaml"));
    write("spec/escapes.yaml", &document.replace("REFERENCE", "../outside.yaml"));
    write("spec/misses.yaml", &document.replace("REFERENCE", "schemas/pets.yaml"));
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "first"]);
    write("spec/schemas/pet.yaml", &pet.replace("string } }", "string }, age: { type: integer } }"));

    let diff = |old: &str, new: &str| folder.run(&["diff", old, new]);
    let some = diff("git:HEAD:spec/openapi.yaml", "spec/openapi.yaml");
    assert!(some.stdout.contains("new → models::Pet.age: Option<i64>"), "{}{}", some.stdout, some.stderr);
    let back = diff("spec/openapi.yaml", "git:HEAD:spec/openapi.yaml");
    assert!(back.stdout.contains("models::Pet.age: Option<i64> → gone"), "{}{}", back.stdout, back.stderr);
    assert!(diff("git:HEAD:spec/openapi.yaml", "git:HEAD:./spec/openapi.yaml").stdout.starts_with("nothing"));

    let outside = diff("git:HEAD:spec/escapes.yaml", "spec/openapi.yaml");
    assert!(outside.stderr.contains("outside of the document's folder"), "{}", outside.stderr);
    let missing = diff("git:HEAD:spec/misses.yaml", "spec/openapi.yaml");
    assert!(missing.stderr.contains("--> git:HEAD:spec/misses.yaml:10"), "{}", missing.stderr);
    write("bindings.yaml", "references: { root: . }\n");
    let allowed =
        folder.run(&["diff", "git:HEAD:spec/escapes.yaml", "spec/escapes.yaml", "--config", "bindings.yaml"]);
    assert!(allowed.stdout.starts_with("nothing"), "{}{}", allowed.stdout, allowed.stderr);
}

#[test]
fn the_lock_of_the_old_bindings_says_how_callers_call_things() {
    let folder = Folder::new("diff-lock", &[("openapi.yaml", PETS)]);
    let generate = || assert!(folder.run(&["generate", "openapi.yaml", "--out", "api"]).success);
    let write = |text: &str| fs::write(folder.0.join("openapi.yaml"), text).unwrap();
    generate();
    // The name of the method stays where the operation is called otherwise.
    let renamed = PETS.replace("listPets", "all");
    write(&renamed);
    generate();
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "first"]);
    let limit = "parameters: [{ name: limit, in: query, schema: { type: integer } }], responses";
    write(&renamed.replace("responses", limit));
    let diff = |more: &[&str]| {
        let arguments = [&["diff", "git:HEAD:openapi.yaml", "openapi.yaml"], more].concat();
        folder.run(&arguments).stdout
    };
    assert!(diff(&[]).contains("Call<operations::api::All>::limit"), "{}", diff(&[]));
    let known = diff(&["--vendored", "api"]);
    assert!(known.contains("Call<operations::api::ListPets>::limit"), "{known}");
    // The folder is there no more, but the commit has it.
    fs::remove_dir_all(folder.0.join("api")).unwrap();
    assert_eq!(diff(&["--vendored", "api"]), known);
}

#[test]
fn vendored_bindings_stand_for_the_old_document() {
    let folder = Folder::new("diff-vendored", &[("openapi.yaml", PETS)]);
    assert!(folder.run(&["generate", "openapi.yaml", "--out", "api"]).success);
    let none = folder.run(&["diff", "openapi.yaml", "--against-vendored", "api"]);
    assert!(none.success && none.stdout.starts_with("nothing changed\n"), "{}{}", none.stdout, none.stderr);
    fs::write(folder.0.join("openapi.yaml"), PETS.replace("Pet:", "Dog:")).unwrap();
    let renamed = folder.run(&["diff", "openapi.yaml", "--against-vendored", "api", "--fail-on", "major"]);
    assert!(!renamed.success && renamed.stdout.contains("models::Pet → models::Dog"), "{}", renamed.stdout);
    assert!(renamed.stdout.contains("schemas: { Dog: Pet }"), "{}", renamed.stdout);
    let again = folder.run(&["generate", "openapi.yaml", "--out", "api"]);
    assert!(again.stderr.contains("for callers: major: 1 major; wire: ok\n"), "{}", again.stderr);
    assert!(!folder.run(&["diff", "openapi.yaml", "--against-vendored", "nowhere"]).success);
}

#[test]
fn a_header_that_comes_touches_its_own_lines_and_renames_nothing() {
    let with = |headers: &str| {
        PETS.replace("description: None.", &format!("description: None., headers: {headers}"))
    };
    let old = with("{ X_Total: { schema: { type: integer } } }");
    let folder = Folder::new("headers", &[("openapi.yaml", &old)]);
    assert!(folder.run(&["generate", "openapi.yaml", "--out", "api"]).success);
    let read = |file: &str| fs::read_to_string(folder.0.join("api").join(file)).unwrap();
    let before = ["api.txt", "operations/api.rs"].map(read);
    let new = with("{ X-Total: { schema: { type: string } }, X_Total: { schema: { type: integer } } }");
    fs::write(folder.0.join("openapi.yaml"), new).unwrap();
    let report = folder.run(&["diff", "openapi.yaml", "--against-vendored", "api"]).stdout;
    assert!(report.starts_with("minor: 1 minor; wire: ok\n") && report.contains(" R112 "), "{report}");
    assert!(folder.run(&["generate", "openapi.yaml", "--out", "api"]).success);
    let after = ["api.txt", "operations/api.rs"].map(read);
    for (before, after) in before.iter().zip(&after) {
        let others = after.lines().filter(|line| !line.contains("X-Total"));
        assert_eq!(others.collect::<Vec<_>>(), before.lines().collect::<Vec<_>>());
    }
    assert!(after[0].contains("ListPets::X_TOTAL: Header<Option<i64>> (header \"X_Total\")"), "{}", after[0]);
    fs::write(folder.0.join("openapi.yaml"), PETS).unwrap();
    let report = folder.run(&["diff", "openapi.yaml", "--against-vendored", "api"]).stdout;
    assert!(report.contains(" R113 ") && !report.contains(" R2 "), "{report}");
}

#[test]
fn a_rule_can_be_explained() {
    let folder = Folder::new("explain", &[]);
    let explained = folder.run(&["explain", "R50"]);
    assert!(
        explained.success && explained.stdout.starts_with("R50: required property added"),
        "{}",
        explained.stdout
    );
    assert!(!folder.run(&["explain", "R129"]).success);
}
