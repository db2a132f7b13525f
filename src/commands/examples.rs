//! The policy's own examples: what they must come to, held against what the engine makes of them.

use super::trial;
use crate::award::{Assessment, Line, assess};
use crate::check::Checked;
use crate::finding::{Finding, Severity};
use crate::money::Money;
use crate::policy::{Example, Expected, Policy};
use crate::report::words;

/// How an example came out: what is not as it must be, line by line; nothing if all is.
pub(super) fn differences(policy: &Policy, example: &Example) -> anyhow::Result<Vec<String>> {
    let examined = trial::examined(policy, &example.given, example.year)?;
    let expected = |code: &str| example.findings.iter().any(|known| **known == *code);
    let unexpected = examined.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let unexpected = unexpected.filter(|finding| !expected(&finding.code));
    let unexpected: Vec<String> = unexpected
        .map(|finding| format!("例子的数据有错误：{} {} {}", finding.code, finding.place, finding.message()))
        .collect();
    let missing = |found: &[Finding]| -> Vec<String> {
        let missing = example.findings.iter().filter(|code| found.iter().all(|finding| *finding.code != ***code));
        missing.map(|code| format!("应报出问题 {code}，没有报出")).collect()
    };
    if !unexpected.is_empty() {
        return Ok([missing(&examined.findings), unexpected].concat());
    }
    let (checked, mut findings, ..) = examined.checked(policy)?;
    let assessment = assess(&checked)?;
    findings.extend(assessment.findings.iter().cloned());
    let mut wrong = missing(&findings);
    if let Some(lines) = &example.lines {
        compare_lines(&checked, &assessment, lines, &mut wrong);
    }
    compare_firm(policy, example, &assessment, &mut wrong);
    Ok(wrong)
}

fn compare_firm(policy: &Policy, example: &Example, assessment: &Assessment, wrong: &mut Vec<String>) {
    let Some(firm) = assessment.firms.first() else {
        wrong.push("例子里没有企业".into());
        return;
    };
    if let Some(status) = example.status.as_deref().filter(|status| *status != firm.status.id()) {
        wrong.push(format!("企业应是 {status}，实是 {}（{}）", firm.status.id(), firm.status.label()));
    }
    if let Some(payable) = example.payable {
        let payable = payable.map(Money::yuan);
        if payable != firm.payable {
            wrong.push(format!("应发应是 {}，实是 {}", words::amount(payable), words::amount(firm.payable)));
        }
    }
    for (condition, result) in &example.conditions {
        if firm.conditions[*condition] != *result {
            let name = &policy.conditions[*condition].name;
            let (should, is) = (words::truth(*result), words::truth(firm.conditions[*condition]));
            wrong.push(format!("条件“{name}”应{should}，实{is}"));
        }
    }
    if let Some(class) = &example.class {
        let found = firm.caps.iter().zip(&policy.caps).map(|(of_firm, cap)| &*cap.classes[of_firm.class].id);
        let found: Vec<&str> = found.collect();
        if !found.contains(&&**class) {
            let found = if found.is_empty() { "无".to_owned() } else { found.join("、") };
            wrong.push(format!("限额应在 {class} 档，实在 {found} 档"));
        }
    }
}

fn compare_lines(checked: &Checked<'_>, assessment: &Assessment, expected: &[Expected], wrong: &mut Vec<String>) {
    let same = expected.len() == assessment.lines.len()
        && expected.iter().zip(&assessment.lines).all(|(expected, line)| agrees(checked, expected, line));
    if same {
        return;
    }
    wrong.push("奖励明细应当是：".into());
    for line in expected {
        let item = &checked.policy.items[line.item].name;
        let amount = line.amount.map(|amount| words::amount(amount.map(Money::yuan)));
        let status = line.status.as_deref();
        let parts = [Some(&**item), line.record.as_deref(), line.standing.as_deref(), amount.as_deref(), status];
        let net = line.net.map(|net| format!("净额 {}", Money::yuan(net).grouped()));
        let paid = line.paid.map(|paid| format!("实发 {}", words::amount(paid.map(Money::yuan))));
        let parts: Vec<&str> = parts.into_iter().flatten().chain(net.as_deref()).chain(paid.as_deref()).collect();
        wrong.push(format!("  {}", parts.join("  ")));
    }
    if expected.is_empty() {
        wrong.push("  （没有）".into());
    }
    wrong.push("实际是：".into());
    let asks_paid = expected.iter().any(|line| line.paid.is_some());
    for line in &assessment.lines {
        let reason = words::reason(checked, assessment, line);
        let parts = [
            checked.policy.items[line.item].name.to_string(),
            words::record_name(checked, line).to_owned(),
            words::standing(checked, line).to_owned(),
            words::amount(line.amount),
            line.status.id().to_owned(),
            format!("净额 {}", line.net.grouped()),
            if asks_paid { format!("实发 {}", words::amount(line.paid)) } else { String::new() },
            reason,
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        wrong.push(format!("  {}", parts.join("  ")));
    }
    if assessment.lines.is_empty() {
        wrong.push("  （没有）".into());
    }
}

fn agrees(checked: &Checked<'_>, expected: &Expected, line: &Line) -> bool {
    expected.item == line.item
        && expected.record.as_deref().is_none_or(|record| record == words::record_name(checked, line))
        && expected.standing.as_deref().is_none_or(|standing| standing == words::standing(checked, line))
        && expected.status.as_deref().is_none_or(|status| status == line.status.id())
        && expected.amount.is_none_or(|amount| amount.map(Money::yuan) == line.amount)
        && expected.net.is_none_or(|net| Money::yuan(net) == line.net)
        && expected.paid.is_none_or(|paid| paid.map(Money::yuan) == line.paid)
}
