//! Names and numbers that nearly agree: too near to be passed over in silence, not near enough to be taken for the same.

use strsim::damerau_levenshtein;

/// Fewer characters than these say too little to call two names near.
const SHORTEST: usize = 4;

/// Is one number or name of a record probably a slip of the other? Both in their canonical form, and not equal.
///
/// Numbers that differ in digits are usually two records of one series, so digits have to agree but for two that changed places.
#[must_use]
pub(super) fn records(one: &str, other: &str) -> bool {
    let (typed, other_typed) = (one, other);
    let (one, other) = (bare(one), bare(other));
    if one == other || numbers(typed) == numbers(other_typed) && letters(typed) == letters(other_typed) {
        return true;
    }
    let shorter = one.chars().count().min(other.chars().count());
    if shorter < SHORTEST {
        return false;
    }
    // Cut off at either end, or written with a word more.
    if one.ends_with(&other) || other.ends_with(&one) || one.starts_with(&other) || other.starts_with(&one) {
        return true;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (first, second) = (digits(typed), digits(other_typed));
    // A name with a digit or two is a name still.
    let is_number = first.len() >= 3;
    if first != second {
        return is_number && first.len() == second.len() && swapped(&first, &second);
    }
    let slips = || damerau_levenshtein(&one, &other) <= (shorter / 4).max(1);
    is_number || slips() || is_within(&one, &other) || is_within(&other, &one)
}

/// Is one title of a document probably the other, shortened or miswritten? Both in their canonical form, and not equal.
#[must_use]
pub(super) fn titles(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    let (short, long) =
        (one.chars().count().min(other.chars().count()), one.chars().count().max(other.chars().count()));
    if short < SHORTEST {
        return one == other;
    }
    let contained = one.contains(&other) || other.contains(&one);
    contained || damerau_levenshtein(&one, &other) * 3 <= long
}

/// The numbers in a text, without leading zeros.
fn numbers(text: &str) -> Vec<&str> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.map(|run| run.trim_start_matches('0')).collect()
}

/// What is neither a digit nor a sign.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii_digit()).collect()
}

/// Letters, digits and characters alone, those that look like digits as digits.
fn bare(text: &str) -> String {
    let plain = |c: char| match c {
        'O' => '0',
        'I' | 'L' => '1',
        'S' => '5',
        'B' => '8',
        other => other,
    };
    text.chars().filter(|c| c.is_alphanumeric()).map(plain).collect()
}

/// Has `long` the characters of `short` in their order, and not many others?
fn is_within(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c)) && short.chars().count() * 5 >= long.chars().count() * 3
}

/// Do two numbers differ by two neighbours that changed places?
fn swapped(one: &str, other: &str) -> bool {
    let differing: Vec<usize> =
        one.bytes().zip(other.bytes()).enumerate().filter(|(_, (a, b))| a != b).map(|(i, _)| i).collect();
    let [first, second] = differing[..] else { return false };
    let (one, other) = (one.as_bytes(), other.as_bytes());
    second == first + 1 && one[first] == other[second] && one[second] == other[first]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_a_number_are_near_and_a_series_is_not() {
        for (one, other) in [
            ("JS2021-0001", "JS20210001"),
            ("JS2021-0001", "J52021-0001"),
            ("KJ2O21-017", "KJ2021-017"),
            ("2021-0001", "JS2021-0001"),
            ("JS2021-12", "JS2021-0012"),
            // Cyrillic letters that look like JS.
            ("\u{408}\u{405}2021-0001", "JS2021-0001"),
            ("JS2021-0001号", "JS2021-0001"),
            ("JS2021-0012", "JS2021-0021"),
            ("鲁科字(2021)66号", "鲁科(2021)66号"),
            ("临清轴承孵化器", "临清轴承孵化园"),
            ("临清轴承科技孵化器", "临清轴承科创孵化器"),
            ("临清轴承孵化器", "临清轴承科技孵化器"),
            ("临清轴承孵化器", "临清市临清轴承孵化器"),
            // Cut off, with other digits for it.
            ("JS2021-00012", "JS2021-0001"),
            ("12021-0001", "2021-0001"),
            // The shortest names, the fewest digits of a number, and the most that may be between.
            ("甲孵化器", "乙孵化器"),
            ("JSGC-123", "KJAB-123"),
            ("甲乙丙丁戊己", "甲子乙丑丙寅丁卯戊己"),
        ] {
            assert!(records(one, other) && records(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("JS2021-0001", "JS2022-0001"),
            ("JS2021-0001", "JS2021-0002"),
            ("X1", "X2"),
            ("韩栋", "韩东"),
            ("甲孵化器", "乙孵化园"),
            ("第1孵化器", "第2孵化器"),
            ("GR202137000011", "GR202137000012"),
            ("孵化器", "孵化园"),
            ("第12孵化器", "第21孵化器"),
            ("甲乙丙丁", "甲子乙丑丙寅丁卯"),
            ("甲乙丙丁戊己", "子丑寅卯辰巳午未申酉"),
            // Digits that did not change places with their neighbours.
            ("JS2021-1002", "JS2021-2001"),
            ("JS2021-0012", "JS2021-0034"),
            ("JS2021-0012", "JS2021-0023"),
            ("JS2021-0012", "JS2021-0031"),
        ] {
            assert!(!records(one, other) && !records(other, one), "{one} {other}");
        }
    }

    #[test]
    fn a_title_shortened_or_miswritten_is_near() {
        let named = "临清市关于支持轴承产业创新发展实施方案(试行)";
        for near in [
            "临清市关于支持轴承产业创新发展实施方案",
            "关于支持轴承产业创新发展的实施方案",
            "临清市关于支持轴承产业创新发展的实施意见(试行)",
            "支持轴承产业创新发展实施方案(试行)",
            "实施方案",
        ] {
            assert!(titles(named, near) && titles(near, named), "{near}");
        }
        assert!(titles("甲乙丙丁戊己庚辛壬", "甲乙丙丁戊己子丑寅") && !titles("甲乙丙丁戊己庚辛", "甲乙丙丁戊子丑寅"));
        for other in ["山东省企业研究开发财政补助", "聊城市支持科技创新若干政策", "某政策", ""]
        {
            assert!(!titles(named, other), "{other}");
        }
    }
}
