use super::*;
use crate::test_support::{batch, dictionary, dictionary_type, numbers, schema, times, utc_timestamp};
use datafusion::arrow::array::{DictionaryArray, Int32Array, StringArray};
use datafusion::arrow::datatypes::Int32Type;

fn number_schema() -> SchemaRef {
    schema(&[("value", DataType::Int32)])
}

fn number_batch(values: std::ops::Range<i32>) -> RecordBatch {
    batch(&number_schema(), vec![numbers(&values.collect::<Vec<_>>())])
}

fn values(rows: &Rows) -> Vec<i32> {
    rows.batches()
        .iter()
        .flat_map(|batch| batch.column(0).as_primitive::<datafusion::arrow::datatypes::Int32Type>().values().to_vec())
        .collect()
}

#[test]
fn keeps_rows_in_full_batches() {
    let mut rows = Rows::default();
    let count = BATCH_ROWS as i32;
    for range in [0..10, 10..count + 5, count + 5..3 * count] {
        rows.append(&number_schema(), None, vec![number_batch(range)], 0).unwrap();
    }
    assert_eq!(rows.batches().iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [BATCH_ROWS; 3]);
    assert_eq!(values(&rows), (0..3 * count).collect::<Vec<_>>());
    assert_eq!(rows.count(), 3 * BATCH_ROWS);
}

#[test]
fn records_when_rows_were_inserted() {
    let mut rows = Rows::default();
    assert_eq!(rows.append(&number_schema(), None, vec![number_batch(0..0)], 1).unwrap(), 0);
    assert_eq!(rows.append(&number_schema(), None, vec![number_batch(0..1)], 2).unwrap(), 1);
    assert_eq!(rows.append(&number_schema(), None, vec![number_batch(1..3)], 3).unwrap(), 2);
    assert_eq!((rows.first_insert, rows.last_insert), (2, 3));
}

#[test]
fn copies_no_more_than_the_rows() {
    let mut rows = Rows::default();
    let few = number_batch(0..1_000_000).slice(500_000, 4);
    rows.append(&number_schema(), None, vec![few], 0).unwrap();
    assert!(rows.memory() < 1_000, "{} bytes", rows.memory());
    assert_eq!(values(&rows), [500_000, 500_001, 500_002, 500_003]);
}

#[test]
fn drops_values_that_most_of_a_dictionary_leaves_unused() {
    let all: Vec<String> = (0..10_000).map(|number| number.to_string()).collect();
    let keys = Int32Array::from(vec![Some(9_999), Some(5), Some(9_999)]);
    let column = DictionaryArray::<Int32Type>::try_new(keys, Arc::new(StringArray::from(all))).unwrap();
    let schema = schema(&[("name", dictionary_type())]);
    let mut rows = Rows::default();
    rows.append(&schema, None, vec![batch(&schema, vec![Arc::new(column)])], 0).unwrap();
    let stored = rows.batches()[0].column(0).as_dictionary::<Int32Type>();
    assert_eq!(stored.values().len(), 2);
    let names = stored.downcast_dict::<StringArray>().unwrap().into_iter().flatten().collect::<Vec<_>>();
    assert_eq!(names, ["9999", "5", "9999"]);
}

#[test]
fn keeps_the_values_of_concatenated_dictionaries_distinct() {
    let schema = schema(&[("name", dictionary_type())]);
    let mut rows = Rows::default();
    for names in [["a", "b"], ["b", "a"], ["a", "c"]] {
        rows.append(&schema, None, vec![batch(&schema, vec![dictionary(&names)])], 0).unwrap();
    }
    let stored = rows.batches()[0].column(0).as_dictionary::<Int32Type>();
    let mut distinct = stored.values().as_string::<i32>().iter().flatten().collect::<Vec<_>>();
    distinct.sort();
    assert_eq!(distinct, ["a", "b", "c"]);
}

#[test]
fn orders_by_time_and_keeps_the_order_of_equal_times() {
    let schema = schema(&[("begin", utc_timestamp()), ("value", DataType::Int32)]);
    let mut rows = Rows::default();
    for (begin, value) in [([20, 30], [1, 2]), ([10, 20], [3, 4]), ([30, 40], [5, 6])] {
        rows.append(&schema, Some("begin"), vec![batch(&schema, vec![times(&begin), numbers(&value)])], 0).unwrap();
    }
    let values: &Int32Array = rows.batches()[0].column(1).as_primitive();
    assert_eq!(values.values().to_vec(), [3, 1, 4, 2, 5, 6]);
}

#[test]
fn adds_nothing_on_an_error() {
    let schema = number_schema();
    let mut rows = Rows::default();
    let error = rows.append(&schema, Some("value"), vec![number_batch(0..2)], 0).unwrap_err();
    assert_eq!(error.to_string(), "Schema error: \"value\" is not a column of nanosecond timestamps");
    assert_eq!((rows.count(), rows.batches().len()), (0, 0));
}
