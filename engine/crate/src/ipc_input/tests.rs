use super::*;
use crate::test_support::{batch, numbers, schema, stream, texts};
use arrow_ipc::writer::FileWriter;
use datafusion::arrow::array::{ArrayRef, Int32Array, StringArray};
use datafusion::arrow::datatypes::DataType;
use std::collections::HashMap;
use std::sync::Arc;

fn expected() -> SchemaRef {
    schema(&[("id", DataType::Int32), ("name", DataType::Utf8)])
}

fn rows() -> RecordBatch {
    batch(&expected(), vec![numbers(&[1, 2]), texts(&["a", "b"])])
}

fn refusal(batches: &[RecordBatch]) -> Refusal {
    let ipc = stream(batches[0].schema_ref(), batches);
    read_batches(&ipc, "people", &expected()).expect_err("the rows were accepted")
}

fn nullable(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap()
}

#[test]
fn reads_streams_and_files() {
    let mut file = vec![];
    let mut writer = FileWriter::try_new(&mut file, &expected()).unwrap();
    writer.write(&rows()).unwrap();
    writer.finish().unwrap();
    for ipc in [stream(&expected(), &[rows()]), file] {
        assert_eq!(read_batches(&ipc, "people", &expected()).unwrap(), [rows()]);
    }
}

#[test]
fn takes_the_schema_of_the_table_whatever_metadata_and_nullability_are_sent() {
    let sent = nullable(vec![("id", numbers(&[1, 2])), ("name", texts(&["a", "b"]))]);
    let metadata = HashMap::from([("writer".to_string(), "other".to_string())]);
    let sent = sent.clone().with_schema(Arc::new(sent.schema().as_ref().clone().with_metadata(metadata))).unwrap();
    let read = read_batches(&stream(sent.schema_ref(), std::slice::from_ref(&sent)), "people", &expected()).unwrap();
    assert_eq!(read, [rows()]);
    assert_eq!(read[0].schema(), expected());
}

#[test]
fn refuses_bytes_that_are_not_arrow() {
    let refusal = read_batches(b"nonsense", "people", &expected()).unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::InvalidArrow);
    assert!(refusal.message.starts_with("people: the rows are not valid Arrow IPC: "), "{}", refusal.message);
}

#[test]
fn refuses_a_stream_that_ends_early() {
    let mut ipc = stream(&expected(), &[rows()]);
    ipc.truncate(ipc.len() - 40);
    assert_eq!(read_batches(&ipc, "people", &expected()).unwrap_err().reason, RefusalReason::InvalidArrow);
}

#[test]
fn refuses_other_columns_by_name() {
    let id = || ("id", numbers(&[1]));
    let name = || ("name", texts(&["a"]));
    for (columns, column, message) in [
        (vec![id()], "name", "people: column \"name\" of type Utf8 is missing"),
        (vec![name(), id()], "id", "people: expected column \"id\" at position 1, got it at 2"),
        (vec![id(), name(), ("age", numbers(&[1]))], "age", "people: unknown column \"age\""),
        (vec![id(), ("name", numbers(&[1]))], "name", "people: expected column \"name\" of type Utf8, got Int32"),
    ] {
        let refusal = refusal(&[nullable(columns)]);
        assert_eq!((refusal.reason, refusal.message.as_str()), (RefusalReason::SchemaMismatch, message));
        assert_eq!(refusal.column.as_deref(), Some(column));
    }
}

#[test]
fn refuses_nulls_in_required_columns_by_the_row_of_the_whole_input() {
    let names = |names: Vec<Option<&str>>| -> ArrayRef { Arc::new(StringArray::from(names)) };
    let batches = [
        nullable(vec![("id", numbers(&[1, 2])), ("name", names(vec![Some("a"), Some("b")]))]),
        nullable(vec![("id", numbers(&[3, 4])), ("name", names(vec![Some("c"), None]))]),
    ];
    let refusal = refusal(&batches);
    assert_eq!(refusal.reason, RefusalReason::NullInRequiredColumn);
    assert_eq!(refusal.message, "people: row 3, column \"name\" is null, but the column is not nullable");
    assert_eq!(refusal.column.as_deref(), Some("name"));
}

#[test]
fn takes_nulls_in_nullable_columns() {
    let ids: ArrayRef = Arc::new(Int32Array::from(vec![Some(1), None]));
    let sent = nullable(vec![("id", ids)]);
    let read = read_batches(&stream(sent.schema_ref(), std::slice::from_ref(&sent)), "ids", sent.schema_ref());
    assert_eq!(read.unwrap(), [sent]);
}
