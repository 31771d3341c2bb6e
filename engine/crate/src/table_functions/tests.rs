use crate::query_cursor::QueryOptions;
use crate::session::SessionFactory;
use crate::test_support::{
    OTHER_PROCESS, PROCESS, STREAM, append, batch, dictionary, dictionary_type, failure, numbers, query, rows, schema,
    texts, times, utc_timestamp, view_set,
};
use crate::time_range::TimeRange;
use datafusion::arrow::array::{ArrayRef, BinaryArray, ListBuilder, StringBuilder};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use jsonb::Value;
use serde_json::json;
use std::borrow::Cow;
use std::sync::Arc;

fn range(begin: i64, end: i64) -> QueryOptions {
    QueryOptions { range: Some(TimeRange { begin, end }), ..QueryOptions::default() }
}

/// A process with a stream of spans and a log.
fn sessions() -> Arc<SessionFactory> {
    let sessions = SessionFactory::new(None, 7_000_000_000).unwrap();
    let store = &sessions.store;
    let logs = schema(&[("process_id", dictionary_type()), ("time", utc_timestamp()), ("level", DataType::Int32)]);
    store.declare(view_set(
        "log_entries",
        &logs,
        json!({ "instances": ["global", "process"], "timeColumns": ["time"], "prerequisite": "process", "schemaHash": "07" }),
    ));
    let processes = schema(&[("process_id", DataType::Utf8), ("insert_time", utc_timestamp())]);
    store.declare(view_set("processes", &processes, json!({ "timeColumns": ["insert_time"], "derived": true })));
    let streams = schema(&[("stream_id", DataType::Utf8)]);
    store.declare(view_set("streams", &streams, json!({})));
    let spans = schema(&[("id", DataType::Int32), ("begin", utc_timestamp()), ("end", utc_timestamp())]);
    store.declare(view_set(
        "thread_spans",
        &spans,
        json!({
            "instances": ["stream"],
            "timeColumns": ["begin", "end"],
            "rangeMandatory": true,
            "prerequisite": "stream",
            "orderedBy": "begin",
            "globalRefusal": "the global view is not implemented for thread spans",
        }),
    ));
    let events = schema(&[("id", DataType::Int32), ("time", utc_timestamp())]);
    store.declare(view_set(
        "async_events",
        &events,
        json!({ "instances": ["process"], "timeColumns": ["time"], "prerequisite": "process in range" }),
    ));
    store.declare(view_set("regions", &schema(&[("code", DataType::Utf8)]), json!({ "staticTable": true })));

    append(&sessions, "processes", None, batch(&processes, vec![texts(&[PROCESS]), times(&[10])]));
    append(&sessions, "streams", None, batch(&streams, vec![texts(&[STREAM])]));
    let entries = vec![dictionary(&[PROCESS, OTHER_PROCESS, PROCESS]), times(&[10, 20, 30]), numbers(&[1, 2, 3])];
    append(&sessions, "log_entries", None, batch(&logs, entries));
    let thread = vec![numbers(&[2, 1]), times(&[20, 10]), times(&[25, 30])];
    append(&sessions, "thread_spans", Some(STREAM), batch(&spans, thread));
    Arc::new(sessions)
}

fn run(sql: &str, options: QueryOptions) -> Vec<String> {
    rows(&query(&sessions(), sql, options).unwrap())
}

fn message(sql: &str, options: QueryOptions) -> String {
    failure(&sessions(), sql, options)
}

#[test]
fn view_instance_reads_the_rows_of_one_instance() {
    let of = |id: &str| format!("select level from view_instance('log_entries', '{id}')");
    assert_eq!(run(&of(PROCESS), QueryOptions::default()), ["1", "3"]);
    assert_eq!(run(&of("global"), QueryOptions::default()), ["1", "2", "3"]);
    assert_eq!(run(&of(PROCESS), range(20, 40)), ["3"]);
    assert_eq!(run(&format!("{} limit 1", of(PROCESS)), QueryOptions::default()), ["1"]);
    let count = format!("select count(*) from view_instance('log_entries', '{PROCESS}')");
    assert_eq!(run(&count, QueryOptions::default()), ["2"]);
}

#[test]
fn view_instance_reads_instances_that_are_stored_separately_in_their_order() {
    let sql = format!("select id from view_instance('thread_spans', '{STREAM}')");
    assert_eq!(run(&sql, range(0, 100)), ["1", "2"]);
    assert_eq!(run(&sql, range(26, 100)), ["1"]);
}

#[test]
fn view_instance_folds_its_arguments() {
    let sql = format!("select level from view_instance('log_' || 'entries', concat('{PROCESS}', ''))");
    assert_eq!(run(&sql, QueryOptions::default()), ["1", "3"]);
}

#[test]
fn view_instance_refuses_what_the_service_refuses_in_its_words() {
    for (arguments, expected) in [
        ("1, 'x'", "First argument to view_instance must be a string (the view set name), given"),
        ("'log_entries'", "Second argument to view_instance must be a string (the view instance id), given None"),
        ("'nope', 'x'", "error making view view set nope not found"),
        ("'regions', 'global'", "error making view view set regions not found"),
        ("'log_entries', 'x'", "error making view Uuid::parse_str"),
        ("'thread_spans', 'global'", "error making view the global view is not implemented for thread spans"),
        ("'async_events', 'global'", "error making view the view set does not support global view access"),
    ] {
        let message = message(&format!("select * from view_instance({arguments})"), range(0, 100));
        assert!(message.contains(expected), "{arguments}: {message}");
    }
}

#[test]
fn view_instance_wants_what_the_instance_is_built_from() {
    let read = |set: &str, id: &str| format!("select * from view_instance('{set}', '{id}')");
    let no_process = message(&read("log_entries", OTHER_PROCESS), range(0, 100));
    assert!(no_process.contains("find_process: select from processes: no rows returned"), "{no_process}");
    let no_stream = message(&read("thread_spans", PROCESS), range(0, 100));
    assert!(no_stream.contains("find_stream_from_view: Stream not found"), "{no_stream}");
    let out_of_range = message(&read("async_events", PROCESS), range(20, 100));
    assert!(out_of_range.contains("find_process_with_latest_timing: Process not found"), "{out_of_range}");
    assert_eq!(run(&read("async_events", PROCESS), range(0, 100)), [""; 0]);
}

#[test]
fn a_mandatory_range_is_wanted_when_rows_are_read() {
    let sql = format!("select * from view_instance('thread_spans', '{STREAM}')");
    assert!(message(&sql, QueryOptions::default()).contains("query range mandatory for thread spans view"));
}

#[test]
fn list_view_sets_shows_them_in_the_order_of_their_declaration() {
    let sql = "select view_set_name, encode(current_schema_hash, 'hex'), has_view_maker, global_instance_available
               from list_view_sets()";
    assert_eq!(
        run(sql, QueryOptions::default()),
        [
            "log_entries 07 true true",
            "processes 01 false true",
            "streams 01 false true",
            "thread_spans 01 true false",
            "async_events 01 true false",
        ]
    );
}

#[test]
fn list_partitions_shows_rows_that_are_stored_together() {
    let sql = "select view_set_name, view_instance_id, num_rows, arrow_cast(min_event_time, 'Int64'),
                      arrow_cast(max_event_time, 'Int64') from list_partitions()";
    assert_eq!(
        run(sql, QueryOptions::default()),
        [
            "log_entries global 3 10 30".to_string(),
            "processes global 1 10 10".to_string(),
            "streams global 1".to_string(),
            format!("thread_spans {STREAM} 2 10 30"),
        ]
    );
}

#[test]
fn list_audience_grants_shows_those_of_a_new_lake() {
    let sql = "select audience, axis, selector, arrow_cast(created_at, 'Int64') from list_audience_grants()";
    assert_eq!(run(sql, QueryOptions::default()), ["public mint * 7000000000", "public read * 7000000000"]);
}

/// Adds `blocks`, in which `process_spans` looks for threads: one with these properties.
fn with_blocks(properties: &[(&str, &str)]) -> Arc<SessionFactory> {
    let sessions = sessions();
    let tag = Field::new("tag", DataType::Utf8, false);
    let schema = Arc::new(Schema::new(vec![
        Field::new("process_id", DataType::Utf8, false),
        Field::new("stream_id", DataType::Utf8, false),
        Field::new("streams.tags", DataType::List(Arc::new(tag.clone())), false),
        Field::new("streams.properties", DataType::Binary, false),
    ]));
    sessions.store.declare(view_set("blocks", &schema, json!({})));
    let mut tags = ListBuilder::new(StringBuilder::new()).with_field(tag);
    tags.append_value([Some("cpu")]);
    let object = properties.iter().map(|(key, value)| (key.to_string(), Value::String(Cow::Borrowed(value)))).collect();
    let mut jsonb = vec![];
    Value::Object(object).write_to_vec(&mut jsonb);
    let columns: Vec<ArrayRef> = vec![
        texts(&[PROCESS]),
        texts(&[STREAM]),
        Arc::new(tags.finish()),
        Arc::new(BinaryArray::from(vec![jsonb.as_slice()])),
    ];
    append(&sessions, "blocks", None, batch(&schema, columns));
    sessions
}

#[test]
fn process_spans_labels_the_spans_of_each_thread() {
    let sql = format!("select thread_name, id from process_spans('{PROCESS}', 'thread')");
    let labelled = |properties| rows(&query(&with_blocks(properties), &sql, range(0, 100)).unwrap());
    assert_eq!(labelled(&[("thread-name", "main"), ("thread-id", "17")]), ["main-17 1", "main-17 2"]);
    assert_eq!(labelled(&[("thread-name", "main")]), [format!("main-{STREAM} 1"), format!("main-{STREAM} 2")]);
    assert_eq!(labelled(&[("thread-id", "17")]), ["17 1", "17 2"]);
    assert_eq!(labelled(&[]), [format!("{STREAM} 1"), format!("{STREAM} 2")]);
}

#[test]
fn process_spans_reads_in_the_range_of_the_query() {
    let sql = format!("select id from process_spans('{PROCESS}', 'thread')");
    assert_eq!(rows(&query(&with_blocks(&[]), &sql, range(26, 100)).unwrap()), ["1"]);
    let message = failure(&with_blocks(&[]), &sql, QueryOptions::default());
    assert!(message.contains("query range mandatory for thread spans view"), "{message}");
}

#[test]
fn process_spans_refuses_what_the_service_refuses_in_its_words() {
    for (arguments, expected) in [
        ("1".to_string(), "First argument to process_spans must be a string (the process ID), given"),
        ("'x', 'both'".to_string(), "First argument to process_spans must be a valid UUID (the process ID), given 'x'"),
        (format!("'{PROCESS}'"), "Second argument to process_spans must be a string ('thread', 'async', or 'both')"),
        (format!("'{PROCESS}', 'cpu'"), "span_types must be 'thread', 'async', or 'both', given: cpu"),
    ] {
        let message = message(&format!("select * from process_spans({arguments})"), range(0, 100));
        assert!(message.contains(expected), "{arguments}: {message}");
    }
}

#[test]
fn process_spans_wraps_what_fails_inside() {
    let sql = format!("select * from process_spans('{PROCESS}', 'thread')");
    let message = message(&sql, range(0, 100));
    assert!(message.contains("Failed to get thread list: Error during planning: table"), "{message}");
    let sql = format!("select * from process_spans('{PROCESS}', 'both')");
    let message = failure(&with_blocks(&[]), &sql, range(0, 100));
    assert!(message.contains("Failed to query async spans: Schema error: No field named event_type"), "{message}");
}
