//! The interface for JavaScript: the engine and its cursors, whose results are plain objects.

use crate::declaration;
use crate::flight_encoder::FlightEncoder;
use crate::metadata::{self, SqlInfo, TablesFilter};
use crate::query_cursor::{Message, Progress, QueryCursor, QueryOptions};
use crate::query_failure::QueryFailure;
use crate::refusal::{Refusal, RefusalReason};
use crate::session::SessionFactory;
use crate::time_range::TimeRange;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::error::ArrowError;
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde_json::Value;
use std::rc::Rc;
use std::sync::{Arc, Once};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub struct Engine {
    runtime: Rc<Runtime>,
    sessions: Arc<SessionFactory>,
}

#[wasm_bindgen]
pub struct Cursor(QueryCursor);

static HOOKS: Once = Once::new();

/// Turns panics and failed allocations into JavaScript errors with their text. The state of the module is unknown
/// afterwards: its instance must not be used again.
fn throw_instead_of_trapping() {
    HOOKS.call_once(|| {
        std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&format!("engine panic: {panic}"))));
        #[cfg(target_arch = "wasm32")]
        std::alloc::set_alloc_error_hook(|_| wasm_bindgen::throw_str("engine out of memory"));
    });
}

fn now() -> i64 {
    js_sys::Date::now() as i64 * 1_000_000
}

#[wasm_bindgen]
impl Engine {
    /// `memory_limit` bounds the working memory of all queries together, in bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(memory_limit: Option<f64>) -> Result<Engine, JsError> {
        throw_instead_of_trapping();
        let runtime = Builder::new_current_thread().event_interval(1).build()?;
        let sessions = SessionFactory::new(memory_limit.map(|bytes| bytes as usize), now())?;
        Ok(Engine { runtime: Rc::new(runtime), sessions: Arc::new(sessions) })
    }

    /// `declaration` is an `EngineViewSet` as JSON, `schema` an Arrow IPC stream.
    pub fn declare(&self, declaration: &str, schema: &[u8]) -> Result<(), JsValue> {
        let view_set = declaration::view_set(declaration, schema)?;
        self.sessions.store.declare(view_set);
        Ok(())
    }

    /// Adds the rows of an Arrow IPC stream or file: all of them or, on a refusal, none.
    pub fn append(&self, view_set: &str, instance: Option<String>, ipc: &[u8]) -> Result<f64, JsValue> {
        let rows = self.sessions.store.append(view_set, instance.as_deref(), ipc, now())?;
        Ok(rows as f64)
    }

    /// Removes the rows of a view set, or of one instance where those are stored separately.
    pub fn clear(&self, view_set: &str, instance: Option<String>) -> Result<(), JsValue> {
        self.sessions.store.clear(view_set, instance.as_deref())?;
        Ok(())
    }

    pub fn query(
        &self,
        sql: String,
        range_begin: Option<i64>,
        range_end: Option<i64>,
        limit: Option<f64>,
        preserve_dictionary: bool,
    ) -> Cursor {
        let range = match (range_begin, range_end) {
            (Some(begin), Some(end)) => Some(TimeRange { begin, end }),
            _ => None,
        };
        let limit = limit.map(|limit| limit as usize);
        let options = QueryOptions { range, limit, preserve_dictionary };
        Cursor(QueryCursor::query(self.runtime.clone(), self.sessions.clone(), sql, options))
    }

    pub fn dry_run(&self, sql: String) -> Cursor {
        Cursor(QueryCursor::dry_run(self.runtime.clone(), self.sessions.clone(), sql))
    }

    pub fn tables(
        &self,
        catalog: Option<String>,
        schema_pattern: Option<String>,
        table_pattern: Option<String>,
        table_types: Vec<String>,
        include_schema: bool,
    ) -> Result<Array, JsValue> {
        let filter = TablesFilter { catalog, schema_pattern, table_pattern, table_types, include_schema };
        flight_messages(metadata::tables(&self.sessions.store.view_sets(), &filter))
    }

    /// `properties` is a JSON list of `[number, text]` and `[number, [text, …]]`.
    pub fn sql_info(&self, properties: &str) -> Result<Array, JsValue> {
        let properties: Vec<(u32, Value)> = serde_json::from_str(properties).map_err(invalid_argument)?;
        let properties: Vec<SqlInfo> = properties
            .into_iter()
            .map(|(number, value)| match value {
                Value::Array(list) => {
                    SqlInfo::List(number, list.iter().filter_map(|item| item.as_str().map(String::from)).collect())
                }
                text => SqlInfo::Text(number, text.as_str().unwrap_or_default().to_string()),
            })
            .collect();
        flight_messages(metadata::sql_info(&properties))
    }

    /// Returns the working memory of the running queries, in bytes.
    pub fn reserved_memory(&self) -> f64 {
        self.sessions.reserved_memory() as f64
    }

    /// Returns the memory of the stored rows, in bytes.
    pub fn stored_memory(&self) -> f64 {
        self.sessions.store.memory() as f64
    }
}

#[wasm_bindgen]
impl Cursor {
    /// Returns `{ done, messages, failure? }`.
    pub fn poll(&mut self, budget_milliseconds: f64, enough_bytes: f64) -> Object {
        let budget = Duration::from_secs_f64(budget_milliseconds.max(0.0) / 1000.0);
        progress_object(self.0.poll(budget, enough_bytes as usize))
    }

    pub fn stop(&mut self) {
        self.0.stop();
    }
}

fn flight_messages(batch: Result<RecordBatch, ArrowError>) -> Result<Array, JsValue> {
    let messages = batch.and_then(|batch| {
        let mut encoder = FlightEncoder::new(batch.schema_ref(), false);
        let mut messages = vec![encoder.schema_message()];
        messages.extend(encoder.encode(&batch)?);
        Ok(messages.into_iter().map(Message::FlightData).map(|message| to_bytes(&message)).collect())
    });
    Ok(messages.map_err(invalid_argument)?)
}

fn invalid_argument(error: impl std::fmt::Display) -> Refusal {
    Refusal::new(RefusalReason::InvalidArgument, error.to_string())
}

/// Copies a message once, straight into JavaScript's memory.
fn to_bytes(message: &Message) -> Uint8Array {
    let parts = message.parts();
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let bytes = Uint8Array::new_with_length(length as u32);
    let mut offset = 0;
    for part in parts {
        let end = offset + part.len() as u32;
        bytes.subarray(offset, end).copy_from(&part);
        offset = end;
    }
    bytes
}

fn object(entries: impl IntoIterator<Item = (&'static str, JsValue)>) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &key.into(), &value);
    }
    object
}

fn optional(value: Option<impl Into<JsValue>>) -> JsValue {
    value.map_or(JsValue::UNDEFINED, Into::into)
}

fn texts(texts: &[String]) -> JsValue {
    texts.iter().map(|text| JsValue::from_str(text)).collect::<Array>().into()
}

fn progress_object(progress: Progress) -> Object {
    object([
        ("done", progress.done.into()),
        ("messages", progress.messages.iter().map(to_bytes).collect::<Array>().into()),
        ("failure", optional(progress.failure.as_ref().map(failure_object))),
    ])
}

fn failure_object(failure: &QueryFailure) -> Object {
    let (line, column) = failure.position.unzip();
    object([
        ("stage", failure.stage.text().into()),
        ("code", (failure.code as u32).into()),
        ("message", failure.message.as_str().into()),
        ("line", optional(line.map(|line| line as f64))),
        ("column", optional(column.map(|column| column as f64))),
        ("notes", texts(&failure.notes)),
        ("help", texts(&failure.help)),
    ])
}

/// A refusal is thrown as a plain object; an `Error` is always a crash.
impl From<Refusal> for JsValue {
    fn from(refusal: Refusal) -> JsValue {
        object([
            ("reason", refusal.reason.name().into()),
            ("message", refusal.message.as_str().into()),
            ("column", optional(refusal.column)),
            ("help", optional(refusal.help)),
        ])
        .into()
    }
}
