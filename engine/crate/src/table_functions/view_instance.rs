//! `view_instance(view_set, instance_id)`: the rows of one instance of a view set.

use super::arguments::string_argument;
use crate::store::Store;
use crate::time_range::TimeRange;
use crate::view_table::ViewTable;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result, plan_err};
use datafusion::error::DataFusionError;
use std::sync::Arc;

#[derive(Debug)]
pub struct ViewInstance {
    store: Arc<Store>,
    query_range: Option<TimeRange>,
}

impl ViewInstance {
    pub fn new(store: Arc<Store>, query_range: Option<TimeRange>) -> Self {
        ViewInstance { store, query_range }
    }

    fn view(&self, view_set: &str, instance: &str) -> anyhow::Result<ViewTable> {
        let view_set = self
            .store
            .view_set(view_set)
            .filter(|view_set| view_set.has_instances())
            .ok_or_else(|| anyhow::anyhow!("view set {view_set} not found"))?;
        let instance = view_set.instance(instance)?;
        Ok(ViewTable::new(self.store.clone(), view_set, instance, self.query_range))
    }
}

impl TableFunctionImpl for ViewInstance {
    fn call_with_args(&self, arguments: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let expressions = arguments.exprs();
        let first = expressions.first().map(string_argument);
        let Some(Ok(view_set)) = first else {
            return plan_err!("First argument to view_instance must be a string (the view set name), given {first:?}");
        };
        let second = expressions.get(1).map(string_argument);
        let Some(Ok(instance)) = second else {
            return plan_err!(
                "Second argument to view_instance must be a string (the view instance id), given {second:?}"
            );
        };
        match self.view(&view_set, &instance) {
            Ok(view) => Ok(Arc::new(view)),
            Err(error) => Err(DataFusionError::Plan(format!("error making view {error:?}"))),
        }
    }
}
