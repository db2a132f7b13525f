//! What a number format draws that the number does not say: thousands left out, a unit, another currency, a text in its place.
//!
//! A format is taken apart once, with the workbook's styles. One that only sets digits, points and colours is of no interest and
//! kept nowhere; with any other, [`Drawing::number`] tells what the eye sees.

mod draw;
mod section;

use rust_decimal::Decimal;

use section::Section;

/// A number format that may draw something else than the number.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    code: Box<str>,
    /// For numbers, in the order in which they are tried.
    numbers: Vec<Section>,
    text: Option<Section>,
}

/// What the eye sees of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// All of it.
    pub text: String,
    /// The number in it, if there is one.
    pub number: Option<Decimal>,
    /// How many decimals are shown; of a number shown in full as many as it has.
    pub decimals: Option<u32>,
    /// Is it shown in percent by the format itself, not by words?
    pub percent: bool,
    /// The currency that the format names, `$`; empty if none.
    pub currency: String,
    /// The words beside the number.
    pub words: String,
}

impl Drawing {
    /// Takes a format apart; `None` if it draws nothing of its own. In a format that every program shows in the currency of its
    /// own country (`local`) the sign of another one stands for none.
    pub(in crate::intake) fn of_code(code: &str, local: bool) -> Option<Self> {
        let mut sections: Vec<Section> =
            section::split(code).into_iter().map(|part| Section::of(part, local)).collect();
        let mut text = (sections.len() > 3).then(|| sections.remove(3));
        sections.truncate(3);
        // With fewer the last is for texts if it says so; alone it is for numbers, too.
        if text.is_none() && sections.last().is_some_and(Section::is_for_texts) {
            text = if sections.len() > 1 { sections.pop() } else { sections.last().cloned() };
        }
        let plain = sections.iter().enumerate().all(|(at, section)| section.is_plain(at))
            && text.as_ref().is_none_or(Section::is_plain_text);
        (!plain).then(|| Self { code: code.into(), numbers: sections, text })
    }

    /// The format as the file writes it.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What is seen of `number`.
    #[must_use]
    pub fn number(&self, number: Decimal) -> Drawn {
        let (section, signed) = self.section(number);
        section.map_or_else(draw::nothing, |section| draw::number(section, number, signed))
    }

    /// What is seen of a text.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        self.text.as_ref().map_or_else(|| text.to_owned(), |section| draw::text(section, text))
    }

    /// How many digits a format of zeros alone fills up: `0000000000` shows the leading zeros of a code.
    #[must_use]
    pub fn zeros(&self) -> Option<usize> {
        self.numbers.first().and_then(Section::zeros)
    }

    /// The section for a number, and whether the number keeps its sign in it.
    fn section(&self, number: Decimal) -> (Option<&Section>, bool) {
        let negative = number.is_sign_negative() && !number.is_zero();
        if self.numbers.iter().any(|section| section.condition.is_some()) {
            let fits = |section: &&Section| section.condition.as_ref().is_none_or(|condition| condition.holds(number));
            return (self.numbers.iter().find(fits), true);
        }
        match self.numbers.as_slice() {
            [] => (None, true),
            [only] => (Some(only), true),
            [_, below, ..] if negative => (Some(below), false),
            [_, _, zero] if number.is_zero() => (Some(zero), true),
            [above, ..] => (Some(above), true),
        }
    }
}
