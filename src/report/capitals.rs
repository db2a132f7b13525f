//! Amounts in capital characters (人民币大写), by the central bank's rules for payment papers (《支付结算办法》附件一).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::money::{Money, Rounding};

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// The units, from the highest. Beyond 亿 they repeat: 万亿 is 万 of 亿.
const UNITS: [(u128, &str); 5] = [(100_000_000, "亿"), (10_000, "万"), (1_000, "仟"), (100, "佰"), (10, "拾")];

/// `money` in capitals, as it stands on a payment paper: `人民币壹仟肆佰零玖元伍角`.
#[must_use]
pub fn capitals(money: Money) -> String {
    let fen = (money.rounded(Rounding::HalfUp).as_yuan() * Decimal::ONE_HUNDRED).abs();
    // Amounts are bounded at intake, far below this.
    let fen = fen.to_u128().unwrap_or(u128::MAX);
    let sign = if money.is_negative() && fen > 0 { "负" } else { "" };
    format!("人民币{sign}{}", of_fen(fen))
}

/// The capitals of `money` as a formula, as long as the amount in `cell` is the one they were written for, and its result: a paper must
/// never show two amounts.
pub(super) fn live(cell: &str, money: Money) -> (String, String) {
    let words = capitals(money);
    let formula = format!("IF({cell}={},\"{words}\",\"金额已变动，请重新核算\")", money.as_yuan().normalize());
    (formula, words)
}

fn of_fen(fen: u128) -> String {
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut out = String::new();
    if yuan > 0 || (jiao, fen) == (0, 0) {
        out.push_str(&whole(yuan));
        out.push('元');
    }
    if (jiao, fen) == (0, 0) {
        out.push('整');
        return out;
    }
    // A zero before the decimals is read where 角 is nothing, and, as the rules allow, where the yuan end in nothing.
    if yuan > 0 && (jiao == 0 || yuan % 10 == 0) {
        out.push_str(DIGITS[0]);
    }
    if jiao > 0 {
        out.push_str(digit(jiao));
        out.push('角');
    }
    if fen > 0 {
        out.push_str(digit(fen));
        out.push('分');
    }
    out
}

/// A whole number: its highest unit, then the rest, with one 零 where the rest begins further down.
fn whole(number: u128) -> String {
    let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| *unit <= number) else {
        return digit(number).to_owned();
    };
    let rest = number % unit;
    let gap = if rest > 0 && rest < unit / 10 { DIGITS[0] } else { "" };
    let rest = if rest > 0 { whole(rest) } else { String::new() };
    format!("{}{name}{gap}{rest}", whole(number / unit))
}

fn digit(number: u128) -> &'static str {
    usize::try_from(number).ok().and_then(|number| DIGITS.get(number)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples of the rules, then a zero in every position.
    const EXAMPLES: &str = "
        1409.50 壹仟肆佰零玖元伍角
        6007.14 陆仟零柒元壹角肆分
        1680.32 壹仟陆佰捌拾元零叁角贰分
        107000.53 壹拾万柒仟元零伍角叁分
        16409.02 壹万陆仟肆佰零玖元零贰分
        325.04 叁佰贰拾伍元零肆分
        10000 壹万元整
        0 零元整
        0.01 壹分
        0.10 壹角
        0.58 伍角捌分
        1 壹元整
        1.05 壹元零伍分
        10 壹拾元整
        10.50 壹拾元零伍角
        11 壹拾壹元整
        20.03 贰拾元零叁分
        101 壹佰零壹元整
        110 壹佰壹拾元整
        1001 壹仟零壹元整
        1010 壹仟零壹拾元整
        1100 壹仟壹佰元整
        10001 壹万零壹元整
        10010 壹万零壹拾元整
        10100 壹万零壹佰元整
        11000 壹万壹仟元整
        100000 壹拾万元整
        100001 壹拾万零壹元整
        101000 壹拾万壹仟元整
        1000000 壹佰万元整
        1000100 壹佰万零壹佰元整
        1010000 壹佰零壹万元整
        10000000 壹仟万元整
        10010000 壹仟零壹万元整
        10500.60 壹万零伍佰元零陆角
        20080009.07 贰仟零捌万零玖元零柒分
        100000000 壹亿元整
        100000001 壹亿零壹元整
        100005000 壹亿零伍仟元整
        100500000 壹亿零伍拾万元整
        110000000 壹亿壹仟万元整
        1234567890.12 壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分
        9999999999.99 玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分
        1000000000000 壹万亿元整
    ";

    fn of(yuan: &str) -> String {
        capitals(Money::yuan(yuan.parse().expect("an amount")))
    }

    #[test]
    fn published_examples() {
        for line in EXAMPLES.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (yuan, words) = line.split_once(' ').expect("an amount and its capitals");
            assert_eq!(of(yuan), format!("人民币{words}"), "{yuan}");
        }
        assert_eq!(of("-3.20"), "人民币负叁元贰角");
    }

    #[test]
    fn no_two_amounts_share_their_capitals() {
        let all: std::collections::HashSet<String> = (0..200_000u128).map(of_fen).collect();
        assert_eq!(all.len(), 200_000);
        assert!(all.iter().all(|words| !words.contains("零零") && !words.contains("零元零")));
    }
}
