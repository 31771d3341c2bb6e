//! Refusals of declarations and rows: mistakes of the caller, as plain data.

/// A refusal: the message says what is wrong, the help what to do. Nothing has changed.
#[derive(Debug)]
pub struct Refusal {
    pub reason: RefusalReason,
    pub message: String,
    pub column: Option<String>,
    pub help: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RefusalReason {
    InvalidArgument,
    InvalidArrow,
    InvalidDeclaration,
    UnknownViewSet,
    InvalidInstance,
    SchemaMismatch,
    NullInRequiredColumn,
}

impl RefusalReason {
    pub fn name(self) -> &'static str {
        match self {
            RefusalReason::InvalidArgument => "invalid_argument",
            RefusalReason::InvalidArrow => "invalid_arrow",
            RefusalReason::InvalidDeclaration => "invalid_declaration",
            RefusalReason::UnknownViewSet => "unknown_view_set",
            RefusalReason::InvalidInstance => "invalid_instance",
            RefusalReason::SchemaMismatch => "schema_mismatch",
            RefusalReason::NullInRequiredColumn => "null_in_required_column",
        }
    }
}

impl Refusal {
    pub fn new(reason: RefusalReason, message: impl Into<String>) -> Self {
        Refusal { reason, message: message.into(), column: None, help: None }
    }

    pub fn with_column(self, column: &str) -> Self {
        Refusal { column: Some(column.to_string()), ..self }
    }

    pub fn with_help(self, help: &'static str) -> Self {
        Refusal { help: Some(help), ..self }
    }
}

/// The result of a call that may be refused.
pub type Result<T> = std::result::Result<T, Refusal>;
