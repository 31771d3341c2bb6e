//! Everything that queries read: the declared view sets and their rows.

use crate::ipc_input::read_batches;
use crate::refusal::{Refusal, RefusalReason, Result};
use crate::rows::Rows;
use crate::time_range::TimeRange;
use crate::view_set::{Instance, InstanceStorage, ViewSet};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::{cast, max, min};
use datafusion::arrow::datatypes::{DataType, TimeUnit, TimestampNanosecondType};
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};
use uuid::Uuid;

#[cfg(test)]
mod tests;

#[derive(Debug, Default)]
pub struct Store {
    /// In the order of their declaration.
    tables: RwLock<Vec<Table>>,
}

#[derive(Debug)]
struct Table {
    view_set: Arc<ViewSet>,
    /// All rows under `None`, or those of each instance that is stored separately.
    rows: BTreeMap<Option<String>, Rows>,
}

/// Rows that are stored together, as `list_partitions` shows them.
pub struct Partition {
    pub view_set: Arc<ViewSet>,
    pub instance: String,
    pub rows: Rows,
}

impl Store {
    /// Adds a view set. A second one of the same name takes the place of the first, without its rows.
    pub fn declare(&self, view_set: ViewSet) {
        let mut tables = self.tables.write().unwrap();
        let table = Table { view_set: Arc::new(view_set), rows: BTreeMap::new() };
        match tables.iter_mut().find(|other| other.view_set.name == table.view_set.name) {
            Some(other) => *other = table,
            None => tables.push(table),
        }
    }

    pub fn view_sets(&self) -> Vec<Arc<ViewSet>> {
        self.tables.read().unwrap().iter().map(|table| table.view_set.clone()).collect()
    }

    pub fn view_set(&self, name: &str) -> Option<Arc<ViewSet>> {
        self.with_table(name, |table| table.view_set.clone())
    }

    /// Adds the rows of an IPC stream or file: all of them or, on a refusal, none.
    pub fn append(&self, name: &str, instance: Option<&str>, ipc: &[u8], now: i64) -> Result<usize> {
        let mut tables = self.tables.write().unwrap();
        let table = find(&mut tables, name)?;
        let view_set = table.view_set.clone();
        let key = storage_key(&view_set, instance)?;
        let batches = read_batches(ipc, name, &view_set.schema)?;
        table
            .rows
            .entry(key)
            .or_default()
            .append(&view_set.schema, view_set.ordered_by.as_deref(), batches, now)
            .map_err(|error| Refusal::new(RefusalReason::InvalidArrow, format!("{name}: {error}")))
    }

    /// Removes the rows of a view set, or of one instance where those are stored separately.
    pub fn clear(&self, name: &str, instance: Option<&str>) -> Result<()> {
        let mut tables = self.tables.write().unwrap();
        let table = find(&mut tables, name)?;
        match instance {
            None => table.rows.clear(),
            Some(_) => {
                let key = storage_key(&table.view_set, instance)?;
                table.rows.remove(&key);
            }
        }
        Ok(())
    }

    /// Returns the rows from which an instance is read: its own ones, or all, which are then filtered by its column.
    pub fn rows(&self, view_set: &ViewSet, instance: &Instance) -> Vec<RecordBatch> {
        let key = match (&view_set.instance_storage, instance) {
            (InstanceStorage::Separate, Instance::Id(id)) => Some(Some(id.clone())),
            _ => None,
        };
        self.with_table(&view_set.name, |table| {
            table
                .rows
                .iter()
                .filter(|(stored, _)| key.as_ref().is_none_or(|key| key == *stored))
                .flat_map(|(_, rows)| rows.batches().iter().cloned())
                .collect()
        })
        .unwrap_or_default()
    }

    pub fn partitions(&self) -> Vec<Partition> {
        let tables = self.tables.read().unwrap();
        let of_table = |table: &Table| {
            let view_set = table.view_set.clone();
            table
                .rows
                .iter()
                .map(move |(instance, rows)| Partition {
                    view_set: view_set.clone(),
                    instance: instance.clone().unwrap_or_else(|| "global".to_string()),
                    rows: rows.clone(),
                })
                .collect::<Vec<_>>()
        };
        tables.iter().filter(|table| !table.view_set.is_static_table).flat_map(of_table).collect()
    }

    /// Returns the memory of all rows, in bytes.
    pub fn memory(&self) -> usize {
        let tables = self.tables.read().unwrap();
        tables.iter().flat_map(|table| table.rows.values()).map(Rows::memory).sum()
    }

    pub fn has_process(&self, process_id: &str) -> bool {
        self.has_row("processes", "process_id", process_id, None)
    }

    /// Whether the range, as it filters `processes`, keeps this one.
    pub fn has_process_in_range(&self, process_id: &str, range: Option<TimeRange>) -> bool {
        self.has_row("processes", "process_id", process_id, range)
    }

    pub fn has_stream(&self, stream_id: &str) -> bool {
        self.has_row("streams", "stream_id", stream_id, None)
    }

    fn has_row(&self, table: &str, column: &str, id: &str, range: Option<TimeRange>) -> bool {
        self.with_table(table, |table| {
            table.rows.values().flat_map(Rows::batches).any(|batch| {
                let Some(ids) = batch.column_by_name(column).and_then(|ids| cast(ids, &DataType::Utf8).ok()) else {
                    return false;
                };
                let ids = ids.as_string::<i32>();
                (0..ids.len()).any(|row| {
                    ids.is_valid(row) && ids.value(row) == id && is_in_range(&table.view_set, batch, row, range)
                })
            })
        })
        .unwrap_or(false)
    }

    fn with_table<T>(&self, name: &str, read: impl FnOnce(&Table) -> T) -> Option<T> {
        let tables = self.tables.read().unwrap();
        tables.iter().find(|table| table.view_set.name == name).map(read)
    }
}

fn find<'a>(tables: &'a mut [Table], name: &str) -> Result<&'a mut Table> {
    tables
        .iter_mut()
        .find(|table| table.view_set.name == name)
        .ok_or_else(|| Refusal::new(RefusalReason::UnknownViewSet, format!("unknown view set \"{name}\"")))
}

/// Returns the key under which rows of an instance are stored.
fn storage_key(ViewSet { name, instance_storage, .. }: &ViewSet, instance: Option<&str>) -> Result<Option<String>> {
    let invalid = |message: &str| Refusal::new(RefusalReason::InvalidInstance, format!("{name}: {message}"));
    const LEAVE_OUT: &str = "Leave the instance id out.";
    match (instance_storage, instance) {
        (InstanceStorage::Separate, Some(id)) => match Uuid::parse_str(id) {
            Ok(id) => Ok(Some(id.hyphenated().to_string())),
            Err(error) => Err(invalid(&format!("instance id \"{id}\" is not a UUID: {error}"))),
        },
        (InstanceStorage::Separate, None) => Err(invalid("an instance id is required, because rows do not carry it")
            .with_help("Pass the id of the process or stream along with the rows.")),
        (InstanceStorage::InColumn(column), Some(_)) => {
            let message = format!("an instance id was passed, but rows carry it in column \"{column}\"");
            Err(invalid(&message).with_help(LEAVE_OUT))
        }
        (InstanceStorage::GlobalOnly, Some(_)) => {
            Err(invalid("an instance id was passed, but there is only the global instance").with_help(LEAVE_OUT))
        }
        (_, None) => Ok(None),
    }
}

/// Whether the range, as it filters the view set, keeps this row.
fn is_in_range(view_set: &ViewSet, batch: &RecordBatch, row: usize, range: Option<TimeRange>) -> bool {
    let (Some(range), Some((begin, end))) = (range, view_set.time_columns.bounds()) else {
        return true;
    };
    time(batch, begin, row).is_some_and(|time| time <= range.end)
        && time(batch, end, row).is_some_and(|time| time >= range.begin)
}

fn nanoseconds(batch: &RecordBatch, column: &str) -> Option<ArrayRef> {
    let nanoseconds = DataType::Timestamp(TimeUnit::Nanosecond, Some("+00:00".into()));
    batch.column_by_name(column).and_then(|times| cast(times, &nanoseconds).ok())
}

fn time(batch: &RecordBatch, column: &str, row: usize) -> Option<i64> {
    let times = nanoseconds(batch, column)?;
    let times = times.as_primitive::<TimestampNanosecondType>();
    times.is_valid(row).then(|| times.value(row))
}

impl Partition {
    /// Returns the earliest and the latest event time, in nanoseconds since the epoch.
    pub fn event_times(&self) -> (Option<i64>, Option<i64>) {
        let Some((begin, end)) = self.view_set.time_columns.bounds() else {
            return (None, None);
        };
        let batches = self.rows.batches();
        let earliest = batches
            .iter()
            .filter_map(|batch| min(nanoseconds(batch, begin)?.as_primitive::<TimestampNanosecondType>()))
            .min();
        let latest = batches
            .iter()
            .filter_map(|batch| max(nanoseconds(batch, end)?.as_primitive::<TimestampNanosecondType>()))
            .max();
        (earliest, latest)
    }
}
