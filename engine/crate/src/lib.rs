//! The Micromegas query engine for one process: what JavaScript calls.
#![feature(alloc_error_hook)]

mod arguments;
mod cursor;
mod declaration;
mod failure;
mod flight;
mod incoming;
mod metadata;
mod plain_schema;
mod properties;
mod rows;
mod session;
mod store;
mod table_functions;
mod time_range;
mod view_set;
mod view_table;

use crate::cursor::{Progress, QueryOptions, Running};
use crate::failure::Failure;
use crate::flight::{FlightEncoder, to_flight_data};
use crate::incoming::{Reason, Refusal};
use crate::metadata::{SqlInfo, TablesFilter};
use crate::session::Sessions;
use crate::time_range::TimeRange;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::error::ArrowError;
use js_sys::{Array, Object, Reflect};
use serde_json::Value;
use std::rc::Rc;
use std::sync::{Arc, Once};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use wasm_bindgen::prelude::*;

// Each generation of getrandom in the tree has to be told that it runs under JavaScript.
use getrandom_02 as _;
use getrandom_03 as _;
use getrandom_04 as _;

#[wasm_bindgen]
pub struct Engine {
    runtime: Rc<Runtime>,
    sessions: Arc<Sessions>,
}

#[wasm_bindgen]
pub struct Cursor(Running);

static HOOKS: Once = Once::new();

/// Panics and failed allocations leave the module as JavaScript errors with their text. What state they leave behind is
/// unknown: such an instance must not be used again.
fn throw_instead_of_trapping() {
    HOOKS.call_once(|| {
        std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&format!("engine panic: {panic}"))));
        std::alloc::set_alloc_error_hook(|_| wasm_bindgen::throw_str("engine out of memory"));
    });
}

fn now() -> i64 {
    js_sys::Date::now() as i64 * 1_000_000
}

#[wasm_bindgen]
impl Engine {
    /// `memory_limit` is for the working memory of all queries together, in bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(memory_limit: Option<f64>) -> Result<Engine, JsError> {
        throw_instead_of_trapping();
        let runtime = Builder::new_current_thread().event_interval(1).build()?;
        let sessions = Sessions::new(memory_limit.map(|bytes| bytes as usize), now())?;
        Ok(Engine { runtime: Rc::new(runtime), sessions: Arc::new(sessions) })
    }

    pub fn declare(&self, declaration: &str, schema: &[u8]) -> Result<(), JsValue> {
        let view_set = declaration::view_set(declaration, schema)?;
        self.sessions.store.declare(view_set);
        Ok(())
    }

    /// Adds the rows of an Arrow IPC stream or file; all of them or, on a refusal, none.
    pub fn append(&self, view_set: &str, instance: Option<String>, ipc: &[u8]) -> Result<f64, JsValue> {
        let rows = self.sessions.store.append(view_set, instance.as_deref(), ipc, now())?;
        Ok(rows as f64)
    }

    /// Removes the rows of a view set, or of one instance where those are stored apart.
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
        Cursor(Running::query(self.runtime.clone(), self.sessions.clone(), sql, options))
    }

    pub fn dry_run(&self, sql: String) -> Cursor {
        Cursor(Running::dry_run(self.runtime.clone(), self.sessions.clone(), sql))
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

    /// Working memory of the running queries, in bytes.
    pub fn reserved_memory(&self) -> f64 {
        self.sessions.reserved_memory() as f64
    }

    /// Memory of the stored rows, in bytes.
    pub fn stored_memory(&self) -> f64 {
        self.sessions.store.memory() as f64
    }
}

#[wasm_bindgen]
impl Cursor {
    /// `{ done, messages, failure? }`
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
        Ok(messages)
    });
    let messages = messages.map_err(invalid_argument)?;
    Ok(messages.iter().map(to_flight_data).collect())
}

fn invalid_argument(error: impl std::fmt::Display) -> Refusal {
    Refusal::new(Reason::InvalidArgument, error.to_string())
}

fn object(entries: impl IntoIterator<Item = (&'static str, JsValue)>) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &key.into(), &value);
    }
    object
}

fn texts(texts: &[String]) -> JsValue {
    texts.iter().map(|text| JsValue::from_str(text)).collect::<Array>().into()
}

fn progress_object(progress: Progress) -> Object {
    object([
        ("done", progress.done.into()),
        ("messages", progress.messages.into()),
        ("failure", progress.failure.map_or(JsValue::UNDEFINED, |failure| failure_object(&failure).into())),
    ])
}

fn failure_object(failure: &Failure) -> Object {
    let (line, column) = failure.position.unzip();
    let number = |number: Option<u64>| number.map_or(JsValue::UNDEFINED, |number| JsValue::from_f64(number as f64));
    object([
        ("stage", failure.stage.text().into()),
        ("code", (failure.code as u32).into()),
        ("message", failure.message.as_str().into()),
        ("line", number(line)),
        ("column", number(column)),
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
            ("column", refusal.column.map_or(JsValue::UNDEFINED, |column| column.into())),
        ])
        .into()
    }
}
