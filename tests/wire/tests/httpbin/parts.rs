//! Multipart bodies as Werkzeug reads them.

use std::io::{self, Read};

use wire::httpbin::models::{Parts, Point};
use wire::httpbin::operations::echo::EchoPartsForm;
use wire::httpbin::support::{Octets, Part};

use crate::client;

/// Returns what came of the files of a name: their names, media types and texts.
fn files<'p>(parts: &'p Parts, name: &str) -> Vec<[&'p str; 3]> {
    let files = parts.files.iter().filter(|file| file.name == name);
    files.map(|file| [&*file.file_name, &*file.headers["content-type"], &*file.text]).collect()
}

fn fields<'p>(parts: &'p Parts, name: &str) -> Vec<&'p str> {
    parts.fields.iter().filter(|field| field.name == name).map(|field| &*field.value).collect()
}

#[tokio::test]
async fn each_part_arrives_with_its_name_media_type_and_headers() {
    let Some(client) = client() else { return };
    let words = ["a b".to_owned(), "--x\r\n\r\n".to_owned(), String::new()];
    let form = EchoPartsForm::new(Part::new("text").content_type("text/plain; charset=utf-8"))
        .file_x_checksum("a=1;b=\"2\"")
        .pictures([Part::new("1"), Part::new("2").file_name("two.png").content_type("image/webp")])
        .note("Gr\u{fc}\u{df}e \u{1f600}")
        .words(&words)
        .number(-7)
        .point(&Point::new(1, "\"here\""));
    let parts = client.echo().echo_parts(form).await.unwrap();
    assert_eq!(files(&parts, "file"), [["file", "text/plain; charset=utf-8", "text"]]);
    assert_eq!(parts.files[0].headers["x-checksum"], "a=1;b=\"2\"");
    assert_eq!(files(&parts, "pictures"), [["pictures", "image/png", "1"], ["two.png", "image/webp", "2"]]);
    assert_eq!(fields(&parts, "note"), ["Gr\u{fc}\u{df}e \u{1f600}"]);
    assert_eq!(fields(&parts, "words"), words);
    assert_eq!(fields(&parts, "number"), ["-7"]);
    assert_eq!(fields(&parts, "point"), [r#"{"label":"\"here\"","x":1}"#]);
    assert!(parts.length.is_some_and(|length| length > 0));
}

#[tokio::test]
async fn names_of_files_arrive_whatever_is_in_them() {
    let Some(client) = client() else { return };
    // It is written as HTML has browsers do. Werkzeug undoes that of the quote only, and takes a backslash for an escape.
    for (name, arrives) in [
        ("a\"; name=\"b.png", "a\"; name=\"b.png"),
        ("\u{dc}ber \u{1f600}.png", "\u{dc}ber \u{1f600}.png"),
        ("a\r\nX-Other: 1.png", "a%0D%0AX-Other: 1.png"),
        ("a\\b.png", "ab.png"),
        ("50%22.png", "50\".png"),
    ] {
        let form = EchoPartsForm::new(Part::new("x").file_name(name));
        let parts = client.echo().echo_parts(form).await.unwrap();
        assert_eq!(files(&parts, "file"), [[arrives, "application/octet-stream", "x"]]);
        assert!(!parts.files[0].headers.contains_key("x-other"));
    }
}

#[tokio::test]
async fn files_come_from_memory_from_a_path_and_from_a_reader() {
    let Some(client) = client() else { return };
    let folder = std::env::temp_dir().join(format!("wire-parts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("gr\u{fc}n.txt");
    std::fs::write(&path, "from a path".repeat(20_000)).unwrap();
    // All is known beforehand, so that the body has a length.
    let parts = client.echo().echo_parts(EchoPartsForm::new(Part::path(&path))).await.unwrap();
    assert_eq!((&*parts.files[0].file_name, parts.files[0].size), ("gr\u{fc}n.txt", 220_000));
    assert!(parts.length.is_some_and(|length| length > 220_000));
    // Of a reader nobody knows how much it has: the body comes in chunks.
    let reader = Octets::reader(io::repeat(b'y').take(300_000));
    let form =
        EchoPartsForm::new(Part::new(reader).file_name("y.bin")).note("n").pictures([Part::path(&path)]);
    let parts = client.echo().echo_parts(form).await.unwrap();
    assert_eq!((parts.files[0].size, parts.files[1].size, parts.length), (300_000, 220_000, None));
    assert_eq!(fields(&parts, "note"), ["n"]);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_reader_is_sent_by_a_call_that_blocks() {
    let Some(client) = client() else { return };
    let reader = Octets::reader(io::repeat(b'z').take(200_000));
    let form = EchoPartsForm::new(Part::new(reader));
    let parts = client.echo().echo_parts(form).send_blocking().unwrap().output;
    assert_eq!((parts.files[0].size, parts.length), (200_000, None));
}

#[tokio::test]
async fn a_header_that_would_end_its_line_is_an_error() {
    let Some(client) = client() else { return };
    let form = EchoPartsForm::new(Part::new("x").content_type("text/plain\r\nX: 1"));
    let error = client.echo().echo_parts(form).await.unwrap_err();
    assert!(matches!(error, wire::httpbin::Error::Request(_)), "{error}");
}
