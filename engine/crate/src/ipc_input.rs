//! Arrow IPC bytes from outside, checked against the schema of the table that they are for.

use crate::ipc_bounds::{check_file, check_stream};
use crate::normalized_schema::normalized_schema;
use crate::refusal::{Refusal, RefusalReason, Result};
use arrow_ipc::reader::{FileReader, StreamReader};
use datafusion::arrow::array::{Array, RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;
use std::io::Cursor;

#[cfg(test)]
mod tests;

const FILE_MAGIC: &[u8] = b"ARROW1";

/// Reads the schema at the start of an IPC stream.
pub fn read_schema(ipc: &[u8]) -> Result<SchemaRef> {
    let reader = check_stream(ipc).and_then(|()| StreamReader::try_new(Cursor::new(ipc), None));
    let reader = reader.map_err(|error| {
        Refusal::new(RefusalReason::InvalidArrow, format!("the schema is not valid Arrow IPC: {error}"))
    })?;
    Ok(normalized_schema(&reader.schema()))
}

/// Reads the record batches of an IPC stream or file. They get the table's own schema.
pub fn read_batches(ipc: &[u8], table: &str, expected: &SchemaRef) -> Result<Vec<RecordBatch>> {
    let invalid = |error: ArrowError| {
        Refusal::new(RefusalReason::InvalidArrow, format!("{table}: the rows are not valid Arrow IPC: {error}"))
    };
    let (found, batches) = if ipc.starts_with(FILE_MAGIC) {
        check_file(ipc).map_err(invalid)?;
        let reader = FileReader::try_new(Cursor::new(ipc), None).map_err(invalid)?;
        (reader.schema(), reader.collect::<std::result::Result<Vec<_>, _>>())
    } else {
        check_stream(ipc).map_err(invalid)?;
        let reader = StreamReader::try_new(Cursor::new(ipc), None).map_err(invalid)?;
        (reader.schema(), reader.collect::<std::result::Result<Vec<_>, _>>())
    };
    check_schema(table, &normalized_schema(&found), expected)?;
    let mut first_row = 0;
    batches
        .map_err(invalid)?
        .into_iter()
        .map(|batch| {
            check_nulls(table, &batch, expected, first_row)?;
            first_row += batch.num_rows();
            RecordBatch::try_new_with_options(
                expected.clone(),
                batch.columns().to_vec(),
                &RecordBatchOptions::new().with_row_count(Some(batch.num_rows())),
            )
            .map_err(invalid)
        })
        .collect()
}

/// Checks that names, order and types are those of the table. Nullability is checked on the values.
fn check_schema(table: &str, found: &Schema, expected: &Schema) -> Result<()> {
    let mismatch = |column: &str, message: String| {
        Err(Refusal::new(RefusalReason::SchemaMismatch, format!("{table}: {message}")).with_column(column))
    };
    for (position, wanted) in expected.fields().iter().enumerate() {
        let name = wanted.name();
        match found.fields().get(position) {
            Some(field) if field.name() == name => check_type(table, field, wanted)?,
            _ => match found.index_of(name) {
                Ok(other) => {
                    return mismatch(
                        name,
                        format!("expected column \"{name}\" at position {}, got it at {}", position + 1, other + 1),
                    );
                }
                Err(_) => {
                    return mismatch(name, format!("column \"{name}\" of type {} is missing", wanted.data_type()));
                }
            },
        }
    }
    match found.fields().get(expected.fields().len()) {
        None => Ok(()),
        Some(extra) => mismatch(extra.name(), format!("unknown column \"{}\"", extra.name())),
    }
}

fn check_type(table: &str, found: &Field, wanted: &Field) -> Result<()> {
    if found.data_type() == wanted.data_type() {
        return Ok(());
    }
    let name = wanted.name();
    let message =
        format!("{table}: expected column \"{name}\" of type {}, got {}", wanted.data_type(), found.data_type());
    Err(Refusal::new(RefusalReason::SchemaMismatch, message).with_column(name))
}

fn check_nulls(table: &str, batch: &RecordBatch, expected: &Schema, first_row: usize) -> Result<()> {
    for (field, column) in expected.fields().iter().zip(batch.columns()) {
        if field.is_nullable() {
            continue;
        }
        if let Some(nulls) = column.logical_nulls()
            && let Some(row) = nulls.iter().position(|valid| !valid)
        {
            let name = field.name();
            let message =
                format!("{table}: row {}, column \"{name}\" is null, but the column is not nullable", first_row + row);
            return Err(Refusal::new(RefusalReason::NullInRequiredColumn, message).with_column(name));
        }
    }
    Ok(())
}
