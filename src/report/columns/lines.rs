//! Where the columns of 奖励明细 stand.

use super::conditions::ConditionColumns;
use super::links::LinkColumns;
use crate::policy::{Policy, Span, Spread};
use crate::report::model::{Column, Columns, Look, Template};
use crate::report::operands::{letters, own};

pub(in crate::report) const NAME: &str = "奖励明细";

/// The columns of one limit: what past awards used up of one over several items, the cut, and behind it what then remains.
#[derive(Clone, Copy)]
pub(in crate::report) struct StepColumns {
    pub past: Option<u16>,
    pub cut: u16,
}

/// Where the columns stand, and how each item's lines are computed.
pub(in crate::report) struct LineColumns {
    pub columns: Columns,
    /// The firm's code and the payee, by which other sheets find their lines.
    pub code: u16,
    pub payee: u16,
    pub item: u16,
    pub level: u16,
    pub base: u16,
    pub standard: u16,
    pub amount: u16,
    pub limit_cut: u16,
    pub matter_cut: u16,
    pub other_cut: u16,
    pub net: u16,
    pub paid: u16,
    pub counts: u16,
    pub status: u16,
    /// The last history year of a record's standing, and the record's own year.
    pub past: Option<(u16, u16)>,
    /// The latest year the record was awarded in.
    pub awarded: Option<u16>,
    /// What past awards used up of a limit.
    pub used: Option<u16>,
    /// What past awards of the item used up of a limit.
    pub used_by_firm: Option<u16>,
    /// The amount as far as the line is payable, where limits or comparisons follow.
    pub pool: u16,
    /// Pairs of columns: cut and remainder, one pair a limit.
    pub record_steps: Vec<StepColumns>,
    /// Triples: sum of the side, highest so far, cut.
    pub contests: Vec<u16>,
    pub year_steps: Vec<StepColumns>,
    /// The whole fen of a line's share after the cap, and what the rounding down left.
    pub share: Option<(u16, u16)>,
    /// What the cap leaves of a line, where another scheme's awards are compared with that.
    pub capped: Option<u16>,
    /// What a line is paid, were its firm not limited together with others; for policies that limit some so.
    pub alone: Option<u16>,
    /// What each funder bears, from this column on.
    pub funders: u16,
    pub first_operand: u16,
    pub links: LinkColumns,
    pub condition_column: String,
    /// The amount as far as the line is payable.
    pub payable: Template,
}

impl LineColumns {
    pub fn new(policy: &Policy, conditions: &ConditionColumns) -> Self {
        let mut columns = Columns::default();
        columns.add(
            Column::new(policy.titles()[1].to_string(), 17, Look::Wrapped)
                .noted("可以筛选，不要排序：公式按行引用，行移动了应发金额全部空着"),
        );
        columns.add(Column::new("条款", 8, Look::Centred));
        let item = columns.add(Column::new("奖励项目", 17, Look::Wrapped));
        columns.add(Column::new("记录", 19, Look::Wrapped).noted("证书编号、平台名称、专利号、合同编号、姓名等"));
        let note = "身份由右边的年度算出；级别、类别是本次读入的，改了只重算本行";
        let level = columns.add(Column::new("身份\n级别", 10, Look::Centred).noted(note));
        let amount = columns.add(Column::new("核算额", 12, Look::Money).totalled());
        let note = "核算额减各项扣减，扣减在打印范围右边；不计入的为零";
        let net = columns.add(Column::new("净额", 12, Look::Money).totalled().noted(note));
        let note = "限额以后实发的数，各行合计就是应发金额；待定企业空着";
        let paid = columns.add(Column::new("限额后", 12, Look::Strong).totalled().noted(note));
        let status = columns.add(Column::new("状态", 7, Look::Centred));
        columns.add(Column::new("原因", 34, Look::Wrapped).noted("本次核算时的说明，不随改动重算"));
        let code = columns.add(Column::new(policy.titles()[0].to_string(), 21, Look::Text).on_screen());
        let payee = columns.add(Column::new("发给", 11, Look::Wrapped).noted("企业，或者个人、载体的名称").on_screen());
        let base = columns.add(Column::money("计算基数").noted("奖励由它算出的数").on_screen());
        let note = "比例、每件定额或者上限，取自“政策参数”";
        let standard = columns.add(Column::new("比例\n定额", 12, Look::Money).noted(note).on_screen());
        let cut = |title: &'static str, width: u16| Column::new(title, width, Look::Money).totalled().on_screen();
        let limit_cut = columns.add(cut("上限\n扣减", 11));
        let matter_cut = columns.add(cut("就高扣减\n（本政策）", 12));
        let other_cut = columns.add(cut("就高扣减\n（其他政策）", 12));
        let counts = columns.add(Column::new("占\n限额", 6, Look::Centred).on_screen());
        columns.add(Column::new("计算式", 60, Look::Text).noted("本次核算时的数，不随改动重算").on_screen());
        columns.add(Column::new("来源", 50, Look::Text).noted("工作簿 › 工作表 › 单元格").on_screen());
        let past = policy.items.iter().any(|item| item.standing.is_some()).then(|| {
            let note = "往年同类记录中可以接续的最近一年；没有往年记录的写“无”";
            (
                columns.add(Column::new("往年最近\n一次", 11, Look::Whole).noted(note).aside()),
                columns.add(Column::new("本次年度", 9, Look::Whole).aside()),
            )
        });
        let once = policy.items.iter().any(|item| item.once.is_some());
        let awarded = once.then(|| columns.add(Column::new("最近已奖\n年度", 11, Look::Whole).aside()));
        let over = |span: Span| policy.items.iter().any(|item| item.limits.iter().any(|limit| limit.over == span));
        let used_by_firm = over(Span::FirmLife);
        let used = over(Span::KeyLife).then(|| columns.add(Column::new("往年已奖\n金额", 14, Look::Money).aside()));
        let used_by_firm =
            used_by_firm.then(|| columns.add(Column::new("往年本项\n已奖金额", 14, Look::Money).aside()));
        let pool = columns.add(Column::new("参加扣减\n的金额", 14, Look::Money).aside());
        let mut pairs = |name: &str, of_firm: bool| -> Vec<StepColumns> {
            let count = policy.most_own_limits(of_firm);
            let own = (1..=count).map(|number| {
                let number = if count > 1 { number.to_string() } else { String::new() };
                (format!("{name}{number}"), false)
            });
            let shared = policy.shared_limits_over(of_firm).map(|index| &policy.shared_limits[index].limit);
            let shared = shared.map(|limit| (limit.name.to_string(), limit.over.remembers()));
            own.chain(shared)
                .map(|(name, remembers)| {
                    let mut add = |what: &str, width| {
                        columns.add(Column::new(format!("{name}\n{what}"), width, Look::Money).aside())
                    };
                    let past = remembers.then(|| add("往年已奖", 14));
                    let cut = add("扣减", 13);
                    add("余额", 14);
                    StepColumns { past, cut }
                })
                .collect()
        };
        let record_steps = pairs("记录上限", false);
        let year_steps = pairs("年度上限", true);
        let contests = contest_names(policy)
            .into_iter()
            .map(|name| {
                let sum = columns.add(Column::new(format!("{name}\n本方合计"), 14, Look::Money).aside());
                columns.add(Column::new(format!("{name}\n至此最高"), 14, Look::Money).aside());
                columns.add(Column::new(format!("{name}\n扣减"), 13, Look::Money).aside());
                sum
            })
            .collect();
        let in_proportion = policy.caps.iter().any(|cap| cap.spread == Spread::InProportion);
        let share = in_proportion.then(|| {
            let note = "限额后的钱按净额比例分到本行的整分";
            let whole = columns.add(Column::new("按比例\n整分", 13, Look::Number).noted(note).aside());
            let note = "不足一分的部分；余下的分给最大的，相同的给在前的";
            (whole, columns.add(Column::new("按比例\n余数", 11, Look::Number).noted(note).aside()))
        });
        let capped = policy.other_scheme.as_ref().filter(|scheme| scheme.after_cap).map(|_| {
            let note = "限额留给本行的数，与其他政策的补助比较";
            columns.add(Column::new("限额后\n比较前", 14, Look::Money).noted(note).aside())
        });
        let alone = (!policy.joint_limits.is_empty()).then(|| {
            let note = "几家企业合计的上限以前，本行的数";
            columns.add(Column::new("合计上限前", 14, Look::Money).noted(note).aside())
        });
        let funders = columns.count();
        for funder in &policy.funders {
            let note = "限额后的数里这一级承担的";
            columns.add(Column::new(format!("{funder}\n承担"), 14, Look::Money).noted(note).aside());
        }
        let first_operand = columns.count();
        Self {
            columns,
            code,
            payee,
            item,
            level,
            base,
            standard,
            amount,
            limit_cut,
            matter_cut,
            other_cut,
            net,
            paid,
            counts,
            status,
            past,
            awarded,
            used,
            used_by_firm,
            pool,
            record_steps,
            contests,
            year_steps,
            share,
            capped,
            alone,
            funders,
            first_operand,
            links: LinkColumns::default(),
            condition_column: letters(conditions.value),
            payable: Template::new(&format!("IF({}=\"计入\",{},0)", own(status), own(amount))),
        }
    }

    /// Makes room for as many figures as an item's formulas use, and behind them for links: the widest row's, of so many rows.
    pub fn make_room(&mut self, figures: usize, (widest, rows): (usize, usize)) {
        for number in 1..=figures {
            let column = Column::new(format!("数据{number}"), 14, Look::Money);
            self.columns.add(column.noted("名称见计算式").aside());
        }
        self.links = LinkColumns::add(&mut self.columns, widest, rows);
    }
}

/// The comparisons of the policy: inside items, then its rivals.
fn contest_names(policy: &Policy) -> Vec<String> {
    let inside = policy.items.iter().find_map(|item| item.higher_by.as_ref()).map(|_| "同项就高".to_owned());
    let mut names: Vec<String> = inside.into_iter().collect();
    if names.is_empty() && !policy.rivals.is_empty() {
        // Stages are numbered from 0 even where no item compares its own lines.
        names.push("同项就高".to_owned());
    }
    names.extend(policy.rivals.iter().map(|rival| rival.name.to_string()));
    names
}
