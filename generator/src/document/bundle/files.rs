//! The files of a description, each read once, and where references in them lead.

use super::failure::Failure;
use super::folder::{Folder, Problem};
use super::reference::{self, Reference, Step};
use super::Target;
use crate::diagnostic::{Origins, Pointer, Sink, Source, Sources};
use crate::document::input::{self, Input};
use crate::document::parse::{self, Allowance};
use serde_json::Value;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How many files a document may refer to.
const MAX_FILES: usize = 20_000;
/// How many bytes they may have together.
const MAX_BYTES: u64 = 256 << 20;
/// How many references one may pass before it arrives; more is taken for a cycle.
const MAX_HOPS: usize = 64;
/// The number of the document itself.
pub const DOCUMENT: usize = 0;

/// How the names of files end.
const FILES: [&str; 3] = [".yaml", ".yml", ".json"];
/// Where a file keeps schemas that are known by name.
const SCHEMAS: [&str; 4] = ["/components/schemas", "/definitions", "/$defs", ""];

/// Where a reference leads, or why it leads nowhere; without a reason if that has been reported.
pub type Resolved = Result<Target, Option<Failure>>;

/// A file that has been read.
pub struct File {
    /// Its one path; the document has none if it does not come from a file.
    path: Option<PathBuf>,
    /// The path from the folder of the document, which says what is named after it.
    pub relative: PathBuf,
    /// The text, in diagnostics.
    pub source: Source,
    /// What it says.
    pub value: Value,
    /// Where its anchors are, once somebody has asked.
    anchors: OnceCell<HashMap<String, Pointer>>,
}

impl File {
    fn new(path: Option<PathBuf>, relative: PathBuf, source: Source, value: Value) -> Self {
        Self { path, relative, source, value, anchors: OnceCell::new() }
    }

    /// Returns the place of the schema that has an `$anchor`.
    fn anchor(&self, name: &str) -> Option<Pointer> {
        self.anchors.get_or_init(|| reference::anchors(&self.value)).get(name).cloned()
    }
}

/// All files.
pub struct Files<'s> {
    document: Rc<File>,
    /// The others, whose numbers start after that of the document.
    others: Vec<Rc<File>>,
    /// `None` for a file that cannot be read, which has been reported then.
    by_path: HashMap<PathBuf, Option<usize>>,
    resolved: HashMap<(usize, String), Resolved>,
    folder: Result<Folder, Option<io::Error>>,
    bytes: u64,
    allowance: Allowance,
    sources: &'s mut Sources,
    pub sink: &'s mut Sink,
}

impl<'s> Files<'s> {
    /// Starts with the document.
    pub fn new(
        document: Value,
        input: &Input,
        reference_root: Option<&Path>,
        allowance: Allowance,
        sources: &'s mut Sources,
        sink: &'s mut Sink,
    ) -> Self {
        let (folder, path) = match input {
            Input::File(path) => {
                (Folder::open(path, reference_root).map_err(Some), Folder::path_of(path).ok())
            }
            Input::Stored { prefix, path, store } => {
                (Ok(Folder::stored(path, reference_root, store, prefix)), Some(path.clone()))
            }
            Input::Bytes(..) => (Err(None), None),
        };
        let by_path = path.iter().map(|path| (path.clone(), Some(DOCUMENT))).collect();
        let document = File::new(path, PathBuf::new(), Source::Document, document);
        Self {
            document: Rc::new(document),
            others: Vec::new(),
            by_path,
            resolved: HashMap::new(),
            folder,
            bytes: 0,
            allowance,
            sources,
            sink,
        }
    }

    /// Returns a file by its number.
    pub fn get(&self, file: usize) -> Rc<File> {
        let other = file.checked_sub(DOCUMENT + 1).and_then(|index| self.others.get(index));
        Rc::clone(other.unwrap_or(&self.document))
    }

    /// Returns the paths of the files that have been read or should have been, but for the document.
    pub fn read(&self) -> Vec<PathBuf> {
        let Ok(folder) = &self.folder else {
            return Vec::new();
        };
        let others = self.by_path.iter().filter(|(_, file)| **file != Some(DOCUMENT));
        let mut paths: Vec<PathBuf> = others.map(|(path, _)| folder.shown(path)).collect();
        paths.sort();
        paths
    }

    /// Notes what has become of the document.
    pub fn moved(&mut self, origins: Origins) {
        self.sources.moved(origins, self.sink);
    }

    /// Finds what a reference in a file leads to, past all references that are on the way. In the document itself, a
    /// pointer is taken as it is: it still leads there when everything has become one.
    pub fn resolve(&mut self, file: usize, reference: &str) -> Resolved {
        let key = (file, reference.to_owned());
        if let Some(resolved) = self.resolved.get(&key) {
            return resolved.clone();
        }
        let resolved = self.locate(file, reference);
        self.resolved.insert(key, resolved.clone());
        resolved
    }

    fn locate(&mut self, file: usize, reference: &str) -> Resolved {
        let mut target = self.target(file, reference)?;
        for _ in 0..MAX_HOPS {
            if target.file == DOCUMENT {
                return Ok(target);
            }
            let file = self.get(target.file);
            match reference::follow(&file.value, &target.at) {
                Step::Here => return Ok(target),
                Step::Reference(next, rest) => {
                    target = self.target(target.file, next)?;
                    target.at = rest.iter().fold(target.at, |at, token| at.join(token));
                }
                Step::Nothing => return Err(Some(Failure::dangling(reference, &file, &target.at))),
            }
        }
        Err(Some(Failure::cycle(reference)))
    }

    /// Returns the reference that a value of `mapping` is, if it is one and not the name of a component of the document.
    ///
    /// "Cat" is the schema of this name in the file where it stands, or else in the document.
    pub fn mapped(&self, file: usize, text: &str) -> Option<String> {
        let path = Reference::new(text).path;
        let is_path = path.contains('/') || FILES.iter().any(|extension| path.ends_with(extension));
        if is_path {
            return Some(text.to_owned());
        }
        if file == DOCUMENT {
            return None;
        }
        if text.starts_with('#') {
            return Some(text.to_owned());
        }
        let file = self.get(file);
        let mut places = SCHEMAS.iter().map(|place| Pointer::parse(place).unwrap_or_default().join(text));
        places
            .find(|at| reference::at(&file.value, at).is_some_and(Value::is_object))
            .map(|at| at.to_reference())
    }

    /// Whether a reference of the document stays in it, and so may be left as it is.
    pub fn is_local(&self, file: usize, reference: &str) -> bool {
        file == DOCUMENT && (reference.starts_with('#') || self.definition(file, reference).is_some())
    }

    /// Returns the definition that a reference means by its mere name, as was the custom before Swagger 2.0.
    fn definition(&self, file: usize, reference: &str) -> Option<Pointer> {
        if reference.contains(['/', '#', '.']) {
            return None;
        }
        let at = Pointer::root().join("definitions").join(reference);
        reference::at(&self.get(file).value, &at).map(|_| at)
    }

    /// Returns the place that a reference in a file says, whether there is something or not.
    fn target(&mut self, from: usize, text: &str) -> Resolved {
        if let Some(at) = self.definition(from, text) {
            return Ok(Target { file: from, at });
        }
        let reference = Reference::new(text);
        let file = if reference.path.is_empty() { from } else { self.open(from, text, &reference)? };
        let at = reference.pointer().or_else(|| self.get(file).anchor(&reference.anchor()));
        let at = at.ok_or_else(|| Failure::no_pointer(text))?;
        Ok(Target { file, at })
    }

    /// Returns the file that a reference says, and reads it if nobody has yet.
    fn open(&mut self, from: usize, text: &str, reference: &Reference<'_>) -> Result<usize, Option<Failure>> {
        let file = self.get(from);
        let reference = match reference.is_remote() {
            true => reference.below(&file.value).ok_or_else(|| Failure::remote(text))?,
            false => *reference,
        };
        if reference.path.is_empty() {
            return Ok(from);
        }
        let from = file;
        let path = match (&self.folder, &from.path) {
            (Ok(folder), Some(from)) => {
                let found = reference.spellings().find_map(|path| folder.find(from, &path).ok());
                match found {
                    Some(path) => path,
                    None => {
                        let path = reference.spellings().next().unwrap_or_default();
                        let problem = folder.find(from, &path).err().unwrap_or(Problem::Missing);
                        return Err(Some(Failure::of(problem, text, &path, folder, from)));
                    }
                }
            }
            (Err(Some(error)), _) => return Err(Some(Failure::without_folder(text, error))),
            (Err(None), _) | (_, None) => return Err(Some(Failure::without_file(text))),
        };
        if let Some(known) = self.by_path.get(&path) {
            return known.ok_or(None);
        }
        let file = self.load(text, &path);
        self.by_path.insert(path, file.as_ref().ok().copied());
        file
    }

    /// Reads a file; what is wrong with its text is reported there.
    fn load(&mut self, reference: &str, path: &Path) -> Result<usize, Option<Failure>> {
        let Ok(folder) = &self.folder else {
            return Err(None);
        };
        let left = MAX_BYTES.saturating_sub(self.bytes);
        let bytes = match folder.read(path, left) {
            Ok(Some(bytes)) if self.others.len() < MAX_FILES => bytes,
            Ok(_) => return Err(Some(Failure::too_many(reference, MAX_FILES, MAX_BYTES >> 20))),
            Err(problem) => return Err(Some(Failure::unreadable(problem, reference))),
        };
        self.bytes += bytes.len() as u64;
        let (relative, name) = (folder.relative(path), folder.shown(path).display().to_string());
        let source = self.sources.next();
        let text = match input::text(&name, bytes) {
            Ok(text) => text,
            Err(unreadable) => {
                let shown = unreadable.report(source, self.sink);
                self.sources.add(shown);
                return Err(None);
            }
        };
        let parsed = parse::parse(text.as_str(), text.syntax(), source, &mut self.allowance, self.sink);
        self.sources.add(text);
        let value = parsed.ok_or(None)?.value;
        let path = Some(path.to_owned());
        self.others.push(Rc::new(File::new(path, relative, source, value)));
        Ok(self.others.len() + DOCUMENT)
    }
}
