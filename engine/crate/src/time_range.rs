//! The time range of a query, and the columns that it filters.

/// Nanoseconds since the epoch, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeRange {
    pub begin: i64,
    pub end: i64,
}

/// The columns of a view set that a query's time range filters.
#[derive(Clone, Debug, PartialEq)]
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
    /// Returns the columns of the earliest and of the latest time of a row.
    pub fn bounds(&self) -> Option<(&str, &str)> {
        match self {
            TimeColumns::None => None,
            TimeColumns::Instant(time) => Some((time, time)),
            TimeColumns::Interval { begin, end } => Some((begin, end)),
        }
    }
}
