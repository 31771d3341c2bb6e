use super::*;
use crate::test_support::{pretty, rows, schema, view_set};
use arrow_ipc::reader::StreamReader;
use datafusion::arrow::array::AsArray;
use serde_json::json;

fn no_filter() -> TablesFilter {
    TablesFilter {
        catalog: None,
        schema_pattern: None,
        table_pattern: None,
        table_types: vec![],
        include_schema: false,
    }
}

fn listed(filter: TablesFilter) -> Vec<String> {
    let schema = schema(&[("value", DataType::Int32)]);
    let view_sets = [
        view_set("streams", &schema, json!({})),
        view_set("log_entries", &schema, json!({ "instances": ["global", "process"] })),
        view_set("thread_spans", &schema, json!({ "instances": ["stream"] })),
        view_set("regions", &schema, json!({ "staticTable": true })),
    ];
    let tables = tables(&view_sets.map(Arc::new), &filter).unwrap();
    tables.column(2).as_string::<i32>().iter().flatten().map(String::from).collect()
}

#[test]
fn lists_view_sets_with_a_global_instance_by_name() {
    assert_eq!(listed(no_filter()), ["log_entries", "streams"]);
}

#[test]
fn filters_tables() {
    let pattern = |pattern: &str| TablesFilter { table_pattern: Some(pattern.into()), ..no_filter() };
    assert_eq!(listed(pattern("log%")), ["log_entries"]);
    assert_eq!(listed(pattern("_treams")), ["streams"]);
    assert_eq!(listed(pattern("nope")), [""; 0]);
    let types =
        |types: &[&str]| TablesFilter { table_types: types.iter().map(|t| t.to_string()).collect(), ..no_filter() };
    assert_eq!(listed(types(&["view"])), [""; 0]);
    assert_eq!(listed(types(&["view", "table"])).len(), 2);
    let catalog = |catalog: &str| TablesFilter { catalog: Some(catalog.into()), ..no_filter() };
    assert_eq!(listed(catalog("datafusion")), [""; 0]);
    assert_eq!(listed(catalog("")).len(), 2);
    assert_eq!(listed(TablesFilter { schema_pattern: Some("public".into()), ..no_filter() }), [""; 0]);
}

#[test]
fn includes_the_schema_of_each_table_where_that_is_asked_for() {
    let schema = schema(&[("value", DataType::Int32)]);
    let filter = TablesFilter { include_schema: true, ..no_filter() };
    let tables = tables(&[Arc::new(view_set("streams", &schema, json!({})))], &filter).unwrap();
    let message = tables.column(4).as_binary::<i32>().value(0);
    assert_eq!(StreamReader::try_new(message, None).unwrap().schema(), schema);
}

#[test]
fn answers_with_properties_of_both_kinds() {
    let properties = [
        SqlInfo::Text(0, "server".into()),
        SqlInfo::List(508, vec!["select".into(), "from".into()]),
        SqlInfo::Text(1, "1".into()),
        SqlInfo::List(509, vec![]),
    ];
    let table = pretty(&[sql_info(&properties).unwrap()]);
    assert_eq!(
        rows(&table),
        ["0 {string_value=server}", "508 {string_list=[select, from]}", "1 {string_value=1}", "509 {string_list=[]}"]
    );
}
