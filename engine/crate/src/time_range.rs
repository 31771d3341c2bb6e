//! The time range of a query: a row filter on the time columns of every view it scans.

use crate::view_table::ViewTable;
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{Column, Result, internal_err};
use datafusion::config::ConfigOptions;
use datafusion::datasource::DefaultTableSource;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, Filter, LogicalPlan, lit};
use datafusion::optimizer::AnalyzerRule;
use datafusion::scalar::ScalarValue;
use std::sync::Arc;

/// Nanoseconds since the epoch, both ends inclusive.
#[derive(Clone, Copy, Debug)]
pub struct TimeRange {
    pub begin: i64,
    pub end: i64,
}

/// What a query's time range filters in the rows of a view set.
#[derive(Clone, Debug)]
pub enum TimeColumns {
    None,
    Instant(String),
    /// Rows whose interval overlaps the range.
    Interval {
        begin: String,
        end: String,
    },
}

impl TimeColumns {
    /// The column of the earliest and of the latest time of a row.
    pub fn bounds(&self) -> Option<(&str, &str)> {
        match self {
            TimeColumns::None => None,
            TimeColumns::Instant(time) => Some((time, time)),
            TimeColumns::Interval { begin, end } => Some((begin, end)),
        }
    }
}

/// Puts the filter above every scan of a view: in subqueries, joins, common table expressions and table functions too.
#[derive(Debug)]
pub struct FilterByTimeRange(pub TimeRange);

impl AnalyzerRule for FilterByTimeRange {
    fn name(&self) -> &str {
        "filter_by_time_range"
    }

    fn analyze(&self, plan: LogicalPlan, _options: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(|plan| self.filter(plan))?.data)
    }
}

impl FilterByTimeRange {
    fn filter(&self, plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
        let LogicalPlan::TableScan(scan) = &plan else {
            return Ok(Transformed::no(plan));
        };
        let view = scan
            .source
            .downcast_ref::<DefaultTableSource>()
            .and_then(|source| source.table_provider.downcast_ref::<ViewTable>());
        let Some(predicate) = view.map(|view| self.predicate(view)).transpose()?.flatten() else {
            return Ok(Transformed::no(plan));
        };
        Ok(Transformed::yes(LogicalPlan::Filter(Filter::try_new(predicate, Arc::new(plan.clone()))?)))
    }

    fn predicate(&self, view: &ViewTable) -> Result<Option<Expr>> {
        let schema = view.arrow_schema();
        let column = |name: &str| Expr::Column(Column::new_unqualified(name));
        let begin_of = |name: &str| literal(schema.field_with_name(name)?.data_type(), self.0.begin, Round::Up);
        let end_of = |name: &str| literal(schema.field_with_name(name)?.data_type(), self.0.end, Round::Down);
        Ok(match view.time_columns() {
            TimeColumns::None => None,
            TimeColumns::Instant(time) => Some(column(time).between(begin_of(time)?, end_of(time)?)),
            TimeColumns::Interval { begin, end } => {
                conjunction([column(begin).lt_eq(end_of(begin)?), column(end).gt_eq(begin_of(end)?)])
            }
        })
    }
}

#[derive(Clone, Copy)]
enum Round {
    Up,
    Down,
}

/// An end of the range in a column's own unit, so that the comparison needs no coercion (analysis is past that step).
fn literal(data_type: &DataType, nanoseconds: i64, round: Round) -> Result<Expr> {
    let DataType::Timestamp(unit, zone) = data_type else {
        return internal_err!("a time column of type {data_type} is no timestamp");
    };
    let zone = zone.clone();
    let count = |per: i64| match round {
        Round::Up => -((-nanoseconds).div_euclid(per)),
        Round::Down => nanoseconds.div_euclid(per),
    };
    Ok(lit(match unit {
        TimeUnit::Nanosecond => ScalarValue::TimestampNanosecond(Some(nanoseconds), zone),
        TimeUnit::Microsecond => ScalarValue::TimestampMicrosecond(Some(count(1_000)), zone),
        TimeUnit::Millisecond => ScalarValue::TimestampMillisecond(Some(count(1_000_000)), zone),
        TimeUnit::Second => ScalarValue::TimestampSecond(Some(count(1_000_000_000)), zone),
    }))
}
