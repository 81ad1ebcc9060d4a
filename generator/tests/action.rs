//! The GitHub Action of `action/`, with a `gh` that writes down what it is asked for.
#![cfg(unix)]

use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ACTION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../action");

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets: { get: { operationId: listPets, responses: { '204': { description: None. } } } }
";

/// A repository with a document, and a folder with a `gh`.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("action").join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("bin")).unwrap();
        fs::write(root.join("bin/gh"), "#!/bin/sh\necho \"$@\" >gh.txt\ncp \"$5\" comment.md\n").unwrap();
        fs::set_permissions(root.join("bin/gh"), fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(root.join("openapi.yaml"), PETS).unwrap();
        let repository = Self(root);
        repository.git(&["init", "--quiet"]);
        repository.git(&["add", "openapi.yaml"]);
        repository.git(&["commit", "--quiet", "-m", "first"]);
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let identity =
            ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"];
        let mut git = Command::new("git");
        assert!(git.args(identity).args(arguments).current_dir(&self.0).status().unwrap().success());
    }

    /// Runs the script as the action does.
    fn report(&self, variables: &[(&str, &str)]) -> Output {
        let tools = Path::new(env!("CARGO_BIN_EXE_openapi-bindgen")).parent().unwrap();
        let path = format!(
            "{}:{}:{}",
            self.0.join("bin").display(),
            tools.display(),
            std::env::var("PATH").unwrap()
        );
        let mut script = Command::new(format!("{ACTION}/report.sh"));
        script.current_dir(&self.0).env("PATH", path).env("GITHUB_STEP_SUMMARY", self.0.join("summary.md"));
        script.envs([("DOCUMENT", "openapi.yaml"), ("BASE", "HEAD")]);
        script.envs(variables.iter().copied()).output().unwrap()
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap_or_default()
    }
}

#[test]
fn a_pull_request_gets_one_comment_and_fails_at_its_threshold() {
    let repository = Repository::new("comment");
    fs::write(
        repository.0.join("openapi.yaml"),
        PETS.replace("paths:", "paths:\n  /new: { get: { responses: {} } }"),
    )
    .unwrap();
    let output = repository.report(&[("PULL_REQUEST", "7"), ("FAIL_ON", "major")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        repository.read("gh.txt").starts_with("pr comment 7 --body-file "),
        "{}",
        repository.read("gh.txt")
    );
    assert!(
        repository.read("comment.md").contains("Suggested bump: minor"),
        "{}",
        repository.read("comment.md")
    );
    assert_eq!(repository.read("comment.md"), repository.read("summary.md"));

    fs::write(
        repository.0.join("openapi.yaml"),
        PETS.replace("listPets", "all").replace("/pets", "/animals"),
    )
    .unwrap();
    fs::remove_file(repository.0.join("gh.txt")).unwrap();
    let output = repository.report(&[("PULL_REQUEST", "7"), ("FAIL_ON", "major"), ("COMMENT", "false")]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(repository.read("gh.txt"), "");
}

#[test]
fn what_does_not_fit_into_a_comment_is_in_the_summary() {
    let repository = Repository::new("long");
    let paths: String = (0..2000)
        .map(|index| format!("  /a_path_with_a_long_name/{index}: {{ get: {{ responses: {{}} }} }}\n"))
        .collect();
    fs::write(repository.0.join("openapi.yaml"), format!("{PETS}{paths}")).unwrap();
    let output = repository.report(&[("PULL_REQUEST", "7")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (comment, summary) = (repository.read("comment.md"), repository.read("summary.md"));
    assert!(
        comment.chars().count() < 65_536 && comment.contains("All changes are in the summary"),
        "{comment}"
    );
    let told = (0..2000).filter(|index| summary.contains(&format!("/a_path_with_a_long_name/{index}\n")));
    assert_eq!(told.count(), 2000);
}

#[test]
fn the_lock_of_the_bindings_names_what_callers_know() {
    let repository = Repository::new("lock");
    let generate = || {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_openapi-bindgen"));
        tool.args(["generate", "openapi.yaml", "--out", "my api"]).current_dir(&repository.0);
        assert!(tool.output().unwrap().status.success());
    };
    generate();
    let renamed = PETS.replace("listPets", "all");
    fs::write(repository.0.join("openapi.yaml"), &renamed).unwrap();
    generate();
    repository.git(&["add", "openapi.yaml", "my api"]);
    repository.git(&["commit", "--quiet", "-m", "second"]);
    let tagged = renamed.replace("operationId", "tags: [pets], operationId");
    fs::write(repository.0.join("openapi.yaml"), tagged).unwrap();
    let output = repository.report(&[("BINDINGS", "my api")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let summary = repository.read("summary.md");
    assert!(summary.contains("operations::Api::list_pets"), "{summary}");
}

#[test]
fn a_document_that_is_new_or_refused_is_said_so() {
    let repository = Repository::new("new");
    fs::write(repository.0.join("other.yaml"), PETS).unwrap();
    let output = repository.report(&[("DOCUMENT", "other.yaml")]);
    assert!(output.status.success() && repository.read("summary.md").contains("`other.yaml` is new"));
    fs::write(repository.0.join("openapi.yaml"), "openapi: 9\n").unwrap();
    let output = repository.report(&[]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[unsupported-version]"));
    assert_eq!(repository.report(&[("BASE", "--output=x")]).status.code(), Some(2));
}

#[test]
fn no_text_of_a_pull_request_becomes_a_script() {
    let text = fs::read_to_string(format!("{ACTION}/action.yml")).unwrap();
    let action: Value = serde_yaml::from_str(&text).unwrap();
    let steps = action["runs"]["steps"].as_array().unwrap();
    assert!(!steps.is_empty());
    for step in steps {
        assert!(!step["run"].as_str().unwrap().contains("${{"), "{step}");
    }
}
