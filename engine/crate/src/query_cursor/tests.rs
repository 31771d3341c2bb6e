use super::*;
use crate::test_support::{decode, failure, finish, query, rows, runtime, sessions_with_numbers};
use arrow_ipc::reader::StreamReader;

const ENDLESS: &str = "select count(*) from generate_series(1, 1000000000000)";

fn cursor(sql: &str, options: QueryOptions) -> QueryCursor {
    QueryCursor::query(runtime(), sessions_with_numbers(&[1, 2, 3]), sql.to_string(), options)
}

fn run(sql: &str, options: QueryOptions) -> Vec<String> {
    rows(&query(&sessions_with_numbers(&[1, 2, 3]), sql, options).unwrap())
}

#[test]
fn brings_the_schema_first_even_of_no_rows() {
    let messages = finish(cursor("select value from numbers where value > 9", QueryOptions::default())).unwrap();
    assert_eq!(messages.len(), 1);
    let Message::FlightData(schema) = &messages[0] else { panic!("not Flight data") };
    assert!(schema.arrow_data.is_empty());
}

#[test]
fn brings_the_rows_of_a_query() {
    assert_eq!(run("select value * 2 from numbers order by value desc", QueryOptions::default()), ["6", "4", "2"]);
}

#[test]
fn ends_after_the_limit() {
    let limited = |limit| run("select value from numbers", QueryOptions { limit: Some(limit), ..Default::default() });
    assert_eq!(limited(2), ["1", "2"]);
    assert_eq!(limited(0), [""; 0]);
    assert_eq!(limited(9).len(), 3);
}

#[test]
fn returns_when_its_time_is_spent() {
    let mut cursor = cursor(ENDLESS, QueryOptions::default());
    let started = Instant::now();
    for _ in 0..3 {
        let progress = cursor.poll(Duration::from_millis(1), usize::MAX);
        assert!(!progress.done && progress.failure.is_none());
    }
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn returns_when_it_has_enough_bytes() {
    let mut cursor = cursor("select * from generate_series(1, 1000000)", QueryOptions::default());
    let mut polls = 0;
    let mut messages = vec![];
    loop {
        let progress = cursor.poll(Duration::from_secs(60), 100_000);
        // One batch of 8,192 rows may come on top.
        assert!(progress.size() < 200_000, "{} bytes", progress.size());
        polls += 1;
        messages.extend(progress.messages);
        if progress.done {
            break;
        }
    }
    assert!(polls > 40, "{polls} polls");
    let messages = messages.into_iter().map(|message| match message {
        Message::FlightData(message) => message,
        Message::IpcStream(_) => panic!("not Flight data"),
    });
    assert_eq!(decode(messages).iter().map(|batch| batch.num_rows()).sum::<usize>(), 1_000_000);
}

#[test]
fn gives_its_memory_back_when_it_is_stopped() {
    let sessions = sessions_with_numbers(&[1]);
    let runtime = runtime();
    let sql = "select value, count(*) from generate_series(1, 100000000) group by value";
    let mut cursor = QueryCursor::query(runtime, sessions.clone(), sql.to_string(), QueryOptions::default());
    while sessions.reserved_memory() == 0 {
        assert!(!cursor.poll(Duration::from_millis(1), usize::MAX).done);
    }
    cursor.stop();
    assert_eq!(sessions.reserved_memory(), 0);
    assert!(cursor.poll(Duration::from_millis(1), usize::MAX).done);
}

#[test]
fn stays_done() {
    let mut cursor = cursor("select 1", QueryOptions::default());
    assert!(cursor.poll(Duration::from_secs(60), usize::MAX).done);
    let again = cursor.poll(Duration::from_secs(60), usize::MAX);
    assert!(again.done && again.messages.is_empty() && again.failure.is_none());
}

#[test]
fn fails_with_what_came_before() {
    let sql = "select 10 / (value - 2) from (select value from generate_series(1, 100000)) where value <> 1";
    let mut cursor = cursor(sql, QueryOptions::default());
    let progress = cursor.poll(Duration::from_secs(60), usize::MAX);
    assert!(progress.done);
    assert_eq!(progress.messages.len(), 1);
    assert_eq!(progress.failure.unwrap().stage, Stage::BuildingDataStream);
}

#[test]
fn plans_a_dry_run_without_executing_it() {
    let dry_run = |sql: &str| finish(QueryCursor::dry_run(runtime(), sessions_with_numbers(&[1]), sql.to_string()));
    let messages = dry_run("select value, arrow_cast('a', 'Dictionary(Int32, Utf8)') as name from numbers").unwrap();
    let [Message::IpcStream(schema)] = messages.as_slice() else { panic!("not one IPC stream") };
    let schema = StreamReader::try_new(schema.as_slice(), None).unwrap().schema();
    let types = schema.fields().iter().map(|field| field.data_type().to_string()).collect::<Vec<_>>();
    assert_eq!(types, ["Int32", "Dictionary(Int32, Utf8)"]);
    assert!(dry_run(ENDLESS).is_ok());
    assert_eq!(dry_run("select nope").err().unwrap().stage, Stage::BuildingDataFrame);
}

#[test]
fn names_the_stage_that_failed() {
    let message = failure(&sessions_with_numbers(&[1]), "selec", QueryOptions::default());
    assert!(message.starts_with("error building dataframe: "), "{message}");
}
