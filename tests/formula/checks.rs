//! What the checker refuses: names, functions, types, listed values, each at its place and with what was meant.

use crate::fault;

/// What is marked, what is said, what is suggested.
fn said(source: &str) -> (String, String, Option<String>) {
    let fault = fault(source).unwrap_or_else(|| panic!("no fault: {source}"));
    (source[fault.span].to_owned(), fault.message, fault.suggestion)
}

fn no_function(name: &str) -> String {
    let all: Vec<&str> = jiangbu::formula::FUNCTIONS.iter().map(|known| known.name).collect();
    format!("没有函数 {name}，可以写的有：{}", all.join("、"))
}

#[test]
fn names_and_functions_are_known_or_suggested() {
    for (source, marked, message, meant) in [
        ("投人>5", "投人", "没有叫“投人”的列、事实或参数", Some("投入")),
        ("AND(合格,达票)", "达票", "没有叫“达票”的列、事实或参数", Some("达标")),
        ("甲乙丙丁>5", "甲乙丙丁", "没有叫“甲乙丙丁”的列、事实或参数", None),
        ("SUM(投入)>5", "SUM", &no_function("SUM"), None),
        ("ISBLNK(投入)", "ISBLNK", &no_function("ISBLNK"), Some("ISBLANK")),
        ("规模=\"规土\"", "\"规土\"", "“规模”没有“规土”这个值，可以写的有：规上、规下", Some("规上")),
        ("\"上规\"<>规模", "\"上规\"", "“规模”没有“上规”这个值，可以写的有：规上、规下", Some("规上")),
    ] {
        let expected = (marked.to_owned(), message.to_owned(), meant.map(str::to_owned));
        let mut found = said(source);
        if meant.is_none() {
            found.2 = None;
        }
        assert_eq!(found, expected, "{source}");
    }
}

#[test]
fn types_must_fit() {
    for (source, message) in [
        ("投入", "这里需要一个判断，公式得出的是金额"),
        ("投入+合格>5", "这里需要数字，而这一项是是否"),
        ("投入+认定日>5", "金额与日期不能相加减"),
        ("DATEDIF(认定日,认定日,\"Q\")>5", "DATEDIF 的第三项写 \"Y\"（满几年）、\"M\"（几个月）或 \"D\"（几天）"),
        ("认定日+认定日>5", "日期与日期不能相加减"),
        ("认定日*2>5", "这里需要数字，而这一项是日期"),
        ("MONTH(投入)>5", "MONTH 需要日期，而这一项是金额"),
        ("ATLEAST(2,投入)", "这里需要一个判断，而这一项是金额"),
        ("投入*收入>5", "金额不能乘以金额"),
        ("能耗/投入>5", "数字不能除以金额"),
        ("投入+占比>5", "金额与比例不能相加减"),
        ("投入>5%", "金额与比例不能这样比较"),
        ("投入>\"5\"", "金额与文字不能这样比较"),
        ("规模>\"规上\"", "文字与文字不能这样比较"),
        ("合格>达标", "是否与是否不能这样比较"),
        ("认定日>2022", "日期与数字不能这样比较"),
        ("成立年>投入", "年度与金额不能这样比较"),
        ("AND(投入,合格)", "这里需要一个判断，而这一项是金额"),
        ("NOT(投入)", "这里需要一个判断，而这一项是金额"),
        ("IF(合格,投入,\"无\")>5", "IF 的两个结果一个是金额，一个是文字"),
        ("IF(投入,合格,合格)", "这里需要一个判断，而这一项是金额"),
        ("IF(合格,1,\"无\")=\"无\"", "IF 的两个结果一个是数字，一个是文字"),
        ("INT(投入)*收入>5", "金额不能乘以金额"),
        ("YEAR(成立年)=2022", "YEAR 需要日期，而这一项是年度"),
        ("DATE(投入,1,1)<认定日", "DATE 需要年、月、日，而这一项是金额"),
        ("认定日<DATE(2023,2,29)", "2023 年 2 月没有 29 日"),
        ("认定日<DATE(2023,13,1)", "月份写 1 到 12"),
        ("认定日<DATE(成立年,0,1)", "月份写 1 到 12"),
        ("认定日<DATE(成立年,12,32)", "日写 1 到 31；上月的最后一天写 0"),
        ("MAX(投入,占比)>5", "MAX 里一项是金额，一项是比例"),
        ("UNIT(能耗)>5", "UNIT 的参数须是一个金额列"),
    ] {
        let found = fault(source).unwrap_or_else(|| panic!("no fault: {source}"));
        assert_eq!(found.message, message, "{source}");
        assert!(source.get(found.span.clone()).is_some_and(|marked| !marked.is_empty()), "{source}: {:?}", found.span);
    }
}

#[test]
fn what_fits_passes() {
    for source in [
        "投入>5",
        "投入>=收入*5%",
        "占比>=5%",
        "占比>=0.05",
        "能耗/能耗<100%",
        "成立年>=2020",
        "成立年+3>=成立年",
        "YEAR(认定日)=成立年",
        "认定日>=DATE(成立年,1,1)",
        "and(合格,OR(达标,not(合格)))",
        "合格=TRUE",
        "IF(合格,1,投入)>0",
        "ABS(投入-收入)>0.01*MAX(UNIT(投入),UNIT(收入))",
        "MAX(0,投入-收入)>0",
    ] {
        assert_eq!(fault(source), None, "{source}");
    }
}
