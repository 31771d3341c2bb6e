//! The service's table functions, over the rows in this process.

mod arguments;
mod list_audience_grants;
mod list_partitions;
mod list_view_sets;
mod process_spans;
mod rows_table;
mod view_instance;

use crate::store::Store;
use crate::time_range::TimeRange;
use datafusion::execution::context::SessionContext;
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// The sources that the table functions of a session read from.
pub struct Sources {
    pub store: Arc<Store>,
    pub query_range: Option<TimeRange>,
    /// Nanoseconds since the epoch.
    pub started_at: i64,
    pub open_session: process_spans::OpenSession,
}

pub fn register(context: &SessionContext, sources: &Sources) {
    let Sources { store, query_range, started_at, open_session } = sources;
    context.register_udtf("view_instance", Arc::new(view_instance::ViewInstance::new(store.clone(), *query_range)));
    context.register_udtf(
        "process_spans",
        Arc::new(process_spans::ProcessSpans::new(store.clone(), open_session.clone())),
    );
    context.register_udtf("list_view_sets", Arc::new(list_view_sets::ListViewSets::new(store.clone())));
    context.register_udtf("list_partitions", Arc::new(list_partitions::ListPartitions::new(store.clone())));
    context.register_udtf("list_audience_grants", Arc::new(list_audience_grants::ListAudienceGrants::new(*started_at)));
}
