//! A sink that keeps what the generator has to tell: the process, and the streams that blocks were sent for.

use micromegas::tracing::event::EventSink;
use micromegas::tracing::images::{ImageBlock, ImageStream};
use micromegas::tracing::logs::{LogBlock, LogMetadata, LogStream};
use micromegas::tracing::metrics::{MetricsBlock, MetricsStream};
use micromegas::tracing::prelude::*;
use micromegas::tracing::spans::{ThreadBlock, ThreadStream};
use micromegas::uuid::Uuid;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Records {
    process: Option<Arc<ProcessInfo>>,
    streams: Vec<Value>,
}

#[derive(Clone, Default)]
pub struct Ledger(Arc<Mutex<Records>>);

impl Ledger {
    pub fn process(&self) -> Arc<ProcessInfo> {
        let records = self.0.lock().expect("ledger");
        records.process.clone().expect("the sink was started")
    }

    pub fn streams(&self) -> Vec<Value> {
        self.0.lock().expect("ledger").streams.clone()
    }

    pub fn add_stream(&self, id: Uuid, tags: &[String], properties: &HashMap<String, String>) {
        self.0.lock().expect("ledger").streams.push(json!({
            "stream_id": id.to_string(),
            "tags": tags,
            "thread_name": properties.get("thread-name"),
        }));
    }
}

impl EventSink for Ledger {
    fn on_startup(&self, process: Arc<ProcessInfo>) {
        self.0.lock().expect("ledger").process = Some(process);
    }
    fn on_shutdown(&self) {}
    fn on_log_enabled(&self, _: &LogMetadata) -> bool {
        true
    }
    fn on_log(&self, _: &LogMetadata, _: &[DynProperty<'_>], _: i64, _: fmt::Arguments<'_>) {}
    fn on_init_log_stream(&self, stream: &LogStream) {
        self.add_stream(stream.stream_id(), stream.tags(), stream.properties());
    }
    fn on_process_log_block(&self, _: Arc<LogBlock>) {}
    fn on_init_metrics_stream(&self, stream: &MetricsStream) {
        self.add_stream(stream.stream_id(), stream.tags(), stream.properties());
    }
    fn on_process_metrics_block(&self, _: Arc<MetricsBlock>) {}
    fn on_init_thread_stream(&self, stream: &ThreadStream) {
        self.add_stream(stream.stream_id(), stream.tags(), stream.properties());
    }
    fn on_process_thread_block(&self, _: Arc<ThreadBlock>) {}
    fn on_init_image_stream(&self, stream: &ImageStream) {
        self.add_stream(stream.stream_id(), stream.tags(), stream.properties());
    }
    fn on_process_image_block(&self, _: Arc<ImageBlock>) {}
    fn is_busy(&self) -> bool {
        false
    }
}
