//! A formula's text cut into its tokens. What no formula can hold is told at its place, with what to write instead; what was
//! meant is taken for it, so that one slip brings no others.

use std::ops::Range;

use super::fault::{Fault, fault};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Digits, with or without a point.
    Number,
    /// A column, fact, parameter or function by its bare name.
    Name,
    /// A text in quotes.
    Text,
    /// `[@column]`.
    Column,
    /// `+ - * / %` or a comparison.
    Sign,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
}

/// A token and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub what: What,
    pub span: Range<usize>,
}

/// The signs of a Chinese keyboard, and those that are meant.
const WIDE: &[(char, &str)] = &[
    ('，', ","),
    ('（', "("),
    ('）', ")"),
    ('“', "\""),
    ('”', "\""),
    ('＂', "\""),
    ('＝', "="),
    ('＞', ">"),
    ('＜', "<"),
    ('≥', ">="),
    ('≤', "<="),
    ('≠', "<>"),
    ('＋', "+"),
    ('－', "-"),
    ('−', "-"),
    ('—', "-"),
    ('×', "*"),
    ('＊', "*"),
    ('÷', "/"),
    ('／', "/"),
    ('％', "%"),
    ('［', "["),
    ('］', "]"),
    ('；', ","),
];

/// Signs that people write, and those that are meant; the longer first.
const MEANT: &[(&str, &str)] = &[("==", "="), ("=<", "<="), ("=>", ">="), ("!=", "<>"), ("><", "<>"), ("**", "*")];

/// Signs without a place in a formula, each with what to do.
const FOREIGN: &[(&str, &str)] = &[
    ("&&", "两项都要成立，写 AND(甲,乙)"),
    ("||", "有一项成立，写 OR(甲,乙)"),
    ("&", "公式不拼接文字；两项都要成立，写 AND(甲,乙)"),
    ("|", "有一项成立，写 OR(甲,乙)"),
    ("!", "不成立写 NOT(甲)，不等于写 <>"),
    ("^", "政策公式只用 + - * / 和比较"),
    (";", "函数的各项之间用逗号"),
    (":", "公式只用列名，不写区域；几条记录的合计写成 [[fact]] 的 sum"),
    ("'", "文字写在半角双引号里，如 色泽=\"墨绿\""),
];

/// The tokens of `source`, and what is wrong with them; `None` for tokens that cannot be told.
pub(super) fn tokens(source: &str) -> (Option<Vec<Token>>, Vec<Fault>) {
    let mut scan = Scan { source, at: 0, tokens: Vec::new(), faults: Vec::new() };
    let whole = scan.run();
    (whole.then_some(scan.tokens), scan.faults)
}

struct Scan<'s> {
    source: &'s str,
    at: usize,
    tokens: Vec<Token>,
    faults: Vec<Fault>,
}

impl Scan<'_> {
    /// Goes to the end; false if what follows cannot be told.
    fn run(&mut self) -> bool {
        while let Some(c) = self.source[self.at..].chars().next() {
            let start = self.at;
            let wide = WIDE.iter().find(|(wide, _)| *wide == c).map(|(_, narrow)| *narrow);
            if let Some(narrow) = wide {
                let end = start + c.len_utf8();
                self.faults.push(Fault {
                    suggestion: Some(narrow.to_owned()),
                    ..fault(format!("公式里的符号要用半角，“{c}”是全角的"), start..end)
                });
            }
            let known = match wide.unwrap_or_else(|| &self.source[start..start + c.len_utf8()]) {
                "\"" => self.text(c),
                "[" => self.column(c),
                "(" => self.one(c, What::Open),
                ")" => self.one(c, What::Close),
                "," => self.one(c, What::Comma),
                " " | "\t" | "\r" | "\n" => {
                    self.at += 1;
                    true
                }
                _ if wide.is_some() => self.one(c, What::Sign),
                _ if is_of_name(c) => self.word(),
                _ => self.sign(c),
            };
            if !known {
                return false;
            }
        }
        true
    }

    fn push(&mut self, what: What, end: usize) -> bool {
        self.tokens.push(Token { what, span: self.at..end });
        self.at = end;
        true
    }

    fn one(&mut self, c: char, what: What) -> bool {
        self.push(what, self.at + c.len_utf8())
    }

    /// A text to its closing quotes; doubled ones stand for themselves.
    fn text(&mut self, quotes: char) -> bool {
        let begin = self.at + quotes.len_utf8();
        let closes = |c: char| if quotes == '"' { c == '"' } else { matches!(c, '"' | '“' | '”' | '＂') };
        let mut rest = self.source[begin..].char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if !closes(c) {
                continue;
            }
            if c == '"' && rest.peek().is_some_and(|(_, next)| *next == '"') {
                rest.next();
                continue;
            }
            return self.push(What::Text, begin + at + c.len_utf8());
        }
        self.faults.push(fault("这个引号没有配对，文字后面少了一个半角双引号".into(), self.at..self.source.len()));
        false
    }

    /// `[@column]`.
    fn column(&mut self, bracket: char) -> bool {
        let inner = self.at + bracket.len_utf8();
        let Some(length) = self.source[inner..].find([']', '］']) else {
            self.faults.push(fault("这个方括号没有配对，列写作 [@列名]".into(), self.at..self.source.len()));
            return false;
        };
        let end = inner + length + self.source[inner + length..].chars().next().map_or(0, char::len_utf8);
        let name = self.source[inner..inner + length].trim();
        match name.strip_prefix('@').map(str::trim) {
            Some("") => self.faults.push(fault("方括号里少了列名，写作 [@列名]".into(), self.at..end)),
            Some(name) if name.contains(['[', '@']) => {
                self.faults.push(fault("列写作 [@列名]，只用一层方括号".into(), self.at..end));
            }
            // A parser takes the sign for one that hides the next.
            Some(name) if name.contains(['\'', '"', '#']) => {
                self.faults.push(fault("方括号里只写列名，不写引号和 #".into(), self.at..end));
            }
            Some(_) => {}
            None => self.faults.push(Fault {
                suggestion: Some(format!("[@{name}]")),
                ..fault("方括号里的列名前面要写 @".into(), self.at..end)
            }),
        }
        self.push(What::Column, end)
    }

    /// A name or a number.
    fn word(&mut self) -> bool {
        let rest = &self.source[self.at..];
        let mut length = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        // `1E-2` is one number, if one that is not written here.
        if let Some(mantissa) = rest[..length].strip_suffix(['e', 'E'])
            && digits(mantissa)
            && let Some(exponent) = rest[length..].strip_prefix(['+', '-'])
        {
            length += 1 + exponent.bytes().take_while(u8::is_ascii_digit).count();
            return self.push(What::Number, self.at + length);
        }
        let what = if digits(&rest[..length]) { What::Number } else { What::Name };
        self.push(what, self.at + length)
    }

    fn sign(&mut self, c: char) -> bool {
        let rest = &self.source[self.at..];
        if let Some((written, meant)) = MEANT.iter().find(|(written, _)| rest.starts_with(written)) {
            let end = self.at + written.len();
            self.faults.push(Fault {
                suggestion: Some((*meant).to_owned()),
                ..fault(format!("没有“{written}”这个符号"), self.at..end)
            });
            return self.push(What::Sign, end);
        }
        let signs = ["<=", ">=", "<>", "<", ">", "=", "+", "-", "*", "/", "%"];
        if let Some(sign) = signs.iter().find(|sign| rest.starts_with(**sign)) {
            return self.push(What::Sign, self.at + sign.len());
        }
        if let Some((sign, instead)) = FOREIGN.iter().find(|(sign, _)| rest.starts_with(sign)) {
            let mut end = self.at + sign.len();
            if *sign == "'" {
                end += rest[1..].find('\'').map_or(rest.len() - 1, |close| close + 1);
            }
            self.faults.push(fault((*instead).to_owned(), self.at..end));
            return self.push(if *sign == "'" { What::Text } else { What::Sign }, end);
        }
        let end = self.at + c.len_utf8();
        let message = if c.is_whitespace() {
            "这里有一个不是半角的空格，请删去".to_owned()
        } else if is_unseen(c) {
            "这里有一个看不见的字符，请删去".to_owned()
        } else {
            format!("公式里不能写“{c}”")
        };
        self.faults.push(fault(message, self.at..end));
        self.at = end;
        true
    }
}

/// May `c` stand in a bare name? What a Chinese text holds beside words may, as in a header; a column with other signs is written
/// in brackets.
pub(crate) fn is_of_name(c: char) -> bool {
    let other = || !c.is_ascii() && !c.is_whitespace() && !is_unseen(c) && WIDE.iter().all(|(wide, _)| *wide != c);
    c.is_alphanumeric() || matches!(c, '_' | '.') || other()
}

/// Characters that nobody sees.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}
