//! Targets and lists, as written.

use toml::Spanned;

use super::{Figure, Text};
use crate::policy::keys::keys;
use crate::policy::written::Prose;

keys! {
    /// A target.
    pub(in crate::policy) struct Goal: "一个目标。写 firms（可加 sum），或者 table 加 records（可加 date），或者 entered" {
        name: Text, "名称", "\"有机茶企\"";
        clause: Prose, "条款", "\"一(二)\"";
        target: Option<Figure>, "目标数；不写（也不写 times）就只统计", "60";
        base_year: Option<Spanned<i32>>, "目标是这一年的几倍，要写 date 和 times", "2029";
        times: Option<Figure>, "几倍", "2";
        each_year: bool, "每年都要达到；不写就是到最后一年达到", "true";
        unit: Prose, "单位", "\"家\"";
        firms: Option<Text>, "数哪些企业，对企业的判断", "'茶企=\"是\"'";
        table: Option<Text>, "数哪张表的记录", "\"设备购置\"";
        records: Option<Text>, "哪些记录，对记录的判断", "'已投产=\"是\"'";
        date: Option<Text>, "日期或年度列：不数一共几条，数第一年以来平均每年几条", "\"购置日期\"";
        sum: Option<Text>, "不数家数，把这个数加起来", "\"销售收入\"";
        per: Option<Figure>, "加起来以后除以它，如 1 亿", "100000000";
        entered: Option<Vec<Entered>>, "数据里没有、由部门报的数，一年一条；[] 就填在 [reported] 的表里，没有这张表的留空待填", "[{ year = 2030, value = 35, source = \"县商务局\" }]";
    }

    /// A figure that an office tells.
    pub(in crate::policy) struct Entered: "部门报的一个数" {
        year: Spanned<i32>, "哪一年", "2030";
        value: Figure, "数", "35";
        source: String, "谁报的", "\"县商务局\"";
    }

    /// The table of figures that offices tell.
    pub(in crate::policy) struct Reported: "部门报数的表，一个目标一年一行；不是哪一家企业的，没有代码一列，别的规则也不能读它" {
        table: Text, "在哪张表", "\"部门报数\"";
        target: Text, "目标列，填目标的名称；必填", "\"目标\"";
        year: Text, "年度列，type = \"year\"，必填", "\"年度\"";
        value: Text, "数列，type = \"number\"，按目标的单位填；必填", "\"数值\"";
        by: Text, "谁报的", "\"填报单位\"";
    }

    /// A list.
    pub(in crate::policy) struct List: "一份名单，印在培育名单上，不影响奖励。写 firms，或者 table 加 records" {
        name: Text, "名称，也是工作表名的一部分", "\"重点茶企\"";
        clause: Prose, "条款", "\"二(一)2\"";
        purpose: Prose, "做什么用，写给人看", "\"每年梳理 5 家重点培育\"";
        firms: Option<Text>, "列哪些企业，对企业的判断", "'茶企=\"是\"'";
        table: Option<Text>, "列哪张表的记录", "\"设备购置\"";
        records: Option<Text>, "哪些记录，对记录的判断", "'已投产=\"是\"'";
        awarded: bool, "只列这次有奖励（限额以前）的企业", "true";
        rank: Vec<Shown>, "按什么排，大的在前；几个数的，各排各的名次，名次相加小的在前；不写就按读入的先后", "[{ name = \"亩产\", of = '产量/面积' }]";
        most: Option<Figure>, "取前几名；并列的都取；不写就都列", "5";
        columns: Vec<Shown>, "另外印哪些列", "[{ name = \"面积\", of = '面积' }]";
    }

    /// A figure of a list.
    pub(in crate::policy) struct Shown: "名单上的一个数" {
        name: Text, "列名", "\"亩产\"";
        of: Text, "列名、事实或者公式", "'产量/面积'";
    }
}
