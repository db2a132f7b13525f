//! The policy's expressions are Excel formulas over column names. One checked tree serves three purposes:
//! its exact three-valued [`value`], the computation in [`words`], and the [`live`] formula of the award workbook.

mod check;
mod fault;
mod functions;
mod live;
mod remedy;
mod tree;
mod typing;
mod value;
mod words;
mod written;

pub use check::check;
pub use fault::{Fault, Names, nearest};
pub use functions::{FUNCTIONS, Known};
pub(crate) use live::quoted;
pub use live::{Cells, live_test, live_value};
pub use remedy::remedy;
pub use tree::{Arithmetic, Comparison, Expression, Formula, Function, Type};
pub use value::{Env, Value};
pub use words::{Vocabulary, node_words, percent_words, value_words};
