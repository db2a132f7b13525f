//! A formula in one spelling: spaces gone, names in capitals, quotes only where texts are, each reference taken apart. What counts
//! stays: `$`, sheets, the order of everything. References can follow rows and columns that went elsewhere.

use std::fmt::Write as _;

use crate::finding::push_column_letters;
use crate::verify::shift::{Edge, Shift};

/// Where a formula stands, and what its references follow.
#[derive(Clone, Copy)]
pub(in crate::verify) struct Stand<'a> {
    pub sheet: &'a str,
    pub shift: &'a Shift,
    /// How far a shared formula is from the cell that holds its text: rows, columns.
    pub distance: (i64, i64),
}

/// A row or column a reference names.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mark {
    place: u32,
    fixed: bool,
}

/// One corner of a reference; a whole row has no column.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Corner {
    row: Option<Mark>,
    column: Option<Mark>,
}

impl Corner {
    /// Is it neither below nor right of `other`?
    fn before(self, other: Self) -> bool {
        let place = |mark: Option<Mark>| mark.map(|mark| mark.place);
        place(self.row) <= place(other.row) && place(self.column) <= place(other.column)
    }
}

/// The one spelling of `text`, which is without `=`.
pub(in crate::verify) fn canonical(text: &str, stand: Stand<'_>) -> String {
    let still = stand.distance == (0, 0) && stand.shift.is_still();
    let mut writing =
        Writing { out: String::with_capacity(text.len()), rest: text, stand, still, operand: false, space: false };
    while !writing.rest.is_empty() {
        writing.token();
    }
    writing.out
}

struct Writing<'a> {
    out: String,
    rest: &'a str,
    stand: Stand<'a>,
    /// Does every reference stay what it is? Most are then written already as they should be.
    still: bool,
    /// Did an operand end just now?
    operand: bool,
    /// Was there a space behind it? Between two operands it is an operator.
    space: bool,
}

impl<'a> Writing<'a> {
    fn token(&mut self) {
        let Some(first) = self.rest.chars().next() else { return };
        match first {
            // Other blanks are letters of names to some programs.
            ' ' | '\t' | '\r' | '\n' => {
                self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
                self.space = self.operand;
            }
            '"' => {
                let end = quoted(self.rest, '"');
                self.begin();
                self.copy(end);
                self.operand = true;
            }
            '\'' => {
                let end = quoted(self.rest, '\'');
                let name = self.rest[1..end.saturating_sub(1).max(1)].replace("''", "'");
                self.rest = &self.rest[end..];
                self.sheet(&name);
            }
            '[' | '{' => {
                let close = if first == '[' { ']' } else { '}' };
                let end = self.rest.find(close).map_or(self.rest.len(), |at| at + 1);
                if first == '{' {
                    self.begin();
                }
                self.copy(end);
                self.operand = true;
            }
            c if is_word(c) => self.word(),
            c => {
                if c == '(' {
                    self.begin();
                }
                self.out.push(c);
                self.rest = &self.rest[c.len_utf8()..];
                self.operand = matches!(c, ')' | '%');
                self.space = false;
            }
        }
    }

    /// An operand begins: a space before it counts if one just ended.
    fn begin(&mut self) {
        if self.operand && self.space {
            self.out.push(' ');
        }
        (self.space, self.operand) = (false, false);
    }

    fn copy(&mut self, end: usize) {
        self.out.push_str(&self.rest[..end]);
        self.rest = &self.rest[end..];
    }

    fn word(&mut self) {
        let end = word_end(self.rest);
        let (word, after) = self.rest.split_at(end);
        if after.starts_with('!') {
            self.rest = after;
            return self.sheet(word);
        }
        self.begin();
        self.rest = after;
        if after.starts_with('(') {
            // Some programs write constants as functions.
            self.capitals(word);
            if ["TRUE", "FALSE"].iter().any(|truth| truth.eq_ignore_ascii_case(word)) && after.starts_with("()") {
                self.rest = &after[2..];
                self.operand = true;
            }
            return;
        }
        self.operand = true;
        self.named(word, None);
    }

    /// A sheet was named; what is on it follows.
    fn sheet(&mut self, name: &str) {
        self.begin();
        let Some(after) = self.rest.strip_prefix('!') else {
            let _ = write!(self.out, "'{name}'");
            return;
        };
        let _ = write!(self.out, "{name}!");
        self.operand = true;
        let end = word_end(after);
        if end == 0 {
            self.rest = after;
            return;
        }
        self.rest = &after[end..];
        self.named(&after[..end], Some(name));
    }

    /// A reference, a number or a name.
    fn named(&mut self, word: &str, sheet: Option<&str>) {
        let range = self.rest.strip_prefix(':').map(|after| (after, word_end(after)));
        let second = range.map(|(after, end)| (&after[..end], &after[end..]));
        let second = second.filter(|(_, behind)| !behind.starts_with(['(', '!']));
        let first = corner(word);
        if let Some((other, behind)) = second
            && let (Some(first), Some(last)) = (first, corner(other))
            && first.row.is_some() == last.row.is_some()
            && first.column.is_some() == last.column.is_some()
        {
            self.rest = behind;
            if self.still && is_as_it_should_be(word) && is_as_it_should_be(other) {
                self.out.push_str(word);
                self.out.push(':');
                return self.out.push_str(other);
            }
            let (new, end) = (self.placed(first, sheet, Edge::First), self.placed(last, sheet, Edge::Last));
            // Where all between is gone, the edges have passed each other.
            match new.zip(end).filter(|(new, end)| new.before(*end) || !first.before(last)) {
                Some((first, last)) => {
                    self.corner(first);
                    self.out.push(':');
                    self.corner(last);
                }
                None => self.out.push_str("#REF!"),
            }
        } else if let Some(one) = first.filter(|one| one.row.is_some() && one.column.is_some()) {
            if self.still && is_as_it_should_be(word) {
                return self.out.push_str(word);
            }
            match self.placed(one, sheet, Edge::Alone) {
                Some(one) => self.corner(one),
                None => self.out.push_str("#REF!"),
            }
        } else if is_short_number(word) {
            self.out.push_str(word);
        } else if let Some(number) = number(word) {
            let _ = write!(self.out, "{number}");
        } else {
            self.capitals(word);
        }
    }

    /// Letters of other alphabets stay as they are: a small one of theirs may have a capital of ours.
    fn capitals(&mut self, word: &str) {
        let from = self.out.len();
        self.out.push_str(word);
        self.out[from..].make_ascii_uppercase();
    }

    fn placed(&self, corner: Corner, sheet: Option<&str>, edge: Edge) -> Option<Corner> {
        let Stand { sheet: own, shift, distance } = self.stand;
        let sheet = sheet.unwrap_or(own);
        let moved = |mark: Mark, by: i64, size: i64| {
            let place = if mark.fixed { i64::from(mark.place) } else { (i64::from(mark.place) + by).rem_euclid(size) };
            u32::try_from(place).ok()
        };
        let row = match corner.row {
            Some(mark) => Some(Mark { place: shift.row(sheet, moved(mark, distance.0, 1 << 20)?, edge)?, ..mark }),
            None => None,
        };
        let column = match corner.column {
            Some(mark) => Some(Mark { place: shift.column(sheet, moved(mark, distance.1, 1 << 14)?, edge)?, ..mark }),
            None => None,
        };
        Some(Corner { row, column })
    }

    fn corner(&mut self, corner: Corner) {
        let dollar = |fixed: bool| if fixed { "$" } else { "" };
        if let Some(column) = corner.column {
            self.out.push_str(dollar(column.fixed));
            push_column_letters(&mut self.out, column.place);
        }
        if let Some(row) = corner.row {
            let _ = write!(self.out, "{}{}", dollar(row.fixed), row.place + 1);
        }
    }
}

/// Is it a letter of a name, a number, a reference or an error such as `#REF!`?
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$' | '\\' | '?' | '#') || !c.is_ascii()
}

/// Has the reference no small letter, and its row no needless zero?
fn is_as_it_should_be(reference: &str) -> bool {
    let mut bytes = reference.bytes();
    !bytes.clone().any(|byte| byte.is_ascii_lowercase()) && bytes.find(u8::is_ascii_digit) != Some(b'0')
}

/// A whole number that is written as it would be shown.
fn is_short_number(word: &str) -> bool {
    word.len() <= 15 && word.bytes().all(|byte| byte.is_ascii_digit()) && (word == "0" || !word.starts_with('0'))
}

/// A number, which begins with a digit or a point.
fn number(word: &str) -> Option<f64> {
    word.starts_with(|c: char| c.is_ascii_digit() || c == '.').then(|| word.parse().ok())?
}

fn word_end(text: &str) -> usize {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    // 1.5E+5 is one number.
    let mantissa =
        text[..end].strip_suffix(['E', 'e']).filter(|m| m.starts_with(|c: char| c.is_ascii_digit() || c == '.'));
    let exponent = &text[end..];
    if mantissa.is_some_and(|m| m.parse::<f64>().is_ok()) && exponent.starts_with(['+', '-']) {
        let digits = exponent[1..].find(|c: char| !c.is_ascii_digit()).unwrap_or(exponent.len() - 1);
        return end + 1 + digits;
    }
    end
}

/// The end of a text in quotes, where doubled quotes stand for one.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    loop {
        let Some(found) = text[at..].find(quote) else { return text.len() };
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
}

/// `$C12`, `$C` or `$12`, counted from 0.
fn corner(word: &str) -> Option<Corner> {
    let bytes = word.as_bytes();
    let mut at = 0;
    let mut fixed = || {
        let fixed = bytes.get(at) == Some(&b'$');
        at += usize::from(fixed);
        fixed
    };
    let column_fixed = fixed();
    let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters > 3 {
        return None;
    }
    let column = bytes[at..at + letters]
        .iter()
        .fold(0u32, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    at += letters;
    let row_fixed = if letters == 0 {
        column_fixed
    } else {
        let fixed = bytes.get(at) == Some(&b'$');
        at += usize::from(fixed);
        fixed
    };
    let digits = &word[at..];
    // `C` is a whole column; `C$` is no reference.
    let row = match digits {
        "" if letters > 0 && !row_fixed => None,
        digits => Some(digits.parse::<u32>().ok()?.checked_sub(1)?),
    };
    if column > 1 << 14 || row.is_some_and(|row| row >= 1 << 20) {
        return None;
    }
    Some(Corner {
        row: row.map(|place| Mark { place, fixed: row_fixed }),
        column: (letters > 0).then(|| Mark { place: column - 1, fixed: column_fixed }),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::verify::shift::Axis;

    fn plain(text: &str) -> String {
        canonical(text, Stand { sheet: "甲", shift: &Shift::default(), distance: (0, 0) })
    }

    #[test]
    fn one_formula_however_it_is_written() {
        for (one, other) in [
            ("ROUND(A1*B$2,2)", "round( A1 * B$2 , 2 )"),
            ("IF(A1=\"\",0.5,1)", "if(a1=\"\",.5,1.0)"),
            ("政策参数!$B$5*C1", "'政策参数'!$B$5 * C1"),
            ("IF(TRUE,1,0)", "IF(TRUE(),1,0)"),
            ("SUM(A1:B2)+1E+3", "SUM( a1:b2 )+1000"),
            ("SUM($1:3,A:$C)", "SUM( $1:3, a:$c )"),
            ("SUM({1,2;3,4})+1", "sum( {1,2;3,4} ) + 1"),
            ("IF(A1=\"a\"\"b\",1)", "IF( A1 = \"a\"\"b\" , 1 )"),
            ("IFERROR(#REF!+1,#N/A)", "IFERROR( #REF! + 1 , #N/A )"),
            ("[1]甲!A1+1", "[1]甲!a1 + 1"),
            ("{1} {2}", "{1}  {2}"),
            ("#N/A #REF!", "#N/A   #REF!"),
            ("#N/A+#REF!A1", "#n/a + #REF!a1"),
            ("A1+A2:B3", "a01 + A02:B003"),
            ("7+0", "007 + 00"),
            ("12345678901234567", "12345678901234568"),
            ("500+1", ".5E+3 + 1"),
            ("SUM(A:A)", "SUM( a:a )"),
        ] {
            assert_eq!(plain(one), plain(other), "{one}");
        }
        for (one, other) in [
            ("A1+B1", "A1-B1"),
            ("A1", "$A1"),
            ("A1", "A$1"),
            ("\"a\"", "\"A\""),
            ("\" a\"", "\"a\""),
            ("A1:B2 B2", "A1:B2B2"),
            ("甲!A1", "乙!A1"),
            ("应发", "应付"),
            ("SUM(A1,B1)", "SUM(A1:B1)"),
            ("SUM(A1)", "ſUM(A1)"),
            ("IF(A1,1,2)", "ıF(A1,1,2)"),
            ("1E+3", "1E-3"),
            ("'a b'!A1", "'ab'!A1"),
            ("SUM({1,2})", "SUM({1,3})"),
            ("SUM({1,2})", "SUM({12})"),
            ("#REF!+1", "#NUM!+1"),
            ("#N/A+A1", "#N/A-A1"),
            ("[1]甲!A1", "[2]甲!A1"),
            ("\"a\"\"b\"", "\"ab\""),
            ("\"a\"\" b\"", "\"a\"\"b\""),
            ("'a''b'!A1", "'ab'!A1"),
            ("{1} {2}", "{1}{2}"),
            ("(A1) (B1)", "(A1)(B1)"),
            ("SUM(\u{a0}A1)", "SUM(A1)"),
            ("SUM(\u{3000}A1)", "SUM(A1)"),
            ("TODAY()", "TODAY"),
            ("TRUE(1)", "TRUE"),
            ("12345678901234", "12345678901235"),
            ("0", "00.1"),
        ] {
            assert_ne!(plain(one), plain(other), "{one}");
        }
    }

    #[test]
    fn references_follow_rows_and_shared_formulas_their_distance() {
        let mut shift = Shift::default();
        let kept = (0..20).map(|row| (row, if row < 5 { row } else { row + 1 })).collect();
        shift.add("甲", Axis::new(kept, BTreeMap::new(), vec![]), Axis::default());
        let follow = |text| canonical(text, Stand { sheet: "乙", shift: &shift, distance: (0, 0) });
        assert_eq!(follow("SUM(甲!A2:A10)+A10+甲!$B$6"), "SUM(甲!A2:A11)+A10+甲!$B$7");
        // Of a range of which all is gone nothing is left; one written from below stays so.
        let mut shift = Shift::default();
        shift.add("甲", Axis::new(vec![(0, 0), (3, 1), (4, 2)], BTreeMap::new(), vec![1, 2]), Axis::default());
        let follow = |text| canonical(text, Stand { sheet: "甲", shift: &shift, distance: (0, 0) });
        for (text, expected) in [
            ("SUM(A2:A3)", "SUM(#REF!)"),
            ("SUM(2:3)", "SUM(#REF!)"),
            ("SUM(A2:A4)", "SUM(A2:A2)"),
            ("SUM(A1:A3)", "SUM(A1:A1)"),
            ("SUM(B4:A4)", "SUM(B2:A2)"),
            ("A2", "#REF!"),
        ] {
            assert_eq!(follow(text), expected, "{text}");
        }
        let still = Shift::default();
        let shared = canonical("A1+$B$1+甲!C2:D3", Stand { sheet: "乙", shift: &still, distance: (2, 1) });
        assert_eq!(shared, "B3+$B$1+甲!D4:E5");
    }

    /// Beyond the last row or column, or with more letters or digits than a place has, a word is a name and follows nothing.
    #[test]
    fn only_places_of_a_sheet_follow_their_distance() {
        let still = Shift::default();
        let moved = |text| canonical(text, Stand { sheet: "甲", shift: &still, distance: (1, 1) });
        for (text, expected) in [
            ("A1", "B2"),
            ("$A1", "$A2"),
            ("A$1", "B$1"),
            ("XFC1048575", "XFD1048576"),
            ("XFD1", "A2"),
            ("XFE1", "XFE1"),
            ("AAAA1", "AAAA1"),
            ("A1048577", "A1048577"),
            ("A12345678", "A12345678"),
            ("A0", "A0"),
            ("A$", "A$"),
            ("$A$", "$A$"),
            ("A1B", "A1B"),
            ("$", "$"),
            ("SUM(A:A)", "SUM(B:B)"),
            ("SUM(1:1)", "SUM(2:2)"),
            ("SUM($1:1)", "SUM($1:2)"),
        ] {
            assert_eq!(moved(text), expected, "{text}");
        }
    }
}
