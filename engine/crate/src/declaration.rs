//! View sets as JavaScript declares them: `EngineViewSet` in the package's TypeScript, as JSON.

use crate::ipc_input::read_schema;
use crate::refusal::{Refusal, RefusalReason, Result};
use crate::time_range::TimeColumns;
use crate::view_set::{InstanceStorage, Prerequisite, ViewSet};
use datafusion::arrow::datatypes::{DataType, Schema, TimeUnit};
use serde::Deserialize;

#[cfg(test)]
mod tests;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Declaration {
    name: String,
    instances: Vec<InstanceKind>,
    time_columns: Vec<String>,
    #[serde(default)]
    static_table: bool,
    #[serde(default)]
    range_mandatory: bool,
    schema_hash: Option<String>,
    prerequisite: Option<Prerequisite>,
    ordered_by: Option<String>,
    #[serde(default)]
    derived: bool,
    global_refusal: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum InstanceKind {
    Global,
    Process,
    Stream,
}

/// The hash of view sets that declare none.
const DEFAULT_SCHEMA_HASH: &[u8] = &[1];

/// The service's text for view sets without one of their own.
const DEFAULT_GLOBAL_REFUSAL: &str = "the view set does not support global view access";

fn invalid(message: String) -> Refusal {
    Refusal::new(RefusalReason::InvalidDeclaration, message)
}

/// Reads a declaration, and the schema from an IPC stream.
pub fn view_set(declaration: &str, schema: &[u8]) -> Result<ViewSet> {
    let declaration: Declaration =
        serde_json::from_str(declaration).map_err(|error| invalid(format!("invalid declaration: {error}")))?;
    let schema = read_schema(schema)?;
    Ok(ViewSet {
        time_columns: time_columns(&declaration, &schema)?,
        is_static_table: declaration.static_table,
        has_global: declaration.instances.contains(&InstanceKind::Global),
        instance_storage: instance_storage(&schema, &declaration.instances),
        range_mandatory: declaration.range_mandatory,
        schema_hash: schema_hash(&declaration)?,
        prerequisite: declaration.prerequisite,
        ordered_by: ordered_by(&declaration, &schema)?,
        is_derived: declaration.derived,
        global_refusal: declaration.global_refusal.unwrap_or_else(|| DEFAULT_GLOBAL_REFUSAL.to_string()),
        name: declaration.name,
        schema,
    })
}

fn time_columns(Declaration { name, time_columns, .. }: &Declaration, schema: &Schema) -> Result<TimeColumns> {
    for column in time_columns {
        match schema.field_with_name(column).map(|field| field.data_type()) {
            Ok(DataType::Timestamp(_, _)) => {}
            Ok(other) => {
                return Err(invalid(format!(
                    "{name}: expected time column \"{column}\" to be a timestamp, got {other}"
                )));
            }
            Err(_) => return Err(invalid(format!("{name}: unknown time column \"{column}\""))),
        }
    }
    match time_columns.as_slice() {
        [] => Ok(TimeColumns::None),
        [time] => Ok(TimeColumns::Instant(time.clone())),
        [begin, end] => Ok(TimeColumns::Interval { begin: begin.clone(), end: end.clone() }),
        more => Err(invalid(format!("{name}: expected at most two time columns, got {}", more.len()))),
    }
}

/// Finds out how instances are stored: those of processes and streams by the usual column of their id, if there is one.
fn instance_storage(schema: &Schema, kinds: &[InstanceKind]) -> InstanceStorage {
    let id_column = kinds.iter().find_map(|kind| match kind {
        InstanceKind::Global => None,
        InstanceKind::Process => Some("process_id"),
        InstanceKind::Stream => Some("stream_id"),
    });
    match id_column {
        None => InstanceStorage::GlobalOnly,
        Some(column) if schema.field_with_name(column).is_ok() => InstanceStorage::InColumn(column.to_string()),
        Some(_) => InstanceStorage::Separate,
    }
}

fn schema_hash(Declaration { name, schema_hash, .. }: &Declaration) -> Result<Vec<u8>> {
    let Some(hex) = schema_hash else {
        return Ok(DEFAULT_SCHEMA_HASH.to_vec());
    };
    let digits = hex.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect::<Option<Vec<u8>>>();
    match digits {
        Some(digits) if digits.len() % 2 == 0 => Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()),
        _ => Err(invalid(format!("{name}: schemaHash \"{hex}\" is not hexadecimal"))),
    }
}

fn ordered_by(Declaration { name, ordered_by, .. }: &Declaration, schema: &Schema) -> Result<Option<String>> {
    let Some(column) = ordered_by else { return Ok(None) };
    match schema.field_with_name(column).map(|field| field.data_type()) {
        Ok(DataType::Timestamp(TimeUnit::Nanosecond, _)) => Ok(Some(column.clone())),
        _ => Err(invalid(format!("{name}: orderedBy \"{column}\" is not a column of nanosecond timestamps"))),
    }
}
