//! The first page: four figures, and the items by money with bars.

use std::collections::BTreeSet;

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::{Brief, count, wan};
use crate::award::{Firm, FirmStatus};
use crate::index::{FirmIndex, ItemIndex};
use crate::money::{Money, Rounding, round};
use crate::report::ReportError;

pub(super) fn figures(brief: &Brief<'_>) -> Result<Markup, ReportError> {
    let assessment = brief.assessment;
    let cuts: Vec<Money> = assessment.firms.iter().map(Firm::cap_cut).filter(|cut| cut.is_positive()).collect();
    let (cut_firms, cut) = (cuts.len(), Money::total(cuts)?);
    let readings = brief.checked.policy.readings.len();
    let counter = &*brief.checked.policy.register.counter;
    Ok(html! {
        section.figures {
            div { p { "发放 " (count(assessment, FirmStatus::Payable)) " " (counter) } b { (wan(assessment.fund.total)) " 万元" }
                p { (assessment.fund.total.grouped()) " 元" } }
            @if !brief.checked.policy.caps.is_empty() {
                div { p { "限额削减 " (cut_firms) " " (counter) } b { (wan(cut)) " 万元" } p { (cut.grouped()) " 元" } }
            }
            div { p { "待定" } b { (count(assessment, FirmStatus::Undetermined)) " " (counter) } p { "补齐资料后重新核算" } }
            @if readings > 0 { div { p { "理解口径" } b { (readings) " 条" } p { "见核算工作簿" } } }
        }
    })
}

pub(super) fn items(brief: &Brief<'_>) -> Result<Markup, ReportError> {
    let (policy, assessment) = (brief.checked.policy, brief.assessment);
    let paid = assessment.paid_by_item(policy)?;
    let mut order: Vec<ItemIndex> = paid.keys().filter(|item| paid[*item] != Money::ZERO).collect();
    order.sort_by_key(|item| std::cmp::Reverse(paid[*item]));
    let firms = |item: ItemIndex| {
        let lines = assessment.lines.iter().filter(|line| line.item == item);
        let firms = lines.filter(|line| line.paid.is_some_and(Money::is_positive)).map(|line| line.firm);
        firms.collect::<BTreeSet<FirmIndex>>().len()
    };
    let share = |money: Money| {
        let share = money.as_yuan().checked_div(assessment.fund.total.as_yuan()).unwrap_or_default();
        round(share * Decimal::ONE_HUNDRED, 1, Rounding::HalfUp)
    };
    Ok(html! {
        section {
            h2 { "各项目发放额（限额后）" }
            table {
                thead { tr { th { "奖励项目（条款）" } th { (&*policy.register.worded("家数")) } th { "金额（元）" } th { "占比" } } }
                tbody {
                    @for item in order {
                        tr {
                            td { (&*policy.items[item].name) "（" (&*policy.items[item].clause) "）" }
                            td.number { (firms(item)) }
                            td.number { (paid[item].grouped()) }
                            td.share { span.bar style=(format!("width:{}%", share(paid[item]))) {} (share(paid[item])) "%" }
                        }
                    }
                }
                tfoot { tr { th { "合计" } td {} td.number { (assessment.fund.total.grouped()) } td {} } }
            }
        }
    })
}
