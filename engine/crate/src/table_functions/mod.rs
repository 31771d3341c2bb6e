//! The service's table functions over what this process holds.

mod list_audience_grants;
mod list_partitions;
mod list_view_sets;
mod process_spans;
mod rows_table;
mod view_instance;

use crate::session::Sessions;
use crate::time_range::TimeRange;
use datafusion::execution::context::SessionContext;
use std::sync::Arc;

pub fn register(context: &SessionContext, sessions: &Arc<Sessions>, query_range: Option<TimeRange>) {
    let store = &sessions.store;
    context.register_udtf("view_instance", Arc::new(view_instance::ViewInstance::new(store.clone(), query_range)));
    context.register_udtf("process_spans", Arc::new(process_spans::ProcessSpans::new(sessions.clone(), query_range)));
    context.register_udtf("list_view_sets", Arc::new(list_view_sets::ListViewSets::new(store.clone())));
    context.register_udtf("list_partitions", Arc::new(list_partitions::ListPartitions::new(store.clone())));
    context.register_udtf(
        "list_audience_grants",
        Arc::new(list_audience_grants::ListAudienceGrants::new(sessions.started_at)),
    );
}
