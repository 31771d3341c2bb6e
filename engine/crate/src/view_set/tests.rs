use super::*;
use crate::test_support::{PROCESS, schema, utc_timestamp, view_set};
use serde_json::json;

fn view(declared: serde_json::Value) -> ViewSet {
    view_set("spans", &schema(&[("begin", utc_timestamp())]), declared)
}

#[test]
fn has_a_global_instance_where_one_is_declared() {
    assert_eq!(view(json!({})).instance("global").unwrap(), Instance::Global);
    let without = view(json!({ "instances": ["stream"], "globalRefusal": "the global view is not implemented" }));
    assert_eq!(without.instance("global").unwrap_err().to_string(), "the global view is not implemented");
}

#[test]
fn writes_ids_of_instances_in_one_form() {
    let view = view(json!({ "instances": ["process"] }));
    let instance = Instance::Id(PROCESS.to_string());
    assert_eq!(view.instance(PROCESS).unwrap(), instance);
    assert_eq!(view.instance(&PROCESS.to_uppercase()).unwrap(), instance);
    assert_eq!(view.instance(&PROCESS.replace('-', "")).unwrap(), instance);
}

#[test]
fn refuses_ids_that_are_not_uuids_in_the_words_of_the_service() {
    let error = view(json!({ "instances": ["process"] })).instance("main").unwrap_err();
    assert!(format!("{error:?}").starts_with("Uuid::parse_str\n\nCaused by:\n"), "{error:?}");
}

#[test]
fn has_instances_where_a_kind_of_them_is_declared() {
    assert!(!view(json!({})).has_instances());
    assert!(view(json!({ "instances": ["global", "stream"] })).has_instances());
}
