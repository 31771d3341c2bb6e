//! `list_audience_grants()`: the grants of a new lake, which nothing in this process changes.

use super::rows_table::{rows_table, utc_timestamp};
use datafusion::arrow::array::{RecordBatch, StringArray, TimestampNanosecondArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use std::sync::Arc;

#[derive(Debug)]
pub struct ListAudienceGrants {
    created_at: i64,
}

impl ListAudienceGrants {
    pub fn new(created_at: i64) -> Self {
        ListAudienceGrants { created_at }
    }
}

impl TableFunctionImpl for ListAudienceGrants {
    fn call_with_args(&self, _arguments: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let schema = Arc::new(Schema::new(vec![
            Field::new("audience", DataType::Utf8, false),
            Field::new("axis", DataType::Utf8, false),
            Field::new("selector", DataType::Utf8, false),
            Field::new("created_at", utc_timestamp(), false),
            Field::new("created_by", DataType::Utf8, false),
        ]));
        let created_at = self.created_at;
        Ok(rows_table(schema.clone(), move || {
            Ok(RecordBatch::try_new(
                schema.clone(),
                vec![
                    Arc::new(StringArray::from(vec!["public", "public"])),
                    Arc::new(StringArray::from(vec!["mint", "read"])),
                    Arc::new(StringArray::from(vec!["*", "*"])),
                    Arc::new(TimestampNanosecondArray::from(vec![created_at; 2]).with_timezone("+00:00")),
                    Arc::new(StringArray::from(vec!["default", "default"])),
                ],
            )?)
        }))
    }
}
