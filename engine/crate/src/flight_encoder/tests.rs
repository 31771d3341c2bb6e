use super::*;
use crate::test_support::{batch, decode, dictionary, dictionary_type, numbers, schema, texts};
use datafusion::arrow::array::{DictionaryArray, LargeListArray, StringArray, StructArray};
use datafusion::arrow::datatypes::{Fields, Int32Type};

fn name_schema() -> SchemaRef {
    schema(&[("name", dictionary_type())])
}

fn names(values: &[&str]) -> RecordBatch {
    batch(&name_schema(), vec![dictionary(values)])
}

fn sent(batches: &[RecordBatch], preserve_dictionary: bool) -> Vec<RecordBatch> {
    let mut encoder = FlightEncoder::new(batches[0].schema_ref(), preserve_dictionary);
    let mut messages = vec![encoder.schema_message()];
    for batch in batches {
        messages.extend(encoder.encode(batch).unwrap());
    }
    decode(messages)
}

#[test]
fn hydrates_dictionaries() {
    let received = sent(&[names(&["a", "b", "a"])], false);
    assert_eq!(received, [batch(&schema(&[("name", DataType::Utf8)]), vec![texts(&["a", "b", "a"])])]);
}

#[test]
fn preserves_dictionaries_where_that_is_asked_for() {
    let batches = [names(&["a", "b"]), names(&["c", "a"])];
    assert_eq!(sent(&batches, true), batches);
}

#[test]
fn sends_a_dictionary_again_only_when_it_changes() {
    let mut encoder = FlightEncoder::new(&name_schema(), true);
    let mut messages = |values: &[&str]| encoder.encode(&names(values)).unwrap().len();
    assert_eq!(messages(&["a", "b"]), 2);
    assert_eq!(messages(&["a", "b"]), 1);
    assert_eq!(messages(&["a", "c"]), 2);
}

#[test]
fn numbers_nested_dictionaries_as_the_writer_does() {
    let inner = Arc::new(StringArray::from(vec!["x", "y"]));
    let pairs = Fields::from(vec![Field::new("label", dictionary_type(), false)]);
    let labels: ArrayRef = Arc::new(DictionaryArray::<Int32Type>::try_new(vec![1, 0].into(), inner).unwrap());
    let structs = StructArray::new(pairs.clone(), vec![labels], None);
    let outer = DictionaryArray::<Int32Type>::try_new(vec![0, 1, 0].into(), Arc::new(structs)).unwrap();
    let schema = schema(&[
        ("pair", DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Struct(pairs)))),
        ("name", dictionary_type()),
    ]);
    let rows = batch(&schema, vec![Arc::new(outer), dictionary(&["a", "b", "c"])]);
    assert_eq!(sent(std::slice::from_ref(&rows), true), [rows]);
}

#[test]
fn sends_large_lists_as_lists() {
    let lists = LargeListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1), None]), Some(vec![])]);
    let received = sent(&[RecordBatch::try_from_iter([("list", Arc::new(lists) as ArrayRef)]).unwrap()], false);
    assert!(matches!(received[0].schema().field(0).data_type(), DataType::List(_)));
    assert_eq!(received[0].column(0).as_list::<i32>().value(0).len(), 2);
}

#[test]
fn splits_batches_into_messages_of_about_two_mebibytes() {
    let rows = batch(&schema(&[("value", DataType::Int32)]), vec![numbers(&(0..2_000_000).collect::<Vec<_>>())]);
    let mut encoder = FlightEncoder::new(rows.schema_ref(), false);
    let messages = encoder.encode(&rows).unwrap();
    assert_eq!(messages.len(), 4);
    assert!(messages.iter().all(|message| message.arrow_data.len() <= MAX_FLIGHT_DATA_SIZE));
    assert_eq!(sent(&[rows], false).iter().map(RecordBatch::num_rows).sum::<usize>(), 2_000_000);
}

#[test]
fn sends_no_message_for_no_rows() {
    let mut encoder = FlightEncoder::new(&name_schema(), true);
    assert!(encoder.encode(&names(&[])).unwrap().is_empty());
}

#[test]
fn sends_rows_without_columns() {
    let options = RecordBatchOptions::new().with_row_count(Some(3));
    let rows = RecordBatch::try_new_with_options(schema(&[]), vec![], &options).unwrap();
    assert_eq!(sent(&[rows], false).iter().map(RecordBatch::num_rows).sum::<usize>(), 3);
}
