//! Why a query failed, in the service's stages, codes and texts.

use datafusion::error::DataFusionError;

#[cfg(test)]
mod tests;

/// The step of a query that failed, in the words of the service's messages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage {
    BuildingDataFrame,
    ApplyingLimit,
    CreatingPhysicalPlan,
    ExecutingPlan,
    BuildingDataStream,
}

impl Stage {
    pub fn text(self) -> &'static str {
        match self {
            Stage::BuildingDataFrame => "error building dataframe",
            Stage::ApplyingLimit => "error building dataframe with limit",
            Stage::CreatingPhysicalPlan => "error creating physical plan",
            Stage::ExecutingPlan => "error executing plan",
            Stage::BuildingDataStream => "error building data stream",
        }
    }
}

/// The gRPC status codes that a query can fail with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StatusCode {
    InvalidArgument = 3,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
}

impl StatusCode {
    /// Classifies an error by its root, as the service does: bad SQL and bad values are the caller's fault, all else its own.
    fn of(root: &DataFusionError) -> StatusCode {
        match root {
            DataFusionError::SQL(..)
            | DataFusionError::Plan(_)
            | DataFusionError::SchemaError(..)
            | DataFusionError::Execution(_)
            | DataFusionError::Configuration(_) => StatusCode::InvalidArgument,
            DataFusionError::ResourcesExhausted(_) => StatusCode::ResourceExhausted,
            DataFusionError::NotImplemented(_) => StatusCode::Unimplemented,
            _ => StatusCode::Internal,
        }
    }
}

#[derive(Debug)]
pub struct QueryFailure {
    pub stage: Stage,
    pub code: StatusCode,
    /// The whole text as the service sends it, except for the query id at its end.
    pub message: String,
    /// 1-based line and column of the SQL text.
    pub position: Option<(u64, u64)>,
    pub notes: Vec<String>,
    pub help: Vec<String>,
}

impl QueryFailure {
    pub fn new(stage: Stage, error: &DataFusionError) -> Self {
        let root = error.find_root();
        let mut failure = QueryFailure {
            stage,
            code: StatusCode::of(root),
            message: format!("{}: {}", stage.text(), root.strip_backtrace()),
            position: None,
            notes: vec![],
            help: vec![],
        };
        let Some(diagnostic) = error.diagnostic() else {
            return failure;
        };
        if let Some(span) = diagnostic.span {
            failure.position = Some((span.start.line, span.start.column));
            failure.message += &format!(" (at line {}, column {})", span.start.line, span.start.column);
        }
        for note in &diagnostic.notes {
            failure.message += &format!("\nnote: {}", note.message);
            failure.notes.push(note.message.clone());
        }
        for help in &diagnostic.helps {
            failure.message += &format!("\nhelp: {}", help.message);
            failure.help.push(help.message.clone());
        }
        failure
    }
}
