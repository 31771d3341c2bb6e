//! Answers to the metadata commands of Flight SQL: the server's tables and its properties.

use crate::view_set::ViewSet;
use arrow_ipc::writer::{DictionaryTracker, IpcDataGenerator, IpcWriteOptions, write_message};
use datafusion::arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Int32Array, Int64Array, ListBuilder, RecordBatch, StringArray, StringBuilder,
    UInt32Array, UnionArray, new_empty_array,
};
use datafusion::arrow::buffer::ScalarBuffer;
use datafusion::arrow::compute::kernels::comparison::like;
use datafusion::arrow::datatypes::{DataType, Field, Fields, Schema, UnionFields, UnionMode};
use datafusion::arrow::error::ArrowError;
use std::sync::Arc;

#[cfg(test)]
mod tests;

type Result<T> = std::result::Result<T, ArrowError>;

/// The filters of a `CommandGetTables`.
pub struct TablesFilter {
    pub catalog: Option<String>,
    pub schema_pattern: Option<String>,
    pub table_pattern: Option<String>,
    pub table_types: Vec<String>,
    pub include_schema: bool,
}

/// The service's names for the catalog and the schema of its tables, and for their type.
const CATALOG: &str = "";
const DB_SCHEMA: &str = "";
const TABLE_TYPE: &str = "table";

/// Answers `CommandGetTables`.
pub fn tables(view_sets: &[Arc<ViewSet>], filter: &TablesFilter) -> Result<RecordBatch> {
    let mut fields = vec![
        Field::new("catalog_name", DataType::Utf8, true),
        Field::new("db_schema_name", DataType::Utf8, true),
        Field::new("table_name", DataType::Utf8, false),
        Field::new("table_type", DataType::Utf8, false),
    ];
    let mut accepted = vec![];
    for view_set in view_sets {
        if view_set.has_global && !view_set.is_static_table && filter.accepts(&view_set.name)? {
            accepted.push(view_set);
        }
    }
    accepted.sort_by(|left, right| left.name.cmp(&right.name));
    let repeated = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text; accepted.len()])) };
    let mut columns = vec![
        repeated(CATALOG),
        repeated(DB_SCHEMA),
        Arc::new(StringArray::from_iter_values(accepted.iter().map(|view_set| &view_set.name))),
        repeated(TABLE_TYPE),
    ];
    if filter.include_schema {
        fields.push(Field::new("table_schema", DataType::Binary, false));
        let schemas = accepted.iter().map(|view_set| schema_message(&view_set.schema)).collect::<Result<Vec<_>>>()?;
        columns.push(Arc::new(BinaryArray::from_iter_values(schemas)));
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

impl TablesFilter {
    fn accepts(&self, table: &str) -> Result<bool> {
        let types = &self.table_types;
        Ok(self.catalog.as_ref().is_none_or(|catalog| catalog == CATALOG)
            && (types.is_empty() || types.iter().any(|wanted| wanted == TABLE_TYPE))
            && matches(DB_SCHEMA, self.schema_pattern.as_deref())?
            && matches(table, self.table_pattern.as_deref())?)
    }
}

fn matches(text: &str, pattern: Option<&str>) -> Result<bool> {
    let Some(pattern) = pattern else { return Ok(true) };
    let text = StringArray::from(vec![text]);
    Ok(like(&text, &StringArray::new_scalar(pattern))?.value(0))
}

/// Writes a schema as an encapsulated IPC message.
fn schema_message(schema: &Schema) -> Result<Vec<u8>> {
    let options = IpcWriteOptions::default();
    let mut tracker = DictionaryTracker::new(false);
    let encoded = IpcDataGenerator::default().schema_to_bytes_with_dictionary_tracker(schema, &mut tracker, &options);
    let mut bytes = vec![];
    write_message(&mut bytes, encoded, &options)?;
    Ok(bytes)
}

/// A property of the server: its number in Flight SQL's `SqlInfo` and its value.
pub enum SqlInfo {
    Text(u32, String),
    List(u32, Vec<String>),
}

// Type ids within the union of possible values.
const STRING_VALUE: i8 = 0;
const STRING_LIST: i8 = 4;

/// Answers `CommandGetSqlInfo`.
pub fn sql_info(properties: &[SqlInfo]) -> Result<RecordBatch> {
    let mut numbers = vec![];
    let mut type_ids = vec![];
    let mut offsets = vec![];
    let mut texts = vec![];
    let mut lists = ListBuilder::new(StringBuilder::new());
    let mut list_count = 0;
    for property in properties {
        match property {
            SqlInfo::Text(number, text) => {
                numbers.push(*number);
                type_ids.push(STRING_VALUE);
                offsets.push(texts.len() as i32);
                texts.push(text.as_str());
            }
            SqlInfo::List(number, list) => {
                numbers.push(*number);
                type_ids.push(STRING_LIST);
                offsets.push(list_count);
                list_count += 1;
                lists.append_value(list.iter().map(Some));
            }
        }
    }
    let fields = value_fields();
    let list_map = fields.iter().last().map(|(_, field)| field.data_type().clone()).unwrap_or(DataType::Null);
    let children: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(texts)),
        Arc::new(BooleanArray::from(Vec::<bool>::new())),
        Arc::new(Int64Array::from(Vec::<i64>::new())),
        Arc::new(Int32Array::from(Vec::<i32>::new())),
        Arc::new(lists.finish()),
        new_empty_array(&list_map),
    ];
    let values =
        UnionArray::try_new(fields.clone(), ScalarBuffer::from(type_ids), Some(ScalarBuffer::from(offsets)), children)?;
    let schema = Schema::new(vec![
        Field::new("info_name", DataType::UInt32, false),
        Field::new("value", DataType::Union(fields, UnionMode::Dense), false),
    ]);
    RecordBatch::try_new(Arc::new(schema), vec![Arc::new(UInt32Array::from(numbers)), Arc::new(values)])
}

fn value_fields() -> UnionFields {
    let list_of = |item| DataType::List(Arc::new(Field::new_list_field(item, true)));
    let entries = Fields::from(vec![
        Field::new("keys", DataType::Int32, false),
        Field::new("values", list_of(DataType::Int32), true),
    ]);
    let list_map = DataType::Map(Arc::new(Field::new("entries", DataType::Struct(entries), false)), false);
    UnionFields::from_fields(vec![
        Field::new("string_value", DataType::Utf8, false),
        Field::new("bool_value", DataType::Boolean, false),
        Field::new("bigint_value", DataType::Int64, false),
        Field::new("int32_bitmask", DataType::Int32, false),
        Field::new("string_list", list_of(DataType::Utf8), true),
        Field::new("int32_to_int32_list_map", list_map, true),
    ])
}
