//! Telemetry of a small invented game, made by the tracing crates that real programs use.

use crate::ledger::Ledger;
use crate::net_events::send_net_events;
use anyhow::{Result, ensure};
use clap::Args;
use micromegas::telemetry_sink::TelemetryGuardBuilder;
use micromegas::tracing::dispatch::{
    flush_image_buffer, flush_log_buffer, flush_metrics_buffer, flush_thread_buffer, get_sink,
    init_thread_stream, send_image, unregister_thread_stream,
};
use micromegas::tracing::levels::LevelFilter;
use micromegas::tracing::prelude::*;
use serde_json::json;
use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Sending may take this long once everything is recorded.
const DRAIN: Duration = Duration::from_secs(300);
/// Blocks wait here to be sent; nothing may be dropped.
const QUEUE_BYTES: usize = 4 << 30;
/// Spans that one turn of the game loop makes, at least.
const SPANS_PER_FRAME: u64 = 7;

#[derive(Args)]
pub struct Options {
    /// Ingestion service, http://host:port
    #[arg(long, env = "MICROMEGAS_TELEMETRY_URL")]
    url: String,
    /// At least so many spans of the thread `game-loop`
    #[arg(long, default_value_t = 350_000)]
    spans: u64,
    /// So many log entries beside the few that show every level and awkward texts
    #[arg(long, default_value_t = 50_000)]
    logs: u64,
    /// So many measures beside the few that show awkward numbers
    #[arg(long, default_value_t = 50_000)]
    metrics: u64,
    /// So many async spans, and again as many inside them
    #[arg(long, default_value_t = 500)]
    async_spans: u64,
    /// Turns of network replication
    #[arg(long, default_value_t = 50)]
    net_frames: u32,
}

pub fn generate(runtime: &Runtime, options: Options) -> Result<()> {
    let ledger = Ledger::default();
    let guard = {
        let _in_runtime = runtime.enter();
        TelemetryGuardBuilder::default()
            .with_process_property("build".to_string(), "1.4.2-β".to_string())
            .with_telemetry_sink_url(options.url.clone())
            .with_telemetry_sink_max_level(LevelFilter::Trace)
            .with_max_level_override(LevelFilter::Trace)
            .with_interop_max_level_override(LevelFilter::Off)
            .with_cpu_tracing_enabled(true)
            .with_local_sink_enabled(false)
            .with_system_metrics_enabled(false)
            .with_max_queue_bytes(QUEUE_BYTES)
            .with_hard_queue_bytes(QUEUE_BYTES)
            .with_request_timeout(DRAIN)
            .add_sink(LevelFilter::Trace, ledger.clone())
            .build()?
    };
    let Options {
        spans,
        logs,
        metrics,
        ..
    } = options;
    on_thread("game-loop", move || {
        game_loop(spans.div_ceil(SPANS_PER_FRAME))
    })?;
    on_thread("asset-loader", || (0..100).for_each(load_asset))?;
    on_thread("logger", move || write_logs(logs))?;
    on_thread("meter", move || measure(metrics))?;
    runtime.block_on(requests(options.async_spans));
    pictures();

    flush_thread_buffer();
    flush_log_buffer();
    flush_metrics_buffer();
    flush_image_buffer();
    wait_until_sent()?;
    runtime.block_on(send_net_events(&options.url, &ledger, options.net_frames))?;
    let process = ledger.process();
    drop(guard);
    println!(
        "{}",
        json!({
            "process_id": process.process_id.to_string(),
            "exe": process.exe,
            "streams": ledger.streams(),
        })
    );
    Ok(())
}

fn wait_until_sent() -> Result<()> {
    let deadline = Instant::now() + DRAIN;
    while get_sink().is_some_and(|sink| sink.is_busy()) {
        ensure!(
            Instant::now() < deadline,
            "the ingestion service is too slow"
        );
        thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// Runs on a thread of that name, with a stream of its own.
fn on_thread(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    thread::Builder::new()
        .name(name.to_string())
        .spawn(move || {
            init_thread_stream();
            work();
            unregister_thread_stream();
        })?
        .join()
        .map_err(|_| anyhow::anyhow!("the thread {name} panicked"))
}

fn game_loop(frames: u64) {
    for frame in 0..frames {
        tick(frame);
    }
}

#[span_fn]
fn tick(frame: u64) {
    let position = simulate(frame);
    render(frame, position);
    if frame.is_multiple_of(1000) {
        let mut span = span_scope!(name = "save_game", slot = %(frame / 1000), kind = "auto");
        busy(20_000);
        span.set_property("bytes", frame * 3);
    }
}

#[span_fn]
fn simulate(frame: u64) -> u64 {
    physics(frame).wrapping_add(ai(frame))
}

#[span_fn]
fn physics(frame: u64) -> u64 {
    busy(frame % 16)
}

#[span_fn]
fn ai(frame: u64) -> u64 {
    path_finding(frame)
}

#[span_fn]
fn path_finding(frame: u64) -> u64 {
    busy(frame % 32)
}

#[span_fn]
fn render(frame: u64, position: u64) {
    span_scope_named_dyn!(format!("camera {}", frame % 3));
    busy(position % 8);
}

/// Work that the compiler cannot remove.
fn busy(turns: u64) -> u64 {
    (0..turns).fold(turns, |sum, turn| black_box(sum.wrapping_mul(31) ^ turn))
}

#[span_fn]
fn load_asset(number: u64) {
    span_scope!("read_file");
    busy(number * 10);
}

#[span_fn]
fn write_logs(count: u64) {
    awkward_logs();
    (0..count).for_each(log_turn);
}

#[span_fn]
fn measure(count: u64) {
    awkward_measures();
    (0..count).for_each(measure_turn);
}

fn awkward_logs() {
    fatal!("out of memory (not really)");
    error!(code = %-42, "cannot open \"save 'game'.dat\"");
    warn!(region = "eu", "path C:\\games\\{}", "new\nline\ttab");
    info!(target: "ui::menü", "grüße 🎮 \u{200b}{}", "日本語");
    debug!("{}", "");
    trace!("{}", "long ".repeat(4000));
}

fn log_turn(turn: u64) {
    match turn % 10 {
        0 => {
            warn!(target: "game::net", player = %(turn % 64), region = "eu", "latency {} ms", turn % 300)
        }
        1 => {
            error!(target: "game::assets", asset = %format_args!("mesh_{}", turn % 500), "missing asset")
        }
        2..=5 => debug!(target: "game::ai", "path of {} nodes found", turn % 77),
        6 => trace!(target: "game::ai", "node {turn} visited"),
        _ => {
            info!(target: "game::frame", session = %format_args!("{:08x}", turn / 1000), "frame {turn} presented")
        }
    }
}

fn awkward_measures() {
    for value in [
        0.0,
        -0.0,
        f64::MIN_POSITIVE / 4.0,
        f64::MAX,
        f64::MIN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        0.1,
    ] {
        fmetric!("awkward_float", "none", value);
    }
    for value in [0, 1 << 53, (1 << 53) + 1, u64::MAX] {
        imetric!("awkward_integer", "none", value);
    }
}

fn measure_turn(turn: u64) {
    match turn % 4 {
        0 => fmetric!("frame_time", "ms", (turn % 997) as f64 / 60.0),
        1 => imetric!("draw_calls", "count", pass = "opaque", turn % 2048),
        2 => fmetric!("latency", "ms", player = %(turn % 64), (turn % 300) as f64 / 3.0),
        _ => imetric!("heap_used", "bytes", (turn % 1024) * 65_536),
    }
}

async fn requests(count: u64) {
    for number in 0..count {
        span_async_named!("http_request", async {
            tokio::task::yield_now().await;
            fetch_score(number).await
        })
        .await;
    }
}

#[span_fn]
async fn fetch_score(number: u64) -> u64 {
    tokio::task::yield_now().await;
    busy(number)
}

fn pictures() {
    for (name, format, bytes) in [
        ("screenshot-1", "png", 100_000),
        ("screenshot-2", "jpeg", 1_000),
        ("empty", "raw", 0),
    ] {
        let data = (0..bytes).map(|index: u32| (index * 7) as u8).collect();
        send_image(name, format, data);
    }
}
