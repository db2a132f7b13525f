//! What an award comes to, as text to compare: one row a firm, a line, a matter or a finding.

use std::fmt::Write as _;

use jiangbu::award::{Assessment, Bar, DuplicatePayment, Reached, assess, targets};
use jiangbu::check::Checked;
use jiangbu::formula::Value;
use jiangbu::index::FirmIndex;
use jiangbu::money::Money;
use jiangbu::policy::Policy;
use jiangbu::tables::Dataset;
use jiangbu::texts::Symbol;

/// An award together with what it was computed from.
pub struct Outcome<'p> {
    pub checked: Checked<'p>,
    pub award: Assessment,
}

impl<'p> Outcome<'p> {
    /// The award of `year` from `data`.
    pub fn of(policy: &'p Policy, data: Dataset, year: i32) -> Self {
        let checked = Checked::new(policy, data, year);
        let award = assess(&checked).expect("amounts within range");
        Self { checked, award }
    }

    /// How far each target is reached.
    pub fn targets(&self) -> Vec<Reached> {
        targets(&self.checked, &self.award).expect("amounts within range")
    }

    fn text(&self, symbol: Option<Symbol>) -> &str {
        symbol.map_or("-", |symbol| self.checked.data.texts.get(symbol))
    }

    /// The name of a firm's code in the tests: `A`.
    pub fn code(&self, firm: FirmIndex) -> &str {
        self.text(Some(self.award.firms[firm].code))
    }

    /// `A payable 计 100.00 另 0.00 限额 100.00 扣 0.00 付 100.00`.
    pub fn firms(&self) -> String {
        let mut out = String::new();
        for (index, firm) in self.award.firms.iter_enumerated() {
            let _ = write!(out, "{} {} 计 {} 另 {}", self.code(index), firm.status.id(), firm.counted, firm.uncounted);
            for (cap, declared) in firm.caps.iter().zip(&self.checked.policy.caps) {
                let class = &declared.classes[cap.class];
                let _ = write!(out, " {} 限额 {} 扣 {}", class.id, amount(cap.amount), amount(cap.cut));
            }
            let _ = writeln!(out, " 付 {}", amount(firm.payable));
        }
        out
    }

    /// What each line is paid after the cap: `50000.00 ？`.
    pub fn paid(&self) -> String {
        self.award.lines.iter().map(|line| amount(line.paid)).collect::<Vec<_>>().join(" ")
    }

    /// `hnte 100000.00`: each line's item and net.
    pub fn net(&self) -> String {
        let items = &self.checked.policy.items;
        self.award.lines.iter().map(|line| format!("{} {}\n", items[line.item].id, line.net)).collect()
    }

    /// `A hnte GR1 首次 payable 100000.00 = 100000.00`; cuts in between: `限`, `同` (matter), `年`, `他` (other scheme).
    pub fn lines(&self) -> String {
        let mut out = String::new();
        for line in &self.award.lines {
            let item = &self.checked.policy.items[line.item];
            let record = item.record.and_then(|column| self.checked.data.tables[item.table].text(column, line.row));
            let _ = write!(out, "{} {} {}", self.code(line.firm), item.id, self.text(record));
            if let (Some(place), Some(standing)) = (line.standing, item.standing) {
                let _ = write!(out, " {}", self.checked.policy.standings[standing].labels[place as usize]);
            }
            let _ = write!(out, " {}", line.status.id());
            let _ = match line.bar {
                Some(Bar::Another(_)) => write!(out, "(another)"),
                Some(Bar::Past(_)) => write!(out, "(past)"),
                Some(Bar::Beyond) => write!(out, "(beyond)"),
                Some(Bar::Disqualified) => write!(out, "(disqualified)"),
                Some(Bar::Suspended) => write!(out, "(suspended)"),
                None => Ok(()),
            };
            let _ = write!(out, " {}", amount(line.amount));
            for (name, cut) in
                ["限", "同", "年", "他"].into_iter().zip(line.cuts().each()).filter(|(_, cut)| *cut != Money::ZERO)
            {
                let _ = write!(out, " {name} {cut}");
            }
            let _ = writeln!(out, " = {}", line.net);
        }
        out
    }

    /// `A 过 过 否 ？ 过`, in the policy's order of conditions.
    pub fn conditions(&self) -> String {
        let mut out = String::new();
        for (index, firm) in self.award.firms.iter_enumerated() {
            let _ = write!(out, "{}", self.code(index));
            for passed in &firm.conditions {
                let _ = write!(out, " {}", truth(*passed));
            }
            out.push('\n');
        }
        out
    }

    /// The ways into each class of the cap: `A 否 否 ？ 过 / 过 /`.
    pub fn ways(&self) -> String {
        let mut out = String::new();
        for (index, firm) in self.award.firms.iter_enumerated() {
            let ways = firm.caps.first().map_or(&[][..], |cap| &cap.ways);
            let classes: Vec<String> =
                ways.iter().map(|class| class.iter().map(|way| truth(*way)).collect::<Vec<_>>().join(" ")).collect();
            let _ = writeln!(out, "{} {}", self.code(index), classes.join(" / ").trim());
        }
        out
    }

    /// `同一平台 甲: 200.00 > 100.00`, `其他 方案: 本 50.00 其 30.00 Paid 扣 30.00`.
    pub fn matters(&self) -> String {
        let mut out = String::new();
        for duplicate in &self.award.duplicates {
            let _ = match duplicate {
                DuplicatePayment::Inside { name, subject, won, lost, .. } => {
                    writeln!(out, "{name} {}: {won} > {lost}", self.text(*subject))
                }
                DuplicatePayment::Outside { ours, other, verdict, deducted, .. } => {
                    writeln!(out, "其他: 本 {ours} 其 {other} {verdict:?} 扣 {deducted}")
                }
            };
        }
        out
    }

    /// The value of the fact called `name` for each firm.
    pub fn fact(&self, name: &str) -> String {
        let index = self.checked.policy.facts.position(|fact| &*fact.name == name).expect("a fact");
        let shown = self.award.facts[index].values.iter().map(|value| match value {
            Value::Unknown => "？".to_owned(),
            Value::Bool(held) => truth(Some(*held)).to_owned(),
            Value::Number(number) => number.normalize().to_string(),
            Value::Text(symbol) => self.text(Some(*symbol)).to_owned(),
            Value::Date(day) => day.to_string(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    /// `W405 企业基本情况!J2`, in the order found.
    pub fn findings(&self, code: &str) -> String {
        let found = self.award.findings.iter().filter(|finding| &*finding.code == code);
        found
            .map(|finding| {
                let sheet = finding.place.sheet.as_deref().unwrap_or("-");
                format!("{}!{}\n", sheet, finding.place.address().unwrap_or_default())
            })
            .collect()
    }

    /// `pool / total / shortfall`.
    pub fn fund(&self) -> String {
        let fund = self.award.fund;
        format!("{} / {} / {}", fund.pool, fund.total, fund.shortfall)
    }
}

fn truth(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "过",
        Some(false) => "否",
        None => "？",
    }
}

fn amount(money: Option<Money>) -> String {
    money.map_or_else(|| "？".to_owned(), |money| money.to_string())
}

/// Compares two texts row by row, blanks at both ends left out.
#[track_caller]
pub fn same(found: &str, expected: &str) {
    let tidy = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|l| !l.is_empty())
            .collect()
    };
    let (found, expected) = (tidy(found), tidy(expected));
    assert!(found == expected, "found:\n{}\nexpected:\n{}", found.join("\n"), expected.join("\n"));
}
