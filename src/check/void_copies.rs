//! Sheets and files that say by their names that nobody means to hand them in: they are read like any other.

use crate::finding::{Finding, Place, catalogue};
use crate::tables::Dataset;

/// Words in the name of a sheet or a file that nobody means to hand in.
const VOID: [&str; 24] = [
    "作废",
    "废弃",
    "弃用",
    "勿用",
    "不用",
    "不要",
    "停用",
    "无效",
    "待删",
    "过期",
    "旧版",
    "旧表",
    "旧数据",
    "副本",
    "备份",
    "草稿",
    "初稿",
    "未定稿",
    "样表",
    "示例",
    "修改前",
    "更正前",
    "未通过",
    "拟入选",
];
/// How such names end.
const ENDS: [&str; 3] = ["旧", "old", "bak"];

/// W342 for every sheet that was read although its name, or its file's, says it is void or a copy. Of two files that are the same it is told
/// already (W122).
#[must_use]
pub fn void_copies(data: &Dataset) -> Vec<Finding> {
    let sum = |file: &str| data.inputs.iter().find(|input| *input.file == *file).map(|input| &*input.sha256);
    let is_twice = |file: &str| data.inputs.iter().filter(|input| Some(&*input.sha256) == sum(file)).count() > 1;
    let void = data.sheets.iter().filter(|sheet| !is_twice(&sheet.file)).filter_map(|sheet| {
        let place = Place::sheet(&sheet.file, &sheet.name);
        let names = place.names().map(str::to_lowercase);
        let inside = VOID.iter().find(|word| names.iter().any(|name| name.contains(**word)));
        let said = inside.or_else(|| ENDS.iter().find(|end| names.iter().any(|name| name.ends_with(**end))))?;
        Some(Finding::new(&catalogue::VOID_READ, place, *said, ""))
    });
    void.collect()
}
