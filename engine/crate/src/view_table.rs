//! One instance of a view set as a table.

use crate::rows::BATCH_ROWS;
use crate::store::Store;
use crate::time_range::{TimeColumns, TimeRange};
use crate::view_set::{Instance, InstanceStorage, Prerequisite, ViewSet};
use anyhow::{Context, anyhow, bail};
use async_trait::async_trait;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{Column, DFSchema, Result};
use datafusion::datasource::TableType;
use datafusion::datasource::memory::{DataSourceExec, MemorySourceConfig};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, lit};
use datafusion::physical_expr::expressions::Column as PhysicalColumn;
use datafusion::physical_expr::{LexOrdering, PhysicalSortExpr};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::filter::FilterExecBuilder;
use std::sync::Arc;

#[derive(Debug)]
pub struct ViewTable {
    store: Arc<Store>,
    view_set: Arc<ViewSet>,
    instance: Instance,
    query_range: Option<TimeRange>,
    table_type: TableType,
}

impl ViewTable {
    pub fn new(store: Arc<Store>, view_set: Arc<ViewSet>, instance: Instance, query_range: Option<TimeRange>) -> Self {
        ViewTable { store, view_set, instance, query_range, table_type: TableType::Base }
    }

    pub fn with_table_type(self, table_type: TableType) -> Self {
        ViewTable { table_type, ..self }
    }

    pub fn arrow_schema(&self) -> &SchemaRef {
        &self.view_set.schema
    }

    pub fn time_columns(&self) -> &TimeColumns {
        &self.view_set.time_columns
    }

    /// The service builds an instance from recorded blocks when it is scanned, and refuses what it cannot build.
    fn check_prerequisite(&self) -> anyhow::Result<()> {
        if self.view_set.range_mandatory && self.query_range.is_none() {
            bail!("query range mandatory for {} view", self.view_set.name.replace('_', " "));
        }
        let Instance::Id(id) = &self.instance else {
            return Ok(());
        };
        match self.view_set.prerequisite {
            Some(Prerequisite::Process) if !self.store.has_process(id) => Err(anyhow!(
                "select from processes: no rows returned by a query that expected to return at least one row"
            ))
            .with_context(|| "find_process"),
            Some(Prerequisite::ProcessInRange) if !self.store.has_process_in_range(id, self.query_range) => {
                Err(anyhow!("Process not found")).with_context(|| "find_process_with_latest_timing")
            }
            Some(Prerequisite::Stream) if !self.store.has_stream(id) => {
                Err(anyhow!("Stream not found")).with_context(|| "find_stream_from_view")
            }
            _ => Ok(()),
        }
    }

    fn source(&self, batches: Vec<RecordBatch>, projection: Option<Vec<usize>>) -> Result<MemorySourceConfig> {
        let source = MemorySourceConfig::try_new(&[batches], self.view_set.schema.clone(), projection)?;
        let Some(column) = &self.view_set.ordered_by else {
            return Ok(source);
        };
        let column = PhysicalColumn::new_with_schema(column, &self.view_set.schema)?;
        let ascending = SortOptions { descending: false, nulls_first: false };
        let order = LexOrdering::new([PhysicalSortExpr::new(Arc::new(column), ascending)]);
        source.try_with_sort_information(order.into_iter().collect())
    }

    /// Scans the rows of all instances and keeps those of one.
    fn scan_by_column(
        &self,
        state: &dyn Session,
        column: &str,
        id: &str,
        batches: Vec<RecordBatch>,
        projection: Option<&Vec<usize>>,
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let schema = &self.view_set.schema;
        let id_index = schema.index_of(column)?;
        let wanted = projection.cloned().unwrap_or_else(|| (0..schema.fields().len()).collect());
        let mut read = wanted.clone();
        if !read.contains(&id_index) {
            read.push(id_index);
        }
        let input = DataSourceExec::from_data_source(self.source(batches, Some(read))?);
        let read_schema = DFSchema::try_from(input.schema())?;
        let is_of_instance = Expr::Column(Column::new_unqualified(column)).eq(lit(id));
        let predicate = state.create_physical_expr(is_of_instance, &read_schema)?;
        let filter = FilterExecBuilder::new(predicate, input)
            .apply_projection(Some((0..wanted.len()).collect()))?
            .with_batch_size(BATCH_ROWS)
            .with_fetch(limit)
            .build()?;
        Ok(Arc::new(filter))
    }
}

#[async_trait]
impl TableProvider for ViewTable {
    fn schema(&self) -> SchemaRef {
        self.view_set.schema.clone()
    }

    fn table_type(&self) -> TableType {
        self.table_type
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        self.check_prerequisite().map_err(|error| DataFusionError::External(format!("{error:#}").into()))?;
        let batches = self.store.rows(&self.view_set, &self.instance);
        if let (InstanceStorage::InColumn(column), Instance::Id(id)) = (&self.view_set.instance_storage, &self.instance)
        {
            return self.scan_by_column(state, column, id, batches, projection, limit);
        }
        let source = self.source(batches, projection.cloned())?;
        Ok(DataSourceExec::from_data_source(source.with_limit(limit)))
    }
}
