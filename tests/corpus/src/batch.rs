//! Compiles the crates of all documents at once, as one workspace with one target folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Failure;

/// The versions of the dependencies are those that our own bindings are tested with.
const LOCK: &str = include_str!("../../../Cargo.lock");

/// What rustc and clippy say of each crate: how often each lint or error, by its code.
pub type Findings = BTreeMap<String, BTreeMap<String, usize>>;

/// Looks at the crates as a user has them.
pub fn clippy(out: &Path, slugs: &[&str]) -> Result<Findings, Failure> {
    let messages = cargo(out, "crates", slugs, "clippy")?;
    let mut findings: Findings = slugs.iter().map(|slug| ((*slug).to_owned(), BTreeMap::new())).collect();
    let mut shown = String::new();
    for message in messages {
        let Some((slug, text)) = about(&message, &findings) else {
            continue;
        };
        let code = message["message"]["code"]["code"].as_str();
        let level = message["message"]["level"].as_str().unwrap_or_default();
        if let Some(findings) = findings.get_mut(&slug) {
            *findings.entry(code.unwrap_or(level).to_owned()).or_insert(0) += 1;
        }
        shown.push_str(&format!("{slug}: {text}\n"));
    }
    fs::write(out.join("compile.txt"), shown)?;
    Ok(findings)
}

/// Builds the programs of a kind, `values` or `wire`; says of each whether it is there, or why not.
pub fn build(
    out: &Path,
    kind: &str,
    slugs: &[&str],
) -> Result<BTreeMap<String, Result<(), String>>, Failure> {
    let messages = cargo(out, kind, slugs, "build")?;
    let prefix = format!("{kind}-");
    let mut built: BTreeMap<String, Result<(), String>> =
        slugs.iter().map(|slug| ((*slug).to_owned(), Err("not built".to_owned()))).collect();
    let mut shown = String::new();
    for message in messages {
        let path = message["executable"].as_str().map(Path::new);
        let name = path.and_then(Path::file_stem).and_then(|name| name.to_str()).unwrap_or_default();
        if let Some(built) = name.strip_prefix(&prefix).and_then(|slug| built.get_mut(slug)) {
            *built = Ok(());
        }
        let text = message["message"]["rendered"].as_str().unwrap_or_default();
        if message["message"]["level"] == "error" {
            shown.push_str(text);
        }
    }
    fs::write(out.join("build.txt"), shown)?;
    Ok(built)
}

/// Returns the program of a document.
pub fn program(out: &Path, kind: &str, slug: &str) -> PathBuf {
    out.join("target/debug").join(format!("{kind}-{slug}{}", std::env::consts::EXE_SUFFIX))
}

/// Returns which of the crates a warning or error is about, and its text.
fn about(message: &Value, crates: &Findings) -> Option<(String, String)> {
    let manifest = Path::new(message["manifest_path"].as_str()?);
    let slug = manifest.parent()?.file_name()?.to_str()?;
    let text = message["message"]["rendered"].as_str()?;
    // Without a place it is the summary of the others.
    let placed = message["message"]["spans"].as_array().is_some_and(|spans| !spans.is_empty());
    (placed && crates.contains_key(slug)).then(|| (slug.to_owned(), text.to_owned()))
}

fn cargo(out: &Path, folder: &str, slugs: &[&str], command: &str) -> Result<Vec<Value>, Failure> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let workspace = out.join(folder);
    let members: Vec<String> = slugs.iter().map(|slug| format!("    \"{slug}\",\n")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"2\"\nmembers = [\n{}]\n\n[profile.dev]\ndebug = 0\nincremental = false\n",
        members.concat()
    );
    fs::write(workspace.join("Cargo.toml"), manifest)?;
    fs::write(workspace.join("Cargo.lock"), LOCK)?;
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&workspace)
        .args([command, "--workspace", "--keep-going", "--message-format=json", "--quiet"])
        .env("CARGO_TARGET_DIR", out.join("target"))
        .env_remove("RUSTFLAGS")
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if messages.is_empty() {
        return Err(format!("cargo {command} has not started").into());
    }
    Ok(messages)
}
