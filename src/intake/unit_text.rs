//! Where a text states a unit: in brackets, after 单位, as `以万元计`, or alone. A figure (`50万元`), a rate (`吨标准煤/万元`) and a longer
//! word (`多元`) state none.

use super::normalize::{half_width, is_blank, squeeze};
use super::unit::{Said, Unit};

/// Opening brackets and their partners, in half-width forms.
pub const BRACKETS: [(char, char); 7] =
    [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('【', '】'), ('〔', '〕'), ('《', '》')];

/// No longer text is searched: a note of a page may say the unit, a novel does not.
const LONGEST: usize = 6_000;

/// The unit of money that a text near a table states; of several that differ, unclear.
#[must_use]
pub fn stated(text: &str) -> Option<Said> {
    if text.len() > LONGEST || !may_state(text) {
        return None;
    }
    let plain = unquoted(text);
    let alone = Said::of(&squeeze(&plain).trim_matches(|c: char| !c.is_alphabetic()).replace(' ', ""));
    let all = after_unit(&plain).chain(alone.filter(|_| names_money(&plain))).chain(behind_title(&plain));
    let all = all.chain(bracketed(&plain).filter(|(segment, _)| names_money(segment)).map(|(_, said)| said));
    let said = all.chain(phrases(&plain)).filter(|said| *said != Said::Percent).reduce(Said::and);
    // What ends in 万元 and was not understood may be meant for all amounts: in doubt nothing is read in 元.
    match said {
        None | Some(Said::Money(Unit::Yuan)) if ends_in_scale(&plain) || names_factor(&plain) => Some(Said::Unclear),
        said => said,
    }
}

/// Units of more than one yuan.
const SCALES: [&str; 8] = ["万元", "萬元", "亿元", "千元", "百元", "万圆", "万人民币", "wanyuan"];

/// Does the text end in a unit of more than one yuan that stands by itself: `数据口径为万元`, `单位：人、万元`, `情况表-万元`? A figure before
/// it, a blank to be filled in (`拟补助　　万元`) and a rate (`吨标准煤/万元`) make it none.
fn ends_in_scale(plain: &str) -> bool {
    let text = plain.trim().trim_end_matches(|c: char| !c.is_alphanumeric());
    let Some(before) = SCALES.iter().find_map(|scale| text.strip_suffix(scale)) else { return false };
    match before.chars().next_back() {
        None => false,
        Some('/') => ends_a_title(before.trim_end_matches('/')),
        Some(c) if is_blank(c) || is_quantity(c) => false,
        Some('_') => !before.ends_with("__"),
        Some('每') => false,
        Some(_) => true,
    }
}

/// Is a unit said by a factor, `单位：10000元`, or in foreign words?
fn names_factor(plain: &str) -> bool {
    let text: String = squeeze(plain).chars().filter(|c| *c != ',' && *c != '，').collect();
    let lower = text.to_lowercase();
    let behind =
        |lead: &str| lower.split_once(lead).map(|(_, rest)| rest.trim_start_matches([':', '(', '=', '为']).to_owned());
    ["单位", "unit"].into_iter().filter_map(behind).any(|rest| {
        let rest = rest.split([')', ';', '。', ' ']).next().unwrap_or_default().to_owned();
        is_factor(&rest)
            || (rest.contains("yuan") && rest != "yuan")
            || SCALES.contains(&&*rest) && lower.contains("unit")
            || is_scaled_currency(&rest)
    })
}

/// Is it money by the ten thousand in words that are not ours: `人民币(万`, `10k rmb`?
fn is_scaled_currency(text: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let short = text.chars().count() <= 10 && !text.contains('/') && Said::of(text).is_none();
    short && has(&["币", "rmb", "yuan", "元"]) && has(&["万", "千", "亿", "wan", "10k"])
}

/// A factor and 元 and nothing else: `10000元`, `×10^4元`, `1万元`.
fn is_factor(text: &str) -> bool {
    let text = text.trim_start_matches(['×', 'x', '*', '￥', '¥']);
    let factor = text.strip_suffix('元').unwrap_or_default().trim_end_matches(['万', '千', '百', '亿']);
    let is_digit = |c: char| c.is_ascii_digit() || "^⁰¹²³⁴⁵⁶⁷⁸⁹*×".contains(c);
    factor.starts_with('1')
        && factor.chars().all(is_digit)
        && factor.chars().filter(|c| "23456789".contains(*c)).count() <= 1
}

/// Is it a unit of more than one yuan, put in a way that is not ours: `￥万`, `万元/年`, `10000元`?
fn is_odd_unit(inside: &str) -> bool {
    let bare = inside.trim_start_matches(['￥', '¥', '$']);
    let of_currency = bare.len() < inside.len() && ["万", "千", "亿", "万元"].contains(&bare);
    let of_time = SCALES.iter().any(|scale| inside.strip_prefix(scale).is_some_and(|rest| rest.starts_with('/')));
    of_currency || of_time || (is_factor(inside) && inside != "1元")
}

/// The unit that the name of a sheet or a file states, also at its end: `税收万元`, `加计扣除-元`.
#[must_use]
pub fn in_name(name: &str) -> Option<Said> {
    let plain = squeeze(name);
    let last =
        plain.trim_end_matches(['表', '版']).rsplit(['-', '_', '、', ',', '.', '(', ')']).next().unwrap_or_default();
    let at_end = ["万元", "萬元", "千元", "亿元"].into_iter().find_map(|unit| {
        let before = last.strip_suffix(unit)?;
        let ends_word = before.chars().next_back().is_none_or(|c| c.is_alphabetic() && !is_quantity(c));
        ends_word.then(|| Said::of(unit)).flatten()
    });
    let said = stated(name);
    let known = said.filter(|said| *said != Said::Unclear);
    known.or(at_end).or(said).or_else(|| Said::of(last).filter(|_| names_money(last)))
}

/// What the explanations in a header's brackets and its other lines say.
#[must_use]
pub fn in_header(text: &str) -> Option<Said> {
    let plain = unquoted(text);
    let lines = plain.split('\n').skip(1).filter_map(|line| Said::of(&squeeze(line)));
    bracketed(&plain)
        .map(|(_, said)| said)
        .chain(after_unit(&plain))
        .chain(lines)
        .chain(phrases(&plain))
        .reduce(Said::and)
        .or_else(|| insides(&plain).any(|inside| is_odd_unit(&inside)).then_some(Said::Unclear))
}

/// In half-width forms, without quotation marks.
fn unquoted(text: &str) -> String {
    text.chars().map(half_width).filter(|c| !"“”‘’\"'「」『』".contains(*c)).collect()
}

/// The unit behind a title: `税收情况表 万元`.
fn behind_title(plain: &str) -> Option<Said> {
    let (title, unit) = plain.trim().rsplit_once(is_blank)?;
    Said::of(unit).filter(|_| ends_a_title(title.trim()) && names_money(unit))
}

/// Does a text end as titles of tables do?
fn ends_a_title(text: &str) -> bool {
    ["表", "册", "单", "账", "情况", "统计", "汇总", "明细"].iter().any(|end| text.ends_with(end))
}

/// Could the text state a unit at all? A quick look.
fn may_state(text: &str) -> bool {
    ["元", "圆", "币", "yuan", "Yuan", "YUAN", "RMB", "rmb"].iter().any(|word| text.contains(word))
        || (text.contains("单") && text.contains("位"))
}

/// Is it a unit of money by its own words, rather than 分 or 万, which may count anything?
fn names_money(text: &str) -> bool {
    text.contains(['元', '圆', '圓', '币'])
}

/// A character by which an amount is counted, so that a unit behind it belongs to a figure: `过亿元`, `十万元`.
fn is_quantity(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百千万亿两几数多余过超逾近约达满每壹贰叁肆伍陆柒捌玖".contains(c)
}

/// What stands after 单位, as far as it is a unit: `单位：万元`, `金额单位为元`.
fn after_unit(plain: &str) -> impl Iterator<Item = Said> + '_ {
    plain.match_indices('单').filter_map(|(at, _)| {
        let rest = plain[at + '单'.len_utf8()..].trim_start_matches(is_blank).strip_prefix('位')?;
        let rest = rest.trim_start_matches(is_blank).trim_start_matches([':', '为', '是', '(', '均']);
        let rest = rest.trim_start_matches(is_blank);
        // The word ends where letters end; blanks inside (`万 元`) do not end it unless no unit stands before them.
        let end = rest.find(|c: char| !c.is_alphabetic() && !is_blank(c) && c != '%' && c != '/').unwrap_or(rest.len());
        let words: Vec<&str> = rest[..end].split(is_blank).filter(|word| !word.is_empty()).collect();
        (1..=words.len()).rev().find_map(|n| of_pair(&words[..n].concat()))
    })
}

/// A unit, or several beside each other: `元/%`, `万元/元`.
fn of_pair(word: &str) -> Option<Said> {
    Said::of(word).or_else(|| {
        let both: Option<Vec<Said>> = word.split('/').map(Said::of).collect();
        both?.into_iter().filter(|said| *said != Said::Percent).reduce(Said::and)
    })
}

/// What stands in brackets, alone or among other words, with the words.
fn bracketed(plain: &str) -> impl Iterator<Item = (String, Said)> + '_ {
    insides(plain).flat_map(|inside| {
        segments(&inside).filter_map(|segment| Some((segment.to_owned(), of_pair(segment)?))).collect::<Vec<_>>()
    })
}

/// What stands in brackets.
pub fn insides(plain: &str) -> impl Iterator<Item = String> + '_ {
    plain.char_indices().filter_map(|(at, c)| {
        let (_, close) = BRACKETS.into_iter().find(|(open, _)| *open == c)?;
        let inside = &plain[at + c.len_utf8()..];
        Some(squeeze(&inside[..inside.find(close)?]).into_owned())
    })
}

/// The parts of an explanation.
fn segments(inside: &str) -> impl Iterator<Item = &str> {
    inside.split([',', '，', '、', ';', '；', '。', '|', '\n']).map(str::trim)
}

/// `以万元计`, `万元为单位`, `均为万元` in running text.
fn phrases(plain: &str) -> impl Iterator<Item = Said> + '_ {
    let parts = plain.split([',', '、', ';', '。', ':', '!', '\n', '(', ')']);
    parts.filter(|part| names_money(part)).filter_map(|part| {
        let part = squeeze(part);
        let with_lead = ["以", "按", "均为", "均用", "单位"]
            .into_iter()
            .flat_map(|lead| part.match_indices(lead).map(move |(at, _)| at + lead.len()))
            .map(|at| &part[at..]);
        let led = with_lead.filter_map(|rest| {
            let ends = ["计", "为", "填", "列", "表示", "统计", "口径"].into_iter().filter_map(|tail| rest.find(tail));
            let word = ends.min().map_or(rest, |end| &rest[..end]);
            Said::of(word)
        });
        let before_unit = part.find("为单位").map(|at| &part[..at]).and_then(|before| {
            let units = ["亿元", "千元", "万元", "萬元", "元"];
            let unit = units.into_iter().find(|unit| before.ends_with(unit))?;
            let figure = before.strip_suffix(unit)?.chars().next_back().is_some_and(is_quantity);
            if figure { None } else { Said::of(unit) }
        });
        led.chain(before_unit).next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAN: Option<Said> = Some(Said::Money(Unit::Wan));
    const YUAN: Option<Said> = Some(Said::Money(Unit::Yuan));

    #[test]
    fn unit_rows_titles_and_notes_are_understood() {
        for text in [
            "单位：万元",
            "单位:万元",
            "（单位：万元）",
            "金额单位：人民币万元",
            "单 位：万 元",
            "单位　万元",
            "填报单位：临清市科技局　　单位：万元",
            "2022年度汇总表（单位：万元）",
            "2022年度汇总表（万元）",
            "单位：万元、%",
            "填报日期：2022年12月20日单位：万元",
            "单位：萬元",
            "万元",
            "（万元）",
            "金额以万元计",
            "注：本表金额均以万元为单位。",
            "注：1.金额单位为万元；2.数据截至12月。",
            "说明：金额按万元填报，保留两位小数",
            "合计（万元）",
            "表中数据以万元为单位",
            "以上金额均为万元",
            "以下金额均以万元计",
            "表内数字以“万元”为单位",
            "研发费用加计扣除明细表　万元",
            "（RMB 万元）",
            "单位（万元）",
        ] {
            assert_eq!(stated(text), WAN, "{text}");
        }
        for text in ["单位：元", "单位:元", "单位：元 制表人：张三", "单位：元/%", "元", "合计（元）", "金额以元计"]
        {
            assert_eq!(stated(text), YUAN, "{text}");
        }
        for text in [
            "单位：千元",
            "单位：亿元",
            "单位：元 单位：万元",
            "单位：美元",
            "单位：元/万元",
            "（亿元）",
            "金额以千元计",
            // Not in any way we know, but it may be meant for all.
            "单位：人、万元",
            "单位：%，万元",
            "面积：亩；金额：万元",
            "单位;万元",
            "单位∶万元",
            "单位=万元",
            "数据口径为万元",
            "金额口径：万元",
            "币种：万元",
            "Unit：万元",
            "填写说明：金额填万元",
            "科技副总情况表-万元",
            "科技副总情况表_万元",
            "科技副总情况表/万元",
            "保留两位小数，万元",
            "单位：港币万元",
            "单位：元、万元",
            "单位：1万元",
            "单位：10000元",
            "单位：wan yuan",
            "(Unit: 10,000 yuan)",
            "单位：人民币（万）",
            "单位：wan元",
            "Unit: 10k RMB",
        ] {
            assert_eq!(stated(text), Some(Said::Unclear), "{text}");
        }
    }

    #[test]
    fn no_text_longer_than_a_note_is_searched() {
        let long = |length: usize| format!("{}。单位：万元", "a".repeat(length - "。单位：万元".len()));
        assert_eq!((stated(&long(LONGEST)), stated(&long(LONGEST + 1))), (WAN, None));
    }

    #[test]
    fn figures_rates_and_longer_words_state_nothing() {
        for text in [
            "填报单位：临清市科技局",
            "单位能耗",
            "单位：家",
            "单位：元宝山镇",
            "2022年度汇总表",
            "单位：%",
            "",
            "50万元以上的项目",
            "产值过亿元的企业（过亿元）",
            "单位能耗（吨标准煤/万元）",
            "多元化投入",
            "（含50万元）",
            "合计人民币（大写）：　　　元",
            "拟补助　　万元",
            "投资总额3000万元",
            "（分）",
            "每万元产值",
            "奖励不超过20万元，按规定执行",
            "元旦前报送",
            "注册资本：____万元",
            "产值过亿元",
            "奖励最高不超过三十万元",
            "单位：10家",
        ] {
            assert_eq!(stated(text), None, "{text}");
        }
    }

    #[test]
    fn a_sheets_name_may_end_in_its_unit() {
        for name in ["税收（万元）", "税收万元", "税收-万元", "税收_万元", "万元", "加计扣除万元表", "单位万元"]
        {
            assert_eq!(in_name(name), WAN, "{name}");
        }
        assert_eq!(in_name("税收(元)"), YUAN);
        assert_eq!(in_name("税收-元"), YUAN);
        assert_eq!(in_name("税收（亿元）"), Some(Said::Unclear));
        for name in ["过亿元企业", "产值超50万元", "产值过十万元", "税收地方财力", "多元", "公元", "Sheet1"]
        {
            assert_eq!(in_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_header_may_say_it_among_other_words() {
        for text in [
            "金额（万元，保留两位小数）",
            "金额（单位：万元；含其他费用）",
            "金额（W元）",
            "金额\n以万元计",
            "金额（含税）（万元）",
        ] {
            assert_eq!(in_header(text), WAN, "{text}");
        }
        for text in [
            "金额（千元，含税）",
            "金额（元）（万元）",
            "金额（万）",
            "金额（元/万元）",
            "金额（10000元）",
            "金额（×10000元）",
            "金额（10^4元）",
            "金额（×10⁴元）",
            "金额（￥万）",
            "金额（万元/年）",
        ] {
            assert_eq!(in_header(text), Some(Said::Unclear), "{text}");
        }
        assert_eq!(in_header("金额（不超过50万元）"), None);
        assert_eq!(in_header("金额（含多元投入）"), None);
    }
}
