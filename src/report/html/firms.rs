//! The firms, those paid most first, each with what it is paid by item, and why not; searched by name, code, district or status. Paper has
//! a line or two for each, and the whole of those that are open.

use maud::{Markup, html};

use super::Brief;
use crate::award::{Firm, LineStatus};
use crate::formula::Env as _;
use crate::index::FirmIndex;
use crate::money::{Money, Overflow};
use crate::policy::Target;
use crate::report::ReportError;
use crate::report::derivation::Derivation;
use crate::report::words;

pub(super) fn list(brief: &Brief<'_>) -> Result<Markup, ReportError> {
    let firms = &brief.assessment.firms;
    let mut order: Vec<FirmIndex> = firms.keys().collect();
    order.sort_by_key(|index| std::cmp::Reverse(firms[*index].payable.filter(|payable| payable.is_positive())));
    let all = order.into_iter().map(|index| one(brief, index, &firms[index])).collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        section {
            h2 { (&*brief.checked.policy.register.called) "应发（元）" }
            p.tools {
                input #search type="search" placeholder="按名称、代码、状态查找" aria-label="查找";
                span #found {}
                button #open type="button" { "全部展开" }
                button #close type="button" { "全部收起" }
            }
            p.paper { "只打印了展开的企业怎样算出来；要别的，先在屏幕上点开，或者按“全部展开”。" }
            div #firms { @for firm in all { (firm) } }
        }
    })
}

/// What the firm is paid by item, one after the other.
fn by_item(brief: &Brief<'_>, firm: &Firm) -> Result<String, Overflow> {
    let policy = brief.checked.policy;
    let lines = &brief.assessment.lines[firm.lines.clone()];
    let mut pieces = Vec::new();
    for (index, item) in policy.items.iter_enumerated() {
        let paid = Money::total(lines.iter().filter(|line| line.item == index).filter_map(|line| line.paid))?;
        if paid.is_positive() {
            pieces.push(format!("{} {}", item.name, paid.grouped()));
        }
    }
    Ok(pieces.join("；"))
}

fn one(brief: &Brief<'_>, index: FirmIndex, firm: &Firm) -> Result<Markup, ReportError> {
    let (checked, policy) = (brief.checked, brief.checked.policy);
    let texts = &checked.data.texts;
    let name = firm.name.map_or("", |name| texts.get(name));
    let district =
        policy.register.district.and_then(|column| checked.firm(firm.index).value(Target::Firm(column)).text());
    let district = district.map_or("", |district| texts.get(district));
    // The page is handed round.
    let code = policy.register.numbering.masked(texts.get(firm.code));
    let payable = words::amount(firm.payable);
    let by_item = by_item(brief, firm)?;
    Ok(html! {
        details.firm data-find=(format!("{name} {code} {district} {}", firm.status.label())) {
            summary {
                span.name { (name) } span.district { (district) }
                span.status { (firm.status.label()) } span.number { (payable) }
                @if !by_item.is_empty() { span.items { (by_item) } }
            }
            p { (&**policy.titles()[0]) " " (code) "　" (words::firm_reason(checked, brief.assessment, firm)) }
            @match brief.derivations.and_then(|all| all.get(usize::from(index))) {
                Some(derivation) => (whole(derivation)),
                None => (outcome(brief, firm)),
            }
        }
    })
}

/// What became of each condition and each line, without the figures they rest on.
fn outcome(brief: &Brief<'_>, firm: &Firm) -> Markup {
    let (checked, policy) = (brief.checked, brief.checked.policy);
    let lines = &brief.assessment.lines[firm.lines.clone()];
    html! {
        @if !lines.is_empty() {
            table {
                thead { tr { th { "奖励项目（条款）" } th { "记录" } th { "状态" } th { "发放（元）" } th { "原因" } } }
                tbody {
                    @for line in lines {
                        tr {
                            td { (&*policy.items[line.item].name) "（" (&*policy.items[line.item].clause) "）" }
                            td { (words::record_name(checked, line)) }
                            td { (line.status.label()) }
                            td.number { (line.paid.filter(|_| line.status == LineStatus::Payable).map(Money::grouped).unwrap_or_default()) }
                            td { (words::reason(checked, brief.assessment, line)) }
                        }
                    }
                }
            }
        }
        ul.conditions {
            @for (condition, passed) in policy.conditions.iter().zip(&firm.conditions) {
                li { (&*condition.name) "（" (&*condition.clause) "）：" (words::truth(*passed)) }
            }
        }
    }
}

/// The whole derivation, with figures and sources.
fn whole(derivation: &Derivation) -> Markup {
    html! {
        @for section in &derivation.sections {
            h3 { (section.title) }
            table {
                tbody {
                    @for step in &section.steps {
                        tr {
                            td { (step.label) } td.number { (step.result) }
                            td { @for line in &step.how { p { (line) } } @for source in &step.sources { p.source { (source) } } }
                        }
                    }
                }
            }
        }
    }
}
