use super::*;
use crate::test_support::{
    OTHER_PROCESS, PROCESS, STREAM, batch, numbers, schema, stream, texts, times, utc_timestamp, view_set,
};
use datafusion::arrow::datatypes::SchemaRef;
use serde_json::json;

fn value_schema() -> SchemaRef {
    schema(&[("value", DataType::Int32)])
}

fn value_rows(values: &[i32]) -> Vec<u8> {
    stream(&value_schema(), &[batch(&value_schema(), vec![numbers(values)])])
}

fn log_schema() -> SchemaRef {
    schema(&[("process_id", DataType::Utf8), ("time", utc_timestamp())])
}

fn store() -> Store {
    let store = Store::default();
    store.declare(view_set("regions", &value_schema(), json!({ "staticTable": true })));
    store.declare(view_set("spans", &value_schema(), json!({ "instances": ["stream"] })));
    store.declare(view_set(
        "logs",
        &log_schema(),
        json!({ "instances": ["global", "process"], "timeColumns": ["time"] }),
    ));
    store
}

fn counts(store: &Store, name: &str, instance: &Instance) -> usize {
    store.rows(&store.view_set(name).unwrap(), instance).iter().map(RecordBatch::num_rows).sum()
}

fn names(store: &Store) -> Vec<String> {
    store.view_sets().iter().map(|view_set| view_set.name.clone()).collect()
}

#[test]
fn lists_view_sets_in_the_order_of_their_declaration() {
    assert_eq!(names(&store()), ["regions", "spans", "logs"]);
}

#[test]
fn declares_a_name_again_in_place_and_without_its_rows() {
    let store = store();
    store.append("regions", None, &value_rows(&[1]), 0).unwrap();
    store.declare(view_set("regions", &value_schema(), json!({})));
    assert_eq!(names(&store), ["regions", "spans", "logs"]);
    assert_eq!(counts(&store, "regions", &Instance::Global), 0);
}

#[test]
fn stores_instances_separately_under_their_id_in_one_form() {
    let store = store();
    let compact = STREAM.replace('-', "").to_uppercase();
    assert_eq!(store.append("spans", Some(&compact), &value_rows(&[1, 2]), 0).unwrap(), 2);
    assert_eq!(store.append("spans", Some(PROCESS), &value_rows(&[3]), 0).unwrap(), 1);
    assert_eq!(counts(&store, "spans", &Instance::Id(STREAM.into())), 2);
    assert_eq!(counts(&store, "spans", &Instance::Id(PROCESS.into())), 1);
    store.clear("spans", Some(PROCESS)).unwrap();
    assert_eq!(counts(&store, "spans", &Instance::Id(PROCESS.into())), 0);
    assert_eq!(counts(&store, "spans", &Instance::Id(STREAM.into())), 2);
    store.clear("spans", None).unwrap();
    assert_eq!(counts(&store, "spans", &Instance::Id(STREAM.into())), 0);
}

#[test]
fn refuses_instances_that_do_not_fit_the_view_set() {
    let refusal = |name: &str, instance: Option<&str>| {
        let refusal = store().append(name, instance, &[], 0).expect_err("accepted");
        assert_eq!(refusal.reason, RefusalReason::InvalidInstance);
        (refusal.message, refusal.help)
    };
    assert_eq!(
        refusal("spans", None),
        (
            "spans: an instance id is required, because rows do not carry it".into(),
            Some("Pass the id of the process or stream along with the rows.")
        )
    );
    assert_eq!(
        refusal("logs", Some(PROCESS)),
        (
            "logs: an instance id was passed, but rows carry it in column \"process_id\"".into(),
            Some("Leave the instance id out.")
        )
    );
    assert_eq!(
        refusal("regions", Some(PROCESS)),
        (
            "regions: an instance id was passed, but there is only the global instance".into(),
            Some("Leave the instance id out.")
        )
    );
    assert!(refusal("spans", Some("main")).0.starts_with("spans: instance id \"main\" is not a UUID: "));
}

#[test]
fn refuses_unknown_view_sets() {
    let refusal = store().append("nope", None, &[], 0).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::UnknownViewSet);
    assert_eq!(refusal.message, "unknown view set \"nope\"");
    assert_eq!(store().clear("nope", None).unwrap_err().reason, RefusalReason::UnknownViewSet);
    assert!(store().view_set("nope").is_none());
}

#[test]
fn shows_rows_that_are_stored_together_as_partitions() {
    let store = store();
    store.append("regions", None, &value_rows(&[1]), 0).unwrap();
    store.append("spans", Some(STREAM), &value_rows(&[1]), 5).unwrap();
    let logs = batch(&log_schema(), vec![texts(&[PROCESS, PROCESS, OTHER_PROCESS]), times(&[30, 10, 20])]);
    store.append("logs", None, &stream(&log_schema(), &[logs]), 6).unwrap();
    let partitions = store.partitions();
    let shown = partitions
        .iter()
        .map(|partition| (partition.view_set.name.as_str(), partition.instance.as_str(), partition.event_times()));
    assert_eq!(shown.collect::<Vec<_>>(), [("spans", STREAM, (None, None)), ("logs", "global", (Some(10), Some(30)))]);
    assert!(store.memory() > 0);
}

#[test]
fn finds_processes_by_id_and_by_the_range_that_filters_them() {
    let store = Store::default();
    assert!(!store.has_process(PROCESS));
    let processes = schema(&[
        ("process_id", DataType::Utf8),
        ("insert_time", utc_timestamp()),
        ("last_update_time", utc_timestamp()),
    ]);
    store.declare(view_set("processes", &processes, json!({ "timeColumns": ["insert_time", "last_update_time"] })));
    let rows = batch(&processes, vec![texts(&[PROCESS]), times(&[10]), times(&[20])]);
    store.append("processes", None, &stream(&processes, &[rows]), 0).unwrap();
    assert!(store.has_process(PROCESS));
    assert!(!store.has_process(OTHER_PROCESS));
    let in_range = |begin, end| store.has_process_in_range(PROCESS, Some(TimeRange { begin, end }));
    assert!(in_range(20, 30) && in_range(0, 10) && in_range(12, 13));
    assert!(!in_range(21, 30) && !in_range(0, 9));
    assert!(store.has_process_in_range(PROCESS, None));
    assert!(!store.has_stream(STREAM));
}
