//! Record batches as the messages of a Flight stream, laid out as the service's encoder does it: at most about 2 MiB per
//! message, dictionaries either hydrated or sent again whenever they change.

use arrow_ipc::writer::{DictionaryTracker, EncodedData, IpcDataGenerator, IpcWriteContext, IpcWriteOptions};
use datafusion::arrow::array::{ArrayRef, AsArray, RecordBatch, RecordBatchOptions, UnionArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef, UnionFields, UnionMode};
use datafusion::arrow::error::ArrowError;
use std::sync::Arc;

#[cfg(test)]
mod tests;

type Result<T> = std::result::Result<T, ArrowError>;

/// The target size of a message, in bytes.
const MAX_FLIGHT_DATA_SIZE: usize = 2 * 1024 * 1024;

pub struct FlightEncoder {
    schema: SchemaRef,
    generator: IpcDataGenerator,
    tracker: DictionaryTracker,
    options: IpcWriteOptions,
    context: IpcWriteContext,
}

impl FlightEncoder {
    pub fn new(schema: &Schema, preserve_dictionary: bool) -> Self {
        let mut tracker = DictionaryTracker::new(!preserve_dictionary);
        let fields: Vec<Field> = schema
            .fields()
            .iter()
            .map(|field| prepare_field_for_flight(field, preserve_dictionary, &mut tracker))
            .collect();
        FlightEncoder {
            schema: Arc::new(Schema::new(fields).with_metadata(schema.metadata().clone())),
            generator: IpcDataGenerator::default(),
            tracker,
            options: IpcWriteOptions::default(),
            context: IpcWriteContext::default(),
        }
    }

    pub fn schema_message(&self) -> EncodedData {
        let mut tracker = DictionaryTracker::new(false);
        self.generator.schema_to_bytes_with_dictionary_tracker(&self.schema, &mut tracker, &self.options)
    }

    /// Encodes the dictionaries that changed and the rows, in as many messages as their size requires: none for no rows.
    pub fn encode(&mut self, batch: &RecordBatch) -> Result<Vec<EncodedData>> {
        let batch = hydrate_dictionaries(batch, &self.schema)?;
        let mut messages = vec![];
        for slice in split_batch_for_flight(&batch) {
            let (dictionaries, rows) =
                self.generator.encode(&slice, &mut self.tracker, &self.options, &mut self.context)?;
            messages.extend(dictionaries);
            messages.push(rows);
        }
        Ok(messages)
    }
}

/// Makes the field that clients see: dictionaries hydrated unless they are preserved, large lists as lists.
fn prepare_field_for_flight(field: &FieldRef, preserve_dictionary: bool, tracker: &mut DictionaryTracker) -> Field {
    let mut child = |child: &FieldRef| Arc::new(prepare_field_for_flight(child, preserve_dictionary, tracker));
    let data_type = match field.data_type() {
        DataType::List(item) | DataType::LargeList(item) => DataType::List(child(item)),
        DataType::ListView(item) => DataType::ListView(child(item)),
        DataType::LargeListView(item) => DataType::LargeListView(child(item)),
        DataType::FixedSizeList(item, size) => DataType::FixedSizeList(child(item), *size),
        DataType::Map(entries, sorted) => DataType::Map(child(entries), *sorted),
        DataType::RunEndEncoded(ends, values) => DataType::RunEndEncoded(ends.clone(), child(values)),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(child).collect()),
        DataType::Union(fields, mode) => DataType::Union(
            UnionFields::try_new(fields.iter().map(|(id, _)| id), fields.iter().map(|(_, field)| child(field)))
                .unwrap_or_else(|_| fields.clone()),
            *mode,
        ),
        DataType::Dictionary(_, values) => {
            let values = Arc::new(Field::new(field.name(), values.as_ref().clone(), field.is_nullable()));
            let values = prepare_field_for_flight(&values, preserve_dictionary, tracker);
            if preserve_dictionary {
                // Ids are assigned in the order in which the writer meets the dictionaries: inner ones first.
                tracker.next_dict_id();
                field.data_type().clone()
            } else {
                values.data_type().clone()
            }
        }
        other => other.clone(),
    };
    Field::clone(field).with_data_type(data_type)
}

fn hydrate_dictionaries(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let columns = schema
        .fields()
        .iter()
        .zip(batch.columns())
        .map(|(field, column)| hydrate_dictionary(column, field.data_type()))
        .collect::<Result<Vec<_>>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options)
}

fn hydrate_dictionary(column: &ArrayRef, data_type: &DataType) -> Result<ArrayRef> {
    if column.data_type() == data_type {
        return Ok(column.clone());
    }
    if let (DataType::Union(_, UnionMode::Sparse), DataType::Union(fields, UnionMode::Sparse)) =
        (column.data_type(), data_type)
    {
        let union = column.as_union();
        let children =
            fields.iter().map(|(id, field)| cast(union.child(id), field.data_type())).collect::<Result<Vec<_>>>()?;
        let union = UnionArray::try_new(fields.clone(), union.type_ids().clone(), None, children)?;
        return Ok(Arc::new(union));
    }
    cast(column, data_type)
}

fn split_batch_for_flight(batch: &RecordBatch) -> impl Iterator<Item = RecordBatch> {
    let bytes: usize = batch.columns().iter().map(|column| column.get_buffer_memory_size()).sum();
    let messages = bytes.div_ceil(MAX_FLIGHT_DATA_SIZE).max(1);
    let rows = (batch.num_rows() / messages).max(1);
    (0..batch.num_rows()).step_by(rows).map(move |first| batch.slice(first, rows.min(batch.num_rows() - first)))
}
