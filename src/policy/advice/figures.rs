//! Figures written in words beside a formula: they must be the formula's.

use std::collections::HashSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::remark;
use super::worded::{Worded, worded};
use crate::formula::{Comparison, Expression, Formula, Function};
use crate::index::ParameterIndex;
use crate::policy::fault::Fault;
use crate::policy::figure::plain;
use crate::policy::file;
use crate::policy::{Policy, Target};

/// What the name of a limit says is an amount from here on, in yuan.
const LEAST_AMOUNT: Decimal = Decimal::ONE_THOUSAND;

pub(super) fn remarks(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    for Worded { words, formula, key } in worded(policy) {
        compare(policy, in_words(words), formula, key, found);
    }
    for check in &policy.checks {
        compare(policy, in_words(&check.expected), &check.fault, "expected", found);
    }
    let own = policy.items.iter().flat_map(|item| &item.limits);
    for limit in own.chain(policy.shared_limits.iter().map(|shared| &shared.limit)) {
        // 每两年、前 3 名 are no amounts.
        let amounts = in_words(&limit.name).into_iter().filter(|said| said.value >= LEAST_AMOUNT || said.is_share());
        compare(policy, amounts, &limit.amount, "限额的 name", found);
    }
    for (index, parameter) in policy.parameters.keys().zip(raw.parameter.iter()) {
        let says = match &*parameter.note {
            note if note.contains("不含本数") => false,
            note if note.contains("含本数") => true,
            _ => continue,
        };
        if compared(policy, index).iter().any(|op| included(*op) == Some(!says)) {
            let (word, sign) = if says { ("含本数", ">、<") } else { ("不含本数", ">=、<=") };
            remark(
                found,
                &parameter.name,
                format!("说明写的是{word}，公式用的是 {sign}；请核对原文，改说明或者改公式"),
            );
        }
    }
}

/// Every figure in the words must be one of the formula's, if it has any.
fn compare(
    policy: &Policy,
    words: impl IntoIterator<Item = Said>,
    formula: &Formula<Target>,
    key: &str,
    found: &mut Vec<Fault>,
) {
    let mut figures = Figures::default();
    figures.gather(policy, &formula.root);
    for said in words {
        let Said { value, beside, .. } = said;
        // How many there are is no month and no day.
        let known = if beside.is_some() { figures.own.clone() } else { figures.all() };
        let same = known.contains(&value) || beside.is_some_and(|figure| figures.strict.contains(&figure));
        if known.is_empty() || same {
            continue;
        }
        let mut known: Vec<Decimal> = known.iter().copied().collect();
        known.sort_unstable();
        let known = known.iter().map(|figure| shown(*figure, said.is_share())).collect::<Vec<_>>().join("、");
        let message = format!("{key} 写的是 {}，公式里的数是 {known}；请核对原文，改其中一处", said.text);
        found.push(Fault::new(message, formula.place.clone()));
    }
}

fn shown(figure: Decimal, percent: bool) -> String {
    if percent && let Some(share) = figure.checked_mul(Decimal::ONE_HUNDRED) {
        return format!("{}%", share.normalize());
    }
    figure.normalize().to_string()
}

/// The figures that a formula and its facts use.
#[derive(Default)]
struct Figures {
    own: HashSet<Decimal>,
    /// Years, months and days.
    days: HashSet<Decimal>,
    /// Those of its own that something must be above or below.
    strict: HashSet<Decimal>,
}

impl Figures {
    fn gather(&mut self, policy: &Policy, node: &Expression<Target>) {
        let figure = |node: &Expression<Target>| match node {
            Expression::Number { value, .. } if !value.is_zero() => Some(value.normalize()),
            Expression::Name { target: Target::Parameter(parameter), .. } => {
                Some(policy.parameters[*parameter].value.normalize())
            }
            _ => None,
        };
        self.own.extend(figure(node));
        match node {
            Expression::Call(Function::Date, parts) => return self.days.extend(parts.iter().filter_map(figure)),
            Expression::Compare(Comparison::More | Comparison::Less, left, right) => {
                self.strict.extend([left, right].into_iter().filter_map(|side| figure(side)));
            }
            Expression::Name { target: Target::Fact(fact), .. } => {
                let formulas = policy.facts[*fact].source.formulas();
                formulas.into_iter().for_each(|formula| self.gather(policy, &formula.root));
            }
            _ => {}
        }
        node.parts().into_iter().for_each(|part| self.gather(policy, part));
    }

    fn all(&self) -> HashSet<Decimal> {
        self.own.union(&self.days).copied().collect()
    }
}

/// A figure in words: as it is said, where, and what it is.
pub(super) struct Said {
    pub text: String,
    /// The figure with its unit.
    pub place: Range<usize>,
    pub value: Decimal,
    /// The figure that says the same of how many there are: two or more are more than one.
    pub beside: Option<Decimal>,
}

impl Said {
    fn is_share(&self) -> bool {
        self.text.contains('%') || self.text.starts_with("百分之")
    }
}

/// The figures in `words`: `5%`, `2000 万元`, `1 亿元`, `百分之五`, `三千万元`.
pub(super) fn in_words(words: &str) -> Vec<Said> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(run) = digits(&words[at..]) {
        let (start, end) = (at + run.start, at + run.end);
        let after = words[end..].trim_start();
        let scale =
            [("%", Decimal::new(1, 2)), ("％", Decimal::new(1, 2)), ("万", 10_000.into()), ("亿", 100_000_000.into())]
                .into_iter()
                .find(|(unit, _)| after.starts_with(unit));
        let value = plain(&words[start..end].replace([',', '，'], ""));
        let (unit, factor) = scale.unwrap_or(("", Decimal::ONE));
        let whole = if unit.is_empty() { end } else { words.len() - after.len() + unit.len() };
        if let Some(value) = value.and_then(|value| value.checked_mul(factor)) {
            let text = format!("{}{unit}", &words[start..end]);
            found.push(Said { text, place: start..whole, value: value.normalize(), beside: None });
        }
        at = whole.max(end);
    }
    found.extend(in_characters(words));
    found.sort_by_key(|said| said.place.start);
    found
}

/// The figures that are written in characters: those of a hundred, those of yuan, and how many at least or at most, `两项以上`. `三年` and
/// `第三条` are none.
fn in_characters(words: &str) -> Vec<Said> {
    const SIGNS: &str = "零〇一二两三四五六七八九十百千万亿";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = words[at..].find(|c| SIGNS.contains(c)).map(|start| at + start) {
        let rest = &words[start..];
        let end = start + rest.find(|c| !SIGNS.contains(c)).unwrap_or(rest.len());
        at = end;
        let share = words[..start].ends_with("百分之");
        // `百` of `百分之` itself.
        if words[start..].starts_with("百分之") {
            continue;
        }
        let yuan = words[end..].starts_with('元');
        let counter = if share || yuan { 0 } else { words[end..].chars().next().map_or(0, char::len_utf8) };
        let bound = if share || yuan { None } else { bound(&words[end..]) };
        let Some(value) = numeral(&words[start..end]).filter(|_| share || yuan || bound.is_some()) else { continue };
        let value = if share { value.checked_mul(Decimal::new(1, 2)) } else { Some(value) };
        let start = if share { start - "百分之".len() } else { start };
        found.extend(value.map(|value| Said {
            text: words[start..end + counter].to_owned(),
            place: start..end,
            value: value.normalize(),
            beside: bound.map(|step| value + step),
        }));
    }
    found
}

/// If a counter follows, and that it is a bound, `项以上`, `个（含）以上`: how far beyond it lies the first that is not meant.
fn bound(behind: &str) -> Option<Decimal> {
    let mut letters = behind.chars();
    let counter = letters.next().is_some_and(|c| "个项名人件家次种张份".contains(c));
    let rest = letters.as_str().trim_start_matches(['（', '(']).trim_start_matches(['及', '含', '或', '）', ')']);
    let bounds = [("以上", -Decimal::ONE), ("以下", Decimal::ONE)];
    bounds.into_iter().find(|(word, _)| counter && rest.starts_with(word)).map(|(_, step)| step)
}

/// `三千五百万` → 35 000 000; nothing for what begins with a unit, as after digits.
fn numeral(text: &str) -> Option<Decimal> {
    let (mut total, mut section, mut digit) = (0u64, 0u64, None);
    for c in text.chars() {
        if let Some(value) = "零一二三四五六七八九".chars().position(|known| known == c) {
            digit = Some(value as u64);
            continue;
        }
        match c {
            '〇' => digit = Some(0),
            '两' => digit = Some(2),
            '十' | '百' | '千' => {
                let unit = [('十', 10), ('百', 100), ('千', 1000)].into_iter().find(|(sign, _)| *sign == c)?.1;
                let one = if c == '十' && section == 0 { Some(1) } else { None };
                section = section.checked_add(digit.take().filter(|digit| *digit > 0).or(one)?.checked_mul(unit)?)?;
            }
            _ => {
                let unit = if c == '万' { 10_000 } else { 100_000_000 };
                let part = section.checked_add(digit.take().unwrap_or(0))?;
                // 一亿二千万: a larger unit takes in what stands before it, a smaller one does not.
                let (before, part) = if c == '亿' { (0, total.checked_add(part)?) } else { (total, part) };
                let part = part.checked_mul(unit).filter(|part| *part > 0)?;
                (total, section) = (before.checked_add(part)?, 0);
            }
        }
    }
    let value = total.checked_add(section)?.checked_add(digit.unwrap_or(0))?;
    (value > 0).then(|| value.into())
}

/// The first run of digits, with its separators and point.
fn digits(text: &str) -> Option<Range<usize>> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let run = text[start..].find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    let end = run.map_or(text.len(), |run| start + run);
    Some(start..start + text[start..end].trim_end_matches(['.', ',']).len())
}

/// How the policy's formulas compare with parameter `index`.
fn compared(policy: &Policy, index: ParameterIndex) -> Vec<Comparison> {
    let is_it = |side: &Expression<Target>| matches!(side, Expression::Name { target: Target::Parameter(parameter), .. } if *parameter == index);
    let (mut found, mut denied) = (Vec::new(), Vec::new());
    for rule in policy.rules() {
        rule.formula.root.visit(&mut |node| match node {
            Expression::Compare(op, left, right) if is_it(left) || is_it(right) => found.push(*op),
            Expression::Call(Function::Not, parts) => match &parts[0] {
                Expression::Compare(op, left, right) if is_it(left) || is_it(right) => denied.push(*op),
                _ => {}
            },
            _ => {}
        });
    }
    // What NOT denies has been seen as it stands, too.
    for op in denied {
        if let Some(at) = found.iter().position(|known| *known == op) {
            found[at] = op.opposite();
        }
    }
    found
}

const fn included(op: Comparison) -> Option<bool> {
    match op {
        Comparison::AtLeast | Comparison::AtMost => Some(true),
        Comparison::More | Comparison::Less => Some(false),
        Comparison::Equal | Comparison::Unequal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_in_words() {
        let found = |words: &str| -> Vec<(String, String, String)> {
            let told = in_words(words).into_iter();
            told.map(|said| (said.text, words[said.place].to_owned(), said.value.to_string())).collect()
        };
        let figure = |text: &str, at: &str, value: &str| (text.to_owned(), at.to_owned(), value.to_owned());
        assert_eq!(
            found("按 3.5% 奖励，最高 20 万元、1,500元"),
            [figure("3.5%", "3.5%", "0.035"), figure("20万", "20 万", "200000"), figure("1,500", "1,500", "1500")]
        );
        assert_eq!(
            found("奖励百分之五，三年不超过二十万元"),
            [figure("百分之五", "百分之五", "0.05"), figure("二十万", "二十万", "200000")]
        );
        assert_eq!(found("第三条 三年"), []);
    }

    #[test]
    fn numerals_are_read_as_they_are_said() {
        for (text, value) in [
            ("五", 5_i64),
            ("十", 10),
            ("十五", 15),
            ("二十", 20),
            ("一百零五", 105),
            ("一百一十", 110),
            ("两百", 200),
            ("三千五百万", 35_000_000),
            ("十五万", 150_000),
            ("一亿二千万", 120_000_000),
            ("两亿三千万", 230_000_000),
            ("一万亿", 1_000_000_000_000_i64),
            ("一百〇二", 102),
        ] {
            assert_eq!(numeral(text), Some(Decimal::from(value)), "{text}");
        }
        for none in ["零", "〇", "万", "百", "零百", "亿", ""] {
            assert_eq!(numeral(none), None, "{none}");
        }
    }
}
