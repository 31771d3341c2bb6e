//! Sessions as the service makes them: a new one for each query, with its functions, options and views.

use crate::property_functions::{PropertiesToDict, PropertiesToJsonb};
use crate::range_filter::FilterByTimeRange;
use crate::store::Store;
use crate::table_functions;
use crate::time_range::TimeRange;
use crate::view_set::Instance;
use crate::view_table::ViewTable;
use datafusion::common::Result;
use datafusion::datasource::TableType;
use datafusion::execution::SessionStateDefaults;
use datafusion::execution::context::SessionContext;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{GreedyMemoryPool, MemoryPool, TrackConsumersPool, UnboundedMemoryPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::SessionConfig;
use std::num::NonZeroUsize;
use std::sync::Arc;

#[cfg(test)]
mod tests;

pub struct SessionFactory {
    pub store: Arc<Store>,
    runtime: Arc<RuntimeEnv>,
    /// Nanoseconds since the epoch.
    pub started_at: i64,
}

impl SessionFactory {
    /// `memory_limit` bounds the working memory of all queries together, in bytes. Stored rows do not count.
    pub fn new(memory_limit: Option<usize>, started_at: i64) -> Result<Self> {
        let shown_consumers = NonZeroUsize::new(5).unwrap();
        let pool: Arc<dyn MemoryPool> = match memory_limit {
            Some(bytes) => Arc::new(TrackConsumersPool::new(GreedyMemoryPool::new(bytes), shown_consumers)),
            None => Arc::new(TrackConsumersPool::new(UnboundedMemoryPool::default(), shown_consumers)),
        };
        // WebAssembly has no disk to spill to.
        let no_disk = DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled);
        let runtime = RuntimeEnvBuilder::new().with_memory_pool(pool).with_disk_manager_builder(no_disk).build_arc()?;
        Ok(SessionFactory { store: Arc::new(Store::default()), runtime, started_at })
    }

    /// Returns the working memory of the running queries, in bytes.
    pub fn reserved_memory(&self) -> usize {
        self.runtime.memory_pool.reserved()
    }

    pub fn new_session(self: &Arc<Self>, query_range: Option<TimeRange>) -> Result<SessionContext> {
        let context = SessionContext::new_with_state(
            SessionStateBuilder::new()
                .with_config(config())
                .with_runtime_env(self.runtime.clone())
                // All of DataFusion but files: their formats and factories are a tenth of the module's size.
                .with_expr_planners(SessionStateDefaults::default_expr_planners())
                .with_scalar_functions(SessionStateDefaults::default_scalar_functions())
                .with_higher_order_functions(SessionStateDefaults::default_higher_order_functions())
                .with_aggregate_functions(SessionStateDefaults::default_aggregate_functions())
                .with_window_functions(SessionStateDefaults::default_window_functions())
                .with_table_function_list(SessionStateDefaults::default_table_functions())
                .build(),
        );
        if let Some(range) = query_range {
            context.add_analyzer_rule(Arc::new(FilterByTimeRange(range)));
        }
        table_functions::register(&context, &self.table_function_sources(query_range));
        context.register_udf(ScalarUDF::from(PropertiesToDict::default()));
        context.register_udf(ScalarUDF::from(PropertiesToJsonb::default()));
        micromegas_datafusion_extensions::register_extension_udfs(&context);
        self.register_tables(&context, query_range)?;
        Ok(context)
    }

    fn table_function_sources(self: &Arc<Self>, query_range: Option<TimeRange>) -> table_functions::Sources {
        let sessions = self.clone();
        table_functions::Sources {
            store: self.store.clone(),
            query_range,
            started_at: self.started_at,
            open_session: Arc::new(move || sessions.new_session(query_range)),
        }
    }

    fn register_tables(&self, context: &SessionContext, query_range: Option<TimeRange>) -> Result<()> {
        for view_set in self.store.view_sets() {
            if !view_set.has_global {
                continue;
            }
            let name = view_set.name.clone();
            let table = || ViewTable::new(self.store.clone(), view_set.clone(), Instance::Global, query_range);
            if view_set.is_derived {
                context.register_table(format!("__{name}__partitions"), Arc::new(table()))?;
                context.register_table(name, Arc::new(table().with_table_type(TableType::View)))?;
            } else {
                context.register_table(name, Arc::new(table()))?;
            }
        }
        Ok(())
    }
}

fn config() -> SessionConfig {
    SessionConfig::default()
        .set_bool("datafusion.execution.parquet.enable_page_index", false)
        .set_bool("datafusion.sql_parser.collect_spans", true)
        .with_information_schema(true)
        // WebAssembly has one thread: a second partition would only add work.
        .with_target_partitions(1)
}
