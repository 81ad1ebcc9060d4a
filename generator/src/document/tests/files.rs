use super::super::{load, Input};
use crate::diagnostic::{render, Sink, Sources};
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    A: { $ref: REFERENCE }\n";

/// A folder of its own for each test, which is deleted in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("openapi-bindgen-{}-{test}", std::process::id()));
        for (name, text) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn load(&self, document: &str, root: Option<&str>) -> Result<Vec<PathBuf>, String> {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let root = root.map(|root| self.0.join(root));
        let document =
            load(&Input::File(self.0.join(document)), &[], root.as_deref(), &mut sources, &mut sink);
        match sink.has_errors() {
            true => Err(render(&sink, &sources)),
            false => Ok(document.unwrap().files),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn root(reference: &str) -> String {
    ROOT.replace("REFERENCE", reference)
}

#[test]
fn a_file_outside_is_read_if_its_folder_is_named() {
    let text = root("../common/a.yaml");
    let folder = Folder::new(
        "outside",
        &[("spec/openapi.yaml", &text), ("common/a.yaml", "$ref: 'b.yaml#/B'"), ("common/b.yaml", "B: {}")],
    );
    let refused = folder.load("spec/openapi.yaml", None).unwrap_err();
    assert!(refused.contains("references: { root: .. }"), "{refused}");
    let files = folder.load("spec/openapi.yaml", Some("common")).unwrap();
    let relative = |name: &str| folder.0.join("spec").join("../common").join(name);
    assert_eq!(files, [relative("a.yaml"), relative("b.yaml")]);
    let refused = folder.load("spec/openapi.yaml", Some("nowhere")).unwrap_err();
    assert!(refused.contains("--reference-root"), "{refused}");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_may_lead_to_a_file_inside_and_nowhere_else() {
    let text = root("link.yaml");
    let folder =
        Folder::new("link", &[("spec/openapi.yaml", &text), ("spec/a.yaml", "{}"), ("secret.yaml", "{}")]);
    let link = folder.0.join("spec/link.yaml");
    std::os::unix::fs::symlink("../secret.yaml", &link).unwrap();
    let refused = folder.load("spec/openapi.yaml", None).unwrap_err();
    assert!(refused.starts_with("error[external-reference]: `link.yaml` is a symbolic link"), "{refused}");
    assert_eq!(folder.load("spec/openapi.yaml", Some(".")).unwrap().len(), 1);
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("a.yaml", &link).unwrap();
    let files = folder.load("spec/openapi.yaml", None).unwrap();
    assert_eq!(files, [folder.0.join("spec/a.yaml")]);
}

#[test]
fn a_text_of_standard_input_has_no_folder() {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    load(&Input::Bytes("<stdin>".into(), root("a.yaml").into_bytes()), &[], None, &mut sources, &mut sink);
    let text = render(&sink, &sources);
    assert!(text.contains("error[external-reference]: `a.yaml` refers into another file"), "{text}");
    assert!(text.contains("= help: give the path of the document"), "{text}");
}

#[test]
fn one_target_in_many_spellings_is_one_component() {
    let spellings =
        ["a b.yaml", "./a b.yaml", "a%20b.yaml", "x/../a b.yaml", "'a b.yaml#'", "'x/../x/.././a b.yaml#/'"];
    let schemas: String = spellings
        .iter()
        .take(5)
        .enumerate()
        .map(|(index, spelling)| format!("    S{index}: {{ type: array, items: {{ $ref: {spelling} }} }}\n"))
        .collect();
    let text = root("a b.yaml").replace("    A: { $ref: a b.yaml }\n", &schemas);
    let folder = Folder::new("spellings", &[("openapi.yaml", &text), ("a b.yaml", "type: object")]);
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let document =
        load(&Input::File(folder.0.join("openapi.yaml")), &[], None, &mut sources, &mut sink).unwrap();
    assert_eq!(sink.diagnostics(), []);
    let names: Vec<String> = document.openapi.components.unwrap().schemas.keys().cloned().collect();
    assert_eq!(names, ["S0", "S1", "S2", "S3", "S4", "a b"]);
}

#[test]
fn what_aliases_may_add_is_shared_by_all_files() {
    let mut bomb = String::from("a0: &a0 [a, a, a, a, a, a, a, a, a, a]\n");
    for level in 1..5 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let mut text = root("f0.yaml");
    let mut files: Vec<(String, &str)> = Vec::new();
    for index in 0..12 {
        text.push_str(&format!("    B{index}: {{ $ref: f{index}.yaml }}\n"));
        files.push((format!("f{index}.yaml"), &bomb));
    }
    files.push(("openapi.yaml".to_owned(), &text));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = Folder::new("bomb", &files);
    let refused = folder.load("openapi.yaml", None).unwrap_err();
    assert!(refused.contains("error[too-large]"), "{refused}");
}

#[test]
fn windows_line_ends_and_byte_order_marks_are_read_in_every_file() {
    let text = root("a.yaml").replace('\n', "\r\n");
    let folder = Folder::new(
        "crlf",
        &[("openapi.yaml", &text), ("a.yaml", "\u{feff}type: object\r\nproperties:\r\n\tx: 1\r\n")],
    );
    let refused = folder.load("openapi.yaml", None).unwrap_err();
    assert!(refused.contains("a.yaml:3:1") && refused.contains("use spaces"), "{refused}");
    fs::write(folder.0.join("a.yaml"), "\u{feff}type: object\r\ndescription: |\r\n  two\r\n  lines\r\n")
        .unwrap();
    assert!(folder.load("openapi.yaml", None).is_ok());
    assert!(Path::new(&folder.0).exists());
}
