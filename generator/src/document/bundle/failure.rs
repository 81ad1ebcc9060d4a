//! Why a reference leads nowhere, and what to do about it.

use super::files::File;
use super::folder::{Folder, Problem};
use super::reference;
use crate::diagnostic::{closest, Code, Pointer};
use std::io;
use std::path::Path;

/// Why a reference leads nowhere.
#[derive(Clone, Debug)]
pub struct Failure {
    pub code: Code,
    pub message: String,
    pub help: Option<String>,
}

impl Failure {
    fn new(code: Code, message: String) -> Self {
        Self { code, message, help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// A reference that is an address, such as one on a network.
    pub fn remote(reference: &str) -> Self {
        let message =
            format!("`{reference}` is an address, and nothing is read but files beside the document");
        Self::new(Code::ExternalReference, message)
            .help("copy the file into the folder of the document and refer to it by its relative path")
    }

    /// A reference to another file from a document that is in none.
    pub fn without_file(reference: &str) -> Self {
        let message =
            format!("`{reference}` refers into another file, and this text does not come from a file");
        Self::new(Code::ExternalReference, message)
            .help("give the path of the document instead of its text: references start at its folder")
    }

    /// A reference to another file when the folders cannot be opened.
    pub fn without_folder(reference: &str, error: &io::Error) -> Self {
        let message =
            format!("`{reference}` is not read, because its folder or `--reference-root` is not: {error}");
        Self::new(Code::ExternalReference, message)
    }

    /// A reference to a file that cannot be had.
    pub fn of(problem: Problem, reference: &str, path: &str, folder: &Folder, from: &Path) -> Self {
        match problem {
            Problem::Outside { root } => {
                let message = format!(
                    "`{reference}` refers to a file outside of the document's folder, which is not read"
                );
                let failure = Self::new(Code::ExternalReference, message);
                match root.map(|root| root.display().to_string()) {
                    Some(root) => failure.help(format!(
                        "if it may be read, write `references: {{ root: {root} }}` in `bindings.yaml`, or give this folder \
                         as `--reference-root`; both allow all files in it"
                    )),
                    None => failure.help("copy it into the folder of the document and refer to it by its relative path"),
                }
            }
            Problem::Missing => {
                let failure = Self::new(
                    Code::UnresolvedReference,
                    format!("`{reference}` refers to a file that does not exist"),
                );
                let (name, names) = (path.rsplit('/').next().unwrap_or(path), folder.beside(from, path));
                match closest(name, names.iter().map(String::as_str)) {
                    Some(near) => failure.help(format!("there is `{near}` in that folder")),
                    None => failure,
                }
            }
            problem => Self::unreadable(problem, reference),
        }
    }

    /// A reference to what is no file that can be read.
    pub fn unreadable(problem: Problem, reference: &str) -> Self {
        let (code, reason) = match problem {
            Problem::LinkOutside | Problem::Outside { .. } => (
                Code::ExternalReference,
                "is a symbolic link to a file outside of the document's folder, which is not read".to_owned(),
            ),
            Problem::Missing => (Code::UnresolvedReference, "does not exist".to_owned()),
            Problem::NoFile => (Code::UnresolvedReference, "is a folder or device, not a file".to_owned()),
            Problem::Io(error) => (Code::UnreadableInput, format!("cannot be read: {error}")),
        };
        Self::new(code, format!("`{reference}` {reason}"))
    }

    /// A reference to one file too many.
    pub fn too_many(reference: &str, files: usize, mebibytes: u64) -> Self {
        let message = format!(
            "`{reference}` is not read: a document may have {files} files and {mebibytes} MiB in all of them"
        );
        Self::new(Code::TooLarge, message)
    }

    /// A reference that leads to references only.
    pub fn cycle(reference: &str) -> Self {
        let message =
            format!("`$ref` `{reference}` leads from reference to reference and never to anything else: the bindings do without");
        Self::new(Code::ReferenceCycle, message)
    }

    /// A reference whose fragment is neither a pointer nor an anchor.
    pub fn no_pointer(reference: &str) -> Self {
        let message = format!(
            "what follows `#` in `{reference}` is neither a JSON pointer nor an `$anchor` of the file"
        );
        Self::new(Code::UnresolvedReference, message)
            .help("write `#/` and the path to what is meant, such as `#/components/schemas/Pet`")
    }

    /// A reference to a place where nothing stands.
    pub fn dangling(reference: &str, file: &File, at: &Pointer) -> Self {
        let message =
            format!("`$ref` `{reference}` points to nothing: `{}` has no `{at}`", file.relative.display());
        let failure = Self::new(Code::UnresolvedReference, message);
        Self { help: reference::help(&file.value, at), ..failure }
    }
}
