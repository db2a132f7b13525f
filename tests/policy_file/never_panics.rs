//! Whatever the file, the loader answers.

use jiangbu::policy::{BUILT_IN, Policy};
use proptest::prelude::*;

/// Loads `text` and writes out what is said of it.
fn answers(text: &str) {
    if let Err(error) = Policy::load(text, "policy.toml") {
        let said = error.to_string();
        assert!(said.contains("policy.toml:"), "no place: {said}");
    }
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_file_cut_short_is_refused_with_a_place(at in 0..BUILT_IN.len()) {
        answers(&BUILT_IN[..boundary(BUILT_IN, at)]);
    }

    #[test]
    fn lines_left_out_or_moved_are_answered(mut gone in prop::collection::vec(0usize..900, 1..6), to in 0usize..900) {
        let mut lines: Vec<&str> = BUILT_IN.lines().collect();
        gone.iter_mut().for_each(|line| *line %= lines.len());
        let moved = lines.remove(gone[0] % lines.len());
        lines.insert(to % lines.len(), moved);
        for line in gone {
            lines.remove(line % lines.len());
        }
        answers(&lines.join("\n"));
    }

    #[test]
    fn any_text_in_place_of_any_other_is_answered(
        at in 0..BUILT_IN.len(),
        length in 0usize..40,
        new in prop::sample::select(vec![
            "", "\"", "'", "'''", "[", "]", "{", "}", "=", "0", "-1", "1e9", "99999999999999999999999999999999", "年度", "AND(", ")",
            "\n", "\u{0}", "nan", "true", "[[item]]", "产值", "/0", "%", "类别", "\\u0000", "🀄", "((((((((((((((((((((((((((((((((((((",
        ]),
    ) {
        let (start, end) = (boundary(BUILT_IN, at), boundary(BUILT_IN, at + length));
        answers(&format!("{}{new}{}", &BUILT_IN[..start], &BUILT_IN[end.max(start)..]));
    }

    #[test]
    fn any_formula_is_answered(formula in "[()+*/<>=,%\"0-9a-zA-Z年度产值研发投入AND OR!:#@\\[\\]{}.-]{0,60}") {
        let quoted = formula.replace(['\\', '\''], "");
        answers(&BUILT_IN.replacen("'轴承工业企业=\"是\"'", &format!("'{quoted}'"), 1));
    }
}

#[test]
fn absurd_files_are_answered() {
    for text in ["", "[policy]", "\u{feff}", "table = []", "item = []\ntable = []", "x = 1"] {
        answers(text);
    }
    for deep in ["(", "-", "NOT(", "IF(", "{", "1+", "[@", "\"", "'"] {
        let formula = deep.repeat(20_000);
        answers(&BUILT_IN.replacen("产值>产值门槛", &formula.replace('\'', "’"), 1));
    }
    answers(&BUILT_IN.replacen("[policy]", &"[".repeat(50_000), 1));
    answers(&format!("a = {}", "[".repeat(50_000)));
}
