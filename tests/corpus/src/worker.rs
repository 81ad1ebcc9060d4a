//! Processes of their own: this program again, with a document to read.

use std::env;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{json, Value};

use crate::documents::Document;
use crate::Failure;

/// The stack of what reads schemas with our own recursion or that of the validator; the generator has an ordinary one.
const STACK: usize = 256 << 20;

/// Runs a task of a worker and prints what it returns.
pub fn run(task: impl FnOnce() -> Result<Value, Failure> + Send) -> Result<bool, Failure> {
    let value = task()?;
    println!("{value}");
    Ok(true)
}

/// Does something on a thread with a large stack.
pub fn deep<T: Send>(task: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, task)?;
        thread.join().map_err(|_| Failure::from("a panic"))
    })
}

/// Starts a worker and returns what it prints, or says how it ended.
pub fn start(task: &str, document: &Document, out: &Path, patience: Duration) -> Value {
    match child(task, document, out).and_then(|child| wait(child, patience)) {
        Ok(value) => value,
        Err(failure) => {
            eprintln!("{}: {task}: {failure}", document.name);
            json!({ "result": failure.to_string().lines().next().unwrap_or_default() })
        }
    }
}

fn child(task: &str, document: &Document, out: &Path) -> Result<Child, Failure> {
    let child = Command::new(env::current_exe()?)
        .arg(task)
        .arg(&document.path)
        .arg(&document.slug)
        .arg(out)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    Ok(child)
}

fn wait(mut child: Child, patience: Duration) -> Result<Value, Failure> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let read = |pipe: Option<Box<dyn Read + Send>>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let stdout = read(stdout.map(|it| Box::new(it) as _));
    let stderr = read(stderr.map(|it| Box::new(it) as _));
    let deadline = Instant::now() + patience;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() > deadline {
            child.kill()?;
            child.wait()?;
            return Err("too slow".into());
        }
        thread::sleep(Duration::from_millis(10));
    };
    let (stdout, stderr) = (stdout.join().unwrap_or_default(), stderr.join().unwrap_or_default());
    if !status.success() {
        let panic = stderr.contains("panicked at");
        let reason = if panic { "panic".to_owned() } else { format!("{status}") };
        return Err(format!("{reason}\n{stderr}").into());
    }
    let last = stdout.lines().last().unwrap_or_default();
    Ok(serde_json::from_str(last)?)
}
