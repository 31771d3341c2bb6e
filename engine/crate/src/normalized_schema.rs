//! Schemas without what other writers put into them: dictionary ids and metadata.

use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use std::sync::Arc;

/// Returns the schema with nothing but the names, types and nullability of its fields.
pub fn normalized_schema(schema: &Schema) -> SchemaRef {
    Arc::new(Schema::new(normalized_fields(schema.fields())))
}

fn normalized_fields(fields: &Fields) -> Fields {
    fields.iter().map(normalized_field).collect()
}

fn normalized_field(field: &FieldRef) -> FieldRef {
    let data_type = match field.data_type() {
        DataType::List(item) => DataType::List(normalized_field(item)),
        DataType::LargeList(item) => DataType::LargeList(normalized_field(item)),
        DataType::FixedSizeList(item, size) => DataType::FixedSizeList(normalized_field(item), *size),
        DataType::Map(entries, sorted) => DataType::Map(normalized_field(entries), *sorted),
        DataType::Struct(fields) => DataType::Struct(normalized_fields(fields)),
        other => other.clone(),
    };
    Arc::new(Field::new(field.name(), data_type, field.is_nullable()))
}
