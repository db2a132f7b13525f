//! Amounts, rates and limits of items that are written as figures and pay nothing, never cut, or were probably meant in another unit.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::formula::{NOWHERE, Type, figure::plain, percent_words};
use crate::policy::fault::Fault;
use crate::policy::figures::kind;
use crate::policy::file::{self, Figure, OneOrMore, Over, Quantity, SharedOver};
use crate::policy::written::Pairs;
use crate::policy::{Item, Method, Policy};

/// An amount below this many yuan was probably meant in ten thousands.
const SMALL: i64 = 100;

/// What is to be done where a figure may be right.
pub(super) const CHECK: &str = "请核对原文";

pub(super) fn remarks(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    for (item, loaded) in raw.item.iter().zip(&policy.items) {
        method(item, found);
        limits(item, found);
        doubled(item, found);
        counted(item, loaded, found);
        in_no_order(loaded, found);
    }
    for scale in &raw.scale {
        steps(scale.name.get_ref(), &scale.steps, scale.marginal, found);
    }
    for limit in &raw.limit {
        let name = limit.name.get_ref();
        limited(name, &limit.amount, found);
        let over = match limit.over.get_ref() {
            SharedOver::FirmYear => Over::FirmYear,
            SharedOver::FirmLife => Over::FirmLife,
            SharedOver::Record => Over::Record,
            SharedOver::Owner => continue,
        };
        misnamed("", name, (over, limit.over.span()), found);
    }
}

/// A condition that is asked for twice: another was meant.
fn doubled(item: &file::Item, found: &mut Vec<Fault>) {
    let asked = item.requires.as_deref().unwrap_or_default();
    for (number, one) in asked.iter().enumerate() {
        if asked[..number].iter().any(|other| other.get_ref() == one.get_ref()) {
            tell(
                found,
                &one.span(),
                format!("“{}”的 requires 里“{}”写了两次，是不是要写另一个", item.name, one.get_ref()),
            );
        }
    }
}

/// So much for each yuan.
fn counted(item: &file::Item, loaded: &Item, found: &mut Vec<Fault>) {
    if let (Some(fixed), Method::Fixed { quantity: Some(counted), .. }) = (&item.method.get_ref().fixed, &loaded.method)
        && let (Some(written), None, Type::Money) = (&fixed.quantity, &fixed.per, kind(&counted.root))
    {
        let message =
            format!("“{}”的 quantity 是金额，一元给一份；每满多少元算一份的写 per，按比例的写 rate", item.name);
        tell(found, &written.span(), message);
    }
}

/// Who comes first is decided by what is the same for all.
fn in_no_order(item: &Item, found: &mut Vec<Fault>) {
    let orders = item.one_per.iter().map(|one_per| &one_per.order).chain(item.quota.iter().map(|quota| &quota.order));
    for order in orders.filter(|order| order.place != NOWHERE) {
        if !order.root.refers(|target| target.is_of_data()) {
            tell(found, &order.place, format!("“{}”的 order 对每条记录都一样，分不出先后", item.name));
        }
    }
}

pub(super) fn tell(found: &mut Vec<Fault>, place: &Range<usize>, message: impl Into<String>) {
    found.push(Fault::new(message.into(), place.clone()));
}

/// The figure, if it is a plain one.
pub(super) fn value(figure: &Figure) -> Option<Decimal> {
    let text = &figure.get_ref().0;
    match text.strip_suffix('%') {
        Some(percent) => plain(percent)?.checked_mul(Decimal::new(1, 2)),
        None => plain(text),
    }
}

/// All that a quantity may come to: the one figure, or each of its table.
pub(super) fn figures(quantity: &Quantity) -> Vec<&Figure> {
    match quantity {
        Quantity::One(figure) => vec![figure],
        Quantity::Table(table) => {
            let table = table.get_ref();
            let mut all = looked_up(table.by.as_ref(), &table.values, &table.rows, table.otherwise.as_ref());
            all.extend(table.steps.iter().map(|step| &step.value).chain(&table.amount));
            all
        }
    }
}

/// Those of a table by words: in a row the figure stands behind one word for each column.
fn looked_up<'f>(
    by: Option<&OneOrMore>,
    values: &'f Pairs<Figure>,
    rows: &'f [Vec<Figure>],
    otherwise: Option<&'f Figure>,
) -> Vec<&'f Figure> {
    let columns = by.map_or(0, |by| by.0.len());
    let values = values.iter().map(|(_, figure)| figure);
    values.chain(rows.iter().filter_map(|row| row.get(columns))).chain(otherwise).collect()
}

/// The highest of figures that are all plain, and that figure.
fn highest<'f>(figures: &[&'f Figure]) -> Option<(Decimal, &'f Figure)> {
    let known = figures.iter().map(|figure| Some((value(figure)?, *figure))).collect::<Option<Vec<_>>>()?;
    known.into_iter().max_by_key(|(value, _)| *value)
}

/// `是`, or of several figures `都是`, and so on.
fn all_of(figures: &[&Figure], several: &'static str) -> &'static str {
    if figures.len() > 1 { several } else { "" }
}

fn method(item: &file::Item, found: &mut Vec<Fault>) {
    let method = item.method.get_ref();
    let name = item.name.get_ref();
    if let Some(ceiling) = method.entered.as_ref().and_then(|entered| entered.ceiling.as_ref()) {
        little(&format!("“{name}”的上限"), &figures(ceiling), "没有上限的，不写 ceiling", found);
        let floor = method.entered.as_ref().and_then(|entered| entered.floor.as_ref()).and_then(|floor| only(floor));
        let least = figures(ceiling).into_iter().filter_map(value).min();
        if let (Some((floor, figure)), Some(ceiling)) = (floor, least)
            && floor >= ceiling
        {
            let message =
                format!("“{name}”的 floor 是 {floor} 元，不低于 ceiling 的 {ceiling} 元，核定多少都一样；请核对原文");
            tell(found, &figure.span(), message);
        }
    }
    if item.once.is_some() && item.upgrade.is_some() {
        let message = format!("“{name}”写了 once，发过的不再奖，upgrade 补的差额永远轮不到；只写一样");
        tell(found, &item.id.span(), message);
    }
    if let Some(fixed) = &method.fixed {
        let all = fixed.amount.as_ref().map_or_else(
            || looked_up(fixed.by.as_ref(), &fixed.values, &fixed.rows, fixed.otherwise.as_ref()),
            figures,
        );
        let what = format!("“{name}”的金额");
        if fixed.quantity.is_none() {
            little(&what, &all, CHECK, found);
            all.iter().for_each(|amount| whole_fen(&what, amount, found));
        } else {
            nothing(&what, &all, CHECK, found);
        }
    }
    let rates = method.rate.as_ref().map(|rate| figures(&rate.rate)).unwrap_or_default();
    let of_steps = method.tiers.iter().flat_map(|tiers| tiers.steps.iter()).filter_map(|step| step.rate.as_ref());
    for rate in rates.iter().copied().chain(of_steps) {
        if let Some(share) = value(rate).filter(|share| *share > Decimal::ONE) {
            tell(found, &rate.span(), format!("“{name}”的比例是 {}，比基数还多；请核对原文", percent_words(share)));
        }
    }
    nothing(&format!("“{name}”的比例"), &rates, CHECK, found);
    if let Some(tiers) = &method.tiers {
        steps(name, &tiers.steps, tiers.marginal, found);
    }
    for plus in &item.plus {
        let [amount, rate] = [&plus.amount, &plus.rate].map(|of| of.as_ref().map(figures).unwrap_or_default());
        if let Some((_, figure)) = highest(&amount).or(highest(&rate)).filter(|(most, _)| most.is_zero()) {
            tell(found, &figure.span(), format!("“{name}”的“{}”是 0，等于没有写；请核对原文", plus.name));
        }
        amount.iter().for_each(|amount| whole_fen(&format!("“{name}”的{}", plus.name), amount, found));
    }
}

/// Amounts of which even the highest is nought.
fn nothing(what: &str, all: &[&Figure], mend: &str, found: &mut Vec<Fault>) -> bool {
    let Some((_, figure)) = highest(all).filter(|(most, _)| most.is_zero()) else { return false };
    tell(found, &figure.span(), format!("{what}{}是 0，永远不奖；{mend}", all_of(all, "都")));
    true
}

/// Amounts of which even the highest is nought or next to it.
pub(super) fn little(what: &str, all: &[&Figure], mend: &str, found: &mut Vec<Fault>) {
    if !nothing(what, all, mend, found)
        && let Some((most, figure)) = highest(all).filter(|(most, _)| *most < Decimal::from(SMALL))
    {
        let most_of = all_of(all, "最高");
        tell(found, &figure.span(), format!("{what}{most_of}只有 {most} 元；金额都按元写，请核对是不是少写了万"));
    }
}

/// What is paid as it stands has no more than fen.
fn whole_fen(what: &str, amount: &Figure, found: &mut Vec<Fault>) {
    if let Some(yuan) = value(amount).filter(|yuan| yuan.round_dp(2) != *yuan) {
        tell(found, &amount.span(), format!("{what}是 {yuan} 元，不是整分；请核对原文"));
    }
}

/// Steps that pay nothing, less than the one below, the same, or more than the figure they begin at.
fn steps(item: &str, steps: &[file::Step], marginal: bool, found: &mut Vec<Fault>) {
    let gives =
        |step: &'_ file::Step| [&step.amount, &step.rate, &step.each].map(|figure| figure.as_ref().and_then(value));
    let paid: Vec<&Figure> = steps.iter().filter_map(pays).collect();
    if nothing(&format!("“{item}”各档"), &paid, CHECK, found) {
        return;
    }
    let mut below: Option<[Option<Decimal>; 3]> = None;
    for (number, step) in (1..).zip(steps) {
        let Some(place) = pays(step).map(Figure::span) else { continue };
        let from = step.at_least.as_ref().or(step.above.as_ref()).and_then(value);
        step.amount.iter().for_each(|amount| whole_fen(&format!("“{item}”的第{number}档"), amount, found));
        let here = gives(step);
        if let ([Some(amount), ..], Some(from)) = (here, from)
            && from > Decimal::ZERO
            && amount > from
            && is_in_yuan(steps)
        {
            let message = format!(
                "“{item}”第{number}档从 {from} 起，给 {amount} 元，比起点还多；金额都按元写，请核对是不是少写了万"
            );
            tell(found, &place, message);
        }
        if let Some(below) = below.filter(|_| !marginal) {
            let order = here.iter().zip(&below).find_map(|(one, other)| Some(one.as_ref()?.cmp(other.as_ref()?)));
            match order {
                Some(std::cmp::Ordering::Less) => {
                    tell(found, &place, format!("“{item}”第{number}档给得比前一档少，数大了反而少；请核对原文"));
                }
                Some(std::cmp::Ordering::Equal) => {
                    tell(found, &place, format!("“{item}”第{number}档给得与前一档一样，分开写没有区别；请核对原文"));
                }
                _ => {}
            }
        }
        below = Some(here);
    }
}

/// What a step gives, whichever way.
fn pays(step: &file::Step) -> Option<&Figure> {
    step.amount.as_ref().or(step.rate.as_ref()).or(step.each.as_ref())
}

/// Is the figure that is graded an amount? By the size of its steps: ten yuan is no step, ten persons are.
fn is_in_yuan(steps: &[file::Step]) -> bool {
    let from = |step: &file::Step| step.at_least.as_ref().or(step.above.as_ref()).and_then(value);
    let largest = steps.iter().filter_map(from).max();
    largest.is_some_and(|largest| largest >= Decimal::from(1_000_000))
}

fn limits(item: &file::Item, found: &mut Vec<Fault>) {
    let owner = format!("“{}”的", item.name);
    let of_year = item.limits.iter().find(|limit| *limit.over.get_ref() == Over::FirmYear);
    for (number, limit) in item.limits.iter().enumerate() {
        let over = *limit.over.get_ref();
        misnamed(&owner, &limit.name, (over, limit.over.span()), found);
        limited(&format!("{owner}{}", limit.name), &limit.amount, found);
        let Some((amount, figure)) = only(&limit.amount) else { continue };
        let same = item.limits[..number].iter().find(|other| *other.over.get_ref() == over);
        if let Some(other) = same.filter(|other| only(&other.amount).is_some()) {
            let (word, first, second) = (over.word(), &other.name, &limit.name);
            let message = format!("{owner}“{first}”和“{second}”都是 over = \"{word}\"，高的永远用不到；请核对");
            tell(found, &limit.over.span(), message);
        }
        if let Some(year) = of_year
            && matches!(over, Over::Line | Over::Record)
            && only(&year.amount).is_some_and(|(year, _)| amount >= year)
        {
            let message = format!("{owner}{}不低于{}，永远用不到；请核对原文，改数或者删去", limit.name, year.name);
            tell(found, &figure.span(), message);
        }
    }
}

/// A limit that leaves nothing or next to nothing, or no whole fen.
fn limited(what: &str, amount: &Quantity, found: &mut Vec<Fault>) {
    let all = figures(amount);
    all.iter().for_each(|amount| whole_fen(what, amount, found));
    little(what, &all, CHECK, found);
}

/// The one figure of a quantity, if it is written as a number.
fn only(quantity: &Quantity) -> Option<(Decimal, &Figure)> {
    let [figure] = *figures(quantity) else { return None };
    Some((value(figure)?, figure))
}

/// A limit that is called one thing and is over another.
fn misnamed(owner: &str, name: &str, (over, place): (Over, Range<usize>), found: &mut Vec<Fault>) {
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let each = says(&["每次", "每笔", "每份", "每项", "每个项目", "单个项目", "单笔"]);
    let (year, life) = (says(&["每年", "年度", "全年", "当年"]), says(&["终身", "历年"]));
    let (is, called) = match over {
        Over::FirmYear if each && !year && !life => ("一家企业一年合计", "每次"),
        Over::FirmLife if each && !life => ("一家企业历年累计", "每次"),
        Over::FirmYear | Over::Record if life && !year => ("一年", "历年"),
        Over::FirmLife | Over::RecordLife if year && !life => ("历年累计", "一年"),
        Over::Line if year && !each => ("一条记录", "一年"),
        Over::Line if life && !each => ("一条记录", "历年"),
        _ => return,
    };
    let word = over.word();
    let message =
        format!("{owner}“{name}”写的是 over = \"{word}\"（{is}），名称说的是{called}；请核对原文，改其中一处");
    tell(found, &place, message);
}
