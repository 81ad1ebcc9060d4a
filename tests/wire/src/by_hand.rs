//! What somebody would write who has no bindings: reqwest and serde's derives, for the operation of `bench.yaml`.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, StatusCode};
use reqwest::{Client, Method, Request, Url};
use serde::{Deserialize, Serialize};

/// The bodies of the operation, one for a request and the same for a response.
pub const NOTE: &str = r#"{"id":26478243745571,"title":"A note","text":"With \"some\" text in it, \u00fc and all, as notes have it.","color":"green","weight":1.25,"pinned":true,"tags":["one","two","three"],"author":{"name":"John Doe","email":"john@example.com"}}"#;

/// A failure of a call.
#[derive(Debug)]
pub enum Error {
    Transport(reqwest::Error),
    Json(serde_json::Error),
    Header,
    Problem(Problem),
    Status(StatusCode),
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Note {
    pub id: i64,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Author {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Problem {
    pub message: String,
}

/// Puts a request together.
pub fn request(base: &Url, token: &str, r#box: &str, note: i64, body: &Note) -> Result<Request, Error> {
    let mut url = base.clone();
    url.path_segments_mut().map_err(|()| Error::Header)?.extend(["boxes", r#box, "notes", &note.to_string()]);
    url.query_pairs_mut().append_pair("expand", "true");
    let mut request = Request::new(Method::PUT, url);
    let headers = request.headers_mut();
    let mut token = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| Error::Header)?;
    token.set_sensitive(true);
    headers.insert(AUTHORIZATION, token);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, HeaderValue::from_static("by-hand"));
    *request.body_mut() = Some(serde_json::to_vec(body).map_err(Error::Json)?.into());
    Ok(request)
}

/// Reads a response.
pub fn decode(status: StatusCode, body: &Bytes) -> Result<Note, Error> {
    match status {
        StatusCode::OK => serde_json::from_slice(body).map_err(Error::Json),
        StatusCode::NOT_FOUND => Err(Error::Problem(serde_json::from_slice(body).map_err(Error::Json)?)),
        other => Err(Error::Status(other)),
    }
}

/// Calls the operation.
pub async fn call(client: &Client, base: &Url, token: &str, note: &Note) -> Result<Note, Error> {
    let request = request(base, token, "inbox", note.id, note)?;
    let response = client.execute(request).await.map_err(Error::Transport)?;
    let status = response.status();
    decode(status, &response.bytes().await.map_err(Error::Transport)?)
}

/// Does the same as the documentation of reqwest does it, with its builder. What stands in the path must need no escapes.
pub async fn call_by_builder(client: &Client, base: &Url, token: &str, note: &Note) -> Result<Note, Error> {
    let call = client
        .put(format!("{base}boxes/{}/notes/{}", "inbox", note.id))
        .query(&[("expand", true)])
        .bearer_auth(token)
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, "by-hand")
        .timeout(Duration::from_secs(60))
        .json(note);
    let response = call.send().await.map_err(Error::Transport)?;
    match response.status() {
        StatusCode::OK => response.json().await.map_err(Error::Transport),
        StatusCode::NOT_FOUND => Err(Error::Problem(response.json().await.map_err(Error::Transport)?)),
        other => Err(Error::Status(other)),
    }
}
