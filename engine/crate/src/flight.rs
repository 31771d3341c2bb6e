//! Record batches as the messages of a Flight stream, laid out the way the service's encoder does it:
//! at most about 2 MiB a message, dictionaries expanded or sent anew whenever they change.

use arrow_ipc::writer::{DictionaryTracker, EncodedData, IpcDataGenerator, IpcWriteContext, IpcWriteOptions};
use datafusion::arrow::array::{ArrayRef, AsArray, RecordBatch, RecordBatchOptions, UnionArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef, UnionFields, UnionMode};
use datafusion::arrow::error::ArrowError;
use js_sys::Uint8Array;
use std::sync::Arc;

type Result<T> = std::result::Result<T, ArrowError>;

/// Messages are cut so that they come out at about this size.
const TARGET_MESSAGE_BYTES: usize = 2 * 1024 * 1024;

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
        let fields: Vec<Field> =
            schema.fields().iter().map(|field| sent_field(field, preserve_dictionary, &mut tracker)).collect();
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

    /// The dictionaries that changed and the rows, in as many messages as their size asks for; none for no rows.
    pub fn encode(&mut self, batch: &RecordBatch) -> Result<Vec<EncodedData>> {
        let batch = with_schema(batch, &self.schema)?;
        let mut messages = vec![];
        for slice in split(&batch) {
            let (dictionaries, rows) =
                self.generator.encode(&slice, &mut self.tracker, &self.options, &mut self.context)?;
            messages.extend(dictionaries);
            messages.push(rows);
        }
        Ok(messages)
    }
}

/// A field as clients see it: without dictionaries unless they are kept, and large lists as lists.
fn sent_field(field: &FieldRef, keep: bool, tracker: &mut DictionaryTracker) -> Field {
    let mut child = |child: &FieldRef| Arc::new(sent_field(child, keep, tracker));
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
            let values = sent_field(&values, keep, tracker);
            if keep {
                // Ids are given in the order in which the writer meets the dictionaries: inner ones first.
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

fn with_schema(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let columns = schema
        .fields()
        .iter()
        .zip(batch.columns())
        .map(|(field, column)| converted(column, field.data_type()))
        .collect::<Result<Vec<_>>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options)
}

fn converted(column: &ArrayRef, data_type: &DataType) -> Result<ArrayRef> {
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

fn split(batch: &RecordBatch) -> impl Iterator<Item = RecordBatch> {
    let bytes: usize = batch.columns().iter().map(|column| column.get_buffer_memory_size()).sum();
    let pieces = bytes.div_ceil(TARGET_MESSAGE_BYTES).max(1);
    let rows = (batch.num_rows() / pieces).max(1);
    (0..batch.num_rows()).step_by(rows).map(move |first| batch.slice(first, rows.min(batch.num_rows() - first)))
}

// Keys of two length-delimited fields: 2 and 1000.
const HEADER_TAG: &[u8] = &[0x12];
const BODY_TAG: &[u8] = &[0xc2, 0x3e];

/// The message as a serialized `arrow.flight.protocol.FlightData`, copied once, straight into JavaScript's memory.
pub fn to_flight_data(message: &EncodedData) -> Uint8Array {
    let mut parts: Vec<&[u8]> = vec![];
    let header_length = varint(message.ipc_message.len());
    let body_length = varint(message.arrow_data.len());
    if !message.ipc_message.is_empty() {
        parts.extend([HEADER_TAG, &header_length, &message.ipc_message]);
    }
    if !message.arrow_data.is_empty() {
        parts.extend([BODY_TAG, &body_length, &message.arrow_data]);
    }
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let data = Uint8Array::new_with_length(length as u32);
    let mut offset = 0;
    for part in parts {
        let end = offset + part.len() as u32;
        data.subarray(offset, end).copy_from(part);
        offset = end;
    }
    data
}

fn varint(mut value: usize) -> Vec<u8> {
    let mut bytes = vec![];
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}
