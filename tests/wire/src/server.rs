//! A server on loopback that does what faults say.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::faults::Step;
use crate::{random, streams};

/// The longest time that a connection lives after its answer has stalled.
const LONGEST_STALL: Duration = Duration::from_secs(20);

/// Starts the server; it ends with the runtime.
pub async fn start() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.set_nodelay(true);
            tokio::spawn(async move {
                // Clients hang up, which is what they are here for.
                let _ = serve(stream).await;
            });
        }
    });
    Ok(address)
}

async fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = Vec::new();
    while let Some((fault, number)) = request(&mut stream, &mut buffer).await? {
        for step in (streams::fault(fault).answer)(random::number(1, number)) {
            match step {
                Step::Send(bytes) => stream.write_all(&bytes).await?,
                Step::Wait(pause) => tokio::time::sleep(pause).await,
                Step::Forever(bytes, pause) => {
                    let forever = async {
                        loop {
                            stream.write_all(&bytes).await?;
                            tokio::time::sleep(pause).await;
                        }
                    };
                    return tokio::time::timeout(LONGEST_STALL, forever).await.unwrap_or(Ok(()));
                }
                // Until the client hangs up.
                Step::Stall => {
                    let _ = tokio::time::timeout(LONGEST_STALL, stream.read(&mut [0])).await;
                    return Ok(());
                }
                Step::Reset => return stream.set_zero_linger(),
                Step::Close => return stream.shutdown().await,
            }
        }
    }
    Ok(())
}

/// Reads a request to its end, and returns which fault it asks for, and its number.
async fn request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Option<(usize, u64)>> {
    loop {
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let whole = end + 4 + length.and_then(|it| it.trim().parse::<usize>().ok()).unwrap_or_default();
            if buffer.len() >= whole {
                buffer.drain(..whole);
                let header =
                    |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
                let fault: Option<u64> = header("x-fault:");
                return Ok(fault.zip(header("x-number:")).map(|(fault, number)| (fault as usize, number)));
            }
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
}
