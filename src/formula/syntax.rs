//! The form of a formula, before it is parsed: what a person left out, wrote once too often or in another program's way. It
//! looks at tokens and their places, so that every slip is told where it stands, and how to mend it.

use std::ops::Range;

use rust_decimal::Decimal;

use super::fault::{Fault, fault};
use super::tokens::{Token, What, tokens};
use super::{figure, functions};

/// What is said of a number that is not written in plain digits.
pub(super) const NO_NUMBER: &str = "数写成 50000、0.5 这样，最多 28 位，不用科学记数法";

/// Characters of a text that a formula of a spreadsheet takes.
const LONGEST_TEXT: usize = 255;

/// What is wrong with the form of `source`. `known` says which names there are.
pub(super) fn faults(source: &str, known: impl Fn(&str) -> bool) -> Vec<Fault> {
    let (tokens, mut faults) = tokens(source);
    let Some(tokens) = tokens else { return faults };
    if tokens.is_empty() && faults.is_empty() {
        return vec![fault("公式是空的，请写公式，或者删去这一项".into(), 0..source.len())];
    }
    for token in &tokens {
        let written = &source[token.span.clone()];
        let message = match token.what {
            What::Name if !known(written) => figure::meant(written),
            What::Number => match Decimal::from_str_exact(written) {
                Ok(value) if value > figure::LARGEST => Some("这个数太大，请核对单位".to_owned()),
                Ok(_) => None,
                Err(_) => Some(NO_NUMBER.to_owned()),
            },
            What::Text if written.encode_utf16().count() > LONGEST_TEXT + 2 => {
                Some(format!("公式里的一段文字最长 {LONGEST_TEXT} 个字"))
            }
            _ => None,
        };
        faults.extend(message.map(|message| fault(message, token.span.clone())));
    }
    // What a foreign sign upsets around it is not told again.
    if faults.is_empty() {
        let mut reading = Reading { source, known: &known, open: Vec::new(), before: None, faults: Vec::new() };
        reading.run(&tokens);
        faults = reading.faults;
    }
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    faults
}

/// A bracket that is open.
struct Bracket {
    /// Of a function's call?
    call: bool,
    span: Range<usize>,
    /// Was something compared in this part already?
    compared: bool,
}

struct Reading<'s> {
    source: &'s str,
    known: &'s dyn Fn(&str) -> bool,
    open: Vec<Bracket>,
    before: Option<Token>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn run(&mut self, tokens: &[Token]) {
        self.open.push(Bracket { call: false, span: 0..0, compared: false });
        for (at, token) in tokens.iter().enumerate() {
            let next = tokens.get(at + 1);
            if self.wants_operand() {
                self.operand(token);
            } else {
                self.after_operand(token, next);
            }
            match token.what {
                What::Open => {
                    let call = matches!(&self.before, Some(Token { what: What::Name, .. }));
                    self.open.push(Bracket { call, span: token.span.clone(), compared: false });
                }
                What::Close if self.open.len() > 1 => drop(self.open.pop()),
                What::Close => self.tell("多了一个右括号，前面没有与它配对的左括号", &token.span),
                What::Comma => self.begin_part(),
                _ => {}
            }
            self.before = Some(token.clone());
        }
        if let Some(last) = self.before.clone()
            && self.wants_operand()
            && last.what == What::Sign
        {
            self.tell(&format!("“{}”后面少了一项", self.written(&last)), &last.span);
        } else {
            let open: Vec<Range<usize>> = self.open.iter().skip(1).map(|bracket| bracket.span.clone()).collect();
            open.iter().for_each(|span| self.tell("这个左括号没有配对，后面少了一个右括号", span));
        }
    }

    fn tell(&mut self, message: &str, span: &Range<usize>) {
        self.faults.push(fault(message.to_owned(), span.clone()));
    }

    fn written(&self, token: &Token) -> &str {
        &self.source[token.span.clone()]
    }

    fn begin_part(&mut self) {
        if let Some(bracket) = self.open.last_mut() {
            bracket.compared = false;
        }
    }

    /// Does a name, a number or a bracket come next?
    fn wants_operand(&self) -> bool {
        match &self.before {
            None => true,
            Some(before) => match before.what {
                What::Open | What::Comma => true,
                What::Sign => self.written(before) != "%",
                _ => false,
            },
        }
    }

    /// `token` where a name, a number or a bracket is wanted.
    fn operand(&mut self, token: &Token) {
        let before = self.before.clone();
        match (token.what, before) {
            (What::Number | What::Name | What::Text | What::Column | What::Open, _) => {}
            (What::Sign, _) if matches!(self.written(token), "+" | "-") => {}
            (What::Sign, Some(sign)) if sign.what == What::Sign => {
                let (one, other) = (self.written(&sign), self.written(token));
                let message = format!("“{one}”与“{other}”连在一起，中间少了一项，或者多了一个符号");
                self.tell(&message, &(sign.span.start..token.span.end));
            }
            (What::Sign, _) if self.written(token) == "=" && self.before.is_none() => {
                self.tell("公式前面不写等号", &token.span);
            }
            (What::Sign, _) => self.tell(&format!("“{}”前面少了一项", self.written(token)), &token.span),
            (_, Some(sign)) if sign.what == What::Sign => {
                self.tell(&format!("“{}”后面少了一项", self.written(&sign)), &sign.span);
            }
            (What::Close, Some(comma)) if comma.what == What::Comma => {
                self.tell("逗号后面少了一项，或者多了一个逗号", &comma.span);
            }
            (What::Close, Some(open)) => self.tell("括号里是空的，请写上要算的", &(open.span.start..token.span.end)),
            (What::Comma, _) => self.tell("逗号前面少了一项，或者多了一个逗号", &token.span),
            // Told as a bracket too many.
            (What::Close, None) => {}
        }
    }

    /// `token` where a sign, a comma or a closing bracket is wanted.
    fn after_operand(&mut self, token: &Token, next: Option<&Token>) {
        let Some(before) = self.before.clone() else { return };
        match token.what {
            What::Close => {}
            What::Sign => self.sign(token),
            What::Comma => {
                let thousands = before.what == What::Number
                    && next.is_some_and(|next| {
                        next.what == What::Number && next.span.len() == 3 && next.span.start == token.span.end
                    });
                let in_call = self.open.last().is_some_and(|bracket| bracket.call);
                if thousands && let Some(next) = next.filter(|_| !in_call) {
                    let number = format!("{}{}", self.written(&before), self.written(next));
                    self.tell(&format!("数里不写逗号，写 {number}"), &(before.span.start..next.span.end));
                } else if !in_call {
                    self.tell("逗号只写在函数的括号里；两项都要成立，写 AND(甲,乙)", &token.span);
                }
            }
            What::Open if before.what == What::Name => {
                let name = self.written(&before);
                if functions::known(name).is_none() && (self.known)(name) {
                    let message = format!("“{name}”不是函数，后面不能直接写括号；相乘写 *");
                    self.tell(&message, &token.span);
                } else if before.span.end != token.span.start {
                    self.tell("函数名和括号之间不能有空格", &(before.span.end..token.span.start));
                }
            }
            What::Open | What::Number | What::Name | What::Text | What::Column => {
                let joins = |word: &str| match word.to_uppercase().as_str() {
                    "且" | "并且" | "和" | "与" | "AND" => Some("两项都要成立，写 AND(甲,乙)"),
                    "或" | "或者" | "OR" => Some("有一项成立，写 OR(甲,乙)"),
                    _ => None,
                };
                let word = [token, &before].into_iter().find_map(|token| joins(self.written(token)));
                let message = format!("“{}”前面少了运算符或者逗号", shortened(self.written(token)));
                self.tell(word.unwrap_or(&message), &token.span);
            }
        }
    }

    fn sign(&mut self, token: &Token) {
        let compares = matches!(self.written(token), "=" | "<>" | "<" | "<=" | ">" | ">=");
        let Some(bracket) = self.open.last_mut().filter(|_| compares) else { return };
        if std::mem::replace(&mut bracket.compared, true) {
            self.tell("比较不能连着写；如 1<=甲<5 写 AND(甲>=1,甲<5)", &token.span);
        }
    }
}

/// A word as a message quotes it.
fn shortened(word: &str) -> String {
    const LONGEST: usize = 20;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}
