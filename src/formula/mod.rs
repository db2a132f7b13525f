//! The policy's expressions are Excel formulas over column names. One checked tree serves three purposes:
//! its exact three-valued `value`, the computation in `words`, and the `live` formula of the award workbook.

mod check;
mod fault;
pub(crate) mod figure;
mod functions;
mod live;
mod remedy;
mod syntax;
mod tokens;
mod tree;
mod typing;
mod used;
mod value;
mod words;
mod written;

pub use check::check;
pub use fault::{Fault, Names, nearest};
pub use functions::{FUNCTIONS, Known};
pub(crate) use live::quoted;
pub use live::{Cells, live_figure, live_test, live_value, where_known};
pub use remedy::remedy;
pub(crate) use tokens::is_of_name;
pub use tree::{
    Arithmetic, Choice, Comparison, Expression, Formula, Function, NOWHERE, Row, Scale, ScaleStep, Span, Type,
};
pub use used::used;
pub use value::{Env, Value};
pub use words::{Vocabulary, node_words, percent_words, value_words};
pub(crate) use words::{shown, truth_words};
pub use written::Named;
