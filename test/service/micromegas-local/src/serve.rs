//! PostgreSQL migrations, ingestion, maintenance and Flight SQL in one process.

use crate::control::{Control, serve_control};
use crate::maintenance::Maintenance;
use crate::static_token::StaticTokens;
use anyhow::{Context, Result};
use clap::Args;
use micromegas::analytics::lakehouse::lakehouse_context::LakehouseContext;
use micromegas::analytics::lakehouse::static_tables_configurator::StaticTablesConfigurator;
use micromegas::analytics::lakehouse::view_definition_store::PgViewDefinitionStore;
use micromegas::analytics::lakehouse::view_factory::default_view_factory;
use micromegas::analytics::lakehouse::view_registry::ViewRegistry;
use micromegas::datafusion::execution::memory_pool::{GreedyMemoryPool, TrackConsumersPool};
use micromegas::datafusion::execution::runtime_env::RuntimeEnvBuilder;
use micromegas::ingestion::remote_data_lake::connect_to_remote_data_lake;
use micromegas::servers::flight_sql_server::FlightSqlServer;
use micromegas::servers::ingestion::serve_ingestion;
use micromegas::servers::shutdown::{ShutdownFanout, wait_for_sigterm};
use micromegas::settings::{EnvFallbacks, SettingsSource};
use micromegas::telemetry_sink::TelemetryGuardBuilder;
use micromegas::tracing::dispatch::process_id;
use micromegas::tracing::levels::LevelFilter;
use serde_json::json;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;

/// Requests in flight at shutdown get this long.
const GRACE: Duration = Duration::from_millis(250);

/// Port 0 is replaced by a free one; the addresses in use are printed when all of them answer.
#[derive(Args)]
pub struct Options {
    /// postgres://user:password@host:port/database
    #[arg(long, env = "MICROMEGAS_SQL_CONNECTION_STRING", hide_env_values = true)]
    database: String,
    /// file:///absolute/path, memory:///, s3://…
    #[arg(long, env = "MICROMEGAS_OBJECT_STORE_URI")]
    object_store: String,
    /// Flight SQL without authentication
    #[arg(long, default_value = "127.0.0.1:0")]
    flight_sql_addr: SocketAddr,
    /// HTTP ingestion without authentication
    #[arg(long, default_value = "127.0.0.1:0")]
    ingestion_addr: SocketAddr,
    /// HTTP for tests, see control.rs
    #[arg(long, default_value = "127.0.0.1:0")]
    control_addr: SocketAddr,
    /// Flight SQL that asks for a token; needs --token
    #[arg(long, default_value = "127.0.0.1:0")]
    secured_addr: SocketAddr,
    /// The token of a caller who may read
    #[arg(long)]
    token: Option<String>,
    /// The token of an administrator
    #[arg(long, requires = "token")]
    admin_token: Option<String>,
    /// Flight SQL with little memory; needs --memory-limit-mb
    #[arg(long, default_value = "127.0.0.1:0")]
    limited_addr: SocketAddr,
    /// Memory of all queries on --limited-addr together
    #[arg(long)]
    memory_limit_mb: Option<usize>,
}

/// The address with a free port in place of port 0, because the servers of the library do not tell theirs.
fn with_port(address: SocketAddr) -> Result<SocketAddr> {
    let listener = TcpListener::bind(address).with_context(|| format!("listening on {address}"))?;
    Ok(listener.local_addr()?)
}

/// Returns when something accepts connections.
async fn reachable(address: SocketAddr) {
    while TcpStream::connect(address).await.is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub async fn serve(options: Options) -> Result<()> {
    let ingestion_addr = with_port(options.ingestion_addr)?;
    let flight_sql_addr = with_port(options.flight_sql_addr)?;
    let secured_addr = with_port(options.secured_addr)?;
    let limited_addr = with_port(options.limited_addr)?;

    let lake =
        Arc::new(connect_to_remote_data_lake(&options.database, &options.object_store).await?);
    let lakehouse = LakehouseContext::from_connection(lake.clone()).await?;
    let shutdown = ShutdownFanout::new(async {
        tokio::select! {
            () = wait_for_sigterm() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    });

    let mut roles = tokio::task::JoinSet::new();
    roles.spawn(serve_ingestion(
        ingestion_addr,
        (*lake).clone(),
        None,
        shutdown.subscribe(),
        GRACE,
    ));
    reachable(ingestion_addr).await;
    // The service's own records go into the lake too: its audit of queries is among them.
    let guard = TelemetryGuardBuilder::default()
        .with_telemetry_sink_url(format!("http://{ingestion_addr}"))
        .with_telemetry_sink_max_level(LevelFilter::Info)
        .with_local_sink_enabled(false)
        .with_system_metrics_enabled(false)
        .build()?;
    // Never dropped: that would try for seconds to send the last records to an ingestion that has ended.
    std::mem::forget(guard);

    let builder = |lakehouse: &Arc<LakehouseContext>, address| {
        FlightSqlServer::builder()
            .with_lakehouse(lakehouse.clone())
            .with_listen_addr(address)
            .with_shutdown(shutdown.subscribe())
            .with_shutdown_grace(GRACE)
    };
    roles.spawn(builder(&lakehouse, flight_sql_addr).build_and_serve());
    reachable(flight_sql_addr).await;
    let mut ready = json!({
        "event": "ready",
        "flight_sql": flight_sql_addr.to_string(),
        "ingestion": ingestion_addr.to_string(),
        "process_id": process_id().map(|id| id.to_string()),
    });
    if let Some(token) = options.token {
        let tokens = Arc::new(StaticTokens {
            token,
            admin_token: options.admin_token,
        });
        roles.spawn(
            builder(&lakehouse, secured_addr)
                .with_auth_provider(tokens)
                .build_and_serve(),
        );
        reachable(secured_addr).await;
        ready["secured"] = json!(secured_addr.to_string());
    }
    if let Some(megabytes) = options.memory_limit_mb {
        let pool = TrackConsumersPool::new(
            GreedyMemoryPool::new(megabytes * 1024 * 1024),
            NonZeroUsize::MIN,
        );
        let runtime = RuntimeEnvBuilder::from_runtime_env(lakehouse.runtime())
            .with_memory_pool(Arc::new(pool))
            .build()?;
        let limited = lakehouse.with_runtime(Arc::new(runtime));
        roles.spawn(builder(&limited, limited_addr).build_and_serve());
        reachable(limited_addr).await;
        ready["limited"] = json!(limited_addr.to_string());
    }

    let views = default_view_factory(
        lakehouse.runtime().clone(),
        lake.clone(),
        lakehouse.default_audience(),
    )
    .await?;
    let static_tables = StaticTablesConfigurator::from_env(
        "MICROMEGAS_STATIC_TABLES_URL",
        lakehouse.runtime().clone(),
    )
    .await?;
    let registry = Arc::new(ViewRegistry::new(
        Arc::new(views),
        Arc::new(PgViewDefinitionStore::new(lake.db_pool.clone())),
        lakehouse.runtime().clone(),
        lake.clone(),
        static_tables,
    ));
    let settings = Arc::new(SettingsSource::env_only(EnvFallbacks::from_env()?));
    let maintenance = Arc::new(Maintenance::new(lakehouse, registry, settings));
    maintenance.resume().await?;
    let control = Control {
        maintenance,
        database: lake.db_pool.clone(),
        flight_sql_url: format!("http://{flight_sql_addr}"),
    };
    let control_listener = tokio::net::TcpListener::bind(options.control_addr).await?;
    ready["control"] = json!(control_listener.local_addr()?.to_string());
    roles.spawn(serve_control(
        control_listener,
        control,
        shutdown.subscribe(),
    ));

    println!("{ready}");
    std::io::stdout().flush()?;
    tokio::select! {
        // The roles end for the same reason: the reason counts.
        biased;
        () = shutdown.subscribe() => {
            let all = async { while roles.join_next().await.is_some() {} };
            let _ = tokio::time::timeout(GRACE * 2, all).await;
            // The maintenance daemon need not finish what it is at.
            std::process::exit(0)
        }
        Some(ended) = roles.join_next() => {
            ended??;
            anyhow::bail!("a server ended by itself")
        }
    }
}
