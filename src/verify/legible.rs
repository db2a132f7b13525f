//! Columns and rows that cannot be read as they should be, and those that push others out of sight.

use super::align::Fate;
use super::divergence::{Divergence, Kind};
use super::sheets::Pair;
use crate::finding::column_letters;

impl Pair<'_> {
    /// Columns and rows that cannot be read: hidden, too narrow, too low.
    pub fn around(&self, found: &mut Vec<Divergence>) {
        let sheet = &*self.given.name;
        let quoted = |header: Option<&String>| header.map(|header| format!("“{header}”")).unwrap_or_default();
        for column in &self.columns.1 {
            let said = Divergence::new(Kind::ColumnRemoved, sheet, column_letters(*column));
            found.push(said.with(quoted(self.headers.0.get(column)), ""));
        }
        for column in &self.columns.2 {
            let said = Divergence::new(Kind::ColumnAdded, sheet, column_letters(*column));
            found.push(said.with("", quoted(self.headers.1.get(column))));
        }
        let (Some(ours), Some(theirs)) = (&self.scans.0.columns, &self.scans.1.columns) else { return };
        let width = self.scans.0.width.max(self.scans.1.width);
        let mut hidden = Vec::new();
        for new in 0..width {
            let old = self.columns.0.before(new);
            let (Some(old), at) = (old.map(|old| old as usize), new as usize) else { continue };
            if self.columns.2.contains(&new) {
                continue;
            }
            let place = column_letters(new);
            if theirs.hidden[at] != ours.hidden[old] {
                hidden.push(place.clone());
            }
            if narrower(ours.width[old], theirs.width[at]) {
                let narrow = Divergence::new(Kind::ColumnsHidden, sheet, &*place);
                found.push(
                    narrow.with(format!("列宽 {}", ours.width[old]), format!("列宽 {}，看不全", theirs.width[at])),
                );
            }
            if wider(ours.width[old], theirs.width[at]) && !theirs.hidden[at] {
                let wide = Divergence::new(Kind::Setting("列宽"), sheet, &*place);
                found.push(wide.with(ours.width[old].to_string(), theirs.width[at].to_string()));
            }
            if theirs.outline[at] != ours.outline[old] {
                let level = |level: u8| format!("第 {level} 级");
                let outline = Divergence::new(Kind::Setting("列的分级"), sheet, &*place);
                found.push(outline.with(level(ours.outline[old]), level(theirs.outline[at])));
            }
        }
        if !hidden.is_empty() {
            let columns = Divergence::new(Kind::ColumnsHidden, sheet, "");
            found.push(columns.with("不隐藏", format!("隐藏了 {} 列", hidden.join("、"))));
        }
        self.heights(found);
    }

    fn heights(&self, found: &mut Vec<Divergence>) {
        let sheet = &*self.given.name;
        let [mut hidden, mut low, mut high, mut levels, mut grounds] = [const { Vec::new() }; 5];
        for fate in &self.fates {
            let (Fate::Pair(old, new) | Fate::Moved(old, new)) = *fate else { continue };
            let (ours, theirs) = (&self.scans.0.marks[old], &self.scans.1.marks[new]);
            let row = theirs.sign.row + 1;
            if ours.hidden != theirs.hidden {
                hidden.push(row);
            } else if !theirs.hidden
                && theirs.height.is_some_and(|height| narrower(ours.height.unwrap_or(15.0), height))
            {
                low.push(row);
            } else if theirs.height.is_some_and(|height| wider(ours.height.unwrap_or(15.0), height)) {
                high.push(row);
            }
            if ours.outline != theirs.outline {
                levels.push(row);
            }
            if ours.ground != theirs.ground {
                grounds.push(row);
            }
        }
        for (rows, words, kind) in [
            (hidden, ("不隐藏", "隐藏了"), Kind::LinesHidden),
            (low, ("看得全", "行高改小，看不全："), Kind::LinesHidden),
            (high, ("和内容相称", "行高改得很大："), Kind::Setting("行高")),
            (levels, ("不分级", "分了级或显示注音："), Kind::Setting("行的分级")),
            (grounds, ("没有单元格的地方也不着色", "改了"), Kind::Setting("整行的底色")),
        ] {
            if !rows.is_empty() {
                let said = Divergence::new(kind, sheet, "");
                found.push(said.with(words.0, format!("{} {} 行", words.1, stretches(&rows))));
            }
        }
    }
}

/// Too narrow or too low for what should be read; what programs round does not count.
#[allow(clippy::float_arithmetic, reason = "widths are no amounts")]
fn narrower(expected: f32, given: f32) -> bool {
    given < expected * 0.8 - 0.5
}

/// So wide or high that what is beside or below goes out of sight, or the printed page shrinks.
#[allow(clippy::float_arithmetic, reason = "widths are no amounts")]
fn wider(expected: f32, given: f32) -> bool {
    given > expected * 2.0 + 30.0
}

/// `3、5–9`.
fn stretches(rows: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => parts.push((*row, *row)),
        }
    }
    let part = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    parts.iter().map(part).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_narrow_and_too_wide() {
        for (expected, given, narrow, wide) in [
            (10.0, 10.0, false, false),
            (10.0, 7.5, false, false),
            (10.0, 7.4, true, false),
            (10.0, 0.0, true, false),
            (10.0, 50.0, false, false),
            (10.0, 50.1, false, true),
            (0.0, 0.0, false, false),
            (0.5, 0.0, false, false),
        ] {
            assert_eq!((narrower(expected, given), wider(expected, given)), (narrow, wide), "{expected} {given}");
        }
    }

    #[test]
    fn rows_in_stretches() {
        for (rows, said) in
            [(&[3][..], "3"), (&[3, 4], "3–4"), (&[1, 3, 5, 6, 7, 9], "1、3、5–7、9"), (&[5, 4], "5、4"), (&[], "")]
        {
            assert_eq!(stretches(rows), said);
        }
    }
}
