use super::*;
use crate::query_cursor::QueryOptions;
use crate::query_failure::StatusCode;
use crate::test_support::{append, batch, numbers, query, rows, schema, sessions_with_numbers, view_set};
use datafusion::arrow::datatypes::DataType;
use serde_json::json;

fn run(sessions: &Arc<SessionFactory>, sql: &str) -> Vec<String> {
    rows(&query(sessions, sql, QueryOptions::default()).unwrap())
}

#[test]
fn has_a_table_for_each_global_instance() {
    let sessions = SessionFactory::new(None, 0).unwrap();
    let schema = schema(&[("value", DataType::Int32)]);
    for (name, declared) in
        [("blocks", json!({})), ("streams", json!({ "derived": true })), ("spans", json!({ "instances": ["stream"] }))]
    {
        sessions.store.declare(view_set(name, &schema, declared));
    }
    let tables = "select table_name, table_type from information_schema.tables
                  where table_schema = 'public' order by table_name";
    assert_eq!(
        run(&Arc::new(sessions), tables),
        ["__streams__partitions BASE TABLE", "blocks BASE TABLE", "streams VIEW"]
    );
}

#[test]
fn has_the_functions_of_the_service() {
    let sessions = sessions_with_numbers(&[1]);
    assert_eq!(run(&sessions, r#"select jsonb_as_i64(jsonb_get(jsonb_parse('{"a": 7}'), 'a'))"#), ["7"]);
    assert_eq!(run(&sessions, "select upper('a'), abs(-1), date_trunc('hour', null) is null"), ["A 1 true"]);
}

#[test]
fn begins_each_query_anew() {
    let sessions = sessions_with_numbers(&[1]);
    assert!(query(&sessions, "create table t as select 1", QueryOptions::default()).is_ok());
    assert!(query(&sessions, "select * from t", QueryOptions::default()).is_err());
}

#[test]
fn bounds_the_working_memory_of_queries_but_not_the_stored_rows() {
    let sessions = SessionFactory::new(Some(100_000), 0).unwrap();
    let schema = schema(&[("value", DataType::Int32)]);
    sessions.store.declare(view_set("numbers", &schema, json!({})));
    append(&sessions, "numbers", None, batch(&schema, vec![numbers(&(0..100_000).collect::<Vec<_>>())]));
    let sessions = Arc::new(sessions);
    assert!(sessions.store.memory() > 100_000);
    assert_eq!(run(&sessions, "select count(*) from numbers"), ["100000"]);
    let failure = query(&sessions, "select value from numbers group by value", QueryOptions::default()).unwrap_err();
    assert_eq!(failure.code, StatusCode::ResourceExhausted);
    assert_eq!(sessions.reserved_memory(), 0);
}
