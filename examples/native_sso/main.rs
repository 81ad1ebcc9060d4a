//! Native SSO and CIBA from an authorization server's side, over real HTTP.
//!
//! ```text
//! cargo run --example native_sso
//! ```
//!
//! talks to a stand-in of Authlete on loopback. With `AUTHLETE_BASE_URL`, `AUTHLETE_SERVICE_ID` and `AUTHLETE_BEARER` set
//! it talks to that server instead. What it prints contains no token and no device secret.

mod client_app;
mod stand_in;
mod token_endpoint;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fmt::Display;
use std::process::ExitCode;

use authlete_native_sso::models::{
    BackchannelAuthenticationCompleteRequest, BackchannelAuthenticationCompleteRequestResult,
    NativeSsoLogoutRequest, NativeSsoLogoutResponseAction, NativeSsoRequest,
};
use authlete_native_sso::Client;
use http::{Response, StatusCode};
use serde_json::{json, Map, Value};

use client_app::ClientApp;
use stand_in::{Authlete, Server};
use token_endpoint::{Body, DeviceSecret};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What `/auth/token` has answered to a token exchange by the second app on the device: `action` is `NATIVE_SSO`.
const TOKEN_RESPONSE: &str = r#"{
    "action": "NATIVE_SSO",
    "grantType": "TOKEN_EXCHANGE",
    "sessionId": "my-sid",
    "accessToken": "example-access-token",
    "refreshToken": "example-refresh-token",
    "deviceSecret": "my-ds",
    "deviceSecretHash": "sInZSacYnFDucWprDjfkXxCQf_fXhlT65d7nKEX7768",
    "additionalClaims": "{\"nonce\":\"n-0S6_WzA2Mj\"}"
}"#;

fn main() -> ExitCode {
    // The default transport brings its own provider; the notifier is a plain `reqwest` client and takes this one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run()));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("failed: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Outcome<()> {
    let app = ClientApp::start("200 OK")?;
    let authlete = Authlete::new(&app.url())?;
    let stand_in = Server::start(move |request| authlete.respond(request))?;
    let (client, notifier) = match real_server()? {
        Some(client) => (client, token_endpoint::notifier().build()?),
        None => {
            println!("Authlete     a stand-in at http://{}", stand_in.address());
            let certificate = reqwest::Certificate::from_der(app.certificate())?;
            (connect(&stand_in)?, token_endpoint::notifier().tls_certs_only([certificate]).build()?)
        }
    };
    exchange(&client).await?;
    logout(&client).await?;
    complete(&client, &notifier).await?;
    for notification in app.received() {
        println!(
            "client app   got {} {} with {} bytes",
            notification.method,
            notification.target,
            notification.body.len()
        );
    }
    println!("done");
    Ok(())
}

fn connect(stand_in: &Server) -> Outcome<Client> {
    let builder = Client::builder().base_url(format!("http://{}", stand_in.address()));
    Ok(builder.service_id(stand_in::SERVICE_ID).bearer(stand_in::BEARER).build()?)
}

/// Reads where to go from the environment: all three variables or none.
fn real_server() -> Outcome<Option<Client>> {
    let Ok(url) = env::var("AUTHLETE_BASE_URL") else {
        return Ok(None);
    };
    let service_id = env::var("AUTHLETE_SERVICE_ID").map_err(|_| "AUTHLETE_SERVICE_ID is not set")?;
    let bearer = env::var("AUTHLETE_BEARER").map_err(|_| "AUTHLETE_BEARER is not set")?;
    println!("Authlete     {url}");
    Ok(Some(Client::builder().base_url(url).service_id(service_id).bearer(bearer).build()?))
}

/// The token endpoint: from the answer of `/auth/token` to the answer that the app gets.
async fn exchange(client: &Client) -> Outcome<()> {
    let token: Value = serde_json::from_str(TOKEN_RESPONSE)?;
    let text = |name: &str| token[name].as_str().ok_or_else(|| format!("the token response lacks `{name}`"));
    // The authorization server has stored this with the session `my-sid`.
    let registered = DeviceSecret::from("my-ds");
    println!("token        a token exchange for the session {}", text("sessionId")?);
    if !registered.is(text("deviceSecret")?) || !registered.has_hash(text("deviceSecretHash")?) {
        return show_answer(&token_endpoint::invalid_grant());
    }
    println!("device       the secret is the session's, and `ds_hash` is its hash");

    let access_token = token["jwtAccessToken"].as_str().map_or_else(|| text("accessToken"), Ok)?;
    let request = NativeSsoRequest::new(access_token, text("deviceSecret")?)
        .refresh_token(text("refreshToken")?)
        .device_secret_hash(registered.hash())
        .claims(claims(text("additionalClaims")?)?);
    let outcome = client.native_sso().process(&request).await;
    match &outcome {
        Ok(response) => println!("nativesso    {}", shown(&response.action, &response.result_message)),
        Err(error) => println!("nativesso    {error}"),
    }
    show_answer(&token_endpoint::answer(&outcome))
}

/// The claims that Authlete wants in the ID token, such as `nonce`, and ours.
fn claims(additional: &str) -> Outcome<String> {
    let mut claims: Map<String, Value> = serde_json::from_str(additional)?;
    claims.extend([("given_name".to_owned(), json!("John")), ("family_name".to_owned(), json!("Brown"))]);
    Ok(Value::Object(claims).to_string())
}

/// Prints an answer of the token endpoint: what is there, not what it is.
fn show_answer(answer: &Response<Body>) -> Outcome<()> {
    println!("to the app   HTTP {}", answer.status());
    for (name, value) in answer.headers() {
        println!("             {name}: {}", value.to_str()?);
    }
    let members: BTreeMap<String, Value> = serde_json::from_str(answer.body().as_str())?;
    println!("             {}", members.into_keys().collect::<Vec<_>>().join(", "));
    if answer.status() == StatusCode::OK {
        Ok(())
    } else {
        Err("the app got no tokens".into())
    }
}

async fn logout(client: &Client) -> Outcome<()> {
    let response = client.native_sso().logout(&NativeSsoLogoutRequest::new("my-sid")).await?;
    println!("logout       {}", shown(&response.action, &response.result_message));
    match response.action {
        Some(NativeSsoLogoutResponseAction::Ok) => {
            println!("             {} token records deleted", response.count.unwrap_or_default());
            Ok(())
        }
        _ => Err("the session was not logged out".into()),
    }
}

/// The background work of CIBA, once the user has agreed on the authentication device.
async fn complete(client: &Client, notifier: &reqwest::Client) -> Outcome<()> {
    let authorized = BackchannelAuthenticationCompleteRequestResult::Authorized;
    let request = BackchannelAuthenticationCompleteRequest::new("example-ticket", authorized, "john");
    let response = client.ciba().complete(&request).await?;
    println!("complete     {}", shown(&response.action, &response.result_message));
    let Some(notification) = token_endpoint::notification(&response)? else {
        println!("             nothing to send: the client asks the token endpoint");
        return Ok(());
    };
    let host = notification.uri().host().unwrap_or_default();
    println!("notify       POST to {host} over TLS, {:?}", notification.body());
    let request = notification.map(String::from).try_into().map_err(reqwest::Error::without_url)?;
    // Without the address: it is the client's, and may hold what is nobody else's business.
    let answer = notifier.execute(request).await.map_err(reqwest::Error::without_url)?;
    println!("             the client answered HTTP {}", answer.status());
    Ok(token_endpoint::accepted(answer.status())?)
}

fn shown(action: &Option<impl Display>, message: &Option<String>) -> String {
    let action = action.as_ref().map_or_else(|| "no action".to_owned(), ToString::to_string);
    format!("{action}: {}", message.as_deref().unwrap_or("no message"))
}
