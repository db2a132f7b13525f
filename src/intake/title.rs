//! The year that a sheet's title names, beside the year of its rows: last year's list under the name of a table would be taken for this year's.

use super::header_buffer::{BufferedRow, above};
use super::normalize::squeeze;
use crate::finding::Place;
use crate::tables::Title;

/// Words of a text that names a day, a document or a form rather than what the table is about.
const NO_TITLES: [&str; 12] =
    ["日期", "时间", "填报", "填表", "制表", "打印", "截至", "截止", "号", "文件", "通知", "修订"];

/// The title nearest to the table that names a year: a row above the header, whose first row is `top`, before the sheet's name and that before
/// the file's.
#[must_use]
pub fn title(sheet: &Place, rows: &[BufferedRow], top: u32) -> Option<Title> {
    let mut above = above(rows, top).filter_map(|(row, cell)| {
        let text = cell.text()?;
        Some(Title { cell: Some((row, cell.column)), text: text.trim().into(), year: year(text, false)? })
    });
    let mut named = sheet
        .names()
        .into_iter()
        .filter_map(|name| Some(Title { cell: None, text: name.into(), year: year(name, true)? }));
    above.next().or_else(|| named.next())
}

/// The last year that a title names: `2021年度`, `2020-2021年`; a name may do without 年.
fn year(text: &str, is_name: bool) -> Option<i32> {
    let text = squeeze(text);
    if NO_TITLES.iter().any(|word| text.contains(word)) {
        return None;
    }
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|known| known == c || (c == '零' && known == '〇'));
    let plain: String =
        text.chars().map(|c| digit(c).map_or_else(|| c.to_string(), |digit| digit.to_string())).collect();
    let mut last = None;
    let mut rest = &*plain;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = &rest[at..];
        let length = run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        let (digits, behind) = run.split_at(length);
        rest = behind;
        // 2021年12月 is a day of the year, not the year.
        let is_year = behind.strip_prefix('年').is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_digit()));
        let year = digits.parse::<i32>().ok().filter(|year| length == 4 && (1990..=2100).contains(year));
        last = last.max(year.filter(|_| is_year || is_name));
    }
    last
}

#[cfg(test)]
mod tests {
    use super::year;

    #[test]
    fn the_year_of_a_title() {
        for (text, found, in_name) in [
            ("2021年度规上企业名录", Some(2021), Some(2021)),
            ("临清市 2021 年企业名录", Some(2021), Some(2021)),
            ("二〇二一年度企业名录", Some(2021), Some(2021)),
            ("二零二一年企业名录", Some(2021), Some(2021)),
            ("2020-2022年企业名录", Some(2022), Some(2022)),
            ("2022年（含2021年）企业名录", Some(2022), Some(2022)),
            ("企业名录2021", None, Some(2021)),
            ("2021", None, Some(2021)),
            ("2021年12月企业名录", None, Some(2021)),
            ("填报日期：2021年", None, None),
            ("临政字〔2021〕37号（2021年）", None, None),
            ("2021年修订", None, None),
            ("企业名录20211231", None, None),
            ("企业名录", None, None),
            ("3021年名录", None, None),
            ("一般企业名录", None, None),
        ] {
            assert_eq!((year(text, false), year(text, true)), (found, in_name), "{text}");
        }
    }
}
