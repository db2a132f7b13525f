//! A formula in a form that does not depend on how a program writes it down: spaces, brackets and quotes gone, cells relative to where
//! the formula stands. So a copy that another program saved, or a row that was moved, still shows the same formula.

use std::fmt::Write as _;

use formualizer_parse::LiteralValue;
use formualizer_parse::parser::{ASTNode, ASTNodeType, ReferenceType, UnaryOperator, parse};

/// The canonical form of `text` (without `=`) in the cell at `row`, `column` (from 0). What cannot be parsed stands for itself.
pub(super) fn canonical(text: &str, row: u32, column: u32) -> String {
    let mut out = String::with_capacity(text.len());
    match parse(format!("={text}")) {
        Ok(tree) => write(&mut out, &tree, row + 1, column + 1),
        Err(_) => out.extend(text.chars().filter(|c| !c.is_whitespace())),
    }
    out
}

fn write(out: &mut String, node: &ASTNode, row: u32, column: u32) {
    match &node.node_type {
        ASTNodeType::Literal(LiteralValue::Text(text)) => {
            let _ = write!(out, "{text:?}");
        }
        ASTNodeType::Literal(value) => {
            // A number by its digits, however it was written: 5, 5.0.
            let _ = match value {
                LiteralValue::Number(number) => write!(out, "{number}"),
                LiteralValue::Int(number) => write!(out, "{number}"),
                LiteralValue::Boolean(truth) => write!(out, "{}", if *truth { "TRUE" } else { "FALSE" }),
                other => write!(out, "{other}"),
            };
        }
        ASTNodeType::Omitted => {}
        ASTNodeType::Reference { original, reference } => write_reference(out, original, reference, row, column),
        ASTNodeType::UnaryOp { op: UnaryOperator::Plus, expr } => write(out, expr, row, column),
        ASTNodeType::UnaryOp { op, expr } => {
            let _ = write!(out, "({op:?} ");
            write(out, expr, row, column);
            out.push(')');
        }
        ASTNodeType::BinaryOp { op, left, right } => {
            let _ = write!(out, "({op:?} ");
            write(out, left, row, column);
            out.push(' ');
            write(out, right, row, column);
            out.push(')');
        }
        ASTNodeType::Function { name, args } => {
            let name = name.to_uppercase();
            // Some programs write constants as functions.
            if args.is_empty() && (name == "TRUE" || name == "FALSE") {
                out.push_str(&name);
                return;
            }
            out.push_str(&name);
            out.push('(');
            for arg in args {
                write(out, arg, row, column);
                out.push(',');
            }
            out.push(')');
        }
        other => {
            let _ = write!(out, "{other:?}");
        }
    }
}

fn write_reference(out: &mut String, original: &str, reference: &ReferenceType, row: u32, column: u32) {
    let sheet = |out: &mut String, sheet: &Option<String>| {
        if let Some(sheet) = sheet {
            let _ = write!(out, "{}!", sheet.trim_matches('\'').trim_start_matches('$'));
        }
    };
    match reference {
        ReferenceType::Cell { sheet: of, row: r, col, row_abs, col_abs } => {
            sheet(out, of);
            axis(out, 'R', Some(*r), *row_abs, row);
            axis(out, 'C', Some(*col), *col_abs, column);
        }
        ReferenceType::Range {
            sheet: of,
            start_row,
            start_col,
            end_row,
            end_col,
            start_row_abs,
            start_col_abs,
            end_row_abs,
            end_col_abs,
        } => {
            sheet(out, of);
            axis(out, 'R', *start_row, *start_row_abs, row);
            axis(out, 'C', *start_col, *start_col_abs, column);
            out.push(':');
            axis(out, 'R', *end_row, *end_row_abs, row);
            axis(out, 'C', *end_col, *end_col_abs, column);
        }
        ReferenceType::NamedRange(name) => out.push_str(&name.to_uppercase()),
        _ => out.extend(original.chars().filter(|c| !c.is_whitespace() && *c != '$' && *c != '\'')),
    }
}

/// An absolute row or column by its number, a relative one by its distance.
fn axis(out: &mut String, letter: char, at: Option<u32>, absolute: bool, here: u32) {
    let _ = match at {
        None => write!(out, "{letter}*"),
        Some(at) if absolute => write!(out, "{letter}{at}"),
        Some(at) => write!(out, "{letter}[{}]", i64::from(at) - i64::from(here)),
    };
}

/// A canonical formula without its row numbers: what is left of it when rows were added, removed or moved.
pub(super) fn rowless(canonical: &str) -> String {
    let mut out = String::with_capacity(canonical.len());
    let mut chars = canonical.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == 'R' && chars.peek().is_some_and(|next| *next == '[' || next.is_ascii_digit()) {
            while chars.peek().is_some_and(|next| matches!(next, '[' | ']' | '-') || next.is_ascii_digit()) {
                chars.next();
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn one_formula_however_it_is_written() {
        for (one, other) in [
            ("ROUND(A1*B$2,2)", "ROUND( A1 * B$2 , 2 )"),
            ("IF(A1=\"\",0.5,1)", "if(A1=\"\",0.5,1)"),
            ("政策参数!$B$5*C1", "'政策参数'!$B$5*C1"),
            ("IF(TRUE,1,0)", "IF(TRUE(),1,0)"),
            ("(A1+B1)", "A1+B1"),
        ] {
            assert_eq!(canonical(one, 0, 3), canonical(other, 0, 3), "{one}");
        }
        assert_eq!(canonical("A1+$B$1", 0, 2), canonical("A8+$B$1", 7, 2), "moved down");
        for (one, other) in [("A1+B1", "A1-B1"), ("A1*2", "A1*3"), ("A1", "A2"), ("$A$1", "A1"), ("\"a\"", "\"b\"")] {
            assert_ne!(canonical(one, 0, 3), canonical(other, 0, 3), "{one}");
        }
    }
}
