//! `Client::from_env()`, in processes of their own: the environment is shared by all tests of one.

use std::env;
use std::process::{Command, Output};

use authlete_native_sso::Client;
use serde_json::json;

use crate::harness::{native_sso, wait, Scripted};

/// Runs `sends_from_the_environment` in a process with this token.
fn child(server: &Scripted, token: Option<&str>) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "environment::sends_from_the_environment", "--ignored", "--nocapture"]);
    command.env("STAND_IN_URL", server.url()).env_remove("AUTHLETE_BEARER");
    token.map(|token| command.env("AUTHLETE_BEARER", token));
    command.output().unwrap()
}

#[test]
#[ignore = "run by the others, with an environment"]
fn sends_from_the_environment() {
    let url = env::var("STAND_IN_URL").unwrap();
    match Client::from_env().base_url(url).service_id("1").build() {
        Ok(client) => {
            wait(async { client.native_sso().process(&native_sso()).await }).unwrap();
        }
        Err(error) => panic!("{error} {error:?}"),
    }
}

#[test]
fn the_token_comes_from_the_environment() {
    let server = Scripted::json(&json!({}));
    let output = child(&server, Some("secret-from-the-environment"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(server.request().header("authorization"), Some("Bearer secret-from-the-environment"));
}

#[test]
fn a_missing_or_empty_variable_is_named() {
    let server = Scripted::json(&json!({}));
    for token in [None, Some("")] {
        let output = child(&server, token);
        assert!(!output.status.success());
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.contains("AUTHLETE_BEARER") || message.contains("bearer"), "{message}");
    }
    assert!(server.requests().is_empty());
}
