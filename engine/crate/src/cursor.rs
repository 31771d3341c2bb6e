//! A running query, advanced a little at a time by its reader.

use crate::failure::{Failure, Stage};
use crate::flight::{FlightEncoder, to_flight_data};
use crate::session::Sessions;
use crate::time_range::TimeRange;
use arrow_ipc::writer::{EncodedData, StreamWriter};
use datafusion::common::instant::Instant;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::execute_stream;
use futures::future::LocalBoxFuture;
use futures::{FutureExt, StreamExt};
use js_sys::{Array, Uint8Array};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::runtime::Runtime;

/// What the headers of a query say.
pub struct QueryOptions {
    pub range: Option<TimeRange>,
    pub limit: Option<usize>,
    pub preserve_dictionary: bool,
}

pub struct Running {
    runtime: Rc<Runtime>,
    state: State,
}

enum State {
    Planning(LocalBoxFuture<'static, Result<Planned, Failure>>),
    Streaming(SendableRecordBatchStream, FlightEncoder),
    Done,
}

enum Planned {
    Query(SendableRecordBatchStream, FlightEncoder),
    /// The answer of a dry run.
    Bytes(Vec<u8>),
}

/// What one call of `poll` brought.
#[derive(Default)]
pub struct Progress {
    pub messages: Array,
    pub bytes: usize,
    pub done: bool,
    pub failure: Option<Failure>,
}

impl Running {
    pub fn query(runtime: Rc<Runtime>, sessions: Arc<Sessions>, sql: String, options: QueryOptions) -> Self {
        Running { runtime, state: State::Planning(plan(sessions, sql, options).boxed_local()) }
    }

    /// Plans without executing; the one message is the result's schema as an Arrow IPC stream.
    pub fn dry_run(runtime: Rc<Runtime>, sessions: Arc<Sessions>, sql: String) -> Self {
        Running { runtime, state: State::Planning(result_schema(sessions, sql).boxed_local()) }
    }

    /// Works until there are `enough_bytes` of messages, `budget` is spent or the query is done.
    /// DataFusion gives way between record batches, so a call may take somewhat longer than its budget.
    pub fn poll(&mut self, budget: Duration, enough_bytes: usize) -> Progress {
        let mut progress = Progress::default();
        let deadline = Instant::now() + budget;
        let state = &mut self.state;
        let mut leaving = false;
        self.runtime.block_on(std::future::poll_fn(|context| {
            if leaving {
                return Poll::Ready(());
            }
            loop {
                let step = state.step(context, &mut progress);
                leaving = progress.done || progress.bytes >= enough_bytes || Instant::now() >= deadline;
                if leaving || step.is_pending() {
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
                Ok(Planned::Query(batches, encoder)) => {
                    progress.push(to_flight_data(&encoder.schema_message()));
                    *self = State::Streaming(batches, encoder);
                    return Poll::Ready(());
                }
                Ok(Planned::Bytes(bytes)) => {
                    progress.push(Uint8Array::from(bytes.as_slice()));
                    Ok(())
                }
                Err(failure) => Err(failure),
            },
            State::Streaming(batches, encoder) => match std::task::ready!(batches.poll_next_unpin(context)) {
                Some(batch) => match batch.and_then(|batch| Ok(encoder.encode(&batch)?)) {
                    Ok(messages) => {
                        messages.iter().for_each(|message: &EncodedData| progress.push(to_flight_data(message)));
                        return Poll::Ready(());
                    }
                    Err(error) => Err(Failure::new(Stage::BuildingDataStream, &error)),
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

impl Progress {
    fn push(&mut self, message: Uint8Array) {
        self.bytes += message.length() as usize;
        self.messages.push(&message);
    }
}

fn at(stage: Stage) -> impl Fn(DataFusionError) -> Failure {
    move |error| Failure::new(stage, &error)
}

async fn plan(sessions: Arc<Sessions>, sql: String, options: QueryOptions) -> Result<Planned, Failure> {
    let context = sessions.new_session(options.range).map_err(at(Stage::BuildingDataFrame))?;
    let mut frame = context.sql(&sql).await.map_err(at(Stage::BuildingDataFrame))?;
    if let Some(limit) = options.limit {
        frame = frame.limit(0, Some(limit)).map_err(at(Stage::ApplyingLimit))?;
    }
    let encoder = FlightEncoder::new(frame.schema().as_arrow(), options.preserve_dictionary);
    let task = Arc::new(frame.task_ctx());
    let plan = frame.create_physical_plan().await.map_err(at(Stage::CreatingPhysicalPlan))?;
    let batches = execute_stream(plan, task).map_err(at(Stage::ExecutingPlan))?;
    Ok(Planned::Query(batches, encoder))
}

async fn result_schema(sessions: Arc<Sessions>, sql: String) -> Result<Planned, Failure> {
    let context = sessions.new_session(None).map_err(at(Stage::BuildingDataFrame))?;
    let frame = context.sql(&sql).await.map_err(at(Stage::BuildingDataFrame))?;
    let mut bytes = vec![];
    StreamWriter::try_new(&mut bytes, frame.schema().as_arrow())
        .and_then(|mut writer| writer.finish())
        .map_err(|error| Failure::new(Stage::BuildingDataFrame, &error.into()))?;
    Ok(Planned::Bytes(bytes))
}
