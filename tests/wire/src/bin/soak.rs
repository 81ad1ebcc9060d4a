//! Makes calls against a server that fails in every way, and prints what became of them.

use std::process::ExitCode;

use wire::soak;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let calls = arguments.next().unwrap_or(Ok(100_000))?;
    let seed = arguments.next().unwrap_or(Ok(1))?;
    let report = soak::run(calls, seed).await?;
    println!("{}", report.to_markdown());
    for complaint in report.complaints.iter().take(100) {
        println!("{complaint}");
    }
    let is_good = report.complaints.is_empty() && report.panics == 0 && report.is_flat();
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
