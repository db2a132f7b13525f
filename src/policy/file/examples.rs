//! Examples, as written.

use super::{Figure, Text};
use crate::policy::keys::{choices, keys};
use crate::policy::written::{Pairs, Prose};
use toml::Spanned;

choices! {
    /// What a firm comes to.
    pub(in crate::policy) enum FirmIs {
        Payable = "payable", "可发放";
        NoAward = "no-award", "没有奖励，或应发为零";
        Ineligible = "ineligible", "不符合条件";
        Undetermined = "undetermined", "待定";
        Suspended = "suspended", "停发";
        Disqualified = "disqualified", "取消资格";
    }

    /// What a condition comes to.
    pub(in crate::policy) enum ConditionIs {
        Pass = "pass", "通过";
        Fail = "fail", "不通过";
        Undetermined = "undetermined", "待定";
    }
}

keys! {
    /// An example.
    pub(in crate::policy) struct Example: "一个例子：虚构一家企业的几行数据，和应当得出的结果；policy check 用真的核算来验算" {
        name: Text, "说明这个例子", "\"刚好 10 台的，按 10 台算\"";
        clause: Prose, "说明哪一条款", "\"第五条\"";
        year: Option<i32>, "奖励年度；不写就是适用年度的第一年", "2030";
        given: Text, "数据：表名一行，列名一行，记录各一行，格子用 | 隔开，空行换一张表；代码和名称可以不写；没有写的表当作没有记录", "\"设备购置\\n设备编号 | 购置日期 | 台数\\nS1 | 2030-05-01 | 10\"";
        lines: Option<Text>, "应有的奖励明细，一行也不多不少；列可以是 项目（必写）、记录、身份、状态、金额、净额、实发；没有明细写 \"\"", "\"项目 | 记录 | 金额\\n设备补助 | S1 | 8000\"";
        status: Option<Spanned<FirmIs>>, "企业应是什么状态", "\"payable\"";
        payable: Option<Figure>, "企业应发多少元；不能确定的写 \"待定\"", "8000";
        conditions: Pairs<Spanned<ConditionIs>>, "条件应是什么结果：代号 = 结果", "{ \"per-head\" = \"fail\" }";
        class: Option<Text>, "应在限额的哪一档，写代号", "\"full\"";
        findings: Vec<Text>, "数据应报出的问题代号；写了的错误不算例子不成立", "[\"P01\"]";
    }
}
