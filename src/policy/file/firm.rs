//! Figures, facts, standings and conditions, as written.

use super::{Figure, Text};
use crate::policy::keys::{choices, keys};
use crate::policy::written::{Pairs, Prose};
use toml::Spanned;

choices! {
    /// What a named figure is.
    pub(in crate::policy) enum ParameterKind {
        Number = "number", "数";
        Money = "money", "金额，元";
        Share = "percent", "比例";
    }
}

keys! {
    /// A named figure.
    pub(in crate::policy) struct Parameter: "有名称的数：公式里写名称，核算表的“政策参数”里改一处，处处都变" {
        name: Text, "名称，不能与列名、事实名相同，不能像单元格地址", "\"人均销售额下限\"";
        value: Figure, "数；百分数写在引号里", "30000";
        kind as "type": Option<Spanned<ParameterKind>>, "是什么；不写时，带 % 的是比例，其余是数", "\"money\"";
        clause: Prose, "条款", "\"三(二)1\"";
        note: Prose, "说明，写明含不含本数", "\"以上，含本数\"";
        years: Pairs<Figure>, "从哪个奖励年度起改成多少", "{ \"2032\" = 40000 }";
    }

    /// A fact.
    pub(in crate::policy) struct Fact: "一家企业（写了 each 的，一条记录）的一个事实。写 table 加 any、count、sum、value 之一，或者 standing 加 is，或者 formula" {
        name: Text, "名称，公式里用", "\"当年有机证\"";
        clause: Prose, "条款", "\"三(一)\"";
        table: Option<Text>, "看哪张表里这家企业的记录", "\"绿色证书\"";
        any: Option<Text>, "有没有一条记录符合；公式是对记录的判断", "'AND(类别=\"有机\",YEAR(发证日期)=年度)'";
        count: Option<Text>, "符合的记录有几条", "'类型=\"自营\"'";
        sum: Option<Text>, "记录的这个数加起来，哪些记录写在 where 里", "'台数*单价'";
        value: Option<Text>, "取一条记录的值，哪些记录写在 where 里", "'考核'";
        filter as "where": Option<Text>, "sum、value 只看哪些记录；不写就看全部", "'[@年度]=年度'";
        latest: Option<Text>, "value 有几条记录时取它最大的一条（与 value 写同一个公式，就是取最大的）；不写就取最先读到的", "'[@年度]'";
        standing: Option<Text>, "有没有一条这种资质的记录，其身份是 is", "\"有机证\"";
        offset: Option<i32>, "看以后几年的身份；不写就是当年，上一年是 -1", "-1";
        is: Option<Text>, "哪一种身份，是 [[standing]] 的 labels 之一", "\"初次\"";
        formula: Option<Text>, "用企业的列和前面的事实算出来", "'本年销售额/从业人数'";
        each: Option<Text>, "不是一家企业一个，是这张表的每条记录各有一个：只看与那条记录 same 相同的；只在这张表的公式里能用", "\"设备购置\"";
        same: Pairs<Text>, "和 each 一起写：table 的哪一列要与 each 的哪一列相同", "{ \"编号\" = \"设备编号\" }";
    }

    /// A kind of certificate whose records have a standing.
    pub(in crate::policy) struct Standing: "一种资质的身份：没有历史的是第一种；最近一条历史还在有效年数内的是第二种；否则是第三种" {
        name: Text, "资质名，项目和事实用它引用", "\"有机证\"";
        clause: Prose, "条款", "\"三(三)2\"";
        table: Text, "记录在哪张表", "\"绿色证书\"";
        records: Text, "哪些记录是这种资质，写成对记录的判断", "'类别=\"有机证\"'";
        date: Text, "记录的日期列", "\"发证日期\"";
        grants: Text, "其中哪些记录取得身份", "'状态=\"在用\"'";
        history: Text, "以前的记录中哪些算历史", "'状态<>\"换证\"'";
        continues: Text, "历史中哪些可以接续", "'状态<>\"注销\"'";
        valid_years: Figure, "一条记录有效几年", "3";
        labels: [String; 3], "三种身份的名称，依次是：没有历史的、接续上的、断过的", "[\"初次\", \"续展\", \"重获\"]";
    }

    /// A condition.
    pub(in crate::policy) struct Condition: "一个奖励条件：对企业的判断，通过、不通过或待定" {
        id: Text, "代号，英文，不再改", "\"per-head\"";
        name: Text, "名称", "\"人均销售额\"";
        clause: String, "条款", "\"三(二)1\"";
        requirement: String, "要求，一句话；里面的数要与公式里的一致", "\"人均销售额 3 万元以上\"";
        table: Option<Text>, "对哪张表的每条记录判断；不写就是对企业判断。只有这张表的项目能要它", "\"设备购置\"";
        test: Text, "判断公式，用企业名录的列、事实、参数；写了 table 的还能用表的列", "'销售额/从业人数>=人均销售额下限'";
        supplier: Prose, "缺数据时找谁", "\"县农业局\"";
    }
}
