//! What a line is paid after the cap, live: its part of the firm's money in whole fen, and the fen left to the largest remainders.

use crate::award::Line;
use crate::formula::quoted;
use crate::index::{CapIndex, FirmIndex};
use crate::policy::Spread;
use crate::report::book::Book;
use crate::report::operands::letters;
use crate::report::references::{after_cap_of_line, summary_of_line};

/// One line among those of its firm.
pub(super) struct Share<'s> {
    pub book: &'s Book<'s>,
    pub firm: FirmIndex,
    /// Its place among the firm's lines.
    pub offset: usize,
}

impl Share<'_> {
    fn lines(&self) -> &[Line] {
        &self.book.assessment.lines[self.book.assessment.firms[self.firm].lines.clone()]
    }

    /// The cap that the line counts toward.
    fn cap(&self) -> Option<CapIndex> {
        self.book.policy.items[self.lines()[self.offset].item].cap
    }

    /// Does its cap cut this line together with others?
    fn is_shared(&self) -> bool {
        let cap = self.cap();
        let mut lines = self.lines().iter().filter(|line| self.book.policy.items[line.item].cap == cap);
        // A firm may have thousands of lines, and each asks.
        cap.is_some() && lines.nth(1).is_some()
    }

    /// The lines up to the one at `last` that count toward the same cap: their word, and where it stands.
    fn same_cap(&self, last: usize) -> (String, String) {
        let word = self.book.policy.counted_word(&self.book.policy.items[self.lines()[self.offset].item]);
        (self.window(self.book.lines.counts, last), quoted(word))
    }

    /// The line's own row.
    fn row(&self) -> u32 {
        self.book.line_rows.row(self.firm) + u32::try_from(self.offset).unwrap_or(0)
    }

    /// A cell of a line of the same firm.
    fn at(&self, column: u16, offset: usize) -> String {
        format!("{}{}", letters(column), self.book.line_rows.row(self.firm) as usize + offset + 1)
    }

    /// The cells of the firm's lines from the first to the one at `last`.
    fn window(&self, column: u16, last: usize) -> String {
        format!("{}:{}", self.at(column, 0), self.at(column, last))
    }

    /// What the cap leaves of the firm's lines that count toward it, and what they come to.
    fn of_firm(&self, cap: CapIndex) -> (String, String) {
        let sum = self.book.summary.counted[usize::from(cap)].sum;
        let counted = summary_of_line(self.book, self.firm, sum, self.row());
        (after_cap_of_line(self.book, &self.book.caps[cap], self.firm, self.row()), counted)
    }

    /// What the line is paid.
    pub fn paid(&self) -> String {
        let Some(alone) = self.book.lines.alone else { return self.alone() };
        let payable = summary_of_line(self.book, self.firm, self.book.summary.payable, self.row());
        let line = self.book.assessment.firms[self.firm].lines.start + self.offset;
        let share = self.book.joint.left_of(line).unwrap_or_else(|| self.at(alone, self.offset));
        format!("IF({payable}=\"\",\"\",{share})")
    }

    /// What the line is paid, were its firm not limited together with others.
    pub fn alone(&self) -> String {
        let plan = &self.book.lines;
        let summary = &self.book.summary;
        let column = summary.joint.as_ref().map_or(summary.payable, |joint| joint.payable);
        let payable = summary_of_line(self.book, self.firm, column, self.row());
        let share = match plan.capped {
            None => self.capped(),
            Some(capped) => {
                let (capped, other) = (self.at(capped, self.offset), self.at(plan.other_cut, self.offset));
                format!("ROUND({capped}-{other},2)")
            }
        };
        format!("IF({payable}=\"\",\"\",{share})")
    }

    /// What the cap leaves of the line.
    pub fn capped(&self) -> String {
        let plan = &self.book.lines;
        let net = self.at(plan.net, self.offset);
        match self.cap() {
            None => net,
            Some(cap) => {
                let (within, counted) = self.of_firm(cap);
                let cut = match self.book.policy.caps[cap].spread {
                    _ if !self.is_shared() => within.clone(),
                    Spread::InProportion => self.in_proportion(&within),
                    Spread::InLineOrder => self.in_line_order(&within),
                };
                // Without a net there is nothing to cut, and perhaps no cap either.
                format!("IF({net}=0,0,IF({within}>={counted},{net},{cut}))")
            }
        }
    }

    /// The whole fen of its share, and one more if its remainder is among the largest.
    fn in_proportion(&self, within: &str) -> String {
        let Some((whole, rest)) = self.book.lines.share else { return within.to_owned() };
        let last = self.lines().len() - 1;
        let own = self.at(rest, self.offset);
        let several = self.book.policy.has_several_caps();
        // Beside lines of other caps only those of this one are added and compared.
        let of = |last: usize| {
            let (counts, word) = self.same_cap(last);
            if several { format!("*({counts}={word})") } else { String::new() }
        };
        let shared = if several {
            let (counts, word) = self.same_cap(last);
            format!("SUMIFS({},{counts},{word})", self.window(whole, last))
        } else {
            format!("SUM({})", self.window(whole, last))
        };
        let left = format!("ROUND({within}*100,0)-{shared}");
        let mut ahead = format!("SUMPRODUCT(1*({}>{own}){})", self.window(rest, last), of(last));
        if let Some(before) = self.offset.checked_sub(1) {
            ahead.push_str(&format!("+SUMPRODUCT(1*({}={own}){})", self.window(rest, before), of(before)));
        }
        format!("ROUND(({}+IF({ahead}<{left},1,0))/100,2)", self.at(whole, self.offset))
    }

    /// What earlier lines left, as far as its net reaches.
    fn in_line_order(&self, within: &str) -> String {
        let plan = &self.book.lines;
        let net = self.at(plan.net, self.offset);
        let taken = match self.offset.checked_sub(1) {
            None => String::new(),
            Some(before) => {
                let taken = self.window(plan.capped.or(plan.alone).unwrap_or(plan.paid), before);
                let (counts, word) = self.same_cap(before);
                format!("-SUMIFS({taken},{counts},{word})")
            }
        };
        format!("MAX(0,MIN({net},ROUND({within}{taken},2)))")
    }

    /// The formulas of the line's whole fen and of what rounding down left; none where nothing is shared out.
    pub fn parts(&self) -> Option<(String, String)> {
        let (whole, _) = self.book.lines.share.filter(|_| self.is_shared())?;
        let cap = self.cap().filter(|cap| self.book.policy.caps[*cap].spread == Spread::InProportion)?;
        let (within, counted) = self.of_firm(cap);
        let net = self.at(self.book.lines.net, self.offset);
        let none = format!("OR({within}=\"\",{counted}=0)");
        let exact = format!("{within}*100*{net}/{counted}");
        // Binary arithmetic blurs a whole number of fen in the sixth digit at most.
        Some((
            format!("IF({none},0,INT(ROUND({exact},3)))"),
            format!("IF({none},0,ROUND({exact}-{},5))", self.at(whole, self.offset)),
        ))
    }
}
