//! The tables, as written.

use super::{Figure, Text};
use crate::numbering::Numbering;
use crate::policy::keys::{choices, keys};
use crate::policy::written::{Many, Pairs, Prose};
use toml::Spanned;

choices! {
    /// What the cells of a column hold.
    pub(in crate::policy) enum ColumnKind {
        Text = "text", "文字";
        Money = "money", "金额，公式里按元；表头写（万元）的自动换算";
        Number = "number", "数，不是金额";
        Percent = "percent", "百分数";
        Year = "year", "年度";
        Date = "date", "日期";
        List = "list", "几个值里选一个，值写在 values 里";
        YesNo = "yes-no", "是或否";
        CreditCode = "credit-code", "统一社会信用代码";
        CitizenId = "citizen-id", "公民身份号码";
        Code = "code", "名录自己编的号码，如学号、户号；名录用哪种代码，每张表都要有一列";
        Patent = "patent", "专利号";
        Item = "item", "本政策的奖励项目，填代号或名称都可以";
    }
}

impl ColumnKind {
    /// The kind of number that those are known by who are awarded, if it is one.
    pub fn numbering(self) -> Option<Numbering> {
        match self {
            Self::CreditCode => Some(Numbering::CreditCode),
            Self::CitizenId => Some(Numbering::CitizenId),
            Self::Code => Some(Numbering::Plain),
            _ => None,
        }
    }
}

keys! {
    /// The register of firms.
    pub(in crate::policy) struct Register: "名录：一家企业（一个人、一户）一行，代码是一切的钥匙" {
        table: Text, "名录是哪张表", "\"茶企名册\"";
        code: Text, "代码列，type = \"credit-code\"；奖给个人的用 \"citizen-id\"，用自己编的号码的用 \"code\"", "\"代码\"";
        name: Text, "名称列，只用来核对", "\"单位\"";
        called: Option<String>, "名录里的叫什么，印在核算表上；不写就按代码：企业、个人、对象", "\"农户\"";
        counter: Option<String>, "用什么量词数；不写就按代码：家、人、个", "\"户\"";
        district: Option<Text>, "按它汇总的一列，如乡镇", "\"乡镇\"";
        shown: Vec<Text>, "核算汇总里另外列出的列", "[\"类型\"]";
    }

    /// A workbook of the template.
    pub(in crate::policy) struct Workbook: "填报模板的一本工作簿" {
        name: Text, "工作簿名，也是文件名", "\"茶企数据\"";
        bureau: Prose, "由哪个部门交", "\"县税务局\"";
        tables: Vec<Text>, "里面有哪些表", "[\"茶企年报\"]";
    }

    /// A table.
    pub(in crate::policy) struct Table: "一张表：表名（也是工作表名）和它的列" {
        name: Text, "表名", "\"设备购置\"";
        aliases: Vec<String>, "工作表的别的名称", "[\"设备\"]";
        required: bool, "非交不可？没有交就是错误", "true";
        nil_return: bool, "没有记录也要报（零报告）？没有交，就不知道有没有", "true";
        optional: bool, "可以没有，不提示？没有交就是没有这回事", "true";
        may_have_left: bool, "里面的企业可能已经不在名录里？不在的不算错误，只提示", "true";
        unique: Vec<Text>, "这几列合起来不能重复；不写就允许重复", "[\"设备编号\"]";
        unique_among: Pairs<Text>, "只在这一列是这个值的行里查重复", "{ \"在用\" = \"是\" }";
        period: Vec<Text>, "看得出一行属于哪一年的列（年度或日期）；不写就每年都算", "[\"购置日期\"]";
        reduces: bool, "记录会减少或者取消奖励？有错误只能改正，不能答复“不读”“不计”", "true";
        note: Prose, "填表说明", "\"一台设备一行。\"";
        columns: Many<Column>, "列，一列一组；其中一列是名录的代码", "[{ name = \"代码\", type = \"credit-code\", required = true }]";
    }

    /// A column.
    pub(in crate::policy) struct Column: "一列。空白就是不知道，不是零" {
        name: Text, "列名，就是表头，也是公式里的名称", "\"销售额\"";
        aliases: Vec<String>, "表头的别的写法", "[\"营业额\"]";
        kind as "type": Spanned<ColumnKind>, "填什么", "\"money\"";
        required: bool, "必填？空白就是错误", "true";
        optional: bool, "整列可以没有，不提示？", "true";
        signed: bool, "金额可以是负数？", "true";
        unit: Option<Text>, "数的单位，印在模板的表头里；只用于 number", "\"台\"";
        blank: Option<Figure>, "空白代表什么；不写就是不知道", "0";
        least: Option<Figure>, "最小值，含本数；小于它是错误", "\"50%\"";
        most: Option<Figure>, "最大值，含本数；大于它是错误", "\"100%\"";
        values: Vec<Text>, "list 列可以填的值", "[\"高端\", \"普通\", \"二手\"]";
        synonyms: Pairs<Text>, "同义的写法 = 上面的哪个值", "{ \"新\" = \"高端\" }";
        agrees_with: Option<AgreesWith>, "专利号要与哪一列相符", "{ column = \"种类\", digits = { \"发明\" = \"18\" } }";
        informative: bool, "只作参考，没有规则读它？写了就不再提示", "true";
        informative_values: Vec<Text>, "values 里没有规则提到、只为填得全的值；写了就不再提示", "[\"其他\"]";
        clause: Option<String>, "为哪一条款而填", "\"三(二)1\"";
        note: Prose, "填什么，写给填表的人", "\"全年\"";
        example: Prose, "例子，印在模板里", "\"100000000\"";
    }

    /// The list column that a patent number must agree with.
    pub(in crate::policy) struct AgreesWith: "专利号第五位的数字与专利的种类相符" {
        column: Text, "填专利种类的列", "\"种类\"";
        digits: Pairs<String>, "每个值允许哪些数字", "{ \"发明\" = \"18\", \"实用新型\" = \"29\" }";
    }
}
