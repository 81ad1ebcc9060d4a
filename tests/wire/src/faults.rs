//! What the server does wrong, and what may become of a call that meets it.

use std::time::Duration;

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Value,
    Api,
    Status,
    Undeclared,
    Decode,
    Body,
    Transport,
    Timeout,
    Request,
    Other,
    /// The caller has dropped it.
    Dropped,
}

use Outcome::{Api, Body, Decode, Timeout, Transport, Undeclared, Value};

/// A step of an answer.
pub enum Step {
    /// Bytes are sent.
    Send(Vec<u8>),
    /// Nothing is sent for that time.
    Wait(Duration),
    /// The bytes are sent until the client has enough of them, with a pause in between.
    Forever(Vec<u8>, Duration),
    /// Nothing is sent any more, but the connection stays.
    Stall,
    /// The connection is closed with an error instead of an end.
    Reset,
    /// The connection is closed.
    Close,
}

use Step::{Close, Forever, Reset, Send, Stall, Wait};

/// A way to fail, or not to fail.
pub struct Fault {
    pub name: &'static str,
    /// What may become of a call that is sent once and meets it.
    pub outcomes: &'static [Outcome],
    /// What the server does when it has read the request; the request's position decides over details.
    pub answer: fn(u64) -> Vec<Step>,
}

pub(crate) const ITEM: &str =
    r#"{"id":1,"name":"one","color":"red","tags":["a","b"],"parts":[{"id":2,"name":"two"}]}"#;

/// Returns an answer with a body.
pub(crate) fn whole(status: &str, media_type: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    let mut bytes = head(status, media_type, body.as_ref().len());
    bytes.extend_from_slice(body.as_ref());
    vec![Send(bytes)]
}

pub(crate) fn head(status: &str, media_type: &str, length: usize) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n")
        .into_bytes()
}

fn json(body: &str) -> Vec<Step> {
    whole("200 OK", "application/json", body)
}

fn busy(status: &str, retry_after: &str) -> Vec<Step> {
    let head = format!("HTTP/1.1 {status}\r\nRetry-After: {retry_after}\r\nContent-Length: 0\r\n\r\n");
    vec![Send(head.into_bytes())]
}

fn raw(text: &str) -> Vec<Step> {
    vec![Send(text.as_bytes().to_vec()), Close]
}

fn chunked(status: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        .into_bytes()
}

const fn fault(name: &'static str, outcomes: &'static [Outcome], answer: fn(u64) -> Vec<Step>) -> Fault {
    Fault { name, outcomes, answer }
}

/// Every fault. Those of the text operation are judged apart: text is what JSON is not.
pub const FAULTS: &[Fault] = &[
    fault("none", &[Value], |_| json(ITEM)),
    fault("chunked, none", &[Value], |_| {
        let mut bytes = chunked("200 OK");
        for piece in ITEM.as_bytes().chunks(7) {
            bytes.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
            bytes.extend_from_slice(piece);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"0\r\n\r\n");
        vec![Send(bytes)]
    }),
    fault("declared error", &[Api], |_| whole("404 Not Found", "application/json", r#"{"message":"none"}"#)),
    fault("undeclared status", &[Undeclared], |n| {
        let status = ["400 Bad", "418 Teapot", "451 No", "500 Oops", "599 ?", "999 What", "304 Not Modified"];
        whole(status[n as usize % status.len()], "text/plain", "").into_iter().chain([Close]).collect()
    }),
    fault("undeclared success", &[Value, Undeclared], |n| {
        let status = ["201 Created", "206 Partial", "299 Well"];
        whole(status[n as usize % status.len()], "application/json", ITEM)
    }),
    fault("no content instead of a body", &[Decode, Undeclared], |_| {
        vec![Send(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())]
    }),
    fault("empty body", &[Decode], |_| json("")),
    fault("closed at once", &[Transport], |_| vec![Close]),
    fault("reset at once", &[Transport], |_| vec![Reset]),
    fault("closed in the head", &[Transport], |n| {
        let head = head("200 OK", "application/json", ITEM.len());
        let end = 1 + n as usize % (head.len() - 1);
        vec![Send(head[..end].to_vec()), Close]
    }),
    fault("closed in the body", &[Body], |n| {
        let mut bytes = head("200 OK", "application/json", ITEM.len());
        bytes.extend_from_slice(&ITEM.as_bytes()[..n as usize % ITEM.len()]);
        vec![Send(bytes), Close]
    }),
    fault("reset in the body", &[Body, Transport], |n| {
        let mut bytes = head("200 OK", "application/json", ITEM.len());
        bytes.extend_from_slice(&ITEM.as_bytes()[..n as usize % ITEM.len()]);
        vec![Send(bytes), Wait(Duration::from_millis(5)), Reset]
    }),
    fault("closed in a chunk", &[Body], |_| {
        let mut bytes = chunked("200 OK");
        bytes.extend_from_slice(b"40\r\n{\"id\":");
        vec![Send(bytes), Close]
    }),
    fault("chunks without an end", &[Body], |_| {
        let mut bytes = chunked("200 OK");
        bytes.extend_from_slice(format!("{:x}\r\n{ITEM}\r\n", ITEM.len()).as_bytes());
        vec![Send(bytes), Close]
    }),
    fault("a chunk size that is none", &[Body, Transport], |_| {
        let mut bytes = chunked("200 OK");
        bytes.extend_from_slice(b"zz\r\nabc\r\n0\r\n\r\n");
        vec![Send(bytes), Close]
    }),
    fault("a chunk size beyond 64 bits", &[Body, Transport], |_| {
        let mut bytes = chunked("200 OK");
        bytes.extend_from_slice(b"fffffffffffffffffff\r\nabc\r\n0\r\n\r\n");
        vec![Send(bytes), Close]
    }),
    fault("stalled before the answer", &[Timeout], |_| vec![Stall]),
    fault("stalled in the head", &[Timeout], |_| vec![Send(b"HTTP/1.1 200 OK\r\nContent-".to_vec()), Stall]),
    fault("stalled in the body", &[Timeout], |_| {
        vec![Send(head("200 OK", "application/json", ITEM.len())), Stall]
    }),
    fault("slow, but in time", &[Value, Timeout], |_| {
        let mut steps = vec![Send(head("200 OK", "application/json", ITEM.len()))];
        for piece in ITEM.as_bytes().chunks(20) {
            steps.extend([Wait(Duration::from_millis(2)), Send(piece.to_vec())]);
        }
        steps
    }),
    fault("a byte at a time, forever", &[Timeout], |_| {
        vec![Send(chunked("200 OK")), Forever(b"1\r\n \r\n".to_vec(), Duration::from_millis(10))]
    }),
    fault("a head forever", &[Timeout, Transport], |_| {
        let line = b"X-More: and more\r\n".to_vec();
        vec![Send(b"HTTP/1.1 200 OK\r\n".to_vec()), Forever(line, Duration::from_millis(10))]
    }),
    fault("length too short", &[Decode], |_| {
        let mut bytes = head("200 OK", "application/json", ITEM.len() - 10);
        bytes.extend_from_slice(ITEM.as_bytes());
        vec![Send(bytes), Close]
    }),
    fault("length too long", &[Timeout], |_| {
        let mut bytes = head("200 OK", "application/json", ITEM.len() + 10);
        bytes.extend_from_slice(ITEM.as_bytes());
        vec![Send(bytes), Stall]
    }),
    fault("two lengths", &[Transport], |_| {
        raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\n{}   ")
    }),
    fault("a length that is none", &[Transport], |n| {
        let length = ["-1", "abc", "99999999999999999999999", "1e3", "0x10"];
        raw(&format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{ITEM}",
            length[n as usize % length.len()]
        ))
    }),
    fault("oversized by its length", &[Body], |_| {
        vec![Send(head("200 OK", "application/json", 1 << 40)), Forever(vec![b' '; 64 << 10], Duration::ZERO)]
    }),
    fault("oversized by chunks", &[Body], |_| {
        let mut chunk = b"10000\r\n".to_vec();
        chunk.extend(vec![b'['; 1 << 16]);
        chunk.extend_from_slice(b"\r\n");
        vec![Send(chunked("200 OK")), Forever(chunk, Duration::ZERO)]
    }),
    fault("oversized error", &[Body], |_| {
        vec![
            Send(head("404 Not Found", "application/json", 1 << 30)),
            Forever(vec![b' '; 64 << 10], Duration::ZERO),
        ]
    }),
    fault("busy, come again in ages", &[Undeclared], |n| {
        let after = [
            "999999999999999999999",
            "18446744073709551615",
            "86400",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Sun, 99 Foo 2024 99:99:99 GMT",
            "-1",
            "1.5",
            "soon",
            "\u{80}\u{ff}",
            "",
        ];
        busy("429 Too Many Requests", after[n as usize % after.len()])
    }),
    fault("busy, come again now", &[Undeclared], |n| {
        let after = ["0", "Sun, 06 Nov 1994 08:49:37 GMT"];
        busy("503 Unavailable", after[n as usize % after.len()])
    }),
    fault("another content type", &[Value, Undeclared], |n| {
        let media_type =
            ["text/html", "application/xml", "garbage", "", "application/json; charset=utf-16", ";;;"];
        whole("200 OK", media_type[n as usize % media_type.len()], ITEM)
    }),
    fault("a page instead of JSON", &[Decode, Undeclared], |_| {
        whole("200 OK", "text/html", "<!doctype html><title>Bad gateway</title>")
    }),
    fault("truncated JSON", &[Decode], |n| json(&ITEM[..n as usize % ITEM.len()])),
    fault("JSON of another type", &[Decode], |n| {
        let bodies = [
            "[]",
            "1",
            "null",
            "true",
            "\"text\"",
            "{}",
            r#"{"id":"1","name":"one"}"#,
            r#"{"id":1,"name":null}"#,
            r#"{"id":1e400,"name":"one"}"#,
            r#"{"id":99999999999999999999999,"name":"one"}"#,
            r#"{"id":1,"name":"one","tags":{}}"#,
            r#"{"id":1,"name":"one","parts":[{"id":1}]}"#,
            "{\"id\":1,\"name\":\"\u{0}\"}",
            r#"{"id":1,"name":"\ud800"}"#,
            r#"{"id":1,"name":"one"}{"#,
            "\u{feff}{}",
        ];
        json(bodies[n as usize % bodies.len()])
    }),
    fault("JSON with more than is declared", &[Value], |n| {
        let bodies = [
            r#"{"id":1,"name":"one","color":"ultraviolet","more":[1,{"a":null}]}"#,
            r#"{"more":{},"id":1,"name":"one","tags":null,"color":null}"#,
            "  {\"id\" : 1 ,\n\"name\" :\"\\u00e9\\n\"}  \n",
        ];
        json(bodies[n as usize % bodies.len()])
    }),
    fault("JSON without a floor", &[Decode, Body], |_| json(&"[".repeat(100_000))),
    fault("an item without a floor", &[Decode, Body], |_| {
        json(&r#"{"id":1,"name":"","parts":["#.repeat(10_000))
    }),
    fault("no UTF-8", &[Decode], |_| {
        whole("200 OK", "application/json", b"{\"id\":1,\"name\":\"\xff\xfe\"}")
    }),
    fault("compressed, unasked", &[Decode], |_| {
        let mut bytes = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n".to_vec();
        bytes.extend_from_slice(b"\x1f\x8b\x08\0\0\0\0\0\0\x03");
        vec![Send(bytes)]
    }),
    fault("redirected in a circle", &[Undeclared], |n| {
        let status = ["301", "302", "303", "307", "308"];
        let head = format!(
            "HTTP/1.1 {} Go\r\nLocation: ?again\r\nContent-Length: 0\r\n\r\n",
            status[n as usize % status.len()]
        );
        vec![Send(head.into_bytes())]
    }),
    fault("redirected elsewhere", &[Undeclared], |n| {
        let target = [
            "http://example.invalid/",
            "https://127.0.0.1/",
            "//example.invalid/x",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://user:pass@127.0.0.1:1/",
            "",
            ":::",
        ];
        let head = format!(
            "HTTP/1.1 302 Go\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
            target[n as usize % target.len()]
        );
        vec![Send(head.into_bytes())]
    }),
    fault("garbage instead of a status line", &[Transport], |n| {
        let lines = [
            "HTTP/9.9 200 OK\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/1.1\r\n\r\n",
            "ICY 200 OK\r\n\r\n",
            "\0\0\0\0\0\0\0\0",
            "\u{16}\u{3}\u{1}\u{2}",
            "SSH-2.0-OpenSSH_9.6\r\n",
            "{\"id\":1}",
            "\r\n\r\n\r\n\r\n",
        ];
        raw(lines[n as usize % lines.len()])
    }),
    fault("garbage in the head", &[Transport], |n| {
        let heads = [
            "No colon\r\n\r\n",
            "Na me: x\r\n\r\n",
            ": empty\r\n\r\n",
            "X: a\0b\r\n\r\n",
            "X: \u{7f}\r\n\r\n",
        ];
        raw(&format!("HTTP/1.1 200 OK\r\n{}", heads[n as usize % heads.len()]))
    }),
    fault("a head too large", &[Transport, Undeclared, Value, Decode], |n| {
        let head = match n % 2 {
            0 => format!("X-Large: {}\r\n", "x".repeat(1 << 20)),
            _ => (0..2_000).map(|line| format!("X-{line}: y\r\n")).collect(),
        };
        raw(&format!("HTTP/1.1 200 OK\r\n{head}Content-Length: 0\r\n\r\n"))
    }),
    fault("provisional answers first", &[Value, Transport], |_| {
        let mut bytes =
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".to_vec();
        bytes.extend(head("200 OK", "application/json", ITEM.len()));
        bytes.extend_from_slice(ITEM.as_bytes());
        vec![Send(bytes)]
    }),
    fault("two answers", &[Value], |_| {
        let mut bytes = head("200 OK", "application/json", ITEM.len());
        bytes.extend_from_slice(ITEM.as_bytes());
        bytes.extend(head("404 Not Found", "application/json", 2));
        bytes.extend_from_slice(b"{}");
        vec![Send(bytes), Close]
    }),
    fault("another protocol", &[Undeclared, Transport], |_| {
        raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chaos\r\n\r\nchaos")
    }),
];
