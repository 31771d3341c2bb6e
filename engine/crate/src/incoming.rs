//! Rows from outside: Arrow IPC bytes, checked against the schema of the table they are for.

use crate::plain_schema::plain_schema;
use arrow_ipc::reader::{FileReader, StreamReader};
use datafusion::arrow::array::{Array, RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use std::io::Cursor;

/// Why rows or a declaration were refused.
#[derive(Debug)]
pub struct Refusal {
    pub reason: Reason,
    pub message: String,
    pub column: Option<String>,
}

#[derive(Clone, Copy, Debug)]
pub enum Reason {
    InvalidArgument,
    InvalidArrow,
    InvalidDeclaration,
    UnknownViewSet,
    InvalidInstance,
    SchemaMismatch,
    NullInRequiredColumn,
}

impl Reason {
    pub fn name(self) -> &'static str {
        match self {
            Reason::InvalidArgument => "invalid_argument",
            Reason::InvalidArrow => "invalid_arrow",
            Reason::InvalidDeclaration => "invalid_declaration",
            Reason::UnknownViewSet => "unknown_view_set",
            Reason::InvalidInstance => "invalid_instance",
            Reason::SchemaMismatch => "schema_mismatch",
            Reason::NullInRequiredColumn => "null_in_required_column",
        }
    }
}

impl Refusal {
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Refusal { reason, message: message.into(), column: None }
    }

    fn of_column(reason: Reason, column: &str, message: impl Into<String>) -> Self {
        Refusal { reason, message: message.into(), column: Some(column.to_string()) }
    }
}

pub type Result<T> = std::result::Result<T, Refusal>;

const FILE_MAGIC: &[u8] = b"ARROW1";

fn invalid(error: impl std::fmt::Display) -> Refusal {
    Refusal::new(Reason::InvalidArrow, format!("not valid Arrow IPC: {error}"))
}

/// The schema at the start of an IPC stream.
pub fn read_schema(ipc: &[u8]) -> Result<SchemaRef> {
    let reader = StreamReader::try_new(Cursor::new(ipc), None).map_err(invalid)?;
    Ok(plain_schema(&reader.schema()))
}

/// The record batches of an IPC stream or file, with the table's own schema.
pub fn read_batches(ipc: &[u8], table: &str, expected: &SchemaRef) -> Result<Vec<RecordBatch>> {
    let (found, batches) = if ipc.starts_with(FILE_MAGIC) {
        let reader = FileReader::try_new(Cursor::new(ipc), None).map_err(invalid)?;
        (reader.schema(), reader.collect::<std::result::Result<Vec<_>, _>>())
    } else {
        let reader = StreamReader::try_new(Cursor::new(ipc), None).map_err(invalid)?;
        (reader.schema(), reader.collect::<std::result::Result<Vec<_>, _>>())
    };
    check_schema(table, &plain_schema(&found), expected)?;
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

/// Names, order and types must be those of the table. Whether a column may be null is a matter of its values.
fn check_schema(table: &str, found: &Schema, expected: &Schema) -> Result<()> {
    for (position, wanted) in expected.fields().iter().enumerate() {
        let name = wanted.name();
        match found.fields().get(position) {
            Some(field) if field.name() == name => check_type(table, field, wanted)?,
            _ if found.field_with_name(name).is_ok() => {
                return Err(Refusal::of_column(
                    Reason::SchemaMismatch,
                    name,
                    format!(
                        "{table}: column \"{name}\" must be number {} of {}",
                        position + 1,
                        expected.fields().len()
                    ),
                ));
            }
            _ => {
                return Err(Refusal::of_column(
                    Reason::SchemaMismatch,
                    name,
                    format!("{table}: column \"{name}\" of type {} is missing", wanted.data_type()),
                ));
            }
        }
    }
    match found.fields().get(expected.fields().len()) {
        None => Ok(()),
        Some(extra) => Err(Refusal::of_column(
            Reason::SchemaMismatch,
            extra.name(),
            format!("{table} has no column \"{}\"", extra.name()),
        )),
    }
}

fn check_type(table: &str, found: &Field, wanted: &Field) -> Result<()> {
    if found.data_type() == wanted.data_type() {
        return Ok(());
    }
    Err(Refusal::of_column(
        Reason::SchemaMismatch,
        wanted.name(),
        format!("{table}: column \"{}\" is of type {}, not {}", wanted.name(), wanted.data_type(), found.data_type()),
    ))
}

fn check_nulls(table: &str, batch: &RecordBatch, expected: &Schema, first_row: usize) -> Result<()> {
    for (field, column) in expected.fields().iter().zip(batch.columns()) {
        if field.is_nullable() {
            continue;
        }
        if let Some(nulls) = column.logical_nulls()
            && let Some(row) = nulls.iter().position(|valid| !valid)
        {
            return Err(Refusal::of_column(
                Reason::NullInRequiredColumn,
                field.name(),
                format!("{table}: column \"{}\" is null in row {}", field.name(), first_row + row),
            ));
        }
    }
    Ok(())
}
