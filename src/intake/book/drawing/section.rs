//! A number format's section, taken apart into what it draws.

use rust_decimal::Decimal;

/// One of the parts between `;`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    pub tokens: Vec<Token>,
    /// When it applies, if it says so itself: `[>=10000]`.
    pub condition: Option<Condition>,
    /// Does it set a colour? Negative numbers are often shown in red, without their sign.
    pub coloured: bool,
    /// How often the number is divided by a thousand.
    pub thousands: u32,
    /// How often it is multiplied by a hundred.
    pub hundreds: u32,
    /// A currency named in brackets, `[$€-407]`, or by its sign; empty if it is yuan or none.
    pub currency: String,
    /// Digits are set in a way that does not matter here: `0.00E+00`, `# ?/?`.
    pub other: bool,
}

/// What a section draws, one behind the other.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// The number as it is.
    General,
    /// The text of a cell.
    Text,
    /// What stands there as it is.
    Literal(char),
    /// A blank, or nothing.
    Gap,
    /// `,`: a separator of thousands, or a division by a thousand.
    Comma,
    /// `%`.
    Percent,
}

/// A comparison that decides whether a section applies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    sign: Box<str>,
    bound: Decimal,
}

impl Condition {
    fn of(text: &str) -> Option<Self> {
        let bound = text.trim_start_matches(['<', '>', '=']);
        let sign = text.strip_suffix(bound)?;
        let bound = bound.trim().parse().ok()?;
        matches!(sign, "<" | ">" | "=" | "<=" | ">=" | "<>").then(|| Self { sign: sign.into(), bound })
    }

    pub fn holds(&self, number: Decimal) -> bool {
        match &*self.sign {
            "<" => number < self.bound,
            ">" => number > self.bound,
            "<=" => number <= self.bound,
            ">=" => number >= self.bound,
            "=" => number == self.bound,
            _ => number != self.bound,
        }
    }
}

/// The sections of a format: `;` cuts, unless it stands in quotes or brackets or behind `\` or `!`.
pub(super) fn split(code: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let mut letters = code.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => {
                letters.by_ref().find(|(_, letter)| *letter == '"');
            }
            '[' => {
                letters.by_ref().find(|(_, letter)| *letter == ']');
            }
            '\\' | '!' | '_' | '*' => {
                letters.next();
            }
            ';' => {
                parts.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&code[start..]);
    parts
}

impl Section {
    pub fn of(code: &str, local: bool) -> Self {
        let mut section = Self::default();
        let mut letters = code.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => section.tokens.extend(letters.by_ref().take_while(|&letter| letter != '"').map(Token::Literal)),
                '\\' | '!' => section.tokens.extend(letters.next().map(Token::Literal)),
                '_' | '*' => {
                    letters.next();
                    section.tokens.push(Token::Gap);
                }
                '[' => section.bracket(&letters.by_ref().take_while(|&letter| letter != ']').collect::<String>()),
                '0' | '#' | '?' => section.tokens.push(Token::Digit(letter)),
                '.' => section.tokens.push(Token::Point),
                ',' => section.tokens.push(Token::Comma),
                '%' | '％' => section.tokens.push(Token::Percent),
                '@' => section.tokens.push(Token::Text),
                '/' => section.other = true,
                'E' | 'e' => {
                    letters.next_if(|next| matches!(next, '+' | '-'));
                    section.other = true;
                }
                // General, also as Chinese programs write it: G/通用格式.
                'G' | 'g' => {
                    let rest: String = letters.clone().collect();
                    let length = if rest.to_ascii_lowercase().starts_with("eneral") {
                        6
                    } else if rest.starts_with("/通用格式") {
                        5
                    } else {
                        0
                    };
                    letters.by_ref().take(length).for_each(drop);
                    section.tokens.push(Token::General);
                }
                ' ' => section.tokens.push(Token::Gap),
                other => section.tokens.push(Token::Literal(other)),
            }
        }
        section.count();
        section.name_currency(local);
        section
    }

    fn bracket(&mut self, inside: &str) {
        if let Some(currency) = inside.strip_prefix('$') {
            let (sign, place) = currency.split_once('-').unwrap_or((currency, ""));
            // The yen has the sign of the yuan.
            let yen = matches!(sign, "¥" | "￥") && (place.ends_with("411") || place.starts_with("ja"));
            if yen {
                self.currency = "日元 ¥".into();
            } else {
                self.tokens.extend(sign.chars().map(Token::Literal));
            }
        } else if let Some(condition) = Condition::of(inside) {
            self.condition = Some(condition);
        } else if !inside.to_ascii_lowercase().starts_with("dbnum") {
            self.coloured = true;
        }
    }

    /// What divides and multiplies the number: commas behind the last digit, percent signs.
    fn count(&mut self) {
        let point = self.tokens.iter().position(|token| *token == Token::Point).unwrap_or(self.tokens.len());
        let is_digit = |token: &Token| matches!(token, Token::Digit(_));
        let last = self.tokens.iter().rposition(is_digit).unwrap_or(0);
        let last_whole = self.tokens[..point].iter().rposition(is_digit);
        let divides = |at: usize| last_whole.is_some_and(|whole| (at > whole && at < point) || at > last);
        let commas = self.tokens.iter().enumerate().filter(|(at, token)| **token == Token::Comma && divides(*at));
        self.thousands = u32::try_from(commas.count()).unwrap_or(u32::MAX).min(9);
        let percents = self.tokens.iter().filter(|token| **token == Token::Percent).count();
        self.hundreds = u32::try_from(percents).unwrap_or(u32::MAX).min(9);
        self.other &= self.tokens.iter().any(is_digit);
    }

    /// The words it draws.
    pub fn words(&self) -> String {
        let letter = |token: &Token| match token {
            Token::Literal(letter) => Some(*letter),
            _ => None,
        };
        self.tokens.iter().filter_map(letter).collect()
    }

    fn name_currency(&mut self, local: bool) {
        let words = self.words();
        let foreign = FOREIGN.iter().find(|(sign, _)| words.to_ascii_uppercase().contains(sign));
        if let Some((sign, name)) = foreign.filter(|(sign, _)| !(local && *sign == "$")) {
            self.currency = format!("{name} {sign}").trim().to_owned();
        }
        if local {
            self.tokens.retain(|token| *token != Token::Literal('$'));
        }
    }

    /// Does it draw the number as it is? `place` is its place among the sections: negative numbers may go without their sign in
    /// colour, and nought may be shown as a dash or not at all.
    pub fn is_plain(&self, place: usize) -> bool {
        let shows = self.tokens.iter().any(|token| matches!(token, Token::Digit(_) | Token::General));
        let silent = self
            .tokens
            .iter()
            .all(|token| matches!(token, Token::Gap | Token::Literal('-' | '—' | '–') | Token::Digit('?')));
        let usual = |letter: char| matches!(letter, '¥' | '￥' | '(' | ')' | '（' | '）' | '-' | '+' | ':' | '：');
        let literals = self.tokens.iter().all(|token| match token {
            Token::Literal(letter) => letter.is_whitespace() || usual(*letter),
            _ => true,
        });
        let signed = self.tokens.iter().any(|token| matches!(token, Token::Literal('-' | '(' | '（')));
        // A number above nought has no sign of one below, one below has it or a colour.
        let sign = match place {
            0 => !signed,
            1 => self.coloured || signed,
            _ => true,
        };
        let text = self.tokens == [Token::Text];
        self.condition.is_none()
            && self.currency.is_empty()
            && self.thousands == 0
            && (text || (place == 2 && silent) || (shows && literals && sign && self.zeros().is_none()))
    }

    /// Does it show a text as it is?
    pub fn is_plain_text(&self) -> bool {
        self.tokens.iter().filter(|token| **token != Token::Gap).eq([&Token::Text])
    }

    /// Does it say where a text stands?
    pub fn is_for_texts(&self) -> bool {
        self.tokens.contains(&Token::Text)
    }

    /// How many zeros it is, if it is nothing else.
    pub fn zeros(&self) -> Option<usize> {
        let zeros = self.tokens.len() > 1 && self.tokens.iter().all(|token| *token == Token::Digit('0'));
        (zeros && self.condition.is_none()).then_some(self.tokens.len())
    }
}

/// Signs and names of money that is not yuan.
const FOREIGN: [(&str, &str); 34] = [
    ("$", "美元等外币"),
    ("＄", "美元等外币"),
    ("€", "欧元"),
    ("£", "英镑"),
    ("￡", "英镑"),
    ("₤", "外币"),
    ("₩", "韩元"),
    ("￦", "韩元"),
    ("₽", "卢布"),
    ("₹", "卢比"),
    ("₫", "越南盾"),
    ("฿", "泰铢"),
    ("₱", "比索"),
    ("円", "日元"),
    ("USD", "美元"),
    ("EUR", "欧元"),
    ("GBP", "英镑"),
    ("HKD", "港元"),
    ("HK$", "港元"),
    ("JPY", "日元"),
    ("KRW", "韩元"),
    ("TWD", "新台币"),
    ("CHF", "瑞士法郎"),
    ("RUB", "卢布"),
    ("AUD", "澳元"),
    ("CAD", "加元"),
    ("SGD", "新加坡元"),
    ("MOP", "澳门元"),
    ("美元", ""),
    ("美金", ""),
    ("欧元", ""),
    ("港", "港元"),
    ("日元", ""),
    ("英镑", ""),
];
