//! Arguments of table functions: constants, which are folded before they are read.

use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::simplify::SimplifyContext;
use datafusion::optimizer::simplify_expressions::ExprSimplifier;
use datafusion::scalar::ScalarValue;

/// Returns the text that an argument folds to. The error is worded as the service's, which prints it inside its own.
pub fn string_argument(argument: &Expr) -> Result<String> {
    match ExprSimplifier::new(SimplifyContext::default()).simplify(argument.clone())? {
        Expr::Literal(ScalarValue::Utf8(Some(text)), _) => Ok(text),
        other => plan_err!("can't convert {other:?} to string"),
    }
}
