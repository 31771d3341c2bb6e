//! A declared family of tables with one schema.

use crate::time_range::TimeColumns;
use anyhow::{Context, Result, bail};
use datafusion::arrow::datatypes::SchemaRef;
use serde::Deserialize;
use uuid::Uuid;

#[cfg(test)]
mod tests;

/// How the rows of one instance are told apart.
#[derive(Clone, Debug, PartialEq)]
pub enum InstanceStorage {
    /// The global instance is the only one.
    GlobalOnly,
    /// The rows carry the id, in this column; the global instance, if any, is all rows.
    InColumn(String),
    /// The rows do not carry the id: each instance is stored separately.
    Separate,
}

/// The record that must exist before an instance can be read, since the service builds instances from recorded blocks.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Prerequisite {
    Process,
    /// The process, with blocks in the time range of the query.
    #[serde(rename = "process in range")]
    ProcessInRange,
    Stream,
}

#[derive(Clone, Debug)]
pub struct ViewSet {
    pub name: String,
    pub schema: SchemaRef,
    pub time_columns: TimeColumns,
    /// A plain table: neither listed among the view sets nor filtered by time.
    pub is_static_table: bool,
    pub has_global: bool,
    pub instance_storage: InstanceStorage,
    /// Reading an instance without a time range is an error.
    pub range_mandatory: bool,
    /// The version of the schema, as `list_view_sets` reports it.
    pub schema_hash: Vec<u8>,
    pub prerequisite: Option<Prerequisite>,
    /// Rows are stored and scanned in the order of this column.
    pub ordered_by: Option<String>,
    /// Computed from other views: a VIEW in the information schema, over a table of partitions.
    pub is_derived: bool,
    /// The answer to `view_instance(…, 'global')` without a global instance.
    pub global_refusal: String,
}

/// One member of a view set.
#[derive(Clone, Debug, PartialEq)]
pub enum Instance {
    Global,
    Id(String),
}

impl ViewSet {
    pub fn has_instances(&self) -> bool {
        self.instance_storage != InstanceStorage::GlobalOnly
    }

    /// Returns the instance that `view_instance` names, by the service's rules and in its words.
    pub fn instance(&self, id: &str) -> Result<Instance> {
        if id == "global" {
            if !self.has_global {
                bail!(self.global_refusal.clone());
            }
            return Ok(Instance::Global);
        }
        let id = Uuid::parse_str(id).with_context(|| "Uuid::parse_str")?;
        Ok(Instance::Id(id.hyphenated().to_string()))
    }
}
