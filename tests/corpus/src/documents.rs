//! Which files of a corpus are documents.
//!
//! Files at the top are documents. In a folder only the roots are; the others are parts of them. `roots.txt` lists the roots of
//! the folders that are known, and which documents are representative. Of an unknown folder every file is one that says
//! `openapi` or `swagger`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;

/// Patterns of documents; those after `representative:` are run by CI.
const ROOTS: &str = include_str!("../roots.txt");

/// A document of the corpus.
pub struct Document {
    pub path: PathBuf,
    /// The path below the corpus.
    pub name: String,
    /// The name as that of a crate.
    pub slug: String,
    /// Whether CI runs it.
    pub representative: bool,
}

/// Lists the documents in the order of their names.
pub fn of(corpus: &Path) -> Result<Vec<Document>, Failure> {
    let (roots, representative) = ROOTS.split_once("representative:").unwrap_or((ROOTS, ""));
    let roots: Vec<&str> = lines(roots).collect();
    let representative: Vec<&str> = lines(representative).collect();
    let mut files = Vec::new();
    list(corpus, &mut files)?;
    files.sort();
    let mut documents = Vec::new();
    for path in files {
        let name = path.strip_prefix(corpus)?.to_string_lossy().replace('\\', "/");
        let Some(extension) = path.extension().and_then(|it| it.to_str()) else {
            continue;
        };
        if !matches!(extension, "json" | "yaml" | "yml") || !is_root(&name, &path, &roots) {
            continue;
        }
        let slug = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        let slug = format!("c-{}", slug.collect::<String>());
        let representative = representative.iter().any(|pattern| matches(pattern, &name));
        documents.push(Document { path, name, slug, representative });
    }
    Ok(documents)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn is_root(name: &str, path: &Path, roots: &[&str]) -> bool {
    let Some((folder, _)) = name.split_once('/') else {
        return true;
    };
    let known = roots.iter().any(|pattern| pattern.split('/').next() == Some(folder));
    if known {
        return roots.iter().any(|pattern| matches(pattern, name));
    }
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().any(|line| {
        let key = line.trim_start_matches([' ', '{']).trim_start_matches(['"', '\'']);
        key.starts_with("openapi") || key.starts_with("swagger")
    })
}

/// Whether a name matches a pattern, in which `*` stands for any characters but `/` and `**` for any.
pub fn matches(pattern: &str, name: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(rest) = name.strip_prefix(before) else {
        return false;
    };
    let (after, any) = after.strip_prefix('*').map_or((after, false), |after| (after, true));
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    for end in ends {
        if !any && rest[..end].contains('/') {
            return false;
        }
        if matches(after, &rest[end..]) {
            return true;
        }
    }
    false
}
