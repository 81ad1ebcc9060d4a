//! Editions of the output: a lock keeps its own, another one is asked for, and what nobody knows changes nothing.

use openapi_bindgen::rust::Edition;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets: { get: { operationId: listPets, responses: { '204': { description: None. } } } }
";

/// A folder with a document.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editions").join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("openapi.yaml"), PETS).unwrap();
        Self(root)
    }

    fn run(&self, command: &str, more: &[&str]) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_openapi-bindgen"));
        program.args([command, "openapi.yaml", "--out", "api"]).args(more).current_dir(&self.0);
        program.output().unwrap()
    }

    fn lock(&self) -> String {
        fs::read_to_string(self.0.join("api/bindings.lock")).unwrap()
    }
}

#[test]
fn a_regeneration_keeps_the_edition_of_the_lock() {
    for edition in Edition::ALL {
        let folder = Folder::new(&format!("keeps-{edition}"));
        assert!(folder.run("generate", &["--edition", &edition.to_string()]).status.success());
        assert!(folder.lock().contains(&format!("\nedition {edition}\n")), "{}", folder.lock());
        assert!(folder.run("check", &[]).status.success());
        let again = folder.run("generate", &[]);
        assert!(String::from_utf8_lossy(&again.stdout).contains("0 files written"), "{again:?}");
    }
}

#[test]
fn a_lock_without_an_edition_is_of_the_first() {
    let folder = Folder::new("first");
    let first = Edition::ALL[0];
    assert!(folder.run("generate", &["--edition", &first.to_string()]).status.success());
    let sealed = folder.lock();
    fs::write(folder.0.join("api/bindings.lock"), sealed.replace(&format!("edition {first}\n"), "")).unwrap();
    assert!(folder.run("generate", &[]).status.success());
    assert_eq!(folder.lock(), sealed);
}

#[test]
fn two_sides_of_a_merge_have_one_edition_afterwards() {
    let folder = Folder::new("merge");
    assert!(folder.run("generate", &[]).status.success());
    let sealed = folder.lock();
    let line = format!("edition {}\n", Edition::default());
    let conflict = format!("<<<<<<< HEAD\n{line}=======\nedition 1\n>>>>>>> theirs\n");
    fs::write(folder.0.join("api/bindings.lock"), sealed.replace(&line, &conflict)).unwrap();
    assert!(folder.run("generate", &[]).status.success());
    assert_eq!(folder.lock(), sealed);
}

#[test]
fn an_edition_that_nobody_knows_changes_nothing() {
    let known = format!("this openapi-bindgen makes edition {}", Edition::default());
    let folder = Folder::new("unknown");
    let asked = folder.run("generate", &["--edition", "99"]);
    assert!(!asked.status.success() && String::from_utf8_lossy(&asked.stderr).contains(&known), "{asked:?}");
    fs::write(folder.0.join("bindings.yaml"), "edition: 99\n").unwrap();
    let configured = folder.run("generate", &[]);
    let said = String::from_utf8_lossy(&configured.stderr);
    assert!(
        !configured.status.success() && said.contains(&known) && said.contains("bindings.yaml:1"),
        "{said}"
    );
    assert!(!folder.0.join("api").exists());

    fs::remove_file(folder.0.join("bindings.yaml")).unwrap();
    assert!(folder.run("generate", &[]).status.success());
    let newer = folder.lock().replace("\nedition 1\n", "\nedition 99\n");
    fs::write(folder.0.join("api/bindings.lock"), &newer).unwrap();
    let kept = folder.run("generate", &[]);
    let said = String::from_utf8_lossy(&kept.stderr);
    assert!(!kept.status.success() && said.contains(&known) && said.contains("bindings.lock:4"), "{said}");
    assert_eq!(folder.lock(), newer);
}
