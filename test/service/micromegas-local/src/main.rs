//! The Micromegas service in one process (`serve`), and a generator of telemetry for it (`generate`).
//!
//! Both print machine-readable JSON on stdout, one object a line; everything else goes to stderr.

mod control;
mod generate;
mod ledger;
mod maintenance;
mod net_events;
mod serve;
mod static_token;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Seconds between two looks of the telemetry sink at what there is to send, 60 by default. It also makes up for a wake-up
/// that the sink has missed, on which the end of `generate` would wait.
const FLUSH_PERIOD: &str = "MICROMEGAS_FLUSH_PERIOD";

#[derive(Parser)]
#[command(about, version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run ingestion, maintenance and Flight SQL until SIGTERM or SIGINT
    Serve(serve::Options),
    /// Send telemetry made by the real tracing crates, then end
    Generate(generate::Options),
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    if std::env::var_os(FLUSH_PERIOD).is_none() {
        // SAFETY: no other thread runs yet.
        unsafe { std::env::set_var(FLUSH_PERIOD, "1") };
    }
    let runtime = tokio::runtime::Runtime::new()?;
    match cli.command {
        Command::Serve(options) => runtime.block_on(serve::serve(options)),
        Command::Generate(options) => generate::generate(&runtime, options),
    }
}
