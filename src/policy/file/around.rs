//! What stands around the items, as written.

use super::{Figure, Text};
use crate::policy::keys::{choices, keys};
use crate::policy::written::{Many, Prose};
use toml::Spanned;

choices! {
    /// How grave a failed check is.
    pub(in crate::policy) enum Grade {
        Error = "error", "错误：改正以前不能核算";
        Warning = "warning", "警告";
        Note = "note", "说明";
    }
}

choices! {
    /// How what the cap leaves is spread over the lines.
    pub(in crate::policy) enum SpreadWay {
        InProportion = "in-proportion", "按各行净额的比例，到分；余下的给余数最大的";
        InLineOrder = "in-line-order", "按先后，后面的行先被削减";
    }
}

choices! {
    /// What another scheme's awards are compared by.
    pub(in crate::policy) enum CompareBy {
        Matter = "matter", "按事项：同一项目、同一编号";
        Firm = "firm", "按企业合计：别的政策给这家企业的合计，比本政策给它的合计";
    }
}

keys! {
    /// Awards of another scheme.
    pub(in crate::policy) struct OtherScheme: "同一事项在别的政策里得到的补助" {
        by: Option<Spanned<CompareBy>>, "按什么比；不写就按事项", "\"matter\"";
        after_cap: bool, "限额以后再比？不写就用限额以前的净额比", "true";
        clause: Prose, "条款", "\"三(四)\"";
        table: Text, "在哪张表", "\"别处补助\"";
        scheme: Text, "政策名称列", "\"政策名称\"";
        named: Vec<Text>, "条文点名的政策；写了就只有这些才扣减，别的只提示", "[\"茶产业发展意见\"]";
        item: Text, "奖励项目列，type = \"item\"", "\"奖励项目\"";
        record: Text, "编号列", "\"编号\"";
        amount: Text, "金额列", "\"金额\"";
        applies: Text, "哪些行要与今年的奖励比，写成判断", "'[@年度]=年度'";
        paid: Text, "怎样算已经兑付，写成判断", "'发放情况=\"已发\"'";
    }

    /// Awards of past years.
    pub(in crate::policy) struct History: "本政策以前年度发过的奖励" {
        table: Text, "在哪张表", "\"往年补助\"";
        year: Text, "年度列", "\"年度\"";
        item: Text, "奖励项目列，type = \"item\"", "\"奖励项目\"";
        record: Text, "编号列", "\"编号\"";
        amount: Text, "金额列", "\"金额\"";
        since: Option<i32>, "只奖一次、累计上限只看哪一年起发的；不写就都看", "2030";
    }

    /// Firms that were merged or renamed.
    pub(in crate::policy) struct Succession: "代码沿革：原代码下的记录（往年奖励、资质等）都算现在这家企业的；可以接连几次" {
        clause: Prose, "条款", "\"三(五)\"";
        table: Text, "在哪张表；表里的企业代码写现在的代码", "\"代码沿革\"";
        old: Text, "原代码列，与名录的代码同一种，必填，写在现在的代码后面", "\"原代码\"";
    }

    /// When a firm is disqualified or suspended.
    pub(in crate::policy) struct Ban: "什么情形下；只有肯定是才算，待定不算" {
        clause: Prose, "条款", "\"三(四)\"";
        when: Text, "对企业的判断", "'骗取过补助'";
        reason: String, "理由，写给人看", "\"骗取补助，取消资格\"";
        also: Vec<Text>, "[suspended]：占限额以外还停发哪些项目，写代号", "[\"machine\"]";
        reclaims: Option<Reclaims>, "只追缴那条记录写明的奖励；不写就全部追缴", "{ fact = \"骗取过补助\", item = \"奖励项目\" }";
    }

    /// Which past awards are reclaimed.
    pub(in crate::policy) struct Reclaims: "追缴哪些：看判断取消资格的那些记录；没有写明项目的，全部追缴" {
        fact: Text, "用 any 判断记录的事实", "\"骗取过补助\"";
        item: Text, "涉及的奖励项目列，type = \"item\"", "\"奖励项目\"";
        record: Option<Text>, "涉及的编号列；空白就是整个项目", "\"编号\"";
    }

    /// The evaluation before payment.
    pub(in crate::policy) struct Evaluation: "先评价、后兑付" {
        clause: Prose, "条款", "\"四(三)\"";
        concerns: Text, "哪些企业要评价，对企业的判断", "'茶企=\"是\"'";
        passed: Text, "怎样算今年已经通过", "'今年评价=\"合格\"'";
        stopped: Text, "怎样算今年被停", "'今年评价=\"不合格\"'";
        awaited: bool, "没有评价的等评价后再付？", "true";
    }

    /// The cap.
    pub(in crate::policy) struct Cap: "限额：占限额的项目合计不超过 increment × 比例" {
        increment: Text, "乘以比例的数，对企业的金额公式；小于零按零", "\"地方财力增量\"";
        supplier: Prose, "由谁提供", "\"县税务局\"";
        spread: Option<Spanned<SpreadWay>>, "限额以后的钱怎样分到各行；不写就按比例", "\"in-proportion\"";
        shows: Prose, "实发正好等于限额的，公示的金额说明了哪个数；写了就提示有几家", "\"地方财力增量\"";
        class: Many<CapClass>, "档次，从上往下第一个符合的", "[[cap.class]]";
    }

    /// A cap of some items.
    pub(in crate::policy) struct ItemCap: "几个项目自己的限额：这些项目合计不超过它的 increment × 比例，不再占 [cap]" {
        name: Text, "名称，写给人看，也是工作表名的一部分", "\"租金补贴限额\"";
        items: Many<Text>, "哪些项目，写代号；这些项目不写 counts_toward_cap", "[\"lease\"]";
        increment: Text, "乘以比例的数，对企业的金额公式；小于零按零", "\"上年纳税额\"";
        supplier: Prose, "由谁提供", "\"县税务局\"";
        spread: Option<Spanned<SpreadWay>>, "限额以后的钱怎样分到各行；不写就按比例", "\"in-proportion\"";
        shows: Prose, "实发正好等于限额的，公示的金额说明了哪个数；写了就提示有几家", "\"上年纳税额\"";
        class: Many<CapClass>, "档次，从上往下第一个符合的", "[[item_cap.class]]";
    }

    /// A class of the cap.
    pub(in crate::policy) struct CapClass: "限额的一档" {
        id: Text, "代号，英文", "\"full\"";
        name: String, "名称", "\"全额\"";
        clause: String, "条款", "\"三(四)3\"";
        ratio: Figure, "比例", "\"100%\"";
        ways: Vec<Way>, "怎样进这一档，任一符合即可；最后一档不写", "[{ name = \"公司\", test = '类型=\"公司\"' }]";
    }

    /// A way into a class.
    pub(in crate::policy) struct Way: "进这一档的一种情形；待定的不算" {
        name: String, "名称", "\"年销售额过亿元\"";
        clause: String, "条款", "\"三(四)3(1)\"";
        test: Text, "对企业的判断", "'销售额>销售额门槛'";
    }

    /// Accounts.
    pub(in crate::policy) struct Accounts: "银行账户" {
        table: Text, "在哪张表", "\"银行账户\"";
        holder: Text, "开户人列", "\"开户人\"";
        bank: Text, "银行列", "\"银行\"";
        number: Text, "卡号列", "\"卡号\"";
        persons: Option<PersonAccounts>, "个人自己的账户；不写就都由企业转付", "{ table = \"个人银行卡\", name = \"持卡人\", holder = \"户头\", bank = \"银行\", number = \"卡号\" }";
    }

    /// Persons' own accounts.
    pub(in crate::policy) struct PersonAccounts: "个人自己的账户，按企业和本人的名字找" {
        table: Text, "在哪张表", "\"个人银行卡\"";
        name: Text, "本人名字的列", "\"持卡人\"";
        holder: Text, "开户人列", "\"户头\"";
        bank: Text, "银行列", "\"银行\"";
        number: Text, "卡号列", "\"卡号\"";
    }

    /// What has been paid so far.
    pub(in crate::policy) struct Payments: "分次拨付：付过多少，这次付多少，多付了多少" {
        table: Text, "在哪张表", "\"付款记录\"";
        payee: Text, "付给谁的列；空白就是企业自己", "\"收款人\"";
        day: Text, "付款日期列", "\"付款日\"";
        amount: Text, "金额列", "\"付款额\"";
        batch: Text, "哪一批的列；空白就按日期分批", "\"批次\"";
        applies: Text, "哪些是本年度奖励的付款，对记录的判断", "'[@年度]=年度'";
        summary: Prose, "摘要里怎样称呼这笔钱", "\"茶产业补助\"";
    }

    /// What is published.
    pub(in crate::policy) struct Publication: "对外公示的名单：这些项目付给个人的，只写档次，不写金额" {
        banded: Vec<Text>, "哪些项目，写代号；金额能推算出个人收入的", "[\"mentor\"]";
        bands: Vec<Figure>, "分档的界限，元，从小到大", "[10000, 50000, 100000]";
    }

    /// What of reclaimed awards was returned.
    pub(in crate::policy) struct Returns: "追缴以后缴回的；要有 [history]" {
        table: Text, "在哪张表", "\"退回记录\"";
        year: Text, "原来是哪一年的奖励；空白就是从早到晚", "\"奖励年度\"";
        item: Text, "奖励项目列，type = \"item\"；空白就是哪一项都可以", "\"奖励项目\"";
        record: Text, "编号列；空白就是哪一条都可以", "\"编号\"";
        amount: Text, "金额列", "\"退回额\"";
    }

    /// Objections to a published award.
    pub(in crate::policy) struct Objections: "异议登记：公示以后谁提出什么，怎样答复；比对时写明金额是随哪一条异议变的" {
        table: Text, "在哪张表", "\"意见登记\"";
        day: Text, "提出日期列", "\"提出日期\"";
        by: Text, "提出人列", "\"提出人\"";
        content: Text, "内容列", "\"意见\"";
        answer: Text, "答复列", "\"答复\"";
        outcome: Text, "怎样处理的列；空白就是还没有处理", "\"处理\"";
    }

    /// What belongs to one firm alone.
    pub(in crate::policy) struct Exclusive: "这几列合起来只应属于一家企业，两家都有就警告" {
        code: Text, "代号，不再改", "\"P07\"";
        table: Text, "查哪张表", "\"银行账户\"";
        columns: Vec<Text>, "哪几列", "[\"卡号\"]";
        title: String, "问题是什么", "\"两家企业用同一个卡号\"";
        remedy: String, "怎么办", "\"请核对卡号。\"";
        clause: Option<String>, "条款", "\"三(三)4\"";
    }

    /// A check.
    pub(in crate::policy) struct Check: "一条数据之间的核对" {
        code: Text, "代号，不再改", "\"P01\"";
        severity: Spanned<Grade>, "多严重", "\"warning\"";
        table: Text, "查哪张表的每一条记录", "\"设备购置\"";
        column: Text, "指到哪一列的单元格", "\"设备款\"";
        fault: Text, "成立就是有问题；只用列和参数，不用事实", "'设备款>总投资'";
        title: String, "问题是什么", "\"设备款大于总投资\"";
        expected: String, "应当怎样", "\"不大于总投资\"";
        remedy: String, "怎么办", "\"请农业部门核对。\"";
        clause: Option<String>, "条款", "\"三(三)4\"";
    }
}

impl Cap {
    /// A cap of some items, without their names.
    pub fn of(of: &ItemCap) -> Self {
        let ItemCap { increment, supplier, spread, shows, class, .. } = of.clone();
        Self { increment, supplier, spread, shows, class }
    }
}
