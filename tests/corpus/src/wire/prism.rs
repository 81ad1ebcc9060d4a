//! Prism, serving a document on loopback.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failure;

/// How long Prism may take to read a document.
const PATIENCE: Duration = Duration::from_secs(120);

/// A Prism that ends when this is dropped.
pub struct Prism {
    child: Child,
    pub url: String,
}

impl Prism {
    /// Starts Prism and waits until it listens. Its log is what it prints.
    pub fn start(program: &Path, document: &Path, log: &Path) -> Result<Self, Failure> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let log = File::create(log)?;
        let child = Command::new(program)
            .args(["mock", "--errors", "--seed", "wire", "--verboseLevel", "error", "--host", "127.0.0.1"])
            .arg("--port")
            .arg(port.to_string())
            .arg(document)
            .env("SCARF_ANALYTICS", "false")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut prism = Self { child, url: format!("http://127.0.0.1:{port}") };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if let Some(status) = prism.child.try_wait()? {
                return Err(format!("Prism has ended: {status}").into());
            }
            if Instant::now() > deadline {
                return Err("Prism does not listen".into());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(prism)
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
