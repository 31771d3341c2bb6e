//! What a failed query tells its caller: the service's stages, codes and texts.

use datafusion::error::DataFusionError;

/// The step of a query that failed, in the words of the service's messages.
#[derive(Clone, Copy, Debug)]
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

/// The gRPC status codes that a query can end with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Code {
    InvalidArgument = 3,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
}

impl Code {
    /// The service classes an error by its root: bad SQL and bad values are the caller's, Arrow and everything else its own.
    fn of(root: &DataFusionError) -> Code {
        match root {
            DataFusionError::SQL(..)
            | DataFusionError::Plan(_)
            | DataFusionError::SchemaError(..)
            | DataFusionError::Execution(_)
            | DataFusionError::Configuration(_) => Code::InvalidArgument,
            DataFusionError::ResourcesExhausted(_) => Code::ResourceExhausted,
            DataFusionError::NotImplemented(_) => Code::Unimplemented,
            _ => Code::Internal,
        }
    }
}

#[derive(Debug)]
pub struct Failure {
    pub stage: Stage,
    pub code: Code,
    /// The whole text as the service sends it, but for the query id at its end.
    pub message: String,
    /// Where in the SQL text, from 1.
    pub position: Option<(u64, u64)>,
    pub notes: Vec<String>,
    pub help: Vec<String>,
}

impl Failure {
    pub fn new(stage: Stage, error: &DataFusionError) -> Self {
        let root = error.find_root();
        let mut failure = Failure {
            stage,
            code: Code::of(root),
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
