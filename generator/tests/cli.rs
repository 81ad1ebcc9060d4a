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
