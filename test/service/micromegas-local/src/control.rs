//! HTTP for the tests that use this service: is all that was sent visible yet, and stop the clock, please.

use crate::maintenance::Maintenance;
use anyhow::{Context, Result};
use micromegas::arrow::array::{Array, AsArray};
use micromegas::arrow::datatypes::Int64Type;
use micromegas::axum::extract::{Query, State};
use micromegas::axum::http::StatusCode;
use micromegas::axum::routing::{get, post};
use micromegas::axum::{Json, Router};
use micromegas::client::flightsql_client::Client;
use micromegas::sqlx::{self, PgPool};
use micromegas::tonic::transport::Channel;
use micromegas::uuid::Uuid;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use tokio::net::TcpListener;

#[derive(Clone)]
pub struct Control {
    pub maintenance: Arc<Maintenance>,
    pub database: PgPool,
    /// Address of the Flight SQL server without authentication, `http://host:port`.
    pub flight_sql_url: String,
}

type Answer = Result<Json<Value>, (StatusCode, String)>;

/// * `POST /maintenance/pause`, `POST /maintenance/resume`: answered when it has been done.
/// * `GET /processes`: id and exe of every process that has registered, visible or not.
/// * `GET /settled?processes=id,id`: are all blocks of these processes visible in every view made from them?
pub async fn serve_control(
    listener: TcpListener,
    control: Control,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let router = Router::new()
        .route("/maintenance/pause", post(pause))
        .route("/maintenance/resume", post(resume))
        .route("/processes", get(processes))
        .route("/settled", get(settled))
        .with_state(control);
    micromegas::axum::serve(listener, router)
        .with_graceful_shutdown(shutdown)
        .await?;
    Ok(())
}

fn internal(error: anyhow::Error) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:?}"))
}

async fn pause(State(control): State<Control>) -> Answer {
    control.maintenance.pause().await.map_err(internal)?;
    Ok(Json(json!({ "maintenance": "paused" })))
}

async fn resume(State(control): State<Control>) -> Answer {
    control.maintenance.resume().await.map_err(internal)?;
    Ok(Json(json!({ "maintenance": "running" })))
}

async fn processes(State(control): State<Control>) -> Answer {
    let rows: Vec<(Uuid, String)> = sqlx::query_as("SELECT process_id, exe FROM processes")
        .fetch_all(&control.database)
        .await
        .map_err(|error| internal(error.into()))?;
    let rows = rows
        .into_iter()
        .map(|(id, exe)| json!({ "process_id": id.to_string(), "exe": exe }))
        .collect();
    Ok(Json(Value::Array(rows)))
}

async fn settled(
    State(control): State<Control>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let processes = query
        .get("processes")
        .map(String::as_str)
        .unwrap_or_default()
        .split(',')
        .map(Uuid::parse_str)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| (StatusCode::BAD_REQUEST, format!("processes: {error}")))?;
    let missing = missing(&control, &processes).await.map_err(internal)?;
    Ok(Json(
        json!({ "settled": missing.is_empty(), "missing": missing }),
    ))
}

/// What is not visible yet, one line for each view.
async fn missing(control: &Control, processes: &[Uuid]) -> Result<Vec<String>> {
    let sent: i64 = sqlx::query_scalar("SELECT count(*) FROM blocks WHERE process_id = ANY($1)")
        .bind(processes)
        .fetch_one(&control.database)
        .await?;
    let known: i64 = sqlx::query_scalar(
        "SELECT count(DISTINCT process_id) FROM blocks WHERE process_id = ANY($1)",
    )
    .bind(processes)
    .fetch_one(&control.database)
    .await?;
    let ids = processes
        .iter()
        .map(|id| format!("'{id}'"))
        .collect::<Vec<_>>()
        .join(", ");
    let of_these = format!("process_id IN ({ids})");
    let sql = format!(
        "WITH
           sent AS (SELECT * FROM blocks WHERE {of_these}),
           last_of_process AS (SELECT process_id, max(insert_time) AS last FROM sent GROUP BY process_id),
           last_of_stream AS (SELECT stream_id, max(insert_time) AS last FROM sent GROUP BY stream_id)
         SELECT
           (SELECT count(*) FROM sent) AS blocks,
           (SELECT count(*) FROM sent WHERE array_has(\"streams.tags\", 'log')) AS log_blocks,
           (SELECT count(DISTINCT block_id) FROM log_entries WHERE {of_these}) AS log_blocks_seen,
           (SELECT count(*) FROM sent WHERE array_has(\"streams.tags\", 'metrics')) AS metric_blocks,
           (SELECT count(DISTINCT block_id) FROM measures WHERE {of_these}) AS metric_blocks_seen,
           (SELECT count(*) FROM log_entries WHERE {of_these}) AS log_entries,
           (SELECT sum(\"count\") FROM log_stats WHERE {of_these}) AS log_entries_counted,
           (SELECT count(*) FROM last_of_process) AS processes,
           (SELECT count(*) FROM processes p JOIN last_of_process l
              ON p.process_id = l.process_id AND p.last_update_time = l.last) AS processes_seen,
           (SELECT count(*) FROM last_of_stream) AS streams,
           (SELECT count(*) FROM streams s JOIN last_of_stream l
              ON s.stream_id = l.stream_id AND s.last_update_time = l.last) AS streams_seen"
    );
    let channel = Channel::from_shared(control.flight_sql_url.clone())?
        .connect()
        .await?;
    let batches = Client::new(channel).query(sql, None).await?;
    let row = batches
        .iter()
        .find(|batch| batch.num_rows() == 1)
        .context("one row")?;
    // Null where the sum has no rows.
    let number = |name: &str| -> Result<i64> {
        let column = row.column_by_name(name).context("column")?;
        let column = column.as_primitive::<Int64Type>();
        Ok(if column.is_null(0) {
            0
        } else {
            column.value(0)
        })
    };
    let comparisons = [
        (
            "processes that have sent a block",
            processes.len() as i64,
            known,
        ),
        ("blocks", sent, number("blocks")?),
        (
            "blocks in log_entries",
            number("log_blocks")?,
            number("log_blocks_seen")?,
        ),
        (
            "blocks in measures",
            number("metric_blocks")?,
            number("metric_blocks_seen")?,
        ),
        (
            "log entries in log_stats",
            number("log_entries")?,
            number("log_entries_counted")?,
        ),
        (
            "up-to-date rows in processes",
            number("processes")?,
            number("processes_seen")?,
        ),
        (
            "up-to-date rows in streams",
            number("streams")?,
            number("streams_seen")?,
        ),
    ];
    Ok(comparisons
        .into_iter()
        .filter(|(_, wanted, seen)| wanted != seen)
        .map(|(what, wanted, seen)| format!("{what}: {seen} of {wanted}"))
        .collect())
}
