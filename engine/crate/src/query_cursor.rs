//! A running query, advanced a little at a time by its reader.

use crate::flight_data::flight_data_parts;
use crate::flight_encoder::FlightEncoder;
use crate::query_failure::{QueryFailure, Stage};
use crate::session::SessionFactory;
use crate::time_range::TimeRange;
use arrow_ipc::writer::{EncodedData, StreamWriter};
use datafusion::common::instant::Instant;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::execute_stream;
use futures::future::LocalBoxFuture;
use futures::{FutureExt, StreamExt};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::runtime::Runtime;

#[cfg(test)]
mod tests;

/// The options that a query's headers carry.
#[derive(Default)]
pub struct QueryOptions {
    pub range: Option<TimeRange>,
    pub limit: Option<usize>,
    pub preserve_dictionary: bool,
}

/// A query between its polls.
pub struct QueryCursor {
    runtime: Rc<Runtime>,
    state: State,
}

enum State {
    Planning(LocalBoxFuture<'static, Result<Planned, QueryFailure>>),
    Streaming(Box<ResultStream>),
    Done,
}

enum Planned {
    Stream(Box<ResultStream>),
    /// The answer of a dry run.
    Schema(Vec<u8>),
}

struct ResultStream {
    batches: SendableRecordBatchStream,
    encoder: FlightEncoder,
}

/// A message of the result.
pub enum Message {
    FlightData(EncodedData),
    IpcStream(Vec<u8>),
}

/// The outcome of one call of `poll`.
#[derive(Default)]
pub struct Progress {
    pub messages: Vec<Message>,
    pub done: bool,
    pub failure: Option<QueryFailure>,
}

impl Message {
    /// Returns the bytes of the message, in parts.
    pub fn parts(&self) -> Vec<Cow<'_, [u8]>> {
        match self {
            Message::FlightData(message) => flight_data_parts(message),
            Message::IpcStream(bytes) => vec![Cow::Borrowed(bytes.as_slice())],
        }
    }

    fn size(&self) -> usize {
        match self {
            Message::FlightData(message) => message.ipc_message.len() + message.arrow_data.len(),
            Message::IpcStream(bytes) => bytes.len(),
        }
    }
}

impl Progress {
    /// Returns the bytes of all messages, without the few that Flight adds to each.
    fn size(&self) -> usize {
        self.messages.iter().map(Message::size).sum()
    }
}

impl QueryCursor {
    pub fn query(runtime: Rc<Runtime>, sessions: Arc<SessionFactory>, sql: String, options: QueryOptions) -> Self {
        QueryCursor { runtime, state: State::Planning(plan(sessions, sql, options).boxed_local()) }
    }

    /// Plans without executing. The one message is the result's schema as an Arrow IPC stream.
    pub fn dry_run(runtime: Rc<Runtime>, sessions: Arc<SessionFactory>, sql: String) -> Self {
        QueryCursor { runtime, state: State::Planning(result_schema(sessions, sql).boxed_local()) }
    }

    /// Works until there are `enough_bytes` of messages, `budget` is spent or the query is done.
    /// DataFusion yields between record batches, so a call may take somewhat longer than its budget.
    pub fn poll(&mut self, budget: Duration, enough_bytes: usize) -> Progress {
        let mut progress = Progress::default();
        let deadline = Instant::now() + budget;
        let state = &mut self.state;
        let mut is_leaving = false;
        self.runtime.block_on(std::future::poll_fn(|context| {
            if is_leaving {
                return Poll::Ready(());
            }
            loop {
                let step = state.step(context, &mut progress);
                is_leaving = progress.done || progress.size() >= enough_bytes || Instant::now() >= deadline;
                if is_leaving || step.is_pending() {
                    // The runtime now runs the tasks that the query waits for, and wakes what it put off for fairness.
                    // That must happen before leaving too: what is put off does not survive the end of `block_on`.
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
            }
        }));
        progress
    }

    /// Ends the query and the tasks that it started.
    pub fn stop(&mut self) {
        self.state = State::Done;
        self.runtime.block_on(tokio::task::yield_now());
    }
}

impl State {
    fn step(&mut self, context: &mut Context, progress: &mut Progress) -> Poll<()> {
        let outcome = match self {
            State::Planning(planning) => match std::task::ready!(planning.poll_unpin(context)) {
                Ok(Planned::Stream(stream)) => {
                    progress.messages.push(Message::FlightData(stream.encoder.schema_message()));
                    *self = State::Streaming(stream);
                    return Poll::Ready(());
                }
                Ok(Planned::Schema(bytes)) => {
                    progress.messages.push(Message::IpcStream(bytes));
                    Ok(())
                }
                Err(failure) => Err(failure),
            },
            State::Streaming(stream) => match std::task::ready!(stream.batches.poll_next_unpin(context)) {
                Some(batch) => match batch.and_then(|batch| Ok(stream.encoder.encode(&batch)?)) {
                    Ok(messages) => {
                        progress.messages.extend(messages.into_iter().map(Message::FlightData));
                        return Poll::Ready(());
                    }
                    Err(error) => Err(QueryFailure::new(Stage::BuildingDataStream, &error)),
                },
                None => Ok(()),
            },
            State::Done => Ok(()),
        };
        progress.failure = outcome.err();
        progress.done = true;
        *self = State::Done;
        Poll::Ready(())
    }
}

fn at(stage: Stage) -> impl Fn(DataFusionError) -> QueryFailure {
    move |error| QueryFailure::new(stage, &error)
}

async fn plan(sessions: Arc<SessionFactory>, sql: String, options: QueryOptions) -> Result<Planned, QueryFailure> {
    let context = sessions.new_session(options.range).map_err(at(Stage::BuildingDataFrame))?;
    let mut frame = context.sql(&sql).await.map_err(at(Stage::BuildingDataFrame))?;
    if let Some(limit) = options.limit {
        frame = frame.limit(0, Some(limit)).map_err(at(Stage::ApplyingLimit))?;
    }
    let encoder = FlightEncoder::new(frame.schema().as_arrow(), options.preserve_dictionary);
    let task = Arc::new(frame.task_ctx());
    let plan = frame.create_physical_plan().await.map_err(at(Stage::CreatingPhysicalPlan))?;
    let batches = execute_stream(plan, task).map_err(at(Stage::ExecutingPlan))?;
    Ok(Planned::Stream(Box::new(ResultStream { batches, encoder })))
}

async fn result_schema(sessions: Arc<SessionFactory>, sql: String) -> Result<Planned, QueryFailure> {
    let context = sessions.new_session(None).map_err(at(Stage::BuildingDataFrame))?;
    let frame = context.sql(&sql).await.map_err(at(Stage::BuildingDataFrame))?;
    let mut bytes = vec![];
    StreamWriter::try_new(&mut bytes, frame.schema().as_arrow())
        .and_then(|mut writer| writer.finish())
        .map_err(|error| QueryFailure::new(Stage::BuildingDataFrame, &error.into()))?;
    Ok(Planned::Schema(bytes))
}
