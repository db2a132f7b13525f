//! From the parsed formula to its checked tree: every name resolved, every type fitting.

use std::ops::Range;
use std::sync::Arc;

use formualizer_parse::LiteralValue;
use formualizer_parse::parser::{
    ASTNode, ASTNodeType, BinaryOperator, ReferenceType, SpecialItem, TableSpecifier, UnaryOperator,
};
use rust_decimal::Decimal;

use super::fault::{Fault, Names, fault, nearest};
use super::functions::{self, FUNCTIONS, Known};
use super::syntax::NO_NUMBER;
use super::tree::{Arithmetic, Comparison, Expression, Function, Span, Type};

/// Checks the nodes of one formula.
pub(super) struct Checker<'a, R> {
    pub source: &'a str,
    pub names: &'a mut dyn Names<R>,
    /// Faults beside the one that stopped the check: several parts of a formula can each have one.
    pub others: Vec<Fault>,
}

type Typed<R> = (Expression<R>, Type);

impl<R: Copy> Checker<'_, R> {
    pub fn node(&mut self, node: &ASTNode) -> Result<Typed<R>, Fault> {
        let span = self.span(node);
        match &node.node_type {
            ASTNodeType::Literal(LiteralValue::Number(_) | LiteralValue::Int(_)) => {
                Ok((self.number(node, false)?, Type::Number))
            }
            ASTNodeType::Literal(LiteralValue::Text(text)) => {
                Ok((Expression::Text(self.names.text(text), text.as_str().into()), Type::Text))
            }
            ASTNodeType::Literal(LiteralValue::Boolean(value)) => Ok((Expression::Bool(*value), Type::Bool)),
            ASTNodeType::Reference { original, reference } => self.name(original, reference, span),
            ASTNodeType::UnaryOp { op: UnaryOperator::Percent, expr } => Ok((self.number(expr, true)?, Type::Share)),
            ASTNodeType::UnaryOp { op: UnaryOperator::Minus, expr } => {
                let (inner, kind) = self.numeric(expr)?;
                Ok((Expression::Negate(Box::new(inner)), kind))
            }
            ASTNodeType::UnaryOp { op: UnaryOperator::Plus, expr } => self.numeric(expr),
            ASTNodeType::BinaryOp { op, left, right } => self.binary(*op, left, right, span),
            ASTNodeType::Function { name, args } => self.call(name, args, span),
            _ => Err(fault("政策公式里不能这样写".into(), span)),
        }
    }

    /// The bytes of `node` in the formula's text: its token's, widened over its operands.
    fn span(&self, node: &ASTNode) -> Range<usize> {
        let own = node.source_token.as_ref().map_or(0..self.source.len(), |token| {
            // The parser saw a leading `=`.
            token.start.saturating_sub(1)..token.end.saturating_sub(1)
        });
        let end =
            if matches!(node.node_type, ASTNodeType::Function { .. }) { own.end.saturating_sub(1) } else { own.end };
        own.start..end.max(own.start)
    }

    /// The number's exact digits, from its token: no float is ever asked.
    fn number(&self, node: &ASTNode, percent: bool) -> Result<Expression<R>, Fault> {
        let span = self.span(node);
        let digits = node.source_token.as_ref().map_or("", |token| token.value.as_str());
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let value = plain.then(|| Decimal::from_str_exact(digits).ok()).flatten();
        let value = value.and_then(|value| if percent { value.checked_mul(Decimal::new(1, 2)) } else { Some(value) });
        match value {
            Some(value) => Ok(Expression::Number { value: value.normalize(), percent }),
            None if percent && !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                Err(fault("百分号只能跟在数字后面".into(), span))
            }
            None => Err(fault(NO_NUMBER.into(), span)),
        }
    }

    fn name(&mut self, original: &str, reference: &ReferenceType, span: Range<usize>) -> Result<Typed<R>, Fault> {
        let (name, column) = match reference {
            ReferenceType::Table(table) => match &table.specifier {
                Some(TableSpecifier::Combination(parts)) if table.name.is_empty() => match parts.as_slice() {
                    [this, column] => match (this.as_ref(), column.as_ref()) {
                        (TableSpecifier::SpecialItem(SpecialItem::ThisRow), TableSpecifier::Column(name)) => {
                            (name.as_str(), true)
                        }
                        _ => (original, false),
                    },
                    _ => (original, false),
                },
                _ => (original, false),
            },
            _ => (original, false),
        };
        match self.names.find(name, column) {
            Some((target, kind)) => Ok((Expression::Name { target, name: name.into(), kind }, kind)),
            None => Err(Fault {
                message: format!("没有叫“{name}”的列、事实或参数"),
                span,
                suggestion: nearest(name, self.names.all().iter().map(|known| &**known)),
            }),
        }
    }

    fn numeric(&mut self, node: &ASTNode) -> Result<Typed<R>, Fault> {
        self.reckoned(node, false)
    }

    /// A number, or where `dated` a day.
    fn reckoned(&mut self, node: &ASTNode, dated: bool) -> Result<Typed<R>, Fault> {
        let (expression, kind) = self.node(node)?;
        if kind.is_numeric() || (dated && kind == Type::Date) {
            return Ok((expression, kind));
        }
        Err(fault(format!("这里需要数字，而这一项是{}", kind.label()), self.span(node)))
    }

    fn day(&mut self, name: &str, node: &ASTNode) -> Result<Expression<R>, Fault> {
        match self.node(node)? {
            (day, Type::Date) => Ok(day),
            (_, kind) => Err(fault(format!("{name} 需要日期，而这一项是{}", kind.label()), self.span(node))),
        }
    }

    fn boolean(&mut self, node: &ASTNode) -> Result<Expression<R>, Fault> {
        let (expression, kind) = self.node(node)?;
        if kind == Type::Bool {
            return Ok(expression);
        }
        Err(fault(format!("这里需要一个判断，而这一项是{}", kind.label()), self.span(node)))
    }

    fn binary(
        &mut self,
        op: BinaryOperator,
        left: &ASTNode,
        right: &ASTNode,
        span: Range<usize>,
    ) -> Result<Typed<R>, Fault> {
        if let Some(op) = comparison(op) {
            return self.compare(op, left, right, span);
        }
        let Some(op) = arithmetic(op) else {
            return Err(fault("政策公式只用 + - * / 和比较".into(), span));
        };
        // Days can be subtracted, and counted on.
        let dated = matches!(op, Arithmetic::Add | Arithmetic::Subtract);
        let (left, right) = (self.reckoned(left, dated), self.reckoned(right, dated));
        let ((left, l), (right, r)) = self.both(left, right)?;
        let kind = match (op, l, r) {
            (Arithmetic::Multiply, Type::Money, Type::Money) => return Err(fault("金额不能乘以金额".into(), span)),
            (Arithmetic::Divide, Type::Money, Type::Money) => Type::Share,
            (Arithmetic::Divide, _, Type::Money) => {
                return Err(fault("数字不能除以金额".into(), span));
            }
            (Arithmetic::Multiply | Arithmetic::Divide, Type::Money, _) | (Arithmetic::Multiply, _, Type::Money) => {
                Type::Money
            }
            (Arithmetic::Multiply | Arithmetic::Divide, _, _) => Type::Number,
            (_, Type::Money, Type::Money) => Type::Money,
            // A bare number beside money is a number of yuan.
            (_, Type::Money, Type::Number) | (_, Type::Number, Type::Money) => Type::Money,
            (_, Type::Share, Type::Share | Type::Number) | (_, Type::Number, Type::Share) => Type::Share,
            (_, Type::Year, Type::Number) | (_, Type::Number, Type::Year) => Type::Year,
            (Arithmetic::Subtract, Type::Date, Type::Date) => Type::Number,
            (_, Type::Date, Type::Number) | (Arithmetic::Add, Type::Number, Type::Date) => Type::Date,
            (_, l, r) if l == r && l != Type::Date => Type::Number,
            (_, l, r) => return Err(fault(format!("{}与{}不能相加减", l.label(), r.label()), span)),
        };
        Ok((Expression::Arithmetic(op, Box::new(left), Box::new(right)), kind))
    }

    fn compare(
        &mut self,
        op: Comparison,
        left: &ASTNode,
        right: &ASTNode,
        span: Range<usize>,
    ) -> Result<Typed<R>, Fault> {
        let (l, r) = (self.node(left), self.node(right));
        let ((mut l, l_kind), (mut r, r_kind)) = self.both(l, r)?;
        if let Some(blank) = blankness(op, &l, &r) {
            return Ok((blank, Type::Bool));
        }
        let ordered = !matches!(op, Comparison::Equal | Comparison::Unequal);
        let fits = match (l_kind, r_kind) {
            (Type::Text | Type::Bool, other) => other == l_kind && !ordered,
            (Type::Date, other) => other == Type::Date,
            (Type::Money, other) => matches!(other, Type::Money | Type::Number),
            (Type::Number, other) => other.is_numeric(),
            (Type::Share | Type::Year, other) => other == l_kind || other == Type::Number,
        };
        if !fits {
            return Err(fault(format!("{}与{}不能这样比较", l_kind.label(), r_kind.label()), span));
        }
        self.listed(&l, &mut r, right)?;
        self.listed(&r, &mut l, left)?;
        Ok((Expression::Compare(op, Box::new(l), Box::new(r)), Type::Bool))
    }

    /// Both sides, or the first fault; the other one's is kept.
    fn both<A, B>(&mut self, left: Result<A, Fault>, right: Result<B, Fault>) -> Result<(A, B), Fault> {
        match (left, right) {
            (Ok(left), Ok(right)) => Ok((left, right)),
            (Err(first), Err(second)) => {
                self.others.push(second);
                Err(first)
            }
            (Err(fault), _) | (_, Err(fault)) => Err(fault),
        }
    }

    /// All parts, or the first fault; the others' are kept.
    fn each<T>(
        &mut self,
        args: &[ASTNode],
        mut check: impl FnMut(&mut Self, &ASTNode) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let (mut parts, mut first) = (Vec::with_capacity(args.len()), None);
        for arg in args {
            match (check(self, arg), &first) {
                (Ok(part), _) => parts.push(part),
                (Err(fault), None) => first = Some(fault),
                (Err(fault), Some(_)) => self.others.push(fault),
            }
        }
        first.map_or(Ok(parts), Err)
    }

    /// A text compared with what can only be one of a few must be one of them: a slip here would silently never hold.
    fn listed(&mut self, of: &Expression<R>, text: &mut Expression<R>, node: &ASTNode) -> Result<(), Fault> {
        let Expression::Text(symbol, written) = text else { return Ok(()) };
        let Some(values) = self.possible(of) else { return Ok(()) };
        match values.iter().find(|(way, _)| way == written) {
            Some((_, value)) => {
                *symbol = self.names.text(value);
                // An item may be written by its id; people, and the cells of the award workbook, know it by its name.
                if let Some((way, _)) = values.iter().find(|(_, other)| other == value) {
                    *written = Arc::clone(way);
                }
                Ok(())
            }
            None => {
                let ways: Vec<&str> = values.iter().map(|(way, _)| &**way).collect();
                let name = match of {
                    Expression::Name { name, .. } => name,
                    _ => "左边",
                };
                Err(Fault {
                    message: format!("“{name}”没有“{written}”这个值，可以写的有：{}", ways.join("、")),
                    span: self.span(node),
                    suggestion: nearest(written, ways.iter().copied()),
                })
            }
        }
    }

    /// What `node` can be, if it is one of a few: each way to write it, and the value.
    fn possible(&self, node: &Expression<R>) -> Option<Vec<(Arc<str>, Arc<str>)>> {
        match node {
            Expression::Name { target, .. } => self.names.values(*target),
            Expression::Text(_, text) => Some(vec![(Arc::clone(text), Arc::clone(text))]),
            Expression::Call(Function::If, parts) => {
                let mut all = self.possible(&parts[1])?;
                all.extend(self.possible(&parts[2])?);
                Some(all)
            }
            _ => None,
        }
    }

    fn call(&mut self, name: &str, args: &[ASTNode], span: Range<usize>) -> Result<Typed<R>, Fault> {
        let Some(known @ &Known { function, least, most, .. }) = functions::known(name) else {
            return Err(Fault {
                message: format!("没有函数 {name}，可以写的有：{}", functions::names()),
                span,
                suggestion: nearest(&name.to_uppercase(), FUNCTIONS.iter().map(|known| known.name)),
            });
        };
        if args.len() < least || args.len() > most {
            return Err(fault(known.miscounted(args.len()), span));
        }
        let (parts, kind) = match function {
            Function::And | Function::Or | Function::Not => (self.each(args, Self::boolean)?, Type::Bool),
            Function::If => {
                let (test, yes, no) = (self.boolean(&args[0]), self.node(&args[1]), self.node(&args[2]));
                let branches = self.both(yes, no);
                let (test, ((yes, y), (no, n))) = self.both(test, branches)?;
                let kind = common(y, n)
                    .ok_or_else(|| fault(format!("IF 的两个结果一个是{}，一个是{}", y.label(), n.label()), span))?;
                (vec![test, yes, no], kind)
            }
            Function::IsBlank => (vec![self.node(&args[0])?.0], Type::Bool),
            Function::Year => (vec![self.day(name, &args[0])?], Type::Year),
            Function::Month | Function::Day => (vec![self.day(name, &args[0])?], Type::Number),
            Function::MonthsLater => {
                let (day, months) = (self.day(name, &args[0]), self.numeric(&args[1]));
                let (day, (months, _)) = self.both(day, months)?;
                (vec![day, months], Type::Date)
            }
            Function::Elapsed(_) => {
                let (from, to) = (self.day(name, &args[0]), self.day(name, &args[1]));
                let (from, to) = self.both(from, to)?;
                let unit = match &args[2].node_type {
                    ASTNodeType::Literal(LiteralValue::Text(unit)) => unit.to_uppercase(),
                    _ => String::new(),
                };
                let Some(span) =
                    [Span::Years, Span::Months, Span::Days].into_iter().find(|span| unit.chars().eq([span.letter()]))
                else {
                    let message = "DATEDIF 的第三项写 \"Y\"（满几年）、\"M\"（几个月）或 \"D\"（几天）";
                    return Err(fault(message.into(), self.span(&args[2])));
                };
                return Ok((Expression::Call(Function::Elapsed(span), vec![from, to]), Type::Number));
            }
            Function::Int => {
                let (part, kind) = self.numeric(&args[0])?;
                (vec![part], if kind == Type::Share { Type::Number } else { kind })
            }
            Function::Round | Function::RoundDown | Function::RoundUp => {
                let (value, digits) = (self.numeric(&args[0]), self.numeric(&args[1]));
                let ((value, kind), (digits, _)) = self.both(value, digits)?;
                (vec![value, digits], kind)
            }
            Function::AtLeast => {
                let (count, tests) = (self.numeric(&args[0]), self.each(&args[1..], Self::boolean));
                let ((count, _), tests) = self.both(count, tests)?;
                (std::iter::once(count).chain(tests).collect(), Type::Bool)
            }
            Function::Date => {
                let plain = |(part, kind): Typed<R>, arg: &ASTNode, checker: &Self| match kind {
                    Type::Number | Type::Year => Ok(part),
                    _ => Err(fault(format!("DATE 需要年、月、日，而这一项是{}", kind.label()), checker.span(arg))),
                };
                let mut parts = Vec::with_capacity(args.len());
                for arg in args {
                    let typed = self.numeric(arg)?;
                    parts.push(plain(typed, arg, self)?);
                }
                if let Some((at, message)) = functions::no_such_day(&parts) {
                    return Err(fault(message, self.span(&args[at])));
                }
                (parts, Type::Date)
            }
            Function::Max | Function::Min | Function::Abs => {
                let parts = self.each(args, Self::numeric)?;
                let mut kind = parts[0].1;
                for (_, other) in &parts {
                    kind = common(kind, *other).ok_or_else(|| {
                        fault(format!("{name} 里一项是{}，一项是{}", kind.label(), other.label()), span.clone())
                    })?;
                }
                (parts.into_iter().map(|(part, _)| part).collect(), kind)
            }
            Function::Unit => match self.node(&args[0])? {
                (column @ Expression::Name { .. }, Type::Money) => (vec![column], Type::Number),
                _ => return Err(fault("UNIT 的参数须是一个金额列".into(), self.span(&args[0]))),
            },
        };
        Ok((Expression::Call(function, parts), kind))
    }
}

/// `x=""` and `x<>""` ask whether it is blank, as spreadsheets write it.
fn blankness<R: Copy>(op: Comparison, left: &Expression<R>, right: &Expression<R>) -> Option<Expression<R>> {
    let of = match (left, right) {
        (of, Expression::Text(_, text)) | (Expression::Text(_, text), of) if text.is_empty() => of,
        _ => return None,
    };
    let blank = Expression::Call(Function::IsBlank, vec![of.clone()]);
    match op {
        Comparison::Equal => Some(blank),
        Comparison::Unequal => Some(Expression::Call(Function::Not, vec![blank])),
        _ => None,
    }
}

/// The type both fit into; a bare number fits into any numeric type.
fn common(a: Type, b: Type) -> Option<Type> {
    match (a, b) {
        _ if a == b => Some(a),
        (Type::Number, other) | (other, Type::Number) if other.is_numeric() => Some(other),
        _ => None,
    }
}

fn comparison(op: BinaryOperator) -> Option<Comparison> {
    Some(match op {
        BinaryOperator::Equal => Comparison::Equal,
        BinaryOperator::NotEqual => Comparison::Unequal,
        BinaryOperator::Less => Comparison::Less,
        BinaryOperator::LessEqual => Comparison::AtMost,
        BinaryOperator::Greater => Comparison::More,
        BinaryOperator::GreaterEqual => Comparison::AtLeast,
        _ => return None,
    })
}

fn arithmetic(op: BinaryOperator) -> Option<Arithmetic> {
    Some(match op {
        BinaryOperator::Add => Arithmetic::Add,
        BinaryOperator::Subtract => Arithmetic::Subtract,
        BinaryOperator::Multiply => Arithmetic::Multiply,
        BinaryOperator::Divide => Arithmetic::Divide,
        _ => return None,
    })
}
