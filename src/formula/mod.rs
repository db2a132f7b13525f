//! The policy's expressions are Excel formulas over column names.

mod tree;

pub use tree::{Arithmetic, Comparison, Expression, Formula, Function, Type};
