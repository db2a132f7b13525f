//! The policy file as it is written: every key known, every value with its place, nothing checked yet. What is declared here is
//! what the loader reads, what the manual lists and what the schema allows.

mod aims;
mod around;
mod examples;
mod firm;
mod items;
mod quantity;
mod readings;
mod tables;

pub(super) use aims::{Goal, List, Reported, Shown};
pub(super) use around::{
    Accounts, Ban, Cap, CapClass, Check, CompareBy, Evaluation, Exclusive, Grade, History, ItemCap, Objections,
    OtherScheme, Payments, PersonAccounts, Publication, Reclaims, Returns, SpreadWay, Succession,
};
pub(super) use examples::{ConditionIs, Example};
pub(super) use firm::{Condition, Fact, Parameter, ParameterKind, Standing};
pub(super) use items::{
    Defaults, Fixed, Funder, Item, Limit, Method, Once, OnceOf, OnePer, Over, Payee, PayeePart, Plus, Quota, Rival,
    RivalOver, SharedLimit, SharedOver, SharedScale, Step, Tiers, Upgrade,
};
pub(super) use quantity::{OneOrMore, Quantity, QuantityStep, Table as QuantityTable};
pub(super) use readings::{Alternative, Reading};
pub(super) use tables::{AgreesWith, Column, ColumnKind, Register, Table, Workbook};

use toml::Spanned;

use crate::numbering::Numbering;

use super::keys::{choices, keys};
use super::written::{Day, Digits, Many, Prose};

/// A text with its place in the file.
pub(super) type Text = Spanned<String>;
/// A number or a text holding one (`50000`, `"25%"`), with its place.
pub(super) type Figure = Spanned<Digits>;

choices! {
    /// What is done when the fund is short.
    pub(in crate::policy) enum Short {
        Told = "told", "只列明缺口，不削减";
        InProportion = "in-proportion", "全部企业的各行按比例压减，到分，余下的给余数最大的";
        InOrder = "in-order", "按 order 的先后付，付完为止；并列、空白看不出先后的待定并且报出来";
    }
}

keys! {
    /// The whole file.
    pub(in crate::policy) struct File: "一份政策就是一个文件。[名] 的一节只写一次；[[名]] 的一节可以写多次，一次一条" {
        policy: Head, "哪一份文件，管哪几年", "[policy]";
        register: Register, "企业名录是哪张表", "[register]";
        reading: Vec<Reading>, "文件没有写明或有两种读法的地方，选了哪一种，为什么", "[[reading]]";
        workbook: Vec<Workbook>, "填报模板分成哪几本工作簿，各由哪个部门交", "[[workbook]]";
        table: Many<Table>, "各部门交的表", "[[table]]";
        parameter: Vec<Parameter>, "有名称的数，公式里用名称", "[[parameter]]";
        fact: Vec<Fact>, "从企业在别的表里的记录看出来的事实，在公式里和列一样用", "[[fact]]";
        standing: Vec<Standing>, "一种资质的记录各是哪一种身份：没有历史的、接续上的、断过的", "[[standing]]";
        condition: Vec<Condition>, "奖励条件，项目的 requires 用代号引用", "[[condition]]";
        scale: Vec<SharedScale>, "几个项目共用的分档表", "[[scale]]";
        defaults: Option<Defaults>, "项目没有写的，都按这里", "[defaults]";
        item: Many<items::Item>, "奖励项目，一项一节；JSON、奖励明细都按这里的先后", "[[item]]";
        effect: Option<Spanned<Effect>>, "施行期：哪一天起、到哪一天发生的才奖", "[effect]";
        limit: Vec<items::SharedLimit>, "几个项目、同一控制人的几家企业合起来的上限；一份政策可以有几个", "[[limit]]";
        rival: Vec<Rival>, "几个项目对同一份记录只给较高的一项", "[[rival]]";
        other_scheme: Option<OtherScheme>, "同一事项在别的政策里得到的补助，与本政策就高不重复", "[other_scheme]";
        history: Option<History>, "本政策以前年度发过的奖励；once、record-life 要用", "[history]";
        succession: Option<Succession>, "代码沿革：合并、更名以后，原代码的记录归哪一家", "[succession]";
        disqualified: Option<Ban>, "取消资格并追缴", "[disqualified]";
        suspended: Option<Ban>, "停发占限额的项目", "[suspended]";
        evaluation: Option<Evaluation>, "先评价、后兑付", "[evaluation]";
        cap: Option<Cap>, "企业一年的奖励总额不超过什么", "[cap]";
        item_cap: Vec<ItemCap>, "几个项目自己的限额，与 [cap] 分开算；一份政策可以有几个", "[[item_cap]]";
        fund: Option<Fund>, "专项资金有多少；不够时怎样办", "[fund]";
        funder: Vec<Funder>, "资金由几级分担，各出几成", "[[funder]]";
        accounts: Option<Accounts>, "银行账户表，拨付表用", "[accounts]";
        payments: Option<Payments>, "分次拨付的记录，拨付表用", "[payments]";
        objections: Option<Objections>, "公示以后的异议，异议登记表用", "[objections]";
        returns: Option<Returns>, "缴回的记录，追缴清单用", "[returns]";
        publication: Option<Publication>, "对外公示的名单上，哪些金额只写档次", "[publication]";
        reported: Option<Reported>, "部门报数的表：目标里写 entered 的，数填在这张表里", "[reported]";
        target: Vec<Goal>, "文件提出的目标，只作对照，不影响奖励", "[[target]]";
        list: Vec<List>, "文件要求梳理的名单，只供使用，不影响奖励", "[[list]]";
        check: Vec<Check>, "数据之间的核对", "[[check]]";
        exclusive: Vec<Exclusive>, "只应属于一家企业的，如账户、人员", "[[exclusive]]";
        example: Vec<Example>, "例子：虚构的数据和应有的结果，policy check 逐个验算", "[[example]]";
        note: Vec<Note>, "审计人员会问的，印在核算表上", "[[note]]";
    }

    /// The document.
    pub(in crate::policy) struct Head: "哪一份文件，管哪几年" {
        number: String, "文号", "\"水政发〔2030〕5号\"";
        title: String, "标题", "\"茶产业扶持办法\"";
        issuer: Prose, "印发单位", "\"水磨县人民政府\"";
        interpreter: Prose, "由谁解释；读法没有另写的，就问它", "\"县农业局\"";
        years: Spanned<[i32; 2]>, "适用的奖励年度，从哪年到哪年，含首尾", "[2022, 2024]";
        trial_until: Option<Spanned<Day>>, "试行到哪一天；之后结束的奖励年度会提醒需要延期的依据", "\"2023-10-14\"";
        year_table: Text, "没有用 -y 指定年度时，看这张表里的年度；这张表要写 period", "\"茶企年报\"";
    }

    /// When the document is in force.
    pub(in crate::policy) struct Effect: "施行期。只管奖励项目里有日期的记录（项目的 date，不写就看表的 period）；只有年度的按整年" {
        clause: Prose, "条款", "\"第三十条\"";
        from: Option<Spanned<Day>>, "从哪一天起，含当天", "\"2030-05-01\"";
        until: Option<Spanned<Day>>, "到哪一天，含当天", "\"2032-04-30\"";
        outside: Option<Spanned<Grade>>, "施行期以外的记录：不写就不算，写明原因；写了就照算，报出来", "\"warning\"";
        code: Option<Text>, "报出来时的代号，和 outside 一起写", "\"P40\"";
    }

    /// The fund.
    pub(in crate::policy) struct Fund: "专项资金：of、amount 二选一" {
        clause: Prose, "条款", "\"三(四)\"";
        of: Option<Text>, "资金是哪些企业的 [cap] increment 加起来，写成对企业的判断公式", "'茶企=\"是\"'";
        amount: Option<Quantity>, "资金是多少元，一个数，或者只用参数的公式", "5000000";
        short: Option<Spanned<Short>>, "不够时怎样办；不写就只列明缺口", "\"in-proportion\"";
        order: Option<Text>, "short = \"in-order\" 的按什么排，最小的在前；对企业的公式", "\"-得分\"";
    }

    /// A note beside the figures.
    pub(in crate::policy) struct Note: "审计人员会问的，印在核算表上" {
        clause: String, "条款", "\"三(三)5\"";
        text: String, "说明", "\"执行前请先作公平竞争审查。\"";
        items: Vec<Text>, "关系到哪些项目，写代号；不写就是整份政策", "[\"patent\"]";
        ask: Prose, "执行前要有的材料；写了，没有 answer 的印成待填", "\"公平竞争审查文件\"";
        answer: Prose, "材料的文号", "\"水市监〔2030〕3号\"";
    }
}

impl File {
    /// What kind of number the register is keyed by; firms' where that is at fault.
    pub fn numbering(&self) -> Numbering {
        let code = self.register_code().and_then(|code| code.kind.get_ref().numbering());
        code.unwrap_or_default()
    }

    /// The column that the register names as its code; where that is no code, which is told, the first that is.
    pub fn register_code(&self) -> Option<&Column> {
        let table = self.table.iter().find(|table| table.name.get_ref() == self.register.table.get_ref())?;
        let codes = || table.columns.iter().filter(|column| column.kind.get_ref().numbering().is_some());
        codes().find(|column| column.name.get_ref() == self.register.code.get_ref()).or_else(|| codes().next())
    }

    /// The column of the firm's code is the register's in every table that writes none, but for the table that is no firm's.
    pub fn imply_codes(&mut self) {
        let Some(code) = self.register_code().cloned() else { return };
        let has_code = |table: &Table| table.columns.iter().any(|column| column.kind.get_ref() == code.kind.get_ref());
        let reported = self.reported.as_ref().map(|reported| reported.table.get_ref());
        let is_of_firms = |table: &Table| reported != Some(table.name.get_ref());
        for table in self.table.0.iter_mut().filter(|table| is_of_firms(table) && !has_code(table)) {
            table.columns.0.insert(0, code.clone());
        }
    }

    /// The limits over several items of one firm, in the order written.
    pub fn shared_limits(&self) -> impl Iterator<Item = &SharedLimit> {
        self.limit.iter().filter(|limit| *limit.over.get_ref() != SharedOver::Owner)
    }

    /// The caps: that of all items first, then those of some, in the order written.
    pub fn caps(&self) -> impl Iterator<Item = Cap> {
        self.cap.iter().cloned().chain(self.item_cap.iter().map(Cap::of))
    }

    /// The limits over the firms of one owner, in the order written.
    pub fn owner_limits(&self) -> impl Iterator<Item = &SharedLimit> {
        self.limit.iter().filter(|limit| *limit.over.get_ref() == SharedOver::Owner)
    }

    /// The conditions of the firm, in the order written.
    pub fn firm_conditions(&self) -> impl Iterator<Item = &Condition> {
        self.condition.iter().filter(|condition| condition.table.is_none())
    }

    /// The conditions of a record, in the order written.
    pub fn record_conditions(&self) -> impl Iterator<Item = &Condition> {
        self.condition.iter().filter(|condition| condition.table.is_some())
    }
}

impl Item {
    /// Where it says which records count; the item itself where it does not.
    pub fn place(&self) -> std::ops::Range<usize> {
        self.counts.as_ref().map_or_else(|| self.id.span(), Text::span)
    }
}
