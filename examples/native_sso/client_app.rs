//! A stand-in of a CIBA client's notification endpoint on loopback, with TLS.
//!
//! Notifications go over `https` only, and an exception for loopback would be one in code that is made to be copied. So
//! this is a server with a certificate of its own, made when it starts, which the notifier is told to trust.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use super::stand_in::{Request, Server};

/// The endpoint.
pub struct ClientApp {
    server: Server,
    certificate: CertificateDer<'static>,
    received: Arc<Mutex<Vec<Request>>>,
}

impl ClientApp {
    /// Starts it; it answers each notification with `answer`: a status, its reason and perhaps headers.
    pub fn start(answer: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let answer = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let identity = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
        let certificate = identity.cert.der().clone();
        let key = PrivatePkcs8KeyDer::from(identity.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key.into())?;
        let config = Arc::new(config);
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        let server = Server::serve(move |mut stream| {
            let mut connection = ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
            let mut tls = Stream::new(&mut connection, &mut stream);
            let request = Request::read(&mut tls)?;
            if let Ok(mut log) = log.lock() {
                log.push(request);
            }
            tls.write_all(answer.as_bytes())?;
            tls.conn.send_close_notify();
            tls.flush()
        })?;
        Ok(Self { server, certificate, received })
    }

    /// Returns the address of the endpoint.
    pub fn url(&self) -> String {
        format!("https://{}/ciba/notification", self.server.address())
    }

    /// Returns the certificate to trust, in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Returns the notifications so far.
    pub fn received(&self) -> Vec<Request> {
        self.received.lock().map(|received| received.clone()).unwrap_or_default()
    }
}
