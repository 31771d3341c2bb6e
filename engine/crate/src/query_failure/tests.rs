use super::*;
use crate::query_cursor::QueryOptions;
use crate::test_support::{query, sessions_with_numbers};
use datafusion::arrow::error::ArrowError;

fn failed(sql: &str) -> QueryFailure {
    query(&sessions_with_numbers(&[1]), sql, QueryOptions::default()).expect_err("the query succeeded")
}

#[test]
fn classifies_errors_by_their_root() {
    let code = |error: DataFusionError| QueryFailure::new(Stage::ExecutingPlan, &error).code;
    assert_eq!(code(DataFusionError::Plan("p".into())), StatusCode::InvalidArgument);
    assert_eq!(code(DataFusionError::Execution("e".into())), StatusCode::InvalidArgument);
    assert_eq!(code(DataFusionError::ResourcesExhausted("r".into())), StatusCode::ResourceExhausted);
    assert_eq!(code(DataFusionError::NotImplemented("n".into())), StatusCode::Unimplemented);
    assert_eq!(code(DataFusionError::Internal("i".into())), StatusCode::Internal);
    assert_eq!(code(DataFusionError::from(ArrowError::DivideByZero)), StatusCode::Internal);
    assert_eq!(code(DataFusionError::Plan("p".into()).context("while planning")), StatusCode::InvalidArgument);
}

#[test]
fn puts_the_stage_before_the_text() {
    let failure = QueryFailure::new(Stage::ApplyingLimit, &DataFusionError::Plan("too deep".into()));
    assert_eq!(failure.message, "error building dataframe with limit: Error during planning: too deep");
    assert_eq!((failure.position, failure.notes.len(), failure.help.len()), (None, 0, 0));
}

#[test]
fn points_at_the_place_in_the_statement() {
    let failure = failed("select\n  valu from numbers");
    assert_eq!(failure.position, Some((2, 3)));
    assert!(failure.message.contains(" (at line 2, column 3)"), "{}", failure.message);
}

#[test]
fn repeats_notes_and_help_below_the_text() {
    let failure = failed("select valu from numbers");
    let lines: Vec<String> = failure
        .notes
        .iter()
        .map(|note| format!("note: {note}"))
        .chain(failure.help.iter().map(|help| format!("help: {help}")))
        .collect();
    assert!(!lines.is_empty());
    assert!(failure.message.ends_with(&lines.join("\n")), "{}", failure.message);
}
