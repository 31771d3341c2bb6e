use super::*;
use crate::query_cursor::QueryOptions;
use crate::session::SessionFactory;
use crate::test_support::{append, failure, query, rows, view_set};
use datafusion::arrow::array::{ListBuilder, RecordBatch, StringBuilder, StructBuilder};
use datafusion::arrow::datatypes::Schema;
use serde_json::json;

/// One row per list of properties; `None` is null.
fn sessions(lists: &[Option<&[(&str, &str)]>]) -> Arc<SessionFactory> {
    let DataType::List(item) = property_list() else { panic!("not a list") };
    let DataType::Struct(fields) = item.data_type().clone() else { panic!("not a struct") };
    let builders = (0..2).map(|_| Box::new(StringBuilder::new()) as _).collect();
    let mut column = ListBuilder::new(StructBuilder::new(fields, builders)).with_field(item);
    for list in lists {
        for (key, value) in list.unwrap_or_default() {
            let properties = column.values();
            properties.field_builder::<StringBuilder>(0).unwrap().append_value(key);
            properties.field_builder::<StringBuilder>(1).unwrap().append_value(value);
            properties.append(true);
        }
        column.append(list.is_some());
    }
    let schema = Arc::new(Schema::new(vec![Field::new("properties", property_list(), true)]));
    let sessions = SessionFactory::new(None, 0).unwrap();
    sessions.store.declare(view_set("t", &schema, json!({})));
    let batch = RecordBatch::try_new(schema, vec![Arc::new(column.finish())]).unwrap();
    append(&sessions, "t", None, batch);
    Arc::new(sessions)
}

fn run(sessions: &Arc<SessionFactory>, sql: &str) -> Vec<String> {
    rows(&query(sessions, sql, QueryOptions::default()).unwrap())
}

const LISTS: &[Option<&[(&str, &str)]>] =
    &[Some(&[("b", "2"), ("a", "1")]), None, Some(&[]), Some(&[("b", "2"), ("a", "1")])];

#[test]
fn properties_to_dict_keeps_each_distinct_list_once() {
    let sessions = sessions(LISTS);
    let length = "select properties_length(properties_to_dict(properties)) as n from t";
    assert_eq!(run(&sessions, length), ["2", "", "0", "2"]);
    let kind = "select distinct arrow_typeof(properties_to_dict(properties)) from t";
    assert!(run(&sessions, kind)[0].starts_with("Dictionary(Int32, List("));
    let lists = run(&sessions, "select properties_to_dict(properties) from t");
    assert_eq!(lists[0], "[{key: b, value: 2}, {key: a, value: 1}]");
}

#[test]
fn properties_to_jsonb_makes_objects_of_lists() {
    let sessions = sessions(LISTS);
    let sql = "select jsonb_format_json(properties_to_jsonb(properties)) from t";
    assert_eq!(run(&sessions, sql), [r#"{"a":"1","b":"2"}"#, "", "{}", r#"{"a":"1","b":"2"}"#]);
    let of_dictionary = "select jsonb_format_json(properties_to_jsonb(properties_to_dict(properties))) from t";
    assert_eq!(run(&sessions, of_dictionary), run(&sessions, sql));
}

#[test]
fn properties_to_jsonb_keeps_jsonb() {
    let sessions = sessions(LISTS);
    let sql = r#"select jsonb_format_json(properties_to_jsonb(jsonb_parse('{"a": 1}')))"#;
    assert_eq!(run(&sessions, sql), [r#"{"a":1}"#]);
    let twice = "select jsonb_format_json(properties_to_jsonb(properties_to_jsonb(properties))) from t limit 1";
    assert_eq!(run(&sessions, twice), [r#"{"a":"1","b":"2"}"#]);
}

#[test]
fn properties_to_jsonb_refuses_other_types_in_the_words_of_the_service() {
    let message = failure(&sessions(LISTS), "select properties_to_jsonb('text')", QueryOptions::default());
    assert!(message.contains("properties_to_jsonb: unsupported input type, expected List, Binary"), "{message}");
}
