//! `list_view_sets()`: the declared view sets, in the order of their declaration.

use super::rows_table::rows_table;
use crate::store::Store;
use datafusion::arrow::array::{BinaryArray, BooleanArray, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use std::sync::Arc;

#[derive(Debug)]
pub struct ListViewSets {
    store: Arc<Store>,
}

impl ListViewSets {
    pub fn new(store: Arc<Store>) -> Self {
        ListViewSets { store }
    }
}

impl TableFunctionImpl for ListViewSets {
    fn call_with_args(&self, _arguments: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let schema = Arc::new(Schema::new(vec![
            Field::new("view_set_name", DataType::Utf8, false),
            Field::new("current_schema_hash", DataType::Binary, false),
            Field::new("schema", DataType::Utf8, false),
            Field::new("has_view_maker", DataType::Boolean, false),
            Field::new("global_instance_available", DataType::Boolean, false),
        ]));
        let store = self.store.clone();
        Ok(rows_table(schema.clone(), move || {
            let mut view_sets = store.view_sets();
            view_sets.retain(|view_set| !view_set.is_static_table);
            Ok(RecordBatch::try_new(
                schema.clone(),
                vec![
                    Arc::new(StringArray::from_iter_values(view_sets.iter().map(|set| &set.name))),
                    Arc::new(BinaryArray::from_iter_values(view_sets.iter().map(|set| set.schema_hash.as_slice()))),
                    Arc::new(StringArray::from_iter_values(view_sets.iter().map(|set| format!("{:?}", set.schema)))),
                    Arc::new(BooleanArray::from_iter(view_sets.iter().map(|set| Some(set.has_instances())))),
                    Arc::new(BooleanArray::from_iter(view_sets.iter().map(|set| Some(set.has_global)))),
                ],
            )?)
        }))
    }
}
