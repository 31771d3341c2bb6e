//! A declared family of tables with one schema, and what the service knows about its own ones.

use crate::time_range::TimeColumns;
use anyhow::{Context, Result, bail};
use datafusion::arrow::datatypes::SchemaRef;
use uuid::Uuid;

/// How the rows of one instance are told apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Instances {
    /// There is the global instance alone.
    None,
    /// The rows carry the id, in this column; the global instance, if any, is all rows.
    ByColumn(String),
    /// The rows do not carry it: each instance is stored apart.
    Apart,
}

/// What must exist before an instance can be read, as in the service, which builds instances from recorded blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prerequisite {
    None,
    Process,
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
    pub instances: Instances,
    pub facts: Facts,
}

/// What the service's sources say about a built-in view set beyond its columns.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub schema_hash: &'static [u8],
    pub prerequisite: Prerequisite,
    /// Rows are stored and scanned in this order.
    pub ordered_by: Option<&'static str>,
    /// Computed from other views: a VIEW in the information schema, over a table of partitions.
    pub is_derived: bool,
    pub range_required: bool,
    /// What `view_instance(…, 'global')` answers where there is no global instance.
    pub global_refusal: &'static str,
    /// Position among the view sets in listings.
    pub rank: u8,
}

impl Facts {
    const DECLARED: Facts = Facts {
        schema_hash: &[1],
        prerequisite: Prerequisite::None,
        ordered_by: None,
        is_derived: false,
        range_required: false,
        global_refusal: "the view set does not support global view access",
        rank: 100,
    };

    pub fn of(view_set: &str) -> Facts {
        let jit = |schema_hash, prerequisite, global_refusal, rank| Facts {
            schema_hash,
            prerequisite,
            global_refusal,
            rank,
            ..Facts::DECLARED
        };
        let global = |schema_hash, is_derived, rank| Facts { schema_hash, is_derived, rank, ..Facts::DECLARED };
        match view_set {
            "log_entries" => jit(&[7], Prerequisite::Process, "", 0),
            "measures" => jit(&[8], Prerequisite::Process, "", 1),
            "processes" => global(&[0x17, 0xd5, 0xdc, 0x61, 0x4a, 0xe7, 0x68, 0xb2], true, 2),
            "streams" => global(&[0x3d, 0x8e, 0x9b, 0x0c, 0xe4, 0x25, 0xfa, 0xd5], true, 3),
            "blocks" => global(&[5], false, 4),
            "log_stats" => global(&[0x4a, 0x9b, 0xf1, 0xa7, 0x6c, 0xf1, 0x20, 0x3f], true, 5),
            "images" => jit(&[2], Prerequisite::Process, "ImagesView does not support global view access", 6),
            "async_events" => {
                jit(&[4], Prerequisite::ProcessInRange, "AsyncEventsView does not support global view access", 7)
            }
            "net_spans" => {
                jit(&[2], Prerequisite::ProcessInRange, "NetSpansView does not support global view access", 8)
            }
            "thread_spans" => Facts {
                range_required: true,
                ordered_by: Some("begin"),
                ..jit(&[4], Prerequisite::Stream, "the global view is not implemented for thread spans", 9)
            },
            "otel_spans" => jit(&[1], Prerequisite::Process, "OtelSpansView does not support global view access", 10),
            _ => Facts::DECLARED,
        }
    }
}

/// One member of a view set.
#[derive(Clone, Debug, PartialEq)]
pub enum Instance {
    Global,
    Id(String),
}

impl ViewSet {
    pub fn has_instances(&self) -> bool {
        self.instances != Instances::None
    }

    /// The instance that `view_instance` names, by the service's rules and in its words.
    pub fn instance(&self, id: &str) -> Result<Instance> {
        if id == "global" {
            if !self.has_global {
                bail!(self.facts.global_refusal);
            }
            return Ok(Instance::Global);
        }
        let id = Uuid::parse_str(id).with_context(|| "Uuid::parse_str")?;
        Ok(Instance::Id(id.hyphenated().to_string()))
    }
}
