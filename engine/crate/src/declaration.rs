//! View sets as JavaScript declares them.

use crate::incoming::{Reason, Refusal, Result, read_schema};
use crate::time_range::TimeColumns;
use crate::view_set::{Facts, Instances, ViewSet};
use datafusion::arrow::datatypes::{DataType, Schema};
use serde_json::Value;

fn refuse<T>(message: impl Into<String>) -> Result<T> {
    Err(Refusal::new(Reason::InvalidDeclaration, message))
}

/// Reads `{ name, instances, timeColumns, staticTable }` and the schema from an IPC stream.
pub fn view_set(declaration: &str, schema: &[u8]) -> Result<ViewSet> {
    let Ok(declaration) = serde_json::from_str::<Value>(declaration) else {
        return refuse("the declaration is not JSON");
    };
    let Some(name) = declaration["name"].as_str() else {
        return refuse("the declaration has no name");
    };
    let schema = read_schema(schema)?;
    let instances = texts(&declaration["instances"]);
    let time_columns = texts(&declaration["timeColumns"]);
    Ok(ViewSet {
        name: name.to_string(),
        time_columns: time(name, &schema, &time_columns)?,
        is_static_table: declaration["staticTable"].as_bool().unwrap_or(false),
        has_global: instances.contains(&"global"),
        instances: instance_storage(name, &schema, &instances)?,
        facts: Facts::of(name),
        schema,
    })
}

fn texts(values: &Value) -> Vec<&str> {
    values.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn time(name: &str, schema: &Schema, columns: &[&str]) -> Result<TimeColumns> {
    for column in columns {
        match schema.field_with_name(column).map(|field| field.data_type()) {
            Ok(DataType::Timestamp(_, _)) => {}
            _ => return refuse(format!("{name}: the time column \"{column}\" is no timestamp column")),
        }
    }
    match columns {
        [] => Ok(TimeColumns::None),
        [time] => Ok(TimeColumns::Instant(time.to_string())),
        [begin, end] => Ok(TimeColumns::Interval { begin: begin.to_string(), end: end.to_string() }),
        _ => refuse(format!("{name}: more than two time columns")),
    }
}

/// Instances of processes and streams are found by the usual column of their id, where there is one.
fn instance_storage(name: &str, schema: &Schema, kinds: &[&str]) -> Result<Instances> {
    let mut instances = Instances::None;
    for kind in kinds {
        let column = match *kind {
            "global" => continue,
            "process" => "process_id",
            "stream" => "stream_id",
            other => return refuse(format!("{name}: there are no instances of kind \"{other}\"")),
        };
        if instances == Instances::None {
            instances = match schema.field_with_name(column) {
                Ok(_) => Instances::ByColumn(column.to_string()),
                Err(_) => Instances::Apart,
            };
        }
    }
    Ok(instances)
}
