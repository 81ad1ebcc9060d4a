//! How a program ended and what it said.

use std::fmt;
use std::io::Write;
use std::process::{Command, Output};

/// How a program ended and what it said on both streams.
#[derive(Debug)]
pub struct Outcome {
    command: String,
    pub succeeded: bool,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// Runs a program to its end.
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self::new(command, &output)
    }

    /// Takes what a program left that ran beside others.
    pub fn new(command: &Command, output: &Output) -> Self {
        Self {
            command: format!("{command:?}"),
            succeeded: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Returns the outcome if the program succeeded.
    #[track_caller]
    pub fn success(self) -> Self {
        assert!(self.succeeded, "this failed: {self}");
        self
    }

    /// Returns the outcome if the program failed.
    #[track_caller]
    pub fn failure(self) -> Self {
        assert!(!self.succeeded, "this succeeded: {self}");
        self
    }

    /// Returns the outcome if both streams together contain all of `texts`.
    #[track_caller]
    pub fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.stdout.contains(text) || self.stderr.contains(text), "`{text}` is not in {self}");
        }
        self
    }

    /// Returns the outcome if `text` is on neither stream.
    #[track_caller]
    pub fn says_nothing_of(self, text: &str) -> Self {
        assert!(!self.stdout.contains(text) && !self.stderr.contains(text), "`{text}` is in {self}");
        self
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}{}", self.command, self.stdout, self.stderr)
    }
}

/// Says something that is to be seen although the test passes: past the capture of the test harness.
pub fn say(text: &str) {
    std::io::stderr().write_all(text.as_bytes()).unwrap();
}
