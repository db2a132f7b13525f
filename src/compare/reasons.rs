//! Why an amount changed, from what both awards say of it: figures, cuts by name, the cap, the parameter, the answer, the objection.

use super::change::{Change, FirmChange, LineChange};
use super::snapshot::{FirmState, LineState, Objection, Snapshot};
use crate::money::{Money, Overflow, group};

/// The cuts named in the words of a computation: `…；年度上限 500,000.00 −1,000.00 = …`.
#[must_use]
pub fn cuts(computation: &str) -> Vec<String> {
    let pieces = computation.split('；').map(|piece| piece.split(" = ").next().unwrap_or_default());
    let is_cut = |piece: &&str| {
        let amount = piece.rsplit_once(" −").map(|(_, amount)| amount);
        amount.is_some_and(|amount| amount.starts_with(|c: char| c.is_ascii_digit()))
    };
    pieces.filter(is_cut).map(str::to_owned).collect()
}

/// An objection in a line.
pub(super) fn objection(objection: &Objection) -> String {
    let Objection { day, by, content, answer, outcome, .. } = objection;
    let end = match (&**outcome, &**answer) {
        ("", "") => "没有答复".to_owned(),
        ("", answer) => answer.to_owned(),
        (outcome, "") => outcome.to_owned(),
        (outcome, answer) => format!("{outcome}，{answer}"),
    };
    format!("{day} {by}：{content}（{end}）").replace(" ：", "：")
}

/// Why the line changed.
pub(super) fn of_line(change: &LineChange, causes: &[Change]) -> String {
    let (old, new) = match (&change.old, &change.new) {
        (Some(old), Some(new)) => (old, new),
        (None, Some(new)) => return with("新增记录", &new.reason),
        (Some(_), None) => return "记录没有了".to_owned(),
        (None, None) => return String::new(),
    };
    let mut why = Vec::new();
    if old.status != new.status {
        let reason = match &*new.reason {
            "" if old.reason.is_empty() => String::new(),
            "" => format!("原来{}", old.reason),
            reason => reason.to_owned(),
        };
        why.extend(Some(reason).filter(|reason| !reason.is_empty()));
    } else if old.reason != new.reason {
        why.push(shift("原因", &old.reason, &new.reason));
    }
    let mut figure = |name: &str, of: fn(&LineState) -> &str| {
        if of(old) != of(new) {
            why.push(shift(name, of(old), of(new)));
        }
    };
    figure("身份级别", |line| &line.level);
    figure("计算基数", |line| &line.base);
    figure("比例定额", |line| &line.standard);
    if old.cuts != new.cuts {
        why.push(shift("扣减", &old.cuts.join("、"), &new.cuts.join("、")));
    }
    // A parameter is called by the item and what it decides.
    let own = format!("{}_", change.item);
    let parameters = causes.iter().filter(|cause| cause.kind == "参数" && cause.name.starts_with(&own));
    why.extend(parameters.map(|cause| shift(&format!("参数“{}”", cause.name), &cause.old, &cause.new)));
    if why.is_empty() && old.amount != new.amount {
        let amount = |line: &LineState| line.amount.map(Money::grouped).unwrap_or_default();
        why.push(shift("核算额", &amount(old), &amount(new)));
    }
    why.join("；")
}

/// Why the firm's award changed beyond its lines: it came or went, its status, the cap, what was objected and answered.
pub(super) fn of_firm(
    change: &FirmChange,
    states: (Option<&FirmState>, Option<&FirmState>),
    awards: (&Snapshot, &Snapshot),
) -> Result<String, Overflow> {
    let mut why = Vec::new();
    match states {
        (None, _) => why.push("名录里新增的企业".to_owned()),
        (_, None) => why.push("名录里没有了这家企业".to_owned()),
        (Some(old), Some(new)) => {
            for (name, value) in &new.cap {
                let before = old.cap.iter().find(|(known, _)| known == name).map_or("", |(_, value)| &**value);
                if before != value {
                    why.push(shift(name, before, value));
                }
            }
            why.extend(swallowed(old, new)?);
        }
    }
    let code = &change.code;
    let known = |one: &Snapshot, objection: &Objection| one.objections.contains(objection);
    let objections = awards.1.objections.iter().filter(|objection| objection.code == *code);
    let fresh = objections.filter(|objection| !known(awards.0, objection));
    why.extend(fresh.map(|fresh| format!("异议 {}", objection(fresh))));
    for (said, [one, other]) in [("答复", [awards.1, awards.0]), ("撤回答复", [awards.0, awards.1])] {
        let only = one.answers.iter().filter(|answer| !other.answers.contains(answer));
        let own =
            only.filter(|(_, what)| what.contains(code) || (!change.name.is_empty() && what.contains(&change.name)));
        why.extend(own.map(|(how, what)| format!("{said}“{how}”：{what}")));
    }
    Ok(why.join("；"))
}

/// What of a change of the lines the cap took back.
fn swallowed(old: &FirmState, new: &FirmState) -> Result<Option<String>, Overflow> {
    let nets = |firm: &FirmState| Money::total(firm.lines.iter().map(|line| line.net));
    let net = nets(new)?.minus(nets(old)?)?;
    let cut = new.cap_cut.minus(old.cap_cut)?;
    let back = if net.is_positive() { cut } else { Money::ZERO.minus(cut)? };
    let size = if net.is_positive() { net } else { Money::ZERO.minus(net)? };
    if !back.is_positive() || !size.is_positive() {
        return Ok(None);
    }
    let way = if net.is_positive() { "增加" } else { "减少" };
    Ok(Some(if back == size {
        format!("净额{way} {}，全部被限额抵消", size.grouped())
    } else {
        format!("净额{way} {}，限额削减跟着{way} {}", size.grouped(), back.grouped())
    }))
}

fn with(what: &str, why: &str) -> String {
    if why.is_empty() { what.to_owned() } else { format!("{what}（{why}）") }
}

fn shift(name: &str, old: &str, new: &str) -> String {
    let shown = |value: &str| if value.is_empty() { "无".to_owned() } else { figure(value) };
    format!("{name} {} → {}", shown(old), shown(new))
}

/// A bare number with separators; anything else as it is.
fn figure(value: &str) -> String {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_number { group(value) } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_told_from_the_rest_of_a_computation() {
        let words = "分段累计：第1档（0起）× 1%；第2档（超过 10）× 2% = 900.00；年度上限 500.00 −400.00；就高不重复 −50.00 = 450.00";
        assert_eq!(cuts(words), ["年度上限 500.00 −400.00", "就高不重复 −50.00"]);
        assert!(cuts("甲 10.00 − 乙 3.00 = 7.00").is_empty());
    }

    fn firm(nets: &[i64], cut: i64) -> FirmState {
        let line = |net: &i64| LineState { net: Money::yuan((*net).into()), ..LineState::default() };
        let lines = nets.iter().map(line).collect();
        FirmState { cap_cut: Money::yuan(cut.into()), lines, ..FirmState::default() }
    }

    #[test]
    fn the_cap_takes_back_all_part_or_nothing() {
        for (old, new, said) in [
            (firm(&[100], 0), firm(&[150], 50), Some("净额增加 50.00，全部被限额抵消")),
            (firm(&[100], 0), firm(&[150], 30), Some("净额增加 50.00，限额削减跟着增加 30.00")),
            (firm(&[150], 50), firm(&[100], 0), Some("净额减少 50.00，全部被限额抵消")),
            (firm(&[100], 0), firm(&[150], 0), None),
            (firm(&[100], 50), firm(&[150], 20), None),
            (firm(&[100], 0), firm(&[100], 30), None),
        ] {
            assert_eq!(swallowed(&old, &new).expect("small amounts").as_deref(), said);
        }
    }
}
