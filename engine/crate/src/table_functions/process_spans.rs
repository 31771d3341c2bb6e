//! `process_spans(process_id, 'thread' | 'async' | 'both')`: the spans of all threads of a process, its async spans, or both.

use super::arguments::string_argument;
use crate::store::Store;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, DictionaryArray, Int32Array, RecordBatch, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::streaming::StreamingTable;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result, plan_err};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SessionContext;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::PartitionStream;
use futures::{StreamExt, TryStreamExt, future, stream};
use std::fmt::{Debug, Formatter};
use std::sync::Arc;
use uuid::Uuid;

/// Opens a session like the one that runs the function.
pub type OpenSession = Arc<dyn Fn() -> Result<SessionContext> + Send + Sync>;

pub struct ProcessSpans {
    store: Arc<Store>,
    open_session: OpenSession,
}

impl ProcessSpans {
    pub fn new(store: Arc<Store>, open_session: OpenSession) -> Self {
        ProcessSpans { store, open_session }
    }
}

impl Debug for ProcessSpans {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ProcessSpans").finish_non_exhaustive()
    }
}

impl TableFunctionImpl for ProcessSpans {
    fn call_with_args(&self, arguments: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let expressions = arguments.exprs();
        let first = expressions.first().map(string_argument);
        let Some(Ok(process_id)) = first else {
            return plan_err!("First argument to process_spans must be a string (the process ID), given {first:?}");
        };
        let Ok(process_id) = Uuid::parse_str(&process_id) else {
            return plan_err!(
                "First argument to process_spans must be a valid UUID (the process ID), given '{process_id}'"
            );
        };
        let second = expressions.get(1).map(string_argument);
        let Some(Ok(types)) = second else {
            return plan_err!(
                "Second argument to process_spans must be a string ('thread', 'async', or 'both'), given {second:?}"
            );
        };
        let (threads, asynchronous) = match types.as_str() {
            "thread" => (true, false),
            "async" => (false, true),
            "both" => (true, true),
            _ => {
                return plan_err!("span_types must be 'thread', 'async', or 'both', given: {types}");
            }
        };
        let Some(thread_spans) = self.store.view_set("thread_spans") else {
            return plan_err!("process_spans requires the view set thread_spans");
        };
        let spans = Spans {
            schema: schema(&thread_spans.schema),
            process_id: process_id.hyphenated().to_string(),
            threads,
            asynchronous,
            open_session: self.open_session.clone(),
        };
        Ok(Arc::new(StreamingTable::try_new(spans.schema.clone(), vec![Arc::new(spans)])?))
    }
}

fn schema(thread_spans: &Schema) -> SchemaRef {
    let label = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let mut fields = vec![
        Arc::new(Field::new("stream_id", label.clone(), false)),
        Arc::new(Field::new("thread_name", label, false)),
    ];
    fields.extend(thread_spans.fields().iter().cloned());
    Arc::new(Schema::new(fields))
}

#[derive(Clone)]
struct Spans {
    schema: SchemaRef,
    process_id: String,
    threads: bool,
    asynchronous: bool,
    open_session: OpenSession,
}

impl Debug for Spans {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Spans").field("process_id", &self.process_id).finish_non_exhaustive()
    }
}

impl PartitionStream for Spans {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let spans = self.clone();
        let batches = stream::once(async move {
            let context = (spans.open_session)()?;
            let threads = match spans.threads {
                true => spans.thread_spans(&context).await?,
                false => vec![],
            };
            // The async spans are read after those of the threads, so that their failures come then.
            let asynchronous = stream::once(async move {
                match spans.asynchronous {
                    true => spans.async_spans(&context).await,
                    false => Ok(stream::empty().boxed()),
                }
            });
            Ok::<_, DataFusionError>(stream::iter(threads).flatten().chain(asynchronous.try_flatten()))
        });
        Box::pin(RecordBatchStreamAdapter::new(self.schema.clone(), batches.try_flatten()))
    }
}

type Batches = stream::BoxStream<'static, Result<RecordBatch>>;

/// Wraps the error of a query inside in an internal error, as the service does.
fn failed_to(what: &'static str) -> impl Fn(DataFusionError) -> DataFusionError {
    move |error| DataFusionError::Internal(format!("Failed to {what}: {error}"))
}

impl Spans {
    async fn thread_spans(&self, context: &SessionContext) -> Result<Vec<Batches>> {
        let mut streams = vec![];
        for (stream_id, name) in thread_list(context, &self.process_id).await.map_err(failed_to("get thread list"))? {
            let sql = format!("SELECT * FROM view_instance('thread_spans', '{stream_id}')");
            let batches = execute(context, &sql).await.map_err(failed_to("query thread spans"))?;
            streams.push(self.labelled(batches, stream_id, name));
        }
        Ok(streams)
    }

    async fn async_spans(&self, context: &SessionContext) -> Result<Batches> {
        let process_id = &self.process_id;
        let sql = format!(
            r#"SELECT b.span_id AS id, b.parent_span_id AS parent, b.depth, b.hash, b.time AS "begin", e.time AS "end",
                      arrow_cast(e.time, 'Int64') - arrow_cast(b.time, 'Int64') AS duration,
                      b.name, b.target, b.filename, b.line, e.properties
               FROM (SELECT * FROM view_instance('async_events', '{process_id}') WHERE event_type = 'begin') b
               INNER JOIN (SELECT * FROM view_instance('async_events', '{process_id}') WHERE event_type = 'end') e
                 ON b.span_id = e.span_id
               WHERE b.time < e.time
               ORDER BY b.time"#
        );
        let frame = context.sql(&sql).await.map_err(failed_to("query async spans"))?;
        let batches = frame.execute_stream().await.map_err(failed_to("execute async spans stream"))?;
        Ok(self.labelled(batches, String::new(), "async".to_string()))
    }

    fn labelled(&self, batches: SendableRecordBatchStream, stream_id: String, thread_name: String) -> Batches {
        let schema = self.schema.clone();
        let label = move |batch: RecordBatch| {
            let mut columns = vec![repeated(&stream_id, batch.num_rows())?, repeated(&thread_name, batch.num_rows())?];
            columns.extend(batch.columns().iter().cloned());
            Ok(RecordBatch::try_new(schema.clone(), columns)?)
        };
        batches.and_then(move |batch| future::ready(label(batch))).boxed()
    }
}

fn repeated(label: &str, rows: usize) -> Result<ArrayRef> {
    let keys = Int32Array::from(vec![0; rows]);
    Ok(Arc::new(DictionaryArray::try_new(keys, Arc::new(StringArray::from(vec![label])))?))
}

async fn execute(context: &SessionContext, sql: &str) -> Result<SendableRecordBatchStream> {
    context.sql(sql).await?.execute_stream().await
}

/// Lists the streams of a process's threads with their labels: the thread's name and number, or what is known of them.
async fn thread_list(context: &SessionContext, process_id: &str) -> Result<Vec<(String, String)>> {
    let sql = format!(
        r#"SELECT stream_id,
                  property_get("streams.properties", 'thread-name') AS thread_name,
                  property_get("streams.properties", 'thread-id') AS thread_id
           FROM blocks
           WHERE process_id = '{process_id}' AND array_has("streams.tags", 'cpu')
           GROUP BY stream_id, thread_name, thread_id
           ORDER BY stream_id"#
    );
    let mut threads = vec![];
    for batch in context.sql(&sql).await?.collect().await? {
        let columns = batch
            .columns()
            .iter()
            .map(|column| cast(column, &DataType::Utf8))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            let text = |column: usize| {
                let column = columns[column].as_string::<i32>();
                if column.is_null(row) { "" } else { column.value(row) }
            };
            let stream_id = text(0);
            let number = if text(2).is_empty() { stream_id } else { text(2) };
            let name = match text(1) {
                "" => number.to_string(),
                name => format!("{name}-{number}"),
            };
            threads.push((stream_id.to_string(), name));
        }
    }
    Ok(threads)
}
