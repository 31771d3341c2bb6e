use super::*;
use crate::test_support::{dictionary_type, schema, stream, utc_timestamp};
use datafusion::arrow::datatypes::SchemaRef;
use serde_json::{Value, json};

fn spans() -> SchemaRef {
    schema(&[("process_id", dictionary_type()), ("begin", utc_timestamp()), ("end", utc_timestamp())])
}

fn declare(changes: Value) -> Result<ViewSet> {
    let mut declaration = json!({ "name": "spans", "instances": ["global"], "timeColumns": [] });
    declaration.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    view_set(&declaration.to_string(), &stream(&spans(), &[]))
}

fn message(changes: Value) -> String {
    let refusal = declare(changes).expect_err("the declaration was accepted");
    assert_eq!(refusal.reason, RefusalReason::InvalidDeclaration);
    refusal.message
}

#[test]
fn reads_what_is_declared() {
    let view_set = declare(json!({
        "instances": ["global", "process"],
        "timeColumns": ["begin", "end"],
        "rangeMandatory": true,
        "schemaHash": "0a3F",
        "prerequisite": "process in range",
        "orderedBy": "begin",
        "derived": true,
        "globalRefusal": "no",
    }))
    .unwrap();
    assert_eq!(view_set.name, "spans");
    assert_eq!(view_set.schema, spans());
    assert_eq!(view_set.time_columns, TimeColumns::Interval { begin: "begin".into(), end: "end".into() });
    assert_eq!(view_set.instance_storage, InstanceStorage::InColumn("process_id".into()));
    assert!(view_set.has_global && view_set.range_mandatory && view_set.is_derived && !view_set.is_static_table);
    assert_eq!(view_set.schema_hash, [0x0a, 0x3f]);
    assert_eq!(view_set.prerequisite, Some(Prerequisite::ProcessInRange));
    assert_eq!(view_set.ordered_by.as_deref(), Some("begin"));
    assert_eq!(view_set.global_refusal, "no");
}

#[test]
fn has_defaults_for_what_is_not_declared() {
    let view_set = declare(json!({})).unwrap();
    assert_eq!(view_set.time_columns, TimeColumns::None);
    assert_eq!(view_set.instance_storage, InstanceStorage::GlobalOnly);
    assert!(!view_set.range_mandatory && !view_set.is_derived && !view_set.is_static_table);
    assert_eq!(view_set.schema_hash, [1]);
    assert_eq!(view_set.prerequisite, None);
    assert_eq!(view_set.ordered_by, None);
    assert_eq!(view_set.global_refusal, "the view set does not support global view access");
}

#[test]
fn takes_null_for_what_is_not_declared() {
    assert_eq!(
        declare(json!({ "orderedBy": null, "prerequisite": null, "schemaHash": null })).unwrap().ordered_by,
        None
    );
}

#[test]
fn stores_instances_separately_where_rows_do_not_carry_their_id() {
    let storage = |kinds: Value| declare(json!({ "instances": kinds })).unwrap().instance_storage;
    assert_eq!(storage(json!(["stream"])), InstanceStorage::Separate);
    assert_eq!(storage(json!(["global", "process"])), InstanceStorage::InColumn("process_id".into()));
    assert_eq!(storage(json!(["global"])), InstanceStorage::GlobalOnly);
}

#[test]
fn refuses_malformed_declarations() {
    assert!(view_set("{", &stream(&spans(), &[])).unwrap_err().message.starts_with("invalid declaration: "));
    assert!(message(json!({ "nmae": "x" })).contains("unknown field `nmae`"));
    assert!(message(json!({ "instances": ["thread"] })).contains("unknown variant `thread`"));
    assert!(message(json!({ "prerequisite": "thread" })).contains("unknown variant `thread`"));
}

#[test]
fn refuses_a_schema_that_is_not_arrow() {
    let declaration = json!({ "name": "spans", "instances": [], "timeColumns": [] }).to_string();
    let refusal = view_set(&declaration, b"not Arrow").unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::InvalidArrow);
    assert!(refusal.message.starts_with("the schema is not valid Arrow IPC: "));
}

#[test]
fn refuses_columns_that_cannot_hold_times() {
    assert_eq!(message(json!({ "timeColumns": ["time"] })), "spans: unknown time column \"time\"");
    assert_eq!(
        message(json!({ "timeColumns": ["process_id"] })),
        "spans: expected time column \"process_id\" to be a timestamp, got Dictionary(Int32, Utf8)"
    );
    assert_eq!(
        message(json!({ "timeColumns": ["begin", "end", "begin"] })),
        "spans: expected at most two time columns, got 3"
    );
    assert_eq!(
        message(json!({ "orderedBy": "process_id" })),
        "spans: orderedBy \"process_id\" is not a column of nanosecond timestamps"
    );
}

#[test]
fn refuses_a_hash_that_is_not_hexadecimal() {
    for hash in ["0", "zz", "é"] {
        assert_eq!(message(json!({ "schemaHash": hash })), format!("spans: schemaHash \"{hash}\" is not hexadecimal"));
    }
}
