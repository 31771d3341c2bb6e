//! `list_partitions()`: a partition is the rows of a view set, or of one instance where instances are stored separately.

use super::rows_table::{rows_table, utc_timestamp};
use crate::store::{Partition, Store};
use datafusion::arrow::array::{
    ArrayRef, BinaryArray, Int32Array, Int64Array, RecordBatch, StringArray, TimestampNanosecondArray, new_null_array,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use std::sync::Arc;

#[derive(Debug)]
pub struct ListPartitions {
    store: Arc<Store>,
}

impl ListPartitions {
    pub fn new(store: Arc<Store>) -> Self {
        ListPartitions { store }
    }
}

fn schema() -> Schema {
    let sort_order = DataType::List(Arc::new(Field::new("tag", DataType::Utf8, false)));
    Schema::new(vec![
        Field::new("view_set_name", DataType::Utf8, false),
        Field::new("view_instance_id", DataType::Utf8, false),
        Field::new("begin_insert_time", utc_timestamp(), false),
        Field::new("end_insert_time", utc_timestamp(), false),
        Field::new("min_event_time", utc_timestamp(), true),
        Field::new("max_event_time", utc_timestamp(), true),
        Field::new("updated", utc_timestamp(), false),
        Field::new("file_path", DataType::Utf8, true),
        Field::new("file_size", DataType::Int64, false),
        Field::new("file_schema_hash", DataType::Binary, false),
        Field::new("source_data_hash", DataType::Binary, false),
        Field::new("num_rows", DataType::Int64, false),
        Field::new("partition_format_version", DataType::Int32, false),
        Field::new("sort_order", sort_order, true),
        Field::new("max_sort_key_time", utc_timestamp(), true),
    ])
}

fn column(partitions: &[Partition], field: &Field) -> ArrayRef {
    let text = |read: fn(&Partition) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(partitions.iter().map(read)))
    };
    let bytes = |read: fn(&Partition) -> Vec<u8>| -> ArrayRef {
        Arc::new(BinaryArray::from_iter_values(partitions.iter().map(read)))
    };
    let int64 = |read: fn(&Partition) -> usize| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(partitions.iter().map(|partition| read(partition) as i64)))
    };
    let time = |read: fn(&Partition) -> Option<i64>| -> ArrayRef {
        let times = TimestampNanosecondArray::from_iter(partitions.iter().map(read));
        Arc::new(times.with_timezone("+00:00"))
    };
    match field.name().as_str() {
        "view_set_name" => text(|partition| &partition.view_set.name),
        "view_instance_id" => text(|partition| &partition.instance),
        "begin_insert_time" => time(|partition| Some(partition.rows.first_insert)),
        "end_insert_time" | "updated" => time(|partition| Some(partition.rows.last_insert)),
        "min_event_time" => time(|partition| partition.event_times().0),
        "max_event_time" => time(|partition| partition.event_times().1),
        "file_size" => int64(|partition| partition.rows.memory()),
        "file_schema_hash" => bytes(|partition| partition.view_set.schema_hash.clone()),
        "source_data_hash" => bytes(|partition| (partition.rows.count() as i64).to_le_bytes().to_vec()),
        "num_rows" => int64(|partition| partition.rows.count()),
        "partition_format_version" => Arc::new(Int32Array::from(vec![2; partitions.len()])),
        _ => new_null_array(field.data_type(), partitions.len()),
    }
}

impl TableFunctionImpl for ListPartitions {
    fn call_with_args(&self, _arguments: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let schema = Arc::new(schema());
        let store = self.store.clone();
        Ok(rows_table(schema.clone(), move || {
            let partitions = store.partitions();
            let columns = schema.fields().iter().map(|field| column(&partitions, field)).collect();
            Ok(RecordBatch::try_new(schema.clone(), columns)?)
        }))
    }
}
