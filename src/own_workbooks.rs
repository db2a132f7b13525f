//! What the program's own workbooks look like, so that one left among the data is known again, also re-saved by another program, and nothing
//! else is taken for one: every sheet must be one of these, by its name and by the title in its first cell.

/// What is put behind the title of every sheet of a draft.
pub const DRAFT: &str = "（草稿）";

/// The sheet beside a carried table of past awards that tells what has not been paid yet, and its title.
pub const CARRIED: &str = "结转说明";

/// How the headers of a carried table begin that are there to look things up, not to be read as data.
pub const CARRIED_COLUMN: &str = "结转：";

/// A sheet the program writes: its name, and how its title ends.
const SHEETS: &[(&str, &str)] = &[
    ("目录", "奖励核算"),
    ("汇总表", "奖励资金汇总表"),
    ("核算汇总", "奖励核算汇总表"),
    ("奖励明细", "奖励明细表"),
    ("资格审核", "奖励资格审核表"),
    ("限额测算", "奖励限额测算表"),
    ("合计上限", "合计上限测算表"),
    ("就高不重复", "就高不重复对照表"),
    ("待定事项", "待定事项表"),
    ("追缴清单", "追缴清单"),
    ("上会材料", "奖励资金兑现情况的汇报"),
    ("公示文", "奖励资金的公示"),
    ("公示表", "奖励资金公示表"),
    ("异议登记", "公示异议登记表"),
    ("拨付表", "奖励资金拨付表"),
    ("分配明细", "奖励资金分配明细表"),
    ("统计图", "奖励资金统计图"),
    ("目标进度", "发展目标进度表"),
    ("培育名单", "名单"),
    ("绩效自评", "奖励资金绩效自评表"),
    ("会签", "奖励核算数据会签表"),
    ("政策参数", "奖励政策参数表"),
    ("问题清单", "数据问题清单"),
    ("核算依据", "奖励核算依据"),
    ("比对", "奖励核算比对"),
    ("合计变化", "奖励核算比对：合计变化"),
    ("企业变化", "奖励核算比对：企业变化"),
    ("明细变化", "奖励核算比对：明细变化"),
    ("依据变化", "奖励核算比对：依据变化"),
    ("核算单", "奖励核算单"),
    ("抽样", "奖励审计抽样表"),
    ("复核记录", "奖励核算表复核记录"),
    ("不同之处", "不同之处"),
    ("口径", "奖励口径比较表"),
    ("口径企业", "口径企业变化表"),
    ("口径项目", "口径项目变化表"),
    (CARRIED, CARRIED),
];

/// Could a sheet of this name be one of the program's?
#[must_use]
pub fn may_be_ours(sheet: &str) -> bool {
    SHEETS.iter().any(|(name, _)| *name == plain(sheet))
}

/// Is a sheet of this name, with `title` in its first cell, one of the program's?
#[must_use]
pub fn is_ours(sheet: &str, title: &str) -> bool {
    let mut lines =
        title.lines().map(|line| line.split('｜').next().unwrap_or_default().trim().trim_end_matches(DRAFT));
    SHEETS.iter().any(|(name, ending)| *name == plain(sheet) && lines.clone().any(|line| line.ends_with(ending)))
        && lines.next().is_some()
}

/// The name without the number of a continued sheet: `奖励明细(2)`.
fn plain(sheet: &str) -> &str {
    sheet.split_once('(').map_or(sheet, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_ours_by_name_and_title() {
        assert!(is_ours("奖励明细(2)", "2022年度奖励明细表（草稿）"));
        assert!(is_ours("公示表", "某某政策\n2022年度奖励资金公示表"));
        for (sheet, title) in [("奖励明细", "2022年度收入表"), ("数据", "2022年度奖励明细表"), ("目录", "")]
        {
            assert!(!is_ours(sheet, title), "{sheet} {title}");
        }
        assert!(may_be_ours("核算汇总") && !may_be_ours("企业基本情况"));
    }
}
