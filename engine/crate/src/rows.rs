//! The rows of one table: record batches of at most the engine's batch size, each with memory of its own.
//!
//! Message sizes and memory limits are computed from the memory behind an array. A slice of a big buffer would count as
//! the whole buffer, so rows are copied into compact batches when they come in.

use arrow_select::dictionary::garbage_collect_any_dictionary;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, MutableArrayData, RecordBatch, RecordBatchOptions, UInt64Array, make_array,
};
use datafusion::arrow::compute::{can_cast_types, cast, concat_batches, take_record_batch};
use datafusion::arrow::datatypes::{DataType, SchemaRef, TimestampNanosecondType};
use datafusion::arrow::error::ArrowError;
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// DataFusion's own batch size.
pub const BATCH_ROWS: usize = 8192;

type Result<T> = std::result::Result<T, ArrowError>;

#[derive(Debug, Default, Clone)]
pub struct Rows {
    batches: Arc<Vec<RecordBatch>>,
    count: usize,
    /// Nanoseconds since the epoch.
    pub first_insert: i64,
    pub last_insert: i64,
}

impl Rows {
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    pub fn count(&self) -> usize {
        self.count
    }

    pub fn memory(&self) -> usize {
        self.batches.iter().map(RecordBatch::get_array_memory_size).sum()
    }

    /// Adds rows of the table's schema: all of them or, on an error, none.
    pub fn append(
        &mut self,
        schema: &SchemaRef,
        ordered_by: Option<&str>,
        incoming: Vec<RecordBatch>,
        now: i64,
    ) -> Result<usize> {
        let added: usize = incoming.iter().map(RecordBatch::num_rows).sum();
        if added == 0 {
            return Ok(0);
        }
        let mut batches = self.batches.as_ref().clone();
        let tail = match batches.last() {
            Some(last) if last.num_rows() < BATCH_ROWS => batches.pop(),
            _ => None,
        };
        batches.extend(compact_batches(schema, tail.into_iter().chain(incoming).collect())?);
        if let Some(column) = ordered_by
            && !is_ordered(&batches, column)?
        {
            batches = compact_batches(schema, vec![sort(schema, &batches, column)?])?;
        }
        if self.count == 0 {
            self.first_insert = now;
        }
        self.last_insert = now;
        self.batches = Arc::new(batches);
        self.count += added;
        Ok(added)
    }
}

/// Copies rows into batches of `BATCH_ROWS`; only the last one may be smaller.
fn compact_batches(schema: &SchemaRef, batches: Vec<RecordBatch>) -> Result<Vec<RecordBatch>> {
    let mut compact = vec![];
    let mut pending: Vec<RecordBatch> = vec![];
    let mut pending_rows = 0;
    for batch in batches {
        let batch = with_compact_dictionaries(schema, batch)?;
        let mut offset = 0;
        while offset < batch.num_rows() {
            let length = (BATCH_ROWS - pending_rows).min(batch.num_rows() - offset);
            pending.push(batch.slice(offset, length));
            pending_rows += length;
            offset += length;
            if pending_rows == BATCH_ROWS {
                compact.push(compact_batch(schema, &pending)?);
                pending.clear();
                pending_rows = 0;
            }
        }
    }
    if pending_rows > 0 {
        compact.push(compact_batch(schema, &pending)?);
    }
    Ok(compact)
}

fn compact_batch(schema: &SchemaRef, slices: &[RecordBatch]) -> Result<RecordBatch> {
    if slices.len() > 1 {
        return with_distinct_dictionary_values(schema, &concat_batches(schema, slices)?);
    }
    let columns = slices[0].columns().iter().map(copy_visible).collect::<Result<Vec<_>>>()?;
    RecordBatch::try_new_with_options(
        schema.clone(),
        columns,
        &RecordBatchOptions::new().with_row_count(Some(slices[0].num_rows())),
    )
}

/// Concatenated dictionaries may hold a value twice, which some readers refuse.
fn with_distinct_dictionary_values(schema: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch> {
    let columns = batch
        .columns()
        .iter()
        .map(|column| match column.data_type() {
            DataType::Dictionary(_, values) if can_cast_types(values, column.data_type()) => {
                cast(&cast(column, values)?, column.data_type())
            }
            _ => Ok(column.clone()),
        })
        .collect::<Result<Vec<_>>>()?;
    RecordBatch::try_new(schema.clone(), columns)
}

/// Copies the rows that the array shows and no more. The values of a dictionary stay shared.
fn copy_visible(array: &ArrayRef) -> Result<ArrayRef> {
    let data = array.to_data();
    let mut copy = MutableArrayData::new(vec![&data], false, array.len());
    copy.try_extend(0, 0, array.len())?;
    Ok(make_array(copy.freeze()))
}

/// Copies the values of each dictionary column and, where most of them are unused, drops the unused ones.
fn with_compact_dictionaries(schema: &SchemaRef, batch: RecordBatch) -> Result<RecordBatch> {
    let rows = batch.num_rows();
    let columns = batch
        .columns()
        .iter()
        .map(|column| match column.data_type() {
            DataType::Dictionary(_, _) => {
                let dictionary = column.as_any_dictionary();
                let values = dictionary.values();
                if values.len() > 2 * rows {
                    return garbage_collect_any_dictionary(dictionary);
                }
                Ok(dictionary.with_values(copy_visible(values)?))
            }
            _ => Ok(column.clone()),
        })
        .collect::<Result<Vec<_>>>()?;
    RecordBatch::try_new_with_options(schema.clone(), columns, &RecordBatchOptions::new().with_row_count(Some(rows)))
}

fn times<'a>(batch: &'a RecordBatch, column: &str) -> Result<&'a [i64]> {
    batch
        .column_by_name(column)
        .and_then(|column| column.as_primitive_opt::<TimestampNanosecondType>())
        .map(|column| column.values().as_ref())
        .ok_or_else(|| ArrowError::SchemaError(format!("\"{column}\" is not a column of nanosecond timestamps")))
}

fn is_ordered(batches: &[RecordBatch], column: &str) -> Result<bool> {
    let mut last = i64::MIN;
    for batch in batches {
        for &time in times(batch, column)? {
            if time < last {
                return Ok(false);
            }
            last = time;
        }
    }
    Ok(true)
}

/// Equal times keep the order in which they came, so that a parent stays before its children.
fn sort(schema: &SchemaRef, batches: &[RecordBatch], column: &str) -> Result<RecordBatch> {
    let all = concat_batches(schema, batches)?;
    let times = times(&all, column)?;
    let mut order: Vec<u64> = (0..times.len() as u64).collect();
    order.sort_by_key(|&row| times[row as usize]);
    take_record_batch(&all, &UInt64Array::from(order))
}
