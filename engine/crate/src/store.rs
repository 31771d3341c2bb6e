//! Everything that queries read: the declared view sets and their rows.

use crate::incoming::{Reason, Refusal, Result, read_batches};
use crate::rows::Rows;
use crate::time_range::TimeRange;
use crate::view_set::{Instance, Instances, ViewSet};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::{cast, max, min};
use datafusion::arrow::datatypes::{DataType, TimeUnit, TimestampNanosecondType};
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

#[derive(Debug, Default)]
pub struct Store {
    tables: RwLock<Vec<Table>>,
}

#[derive(Debug)]
struct Table {
    view_set: Arc<ViewSet>,
    /// All rows under `None`, or those of each instance that is stored apart.
    rows: BTreeMap<Option<String>, Rows>,
}

/// Rows that are stored together, as `list_partitions` shows them.
pub struct Partition {
    pub view_set: Arc<ViewSet>,
    pub instance: String,
    pub rows: Rows,
}

impl Store {
    /// Adds a view set; a second one of the same name takes the place of the first.
    pub fn declare(&self, view_set: ViewSet) {
        let mut tables = self.tables.write().unwrap();
        tables.retain(|table| table.view_set.name != view_set.name);
        tables.push(Table { view_set: Arc::new(view_set), rows: BTreeMap::new() });
        tables.sort_by_key(|table| table.view_set.facts.rank);
    }

    pub fn view_sets(&self) -> Vec<Arc<ViewSet>> {
        self.tables.read().unwrap().iter().map(|table| table.view_set.clone()).collect()
    }

    pub fn view_set(&self, name: &str) -> Option<Arc<ViewSet>> {
        self.with_table(name, |table| table.view_set.clone())
    }

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
            .append(&view_set.schema, view_set.facts.ordered_by, batches, now)
            .map_err(|error| Refusal::new(Reason::InvalidArrow, format!("{name}: {error}")))
    }

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

    /// The rows from which an instance is read: its own, or all, to be filtered by the instance's column.
    pub fn rows(&self, view_set: &ViewSet, instance: &Instance) -> Vec<RecordBatch> {
        let key = match (&view_set.instances, instance) {
            (Instances::Apart, Instance::Id(id)) => Some(Some(id.clone())),
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

    pub fn memory(&self) -> usize {
        let tables = self.tables.read().unwrap();
        tables.iter().flat_map(|table| table.rows.values()).map(Rows::memory).sum()
    }

    pub fn has_process(&self, process_id: &str) -> bool {
        self.has_row("processes", "process_id", process_id, |_, _| true)
    }

    /// Whether the range, as it filters `processes`, leaves this one.
    pub fn has_process_in_range(&self, process_id: &str, range: Option<TimeRange>) -> bool {
        self.has_row("processes", "process_id", process_id, |batch, row| {
            let Some(range) = range else { return true };
            time(batch, "insert_time", row).is_some_and(|inserted| inserted <= range.end)
                && time(batch, "last_update_time", row).is_some_and(|updated| updated >= range.begin)
        })
    }

    pub fn has_stream(&self, stream_id: &str) -> bool {
        self.has_row("streams", "stream_id", stream_id, |_, _| true)
    }

    fn has_row(&self, table: &str, column: &str, id: &str, accept: impl Fn(&RecordBatch, usize) -> bool) -> bool {
        let Some(batches) =
            self.with_table(table, |table| table.rows.get(&None).map(|rows| rows.batches().to_vec())).flatten()
        else {
            return false;
        };
        batches.iter().any(|batch| {
            let Some(ids) = batch.column_by_name(column).and_then(|ids| cast(ids, &DataType::Utf8).ok()) else {
                return false;
            };
            let ids = ids.as_string::<i32>();
            (0..ids.len()).any(|row| ids.is_valid(row) && ids.value(row) == id && accept(batch, row))
        })
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
        .ok_or_else(|| Refusal::new(Reason::UnknownViewSet, format!("there is no view set \"{name}\"")))
}

fn storage_key(view_set: &ViewSet, instance: Option<&str>) -> Result<Option<String>> {
    let refuse = |message: String| Err(Refusal::new(Reason::InvalidInstance, message));
    let name = &view_set.name;
    match (&view_set.instances, instance) {
        (Instances::Apart, Some(id)) => match uuid::Uuid::parse_str(id) {
            Ok(id) => Ok(Some(id.hyphenated().to_string())),
            Err(error) => refuse(format!("{name}: the instance \"{id}\" is no uuid: {error}")),
        },
        (Instances::Apart, None) => refuse(format!("{name}: the rows do not say of which instance they are; name it")),
        (Instances::ByColumn(column), Some(_)) => {
            refuse(format!("{name}: the rows carry their instance in \"{column}\"; do not name one"))
        }
        (Instances::None, Some(_)) => refuse(format!("{name} has only the global instance; do not name one")),
        (_, None) => Ok(None),
    }
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
    /// The earliest and the latest event time.
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
