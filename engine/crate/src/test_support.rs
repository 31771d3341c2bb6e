//! What the unit tests share: schemas, rows, and sessions over them.

use crate::declaration;
use crate::query_cursor::{Message, QueryCursor, QueryOptions};
use crate::query_failure::QueryFailure;
use crate::session::SessionFactory;
use crate::view_set::ViewSet;
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::{EncodedData, IpcWriteOptions, StreamWriter, write_message};
use datafusion::arrow::array::{
    ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray, TimestampNanosecondArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Int32Type, Schema, SchemaRef, TimeUnit};
use datafusion::arrow::util::pretty::pretty_format_batches;
use serde_json::{Value, json};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

pub const PROCESS: &str = "11111111-1111-4111-8111-111111111111";
pub const OTHER_PROCESS: &str = "22222222-2222-4222-8222-222222222222";
pub const STREAM: &str = "33333333-3333-4333-8333-333333333333";

pub fn utc_timestamp() -> DataType {
    DataType::Timestamp(TimeUnit::Nanosecond, Some("+00:00".into()))
}

pub fn dictionary_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// A schema of fields that are not nullable.
pub fn schema(fields: &[(&str, DataType)]) -> SchemaRef {
    Arc::new(Schema::new(
        fields.iter().map(|(name, data_type)| Field::new(*name, data_type.clone(), false)).collect::<Vec<_>>(),
    ))
}

pub fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

pub fn dictionary(values: &[&str]) -> ArrayRef {
    Arc::new(values.iter().copied().collect::<DictionaryArray<Int32Type>>())
}

pub fn numbers(values: &[i32]) -> ArrayRef {
    Arc::new(Int32Array::from(values.to_vec()))
}

pub fn times(values: &[i64]) -> ArrayRef {
    Arc::new(TimestampNanosecondArray::from(values.to_vec()).with_timezone("+00:00"))
}

pub fn batch(schema: &SchemaRef, columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(schema.clone(), columns).unwrap()
}

/// An IPC stream.
pub fn stream(schema: &Schema, batches: &[RecordBatch]) -> Vec<u8> {
    let mut bytes = vec![];
    let mut writer = StreamWriter::try_new(&mut bytes, schema).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.finish().unwrap();
    bytes
}

/// A view set of this name and schema; `declared` adds to the declaration or replaces parts of it.
pub fn view_set(name: &str, schema: &Schema, declared: Value) -> ViewSet {
    let mut declaration = json!({ "name": name, "instances": ["global"], "timeColumns": [] });
    let Value::Object(declared) = declared else { panic!("not an object: {declared}") };
    declaration.as_object_mut().unwrap().extend(declared);
    declaration::view_set(&declaration.to_string(), &stream(schema, &[])).unwrap()
}

/// Sessions over one table of numbers.
pub fn sessions_with_numbers(values: &[i32]) -> Arc<SessionFactory> {
    let sessions = SessionFactory::new(None, 0).unwrap();
    let schema = schema(&[("value", DataType::Int32)]);
    sessions.store.declare(view_set("numbers", &schema, json!({ "staticTable": true })));
    append(&sessions, "numbers", None, batch(&schema, vec![numbers(values)]));
    Arc::new(sessions)
}

pub fn append(sessions: &SessionFactory, view_set: &str, instance: Option<&str>, batch: RecordBatch) {
    let ipc = stream(batch.schema_ref(), std::slice::from_ref(&batch));
    sessions.store.append(view_set, instance, &ipc, 0).unwrap();
}

pub fn runtime() -> Rc<Runtime> {
    Rc::new(Builder::new_current_thread().event_interval(1).build().unwrap())
}

/// Polls a query to its end.
pub fn finish(mut cursor: QueryCursor) -> Result<Vec<Message>, QueryFailure> {
    let mut messages = vec![];
    loop {
        let progress = cursor.poll(Duration::from_secs(1), usize::MAX);
        messages.extend(progress.messages);
        if let Some(failure) = progress.failure {
            return Err(failure);
        }
        if progress.done {
            return Ok(messages);
        }
    }
}

/// The result of a query as a table of text.
pub fn query(sessions: &Arc<SessionFactory>, sql: &str, options: QueryOptions) -> Result<String, QueryFailure> {
    let cursor = QueryCursor::query(runtime(), sessions.clone(), sql.to_string(), options);
    let messages = finish(cursor)?.into_iter().map(|message| match message {
        Message::FlightData(message) => message,
        Message::IpcStream(_) => panic!("a query sends no IPC stream"),
    });
    Ok(pretty(&decode(messages)))
}

/// The text of the failure of a query.
pub fn failure(sessions: &Arc<SessionFactory>, sql: &str, options: QueryOptions) -> String {
    query(sessions, sql, options).expect_err("the query succeeded").message
}

pub fn pretty(batches: &[RecordBatch]) -> String {
    pretty_format_batches(batches).unwrap().to_string()
}

/// Reads messages as a client does.
pub fn decode(messages: impl IntoIterator<Item = EncodedData>) -> Vec<RecordBatch> {
    let mut stream = vec![];
    for message in messages {
        write_message(&mut stream, message, &IpcWriteOptions::default()).unwrap();
    }
    StreamReader::try_new(stream.as_slice(), None).unwrap().collect::<Result<_, _>>().unwrap()
}

/// The rows of a table of text, without its frame.
pub fn rows(table: &str) -> Vec<String> {
    let cells =
        |line: &str| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>().join(" ").trim().to_string();
    table.lines().filter(|line| line.starts_with('|')).skip(1).map(cells).collect()
}
