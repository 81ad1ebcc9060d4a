//! Servers that stall, dribble, cut short or send too much end in an error within the configured time.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use authlete_native_sso::models::ErrorBody;
use authlete_native_sso::{Builder, Client, Error};

use crate::harness::{native_sso, wait, Scripted, TOKEN};
use crate::stand_in::{Request, Server};

const SOON: Duration = Duration::from_millis(300);
/// Generous for a busy machine, and still far below what the servers here take.
const LATE: Duration = Duration::from_secs(5);

fn builder(server: &Server) -> Builder {
    let builder = Client::builder().base_url(format!("http://{}", server.address()));
    builder.service_id("1").bearer(TOKEN).retries(0).timeout(SOON)
}

/// Sends a request to a server that handles the connection so, and returns the error and how long it took.
fn fails(
    handle: impl Fn(TcpStream) -> std::io::Result<()> + Send + Sync + 'static,
) -> (Error<ErrorBody>, Duration) {
    let server = Server::serve(handle).unwrap();
    let client = builder(&server).build().unwrap();
    let start = Instant::now();
    let error = wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err();
    (error, start.elapsed())
}

#[test]
fn a_server_that_never_answers_is_a_timeout() {
    let (error, elapsed) = fails(|stream| {
        Request::read(&stream)?;
        thread::sleep(2 * LATE);
        Ok(())
    });
    assert!(error.is_timeout(), "{error:?}");
    assert!(elapsed >= SOON && elapsed < LATE, "{elapsed:?}");
}

#[test]
fn a_server_that_does_not_even_read_is_a_timeout() {
    let (error, elapsed) = fails(|stream| {
        thread::sleep(2 * LATE);
        drop(stream);
        Ok(())
    });
    assert!(error.is_timeout() && elapsed < LATE, "{error:?} {elapsed:?}");
}

#[test]
fn a_server_that_stalls_in_the_body_is_a_timeout() {
    let (error, elapsed) = fails(|mut stream| {
        Request::read(&stream)?;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"action\":")?;
        thread::sleep(2 * LATE);
        Ok(())
    });
    assert!(error.is_timeout() && elapsed < LATE, "{error:?} {elapsed:?}");
}

#[test]
fn a_server_that_dribbles_is_a_timeout_of_the_whole_call() {
    let (error, elapsed) = fails(|mut stream| {
        Request::read(&stream)?;
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")?;
        for _ in 0..100 {
            stream.write_all(b"1\r\n \r\n")?;
            thread::sleep(SOON / 3);
        }
        Ok(())
    });
    assert!(error.is_timeout() && elapsed < LATE, "{error:?} {elapsed:?}");
}

#[test]
fn the_timeout_of_a_call_goes_before_that_of_the_client() {
    let server = Server::serve(|stream| {
        Request::read(&stream)?;
        thread::sleep(2 * LATE);
        Ok(())
    });
    let client = builder(server.as_ref().unwrap()).timeout(4 * LATE).build().unwrap();
    let start = Instant::now();
    let error = wait(async { client.native_sso().process(&native_sso()).timeout(SOON).await }).unwrap_err();
    assert!(error.is_timeout() && start.elapsed() < LATE, "{error:?}");
}

#[test]
fn a_body_that_ends_early_is_an_error_and_no_timeout() {
    for head in ["content-length: 100\r\n", "transfer-encoding: chunked\r\n"] {
        let (error, elapsed) = fails(move |mut stream| {
            Request::read(&stream)?;
            write!(stream, "HTTP/1.1 200 OK\r\n{head}\r\n5\r\n{{\"a\":")
        });
        assert!(!error.is_timeout() && elapsed < LATE, "{error:?} {elapsed:?}");
    }
    // What has come is a whole answer by itself, but not the one that was sent.
    let (error, _) = fails(|mut stream| {
        Request::read(&stream)?;
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{{}}")
    });
    assert!(matches!(error, Error::Body { .. }), "{error:?}");
}

#[test]
fn a_connection_that_closes_without_an_answer_is_an_error() {
    let (error, _) = fails(|mut stream| stream.read(&mut [0; 16]).map(|_| ()));
    assert!(!error.is_timeout() && error.status().is_none(), "{error:?}");
    let (error, _) = fails(|mut stream| {
        Request::read(&stream)?;
        stream.write_all(b"SSH-2.0-OpenSSH_9.6\r\n")
    });
    assert!(!error.is_timeout() && error.status().is_none(), "{error:?}");
}

#[test]
fn a_port_where_nobody_listens_is_an_error() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let builder = Client::builder().base_url(format!("http://{address}")).service_id("1").bearer(TOKEN);
    let client = builder.retries(0).build().unwrap();
    let error = wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err();
    assert!(error.status().is_none() && !error.is_timeout(), "{error:?}");
}

#[test]
fn a_body_over_the_limit_is_refused() {
    let body = format!(r#"{{"resultMessage":"{}"}}"#, "x".repeat(5_000));
    let server = Scripted::answer("200 OK", &body);
    let call = |limit| {
        let client = server.builder().max_response_bytes(limit).build().unwrap();
        wait(async { client.native_sso().process(&native_sso()).await })
    };
    assert_eq!(call(body.len()).unwrap().result_message.unwrap().len(), 5_000);
    let error = call(body.len() - 1).unwrap_err();
    assert_eq!(error.status().unwrap(), 200);
}

#[test]
fn an_endless_body_is_refused() {
    let server = Server::serve(|mut stream| {
        Request::read(&stream)?;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        loop {
            stream.write_all(&[b' '; 1 << 12])?;
        }
    });
    let server = server.unwrap();
    let client = builder(&server).timeout(4 * LATE).max_response_bytes(1 << 16).build().unwrap();
    let start = Instant::now();
    let error = wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err();
    assert!(!error.is_timeout() && start.elapsed() < LATE, "{error:?}");
}
