use super::*;
use crate::query_cursor::QueryOptions;
use crate::session::SessionFactory;
use crate::test_support::{append, batch, numbers, query, rows, schema, times, utc_timestamp, view_set};
use serde_json::json;

fn count(unit: TimeUnit, nanoseconds: i64, rounding: Rounding) -> i64 {
    match literal(&DataType::Timestamp(unit, None), nanoseconds, rounding).unwrap() {
        Expr::Literal(
            ScalarValue::TimestampSecond(Some(count), None)
            | ScalarValue::TimestampMillisecond(Some(count), None)
            | ScalarValue::TimestampMicrosecond(Some(count), None)
            | ScalarValue::TimestampNanosecond(Some(count), None),
            _,
        ) => count,
        other => panic!("{other:?}"),
    }
}

#[test]
fn rounds_ends_into_the_range() {
    assert_eq!(count(TimeUnit::Second, 1_500_000_000, Rounding::Up), 2);
    assert_eq!(count(TimeUnit::Second, 1_500_000_000, Rounding::Down), 1);
    assert_eq!(count(TimeUnit::Millisecond, 3_000_000, Rounding::Up), 3);
    assert_eq!(count(TimeUnit::Millisecond, 3_000_000, Rounding::Down), 3);
    assert_eq!(count(TimeUnit::Microsecond, -1, Rounding::Up), 0);
    assert_eq!(count(TimeUnit::Microsecond, -1, Rounding::Down), -1);
    assert_eq!(count(TimeUnit::Nanosecond, -1, Rounding::Up), -1);
}

#[test]
fn takes_the_ends_of_what_an_instant_can_be() {
    assert_eq!(count(TimeUnit::Second, i64::MIN, Rounding::Up), -9_223_372_036);
    assert_eq!(count(TimeUnit::Second, i64::MIN, Rounding::Down), -9_223_372_037);
    assert_eq!(count(TimeUnit::Second, i64::MAX, Rounding::Up), 9_223_372_037);
    assert_eq!(count(TimeUnit::Second, i64::MAX, Rounding::Down), 9_223_372_036);
}

#[test]
fn keeps_the_zone_of_the_column() {
    let Expr::Literal(ScalarValue::TimestampNanosecond(Some(7), zone), _) =
        literal(&utc_timestamp(), 7, Rounding::Up).unwrap()
    else {
        panic!("not a timestamp");
    };
    assert_eq!(zone.as_deref(), Some("+00:00"));
}

#[test]
fn wants_timestamps() {
    let error = literal(&DataType::Int64, 0, Rounding::Up).unwrap_err();
    assert!(error.to_string().contains("expected a time column of timestamps, got Int64"), "{error}");
}

fn sessions() -> Arc<SessionFactory> {
    let sessions = SessionFactory::new(None, 0).unwrap();
    let events = schema(&[("id", DataType::Int32), ("time", utc_timestamp())]);
    sessions.store.declare(view_set("events", &events, json!({ "timeColumns": ["time"] })));
    append(&sessions, "events", None, batch(&events, vec![numbers(&[1, 2, 3, 4]), times(&[10, 20, 30, 40])]));
    let spans = schema(&[("id", DataType::Int32), ("begin", utc_timestamp()), ("end", utc_timestamp())]);
    sessions.store.declare(view_set("spans", &spans, json!({ "timeColumns": ["begin", "end"] })));
    let columns = vec![numbers(&[1, 2, 3, 4]), times(&[0, 15, 30, 31]), times(&[19, 20, 99, 99])];
    append(&sessions, "spans", None, batch(&spans, columns));
    Arc::new(sessions)
}

fn in_range(sql: &str) -> Vec<String> {
    let options = QueryOptions { range: Some(TimeRange { begin: 20, end: 30 }), ..QueryOptions::default() };
    rows(&query(&sessions(), sql, options).unwrap())
}

#[test]
fn keeps_instants_within_the_range_with_both_ends() {
    assert_eq!(in_range("select id from events"), ["2", "3"]);
}

#[test]
fn keeps_intervals_that_overlap_the_range() {
    assert_eq!(in_range("select id from spans"), ["2", "3"]);
}

#[test]
fn filters_every_scan_of_a_statement() {
    assert_eq!(
        in_range("with e as (select id from events) select count(*) from e where id in (select id from spans)"),
        ["2"]
    );
    assert_eq!(
        in_range("select (select count(*) from events) as n from spans a join events b on a.id = b.id"),
        ["2", "2"]
    );
    assert_eq!(in_range("select id from events where exists (select 1 from spans where spans.id = 1)"), [""; 0]);
}

#[test]
fn leaves_tables_without_a_time_column_alone() {
    let sessions = crate::test_support::sessions_with_numbers(&[1, 2]);
    let options = QueryOptions { range: Some(TimeRange { begin: 0, end: 0 }), ..QueryOptions::default() };
    assert_eq!(rows(&query(&sessions, "select count(*) from numbers", options).unwrap()), ["2"]);
}
