//! The award items, as written.

use super::quantity::{OneOrMore, Quantity};
use super::{Figure, Text};
use crate::policy::keys::{choices, keys};
use crate::policy::written::{Decided, Many, Pairs, Prose};
use toml::Spanned;

choices! {
    /// What a limit is over.
    pub(in crate::policy) enum Over {
        Line = "line", "每条记录";
        Record = "record", "同一记录（record 列相同）当年合计";
        RecordLife = "record-life", "同一记录历年累计，以前发过的算在内";
        FirmLife = "firm-life", "一家企业这一项历年累计，以前发过的算在内；要有 [history]";
        FirmYear = "firm-year", "一家企业这一项当年合计";
    }
}

choices! {
    /// What a limit over several items is over.
    pub(in crate::policy) enum SharedOver {
        FirmYear = "firm-year", "一家企业这几项当年合计";
        FirmLife = "firm-life", "一家企业这几项历年累计，以前发过的算在内；要有 [history]";
        Record = "record", "同一记录（各项目的 record 列相同）这几项当年合计";
        Owner = "owner", "同一个 owner 的几家企业这几项当年合计，限额以后再算；超出的按 [cap] 的 spread 从各行削减";
    }
}

choices! {
    /// What is awarded once.
    pub(in crate::policy) enum OnceOf {
        Record = "record", "同一记录（record 列相同）";
        Standing = "standing", "同一种身份：企业以前哪一年奖过，看那一年的记录是哪种身份";
        Firm = "firm", "一家企业，不管哪一条记录";
    }

    /// What an upgrade is of.
    pub(in crate::policy) enum Upgrade {
        Record = "record", "同一记录（record 列相同）以前发过的";
        Firm = "firm", "一家企业这一项以前发过的，不管哪一条记录";
    }

    /// What rivals are compared by.
    pub(in crate::policy) enum RivalOver {
        Record = "record", "同一记录：各自的 record 列相同";
        Firm = "firm", "一家企业当年的全部：只给合计最高的一个项目";
    }
}

keys! {
    /// An award item.
    pub(in crate::policy) struct Item: "一个奖励项目：哪些记录奖，奖多少，还受什么限制" {
        id: Text, "代号，英文，不再改", "\"machine\"";
        name: Text, "名称", "\"设备购置\"";
        clause: String, "条款", "\"三(三)5\"";
        table: Text, "记录在哪张表", "\"设备购置\"";
        record: Option<Text>, "认得出一条记录的列：编号、名称；once、按记录的上限、就高不重复要用", "\"设备编号\"";
        date: Option<Text>, "记录属于哪一年，看哪一列（日期或年度）；写了就只算奖励年度的，counts 里不写年度。不写就看表的 period", "\"购置日期\"";
        counts: Option<Text>, "哪些记录算数，写成对记录的判断；写了 date 或者 [defaults] 写了 dated 的不用写年度，别的通常要写；都算的可以不写", "'YEAR(购置日期)=年度'";
        any_year: bool, "[defaults] 写了 dated，而这一项不看年度？", "true";
        first: bool, "头一回才奖：这家企业以前年度的记录里已有符合 counts 的，今年的就不算；年度按表的 period 看，counts 里不写", "true";
        standing: Option<Text>, "记录有哪种资质的身份", "\"有机证\"";
        method: Spanned<Method>, "奖励额怎么算：fixed 定额、rate 比例、tiers 分档、entered 核定，四选一", "{ fixed = { amount = 5000 } }";
        plus: Vec<Plus>, "另外再给的，各有各的条件，加到本项的金额里", "[{ name = \"自产加奖\", when = '自产=\"是\"', amount = 50000 }]";
        plus_most: Option<Quantity>, "plus 各项合起来最多多少元；与本项合起来的上限写在 limits 里", "100000";
        upgrade: Option<Spanned<Upgrade>>, "升级只补差额：这一项以前年度发过的扣掉，扣到零为止；要有 [history]，不能再写 less", "\"firm\"";
        less: Option<Quantity>, "要扣掉的，如别处已经得到的（用事实）；扣到零为止", "'往年已得'";
        needs: Vec<Text>, "还要由部门决定的列；空白就是待核定", "[\"批准文件\"]";
        supplier: Prose, "由谁核定", "\"县农业局\"";
        limits: Vec<Limit>, "上限", "[{ amount = 500000, over = \"firm-year\", name = \"每家企业每年上限\" }]";
        once: Option<Once>, "奖过的记录不再奖；要有 [history] 和 record", "{ reason = \"同一项目已经奖励过\" }";
        one_per: Option<OnePer>, "几条记录只奖排在最前的一条", "{ order = \"发证日期\", reason = \"同一年度只奖励一次\" }";
        provisional: Option<Provisional>, "哪些记录只是暂时的数：照样计算，报一个警告，写明按它发多少", "{ when = '已投产=\"否\"', reason = \"还没有投产\" }";
        quota: Option<Quota>, "名额：全部企业的记录一起排，只奖排在最前的几条", "{ places = 10, order = \"-销售额\", reason = \"名额 10 个，没有排上\" }";
        higher_by: Option<HigherBy>, "这一列相同的几条记录只奖金额最高的一条", "{ column = \"受益人\", name = \"同一受益人\" }";
 requires: Option<Vec<Text>>, "要通过的条件，写代号；不写就按 [defaults]，都没有就没有条件；没有条件的写 []", "[\"per-head\", \"no-fraud\"]";
        beside: Vec<Text>, "与这些项目可以对同一条记录同时奖，写代号；写了就不再提示", "[\"lease\"]";
        counts_toward_cap: Option<Decided>, "占不占限额；不写就按 [defaults]；没有 [cap] 可以不写", "true";
        payee: Option<Spanned<Payee>>, "付给谁；不写就付给企业", "{ person = \"受益人\" }";
        payees: Vec<Spanned<PayeePart>>, "分给几个收款人，各占几成；不能再写 payee", "[{ firm = true, share = \"70%\" }, { person = \"受益人\", share = \"30%\" }]";
        note: Prose, "审计人员要知道的", "\"每年抽查一成设备\"";
    }

    /// What items that say nothing follow.
    pub(in crate::policy) struct Defaults: "项目没有写的，都按这里" {
        requires: Vec<Text>, "项目没有写 requires 的，要通过这些条件；判断别的表的记录的条件不算", "[\"per-head\", \"no-fraud\"]";
        counts_toward_cap: Option<Decided>, "项目没有写的，占不占限额", "true";
        supplier: Prose, "项目没有写的，由谁核定", "\"县农业局\"";
        dated: bool, "counts 里没有年度的，只算奖励年度的记录：看项目的 date，不写就看表的 period（要刚好一列）", "true";
    }

    /// How an amount is found.
    pub(in crate::policy) struct Method: "四选一" {
        fixed: Option<Fixed>, "定额：amount，或者 by 加 values；可以乘 quantity", "{ amount = 5000 }";
        rate: Option<Rate>, "比例 × 基数", "{ rate = \"25%\", base = \"设备款\" }";
        tiers: Option<Tiers>, "按一个数分档", "{ base = \"销售额\", steps = [{ at_least = 0, rate = \"1%\" }] }";
        entered: Option<Entered>, "由主管部门核定，填在一列里；空白就是待核定", "{ column = \"议定金额\" }";
    }

    /// A constant, or one looked up, times a quantity.
    pub(in crate::policy) struct Fixed: "定额" {
        amount: Option<Quantity>, "金额，元：一个数、一个公式，或者按表取的数", "5000";
        by: Option<OneOrMore>, "按哪几列取金额，和 values 或 rows 一起写；\"standing\" 是按身份", "\"档次\"";
        values: Pairs<Figure>, "每个值多少元；list 的每个值都要写，不奖的写 0", "{ \"高端\" = 500000, \"普通\" = 200000, \"二手\" = 0 }";
        rows: Vec<Vec<Figure>>, "按几列取的：每行依次写各列的值（\"*\" 是任何值）和金额，最后可以加条款", "[[\"高端\", \"自产\", 500000], [\"高端\", \"*\", 300000]]";
        otherwise as "else": Option<Figure>, "没有列出的值多少元", "0";
        quantity: Option<Quantity>, "再乘以几", "'台数'";
        per: Option<Figure>, "每满多少算一份：quantity 除以它，舍去零头", "1000000";
    }

    /// A rate of a base.
    pub(in crate::policy) struct Rate: "比例 × 基数" {
        rate: Quantity, "比例：一个数、一个公式，或者按表、按档取的数", "\"25%\"";
        base: Text, "基数，金额公式", "'MAX(0,总投资-已补助额)'";
        column: Option<Text>, "这一列（percent）填了就用它作比例", "\"补助比例\"";
    }

    /// A table over one figure.
    pub(in crate::policy) struct Tiers: "按一个数分档，不到第一档的没有" {
        base: Text, "按它分档的数，公式；各档的 rate、each 也乘它", "'销售额'";
        on: Option<Text>, "rate、each 乘的不是 base 而是它：按一个数分档，按另一个数计算", "'设备款'";
        marginal: bool, "分段累计（各段只算自己那一段）？不写就是全额按所在的档", "true";
        steps: Vec<Step>, "各档，从小到大；或者写 scale", "[{ at_least = 0, rate = \"1%\" }, { above = 1000000, rate = \"2%\" }]";
        scale: Option<Text>, "用一张 [[scale]]，写它的名称", "\"销售额档次\"";
    }

    /// One step.
    pub(in crate::policy) struct Step: "一档：从哪里起，给多少" {
        at_least: Option<Figure>, "从这个数起，含本数（以上）", "1000000";
        above: Option<Figure>, "超过这个数，不含本数（超过）", "1000000";
        amount: Option<Figure>, "给多少元，一个数或公式；marginal 时不能用", "30000";
        rate: Option<Figure>, "给 base 的百分之几", "\"2%\"";
        each: Option<Figure>, "每个单位给多少元，如每台、每亩、每人", "500";
    }

    /// An amount decided elsewhere.
    pub(in crate::policy) struct Entered: "由主管部门核定的金额" {
        column: Text, "核定的金额填在哪一列", "\"议定金额\"";
        floor: Option<Quantity>, "最低多少：核定的比它少，就按它", "{ by = \"档次\", values = { \"高端\" = 100000, \"普通\" = 0, \"二手\" = 0 } }";
        ceiling: Option<Quantity>, "最高多少；没有上限的值写 \"不限\"", "{ by = \"档次\", values = { \"高端\" = \"不限\", \"普通\" = 1000000, \"二手\" = 200000 } }";
    }

    /// What is paid on top.
    pub(in crate::policy) struct Plus: "另外再给的；与本项合起来的上限写在 limits 里（over = \"line\"）" {
        name: String, "名称，写给人看", "\"自产设备加奖\"";
        clause: Prose, "条款；不写就是项目的条款", "\"三(三)5\"";
        when: Option<Text>, "什么记录才给；不写就都给", "'自产=\"是\"'";
        amount: Option<Quantity>, "给多少元；amount、rate 二选一", "50000";
        rate: Option<Quantity>, "给 base 的百分之几", "\"5%\"";
        base: Option<Text>, "rate 乘什么；不写就乘项目的基数", "'设备款'";
    }

    /// A limit.
    pub(in crate::policy) struct Limit: "一个上限，按行的先后用完" {
        amount: Quantity, "金额，元：一个数、公式，或者按表取的数；\"不限\" 是没有。over = \"firm-year\" 的公式只用企业的列和事实", "500000";
        over: Spanned<Over>, "对什么的上限", "\"firm-year\"";
        name: String, "名称，写给人看", "\"每家企业每年上限\"";
    }

    /// A limit over several items.
    pub(in crate::policy) struct SharedLimit: "几个项目、几家企业合起来的一个上限，在各项目自己的上限以后，按行的先后用完" {
        name: Text, "名称，写给人看", "\"各项奖励合计上限\"";
        clause: Prose, "条款", "\"三(五)\"";
        items: Vec<Text>, "哪些项目，写代号；不写就是全部项目", "[\"machine\", \"lease\"]";
        amount: Quantity, "金额，元：一个数、公式，或者按表取的数，只用企业的列和事实（over = \"owner\" 的只用参数）；\"不限\" 是没有", "'地方财力增量*50%'";
        over: Spanned<SharedOver>, "对什么的上限", "\"firm-year\"";
        owner: Option<Text>, "over = \"owner\" 的，怎样算同一家：企业名录的一列，或者一个事实；空白的各算各的，并且报出来", "\"实际控制人\"";
    }

    /// A rule against paying again.
    pub(in crate::policy) struct Once: "奖过的记录不再奖" {
        years: Option<Figure>, "此前几年内奖过的不再奖；不写就是永远只奖一次", "2";
        of: Option<Spanned<OnceOf>>, "什么只奖一次；不写就是同一记录", "\"record\"";
        only: Vec<Text>, "of = \"standing\" 时，只管这几种身份；不写就是每一种", "[\"续展\"]";
        times: Option<Figure>, "一共可以奖几次（写了 years 的，几年内几次）；不写就是一次", "3";
        reason: String, "理由，写给人看", "\"同一项目已经奖励过\"";
    }

    /// Only the first of a group.
    pub(in crate::policy) struct OnePer: "几条记录只奖排在最前的一条" {
        by: Vec<Text>, "这几列相同的是一组；不写就是这家企业当年的全部", "[\"展会\"]";
        order: Text, "按什么排，最小的在前；公式", "\"发证日期\"";
        keep: Option<Figure>, "奖排在最前的几条；不写就是一条", "2";
        reason: String, "其余的为什么不奖，写给人看", "\"同一年度只奖励一次\"";
        warn: bool, "其余的各报一个警告？", "true";
    }

    /// Records that are only provisional.
    pub(in crate::policy) struct Provisional: "暂时的记录" {
        when: Text, "哪些记录，对记录的判断", "'已投产=\"否\"'";
        reason: String, "还缺什么，写给人看", "\"还没有投产\"";
    }

    /// The places of all firms together.
    pub(in crate::policy) struct Quota: "名额：符合条件的记录，不管哪家企业，一起排；并列、空白看不出谁在前的，名额边上的待定并且报出来。各名次的奖不同的，金额、比例写成 by = \"rank\" 的 steps" {
        places: Figure, "几个名额", "10";
        by: Vec<Text>, "这几列相同的另有名额；不写就是一起排", "[\"行业\"]";
        order: Text, "按什么排，最小的在前；公式", "\"-销售额\"";
        reason: String, "没有排上的为什么不奖，写给人看", "\"名额 10 个，没有排上\"";
    }

    /// The higher of a matter.
    pub(in crate::policy) struct HigherBy: "就高不重复，在一个项目里" {
        column: Text, "认得出同一件事的列", "\"受益人\"";
        name: String, "名称，写给人看", "\"同一受益人\"";
    }

    /// Who is paid.
    pub(in crate::policy) struct Payee: "付给企业以外的谁，二选一" {
        person: Option<Text>, "付给个人，写填着人名的列", "\"受益人\"";
        carrier: Option<Text>, "付给园区等载体，写填着它名称的列", "\"园区名\"";
    }

    /// One of several payees.
    pub(in crate::policy) struct PayeePart: "几个收款人之一，firm、person、carrier 三选一。分的是限额以后的实发：各取到分，舍去零头，余下的归最前的一个" {
        firm: bool, "付给名录里的这一家（这个人）？", "true";
        person: Option<Text>, "付给个人，写填着人名的列", "\"受益人\"";
        carrier: Option<Text>, "付给园区等载体，写填着它名称的列", "\"园区名\"";
        share: Option<Figure>, "占几成，各项加起来是 100%；只有一项的可以不写", "\"70%\"";
        table: Option<Text>, "这一份由几个人分：名单在哪张表，一人一行，person 是那张表的列", "\"项目成员\"";
        same: Option<Text>, "和 table 一起写：那张表里写着是哪条记录的列，与项目的 record 列对应", "\"项目编号\"";
        part: Option<Text>, "和 table 一起写：各人占几成的列（percent），同一记录加起来是 100%；不写就平均分", "\"分配比例\"";
    }

    /// A level that bears a share of what is paid.
    pub(in crate::policy) struct Funder: "资金由几级分担：实发的钱，这一级出几成；拨付表写明各级各出多少" {
        name: Text, "哪一级", "\"市级\"";
        clause: Prose, "条款", "\"三(六)\"";
        share: Figure, "几成；一个项目的各级加起来是 100%", "\"50%\"";
        items: Vec<Text>, "哪些项目，写代号；不写就是全部项目。一级在不同项目出的不同，写几节", "[\"machine\"]";
    }

    /// Items that may pay for the same record.
    pub(in crate::policy) struct Rival: "就高不重复，在几个项目之间：记录（各自的 record 列）相同的，或者一家企业的，只给较高的一项" {
        name: Text, "名称，写给人看", "\"同一台设备\"";
        clause: Prose, "条款", "\"三(四)\"";
        items: Vec<Text>, "哪些项目，写代号", "[\"machine\", \"lease\"]";
        over: Option<Spanned<RivalOver>>, "按什么比；不写就按记录。按企业比的写在最后，在年度上限以后比", "\"record\"";
    }
}

keys! {
    /// Steps that several items share.
    pub(in crate::policy) struct SharedScale: "几个项目共用的一张分档表；项目里写 scale = 名称" {
        name: Text, "名称", "\"销售额档次\"";
        clause: Prose, "条款", "\"三(三)4\"";
        marginal: bool, "分段累计？", "true";
        steps: Many<Step>, "各档，从小到大", "[{ at_least = 1000000, amount = 10000 }, { at_least = 5000000, amount = 80000 }]";
    }
}
