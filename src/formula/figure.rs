//! Figures as a policy file and its formulas write them, and as people write them by mistake.

use rust_decimal::Decimal;

/// No figure of a policy is larger: what is worked out from two of them, or shown a hundredfold, stays within a decimal's range.
pub(crate) const LARGEST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// A plain decimal: digits, at most one point, a sign. Nothing a float or a programmer would write.
pub(crate) fn plain(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits(whole) && all_digits(fraction)).then(|| Decimal::from_str_exact(text).ok()).flatten()
}

/// A figure that is written as people write it, and how a policy file writes it: `15万` is `150000`.
pub(crate) fn meant(written: &str) -> Option<String> {
    if plain(written).is_some() {
        return None;
    }
    let digits: String =
        written.trim_end_matches('元').chars().filter(|c| !matches!(c, ',' | '，' | '_' | ' ')).collect();
    let (digits, unit) = match digits.strip_suffix('万') {
        Some(digits) => (digits, 10_000),
        None => digits.strip_suffix('亿').map_or((&*digits, 1), |digits| (digits, 100_000_000)),
    };
    let value = plain(digits)?.checked_mul(Decimal::from(unit))?.normalize();
    (!value.is_sign_negative()).then(|| format!("“{written}”不是数，写 {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_figure_is_digits_and_a_point_between_them() {
        for good in ["0", "15", "-15", "0.5", "-0.25"] {
            assert_eq!(plain(good).map(|value| value.to_string()).as_deref(), Some(good));
        }
        for bad in ["", "-", "+5", "--5", ".5", "5.", ".", "1_000", "1_0.5", "0.1_5", "1e5", "1.2.3", "五", " 5"] {
            assert_eq!(plain(bad), None, "{bad}");
        }
    }
}
