//! A table that is computed when it is scanned and fits into one record batch.

use async_trait::async_trait;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{DataType, SchemaRef, TimeUnit};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::datasource::TableType;
use datafusion::datasource::memory::{DataSourceExec, MemorySourceConfig};
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::ExecutionPlan;
use std::fmt::{Debug, Formatter};
use std::sync::Arc;

type Compute = dyn Fn() -> Result<RecordBatch> + Send + Sync;

struct RowsTable {
    schema: SchemaRef,
    compute: Box<Compute>,
}

/// Makes a table of this schema, whose rows each scan computes.
pub fn rows_table(
    schema: SchemaRef,
    compute: impl Fn() -> Result<RecordBatch> + Send + Sync + 'static,
) -> Arc<dyn TableProvider> {
    Arc::new(RowsTable { schema, compute: Box::new(compute) })
}

impl Debug for RowsTable {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RowsTable").field("schema", &self.schema).finish()
    }
}

#[async_trait]
impl TableProvider for RowsTable {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        _state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let rows = vec![(self.compute)()?];
        let source = MemorySourceConfig::try_new(&[rows], self.schema.clone(), projection.cloned())?;
        Ok(DataSourceExec::from_data_source(source.with_limit(limit)))
    }
}

/// Returns the type of the service's timestamps.
pub fn utc_timestamp() -> DataType {
    DataType::Timestamp(TimeUnit::Nanosecond, Some("+00:00".into()))
}
