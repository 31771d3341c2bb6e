//! The row filter that a query's time range puts on every view it scans.

use crate::time_range::{TimeColumns, TimeRange};
use crate::view_table::ViewTable;
use datafusion::arrow::datatypes::{DataType, Schema, TimeUnit};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{Column, Result, internal_err};
use datafusion::config::ConfigOptions;
use datafusion::datasource::DefaultTableSource;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, Filter, LogicalPlan, lit};
use datafusion::optimizer::AnalyzerRule;
use datafusion::scalar::ScalarValue;
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// Puts the filter above every scan of a view: in subqueries, joins, common table expressions and table functions too.
#[derive(Debug)]
pub struct FilterByTimeRange(pub TimeRange);

impl AnalyzerRule for FilterByTimeRange {
    fn name(&self) -> &str {
        "filter_by_time_range"
    }

    fn analyze(&self, plan: LogicalPlan, _options: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(|plan| filter_scan(plan, self.0))?.data)
    }
}

fn filter_scan(plan: LogicalPlan, range: TimeRange) -> Result<Transformed<LogicalPlan>> {
    let LogicalPlan::TableScan(scan) = &plan else {
        return Ok(Transformed::no(plan));
    };
    let view = scan
        .source
        .downcast_ref::<DefaultTableSource>()
        .and_then(|source| source.table_provider.downcast_ref::<ViewTable>());
    let predicate = view.map(|view| predicate(range, view.time_columns(), view.arrow_schema())).transpose()?.flatten();
    match predicate {
        Some(predicate) => Ok(Transformed::yes(LogicalPlan::Filter(Filter::try_new(predicate, Arc::new(plan))?))),
        None => Ok(Transformed::no(plan)),
    }
}

/// Makes the predicate of the rows that the range keeps; nothing for a view set without time columns.
fn predicate(range: TimeRange, columns: &TimeColumns, schema: &Schema) -> Result<Option<Expr>> {
    let column = |name: &str| Expr::Column(Column::new_unqualified(name));
    let begin_of = |name: &str| literal(schema.field_with_name(name)?.data_type(), range.begin, Rounding::Up);
    let end_of = |name: &str| literal(schema.field_with_name(name)?.data_type(), range.end, Rounding::Down);
    Ok(match columns {
        TimeColumns::None => None,
        TimeColumns::Instant(time) => Some(column(time).between(begin_of(time)?, end_of(time)?)),
        TimeColumns::Interval { begin, end } => {
            conjunction([column(begin).lt_eq(end_of(begin)?), column(end).gt_eq(begin_of(end)?)])
        }
    })
}

#[derive(Clone, Copy)]
enum Rounding {
    Up,
    Down,
}

/// Writes an end of the range in a column's own unit, so that the comparison needs no coercion (analysis is past that step).
fn literal(data_type: &DataType, nanoseconds: i64, rounding: Rounding) -> Result<Expr> {
    let DataType::Timestamp(unit, zone) = data_type else {
        return internal_err!("expected a time column of timestamps, got {data_type}");
    };
    let zone = zone.clone();
    let count = |nanoseconds_per_unit: i64| match rounding {
        Rounding::Up => {
            nanoseconds.div_euclid(nanoseconds_per_unit) + i64::from(nanoseconds.rem_euclid(nanoseconds_per_unit) > 0)
        }
        Rounding::Down => nanoseconds.div_euclid(nanoseconds_per_unit),
    };
    Ok(lit(match unit {
        TimeUnit::Nanosecond => ScalarValue::TimestampNanosecond(Some(nanoseconds), zone),
        TimeUnit::Microsecond => ScalarValue::TimestampMicrosecond(Some(count(1_000)), zone),
        TimeUnit::Millisecond => ScalarValue::TimestampMillisecond(Some(count(1_000_000)), zone),
        TimeUnit::Second => ScalarValue::TimestampSecond(Some(count(1_000_000_000)), zone),
    }))
}
