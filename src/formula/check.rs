//! From a formula's text to its checked tree: parsed by a formula parser, every name resolved, every type fitting.

use std::ops::Range;
use std::sync::Arc;

use formualizer_parse::LiteralValue;
use formualizer_parse::parser::{
    ASTNode, ASTNodeType, BinaryOperator, ReferenceType, SpecialItem, TableSpecifier, UnaryOperator, parse,
};
use formualizer_parse::tokenizer::Tokenizer;
use rust_decimal::Decimal;

use super::tree::{Arithmetic, Comparison, Expression, Formula, Function, Type};
use crate::texts::Symbol;

/// What the names in a formula may stand for.
pub trait Names<R> {
    /// What `name` stands for; `column` if it was written `[@name]`, which only ever means a column.
    fn find(&self, name: &str, column: bool) -> Option<(R, Type)>;
    /// Every name there is, for "did you mean".
    fn all(&self) -> Vec<Arc<str>>;
    /// The symbol of a text in the formula.
    fn text(&mut self, text: &str) -> Symbol;
    /// The values `target` can have, if they are a closed list.
    fn values(&self, target: R) -> Option<Vec<Arc<str>>>;
}

/// What is wrong with a formula, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// The bytes of the formula's text it is about.
    pub span: Range<usize>,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

/// Checks `source`, a formula without its leading `=`, which must yield a type that `wanted` accepts.
///
/// # Errors
/// The first [`Fault`] found: syntax, an unknown name or function, types that do not fit.
pub fn check<R: Copy>(
    source: &str,
    names: &mut impl Names<R>,
    wanted: impl Fn(Type) -> bool,
    wanted_label: &str,
) -> Result<Formula<R>, Fault> {
    let whole = 0..source.len();
    if source.len() > LONGEST || depth(source) > DEEPEST {
        return Err(fault("公式太长或者括号套得太深，请分成几个事实来写".into(), whole));
    }
    if let Some((at, wide, narrow)) = full_width(source) {
        return Err(Fault {
            message: format!("公式里的符号要用半角，“{wide}”是全角的"),
            span: at..at + wide.len_utf8(),
            suggestion: Some(narrow.to_owned()),
        });
    }
    let tree = parse(format!("={source}")).map_err(|error| Fault {
        message: syntax(&error.message),
        // Only the tokenizer counts in bytes of the text; the parser counts tokens.
        span: match (error.position, Tokenizer::new(&format!("={source}"))) {
            (Some(at), Err(_)) => from(source, at.saturating_sub(1)),
            _ => whole.clone(),
        },
        suggestion: None,
    })?;
    let (root, kind) = Checker { source, names }.node(&tree)?;
    if !wanted(kind) {
        return Err(fault(format!("这里需要{wanted_label}，公式得出的是{}", kind.label()), whole));
    }
    Ok(Formula { source: source.into(), root, kind })
}

/// The first full-width sign outside quotes and column brackets: a Chinese keyboard writes them by itself.
fn full_width(source: &str) -> Option<(usize, char, &'static str)> {
    const SIGNS: &[(char, &str)] = &[
        ('，', ","),
        ('（', "("),
        ('）', ")"),
        ('“', "\""),
        ('”', "\""),
        ('＝', "="),
        ('＞', ">"),
        ('＜', "<"),
        ('≥', ">="),
        ('≤', "<="),
        ('≠', "<>"),
        ('＋', "+"),
        ('－', "-"),
        ('×', "*"),
        ('÷', "/"),
        ('％', "%"),
    ];
    let mut quoted = false;
    let mut bracketed = false;
    for (at, c) in source.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if quoted || bracketed => {}
            _ => {
                if let Some((wide, narrow)) = SIGNS.iter().find(|(wide, _)| *wide == c) {
                    return Some((at, *wide, narrow));
                }
            }
        }
    }
    None
}

/// From the character at byte `at` to the end; the last character if there is none.
fn from(source: &str, at: usize) -> Range<usize> {
    let starts = source.char_indices().map(|(start, _)| start);
    starts.take_while(|start| *start <= at).last().unwrap_or(0)..source.len()
}

/// What the parser says of a formula's form, in the clerk's language.
fn syntax(message: &str) -> String {
    let says = |words: &[&str]| words.iter().any(|word| message.to_lowercase().contains(word));
    let what = if says(&["opener", "closer", "paren", "bracket", "unclosed", "unmatched"]) {
        "括号没有配对"
    } else if says(&["string", "quote", "literal"]) {
        "引号没有配对"
    } else {
        "请看括号、逗号和运算符"
    };
    format!("公式写法不对：{what}")
}

/// Bytes of a formula, and brackets within brackets, that a reader could still follow; the parser's stack holds far more.
const LONGEST: usize = 8_000;
const DEEPEST: usize = 32;

/// How deep brackets stand within each other, and signs before signs.
fn depth(source: &str) -> usize {
    let (mut deep, mut deepest, mut signs) = (0usize, 0, 0usize);
    for c in source.chars().filter(|c| !c.is_whitespace()) {
        signs = if matches!(c, '+' | '-') { signs + 1 } else { 0 };
        match c {
            '(' | '{' | '[' => deep += 1,
            ')' | '}' | ']' => deep = deep.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(deep).max(signs);
    }
    deepest
}

struct Checker<'a, N> {
    source: &'a str,
    names: &'a mut N,
}

type Typed<R> = (Expression<R>, Type);

impl<N> Checker<'_, N> {
    fn node<R: Copy>(&mut self, node: &ASTNode) -> Result<Typed<R>, Fault>
    where
        N: Names<R>,
    {
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
    fn number<R>(&self, node: &ASTNode, percent: bool) -> Result<Expression<R>, Fault> {
        let span = self.span(node);
        let digits = node.source_token.as_ref().map_or("", |token| token.value.as_str());
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let value = plain.then(|| Decimal::from_str_exact(digits).ok()).flatten();
        let value = value.and_then(|value| if percent { value.checked_mul(Decimal::new(1, 2)) } else { Some(value) });
        match value {
            Some(value) => Ok(Expression::Number { value: value.normalize(), percent }),
            None => Err(fault("百分号只能跟在数字后面，数字不能用科学记数法".into(), span)),
        }
    }

    fn name<R: Copy>(
        &mut self,
        original: &str,
        reference: &ReferenceType,
        span: Range<usize>,
    ) -> Result<Typed<R>, Fault>
    where
        N: Names<R>,
    {
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

    fn numeric<R: Copy>(&mut self, node: &ASTNode) -> Result<Typed<R>, Fault>
    where
        N: Names<R>,
    {
        let (expression, kind) = self.node(node)?;
        if kind.is_numeric() {
            return Ok((expression, kind));
        }
        Err(fault(format!("这里需要数字，而这一项是{}", kind.label()), self.span(node)))
    }

    fn boolean<R: Copy>(&mut self, node: &ASTNode) -> Result<Expression<R>, Fault>
    where
        N: Names<R>,
    {
        let (expression, kind) = self.node(node)?;
        if kind == Type::Bool {
            return Ok(expression);
        }
        Err(fault(format!("这里需要一个判断，而这一项是{}", kind.label()), self.span(node)))
    }

    fn binary<R: Copy>(
        &mut self,
        op: BinaryOperator,
        left: &ASTNode,
        right: &ASTNode,
        span: Range<usize>,
    ) -> Result<Typed<R>, Fault>
    where
        N: Names<R>,
    {
        if let Some(op) = comparison(op) {
            return self.compare(op, left, right, span);
        }
        let Some(op) = arithmetic(op) else {
            return Err(fault("政策公式只用 + - * / 和比较".into(), span));
        };
        let ((left, l), (right, r)) = (self.numeric(left)?, self.numeric(right)?);
        let kind = match (op, l, r) {
            (Arithmetic::Multiply, Type::Money, Type::Money) => return Err(fault("金额不能乘以金额".into(), span)),
            (Arithmetic::Divide, Type::Money, Type::Money) => Type::Share,
            (Arithmetic::Divide, other, Type::Money) if other != Type::Money => {
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
            (_, l, r) if l == r => Type::Number,
            (_, l, r) => return Err(fault(format!("{}与{}不能相加减", l.label(), r.label()), span)),
        };
        Ok((Expression::Arithmetic(op, Box::new(left), Box::new(right)), kind))
    }

    fn compare<R: Copy>(
        &mut self,
        op: Comparison,
        left: &ASTNode,
        right: &ASTNode,
        span: Range<usize>,
    ) -> Result<Typed<R>, Fault>
    where
        N: Names<R>,
    {
        let ((l, l_kind), (r, r_kind)) = (self.node(left)?, self.node(right)?);
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
        for (name, text, node) in [(&l, &r, right), (&r, &l, left)] {
            self.listed(name, text, node)?;
        }
        Ok((Expression::Compare(op, Box::new(l), Box::new(r)), Type::Bool))
    }

    /// A text compared with a column of listed values must be one of them: a slip here would silently never hold.
    fn listed<R: Copy>(&self, name: &Expression<R>, text: &Expression<R>, node: &ASTNode) -> Result<(), Fault>
    where
        N: Names<R>,
    {
        let (Expression::Name { target, name, .. }, Expression::Text(_, text)) = (name, text) else {
            return Ok(());
        };
        match self.names.values(*target) {
            Some(values) if !values.contains(text) => Err(Fault {
                message: format!("“{name}”没有“{text}”这个值"),
                span: self.span(node),
                suggestion: nearest(text, values.iter().map(|value| &**value)),
            }),
            _ => Ok(()),
        }
    }

    fn call<R: Copy>(&mut self, name: &str, args: &[ASTNode], span: Range<usize>) -> Result<Typed<R>, Fault>
    where
        N: Names<R>,
    {
        let Some((function, least, most)) = function(name) else {
            return Err(Fault {
                message: format!("政策公式里没有函数 {name}"),
                span,
                suggestion: nearest(&name.to_uppercase(), FUNCTIONS.iter().map(|(name, ..)| *name)),
            });
        };
        if args.len() < least || args.len() > most {
            return Err(fault(format!("{name} 的参数个数不对"), span));
        }
        let (parts, kind) = match function {
            Function::And | Function::Or | Function::Not => {
                (args.iter().map(|arg| self.boolean(arg)).collect::<Result<Vec<_>, _>>()?, Type::Bool)
            }
            Function::If => {
                let test = self.boolean(&args[0])?;
                let ((yes, y), (no, n)) = (self.node(&args[1])?, self.node(&args[2])?);
                let kind = common(y, n)
                    .ok_or_else(|| fault(format!("IF 的两个结果一个是{}，一个是{}", y.label(), n.label()), span))?;
                (vec![test, yes, no], kind)
            }
            Function::IsBlank => (vec![self.node(&args[0])?.0], Type::Bool),
            Function::Year => {
                let (day, kind) = self.node(&args[0])?;
                if kind != Type::Date {
                    return Err(fault(format!("YEAR 需要日期，而这一项是{}", kind.label()), self.span(&args[0])));
                }
                (vec![day], Type::Year)
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
                (parts, Type::Date)
            }
            Function::Max | Function::Min | Function::Abs => {
                let parts = args.iter().map(|arg| self.numeric(arg)).collect::<Result<Vec<_>, _>>()?;
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

/// The type both fit into; a bare number fits into any numeric type.
fn common(a: Type, b: Type) -> Option<Type> {
    match (a, b) {
        _ if a == b => Some(a),
        (Type::Number, other) | (other, Type::Number) if other.is_numeric() => Some(other),
        _ => None,
    }
}

fn fault(message: String, span: Range<usize>) -> Fault {
    Fault { message, span, suggestion: None }
}

/// The known word nearest to `word`, if it is near at all.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    const NEAR: f64 = 0.5;
    known
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= NEAR)
        // Of equals the first: the policy's own order.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, candidate)| candidate.to_owned())
}

const FUNCTIONS: &[(&str, Function, usize, usize)] = &[
    ("AND", Function::And, 1, 64),
    ("OR", Function::Or, 1, 64),
    ("NOT", Function::Not, 1, 1),
    ("IF", Function::If, 3, 3),
    ("ISBLANK", Function::IsBlank, 1, 1),
    ("YEAR", Function::Year, 1, 1),
    ("DATE", Function::Date, 3, 3),
    ("MAX", Function::Max, 1, 64),
    ("MIN", Function::Min, 1, 64),
    ("ABS", Function::Abs, 1, 1),
    ("UNIT", Function::Unit, 1, 1),
];

fn function(name: &str) -> Option<(Function, usize, usize)> {
    let found = FUNCTIONS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name))?;
    Some((found.1, found.2, found.3))
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
