//! Where the columns of 核算汇总 stand, and the formulas its rows share.

use crate::policy::{Counted, Policy};
use crate::report::model::{Column, Columns, Look, Template};
use crate::report::operands::{Operands, letters, own};
use crate::report::order::unless_moved;

pub(in crate::report) const NAME: &str = "核算汇总";

/// Where the columns stand.
pub(in crate::report) struct SummaryColumns {
    pub columns: Vec<Column>,
    /// The firm's code, by which other sheets find its row.
    pub code: u16,
    /// The group of firms for people (镇街).
    pub district: Option<u16>,
    pub status: u16,
    /// The sum of the firm's nets.
    pub gross: u16,
    /// What counts together: of each cap, or of a policy without any, all that counts.
    pub counted: Vec<CountedColumns>,
    pub uncounted: u16,
    /// What other schemes take of what the cap left, where the policy compares so.
    pub taken: Option<u16>,
    pub payable: u16,
    /// What the firm would be paid alone, where some are limited together.
    pub joint: Option<JointFigures>,
    /// 2: disqualified, 1: suspended, 0: neither; where the policy knows either.
    pub ban: Option<u16>,
    pub ban_formula: Template,
    pub payable_formula: Template,
    pub operands: Operands,
}

/// Where the figures stand that come before limits over several firms.
pub(in crate::report) struct JointFigures {
    pub payable: u16,
    pub cut: u16,
    pub status_formula: Template,
    pub payable_formula: Template,
}

/// Where the figures stand of lines that count together.
#[derive(Clone, Copy)]
pub(in crate::report) struct CountedColumns {
    pub sum: u16,
    pub cap: Option<CapColumns>,
}

/// Where a cap's figures stand.
#[derive(Clone, Copy)]
pub(in crate::report) struct CapColumns {
    pub class: u16,
    pub amount: u16,
    pub cut: u16,
}

impl SummaryColumns {
    pub fn new(policy: &Policy) -> Self {
        let register = &policy.register;
        let table = &policy.tables[register.table];
        let mut columns = Columns::default();
        columns.add(Column::new("序号", 5, Look::Whole));
        columns.add(Column::new(policy.titles()[1].to_string(), 32, Look::Wrapped));
        let district = register
            .district
            .map(|column| columns.add(Column::new(table.columns[column].name.to_string(), 10, Look::Centred)));
        let status = columns.add(Column::new("状态", 8, Look::Centred));
        let amount = |title: &'static str| Column::money(title);
        let gross = columns.add(amount("各项合计").totalled().noted("奖励明细中各行净额之和"));
        let titled = |of: &Counted<'_>, what: &str| Column::money(of.titled(what));
        let limit = |of: &Counted<'_>| {
            [titled(of, "限额").noted("限额怎样得出，见“限额测算”"), titled(of, "限额削减").totalled()]
        };
        // Paper has room for those of one cap.
        let printed = policy.capped_together().filter(|of| of.cap.is_some() && !policy.has_several_caps());
        let mut printed =
            printed.map(|of| limit(&of).map(|column| columns.add(column))).collect::<Vec<_>>().into_iter();
        let payable = Column::new("应发金额", 14, Look::Strong).totalled();
        let payable = columns.add(payable.noted("占限额的合计与限额取小，加不占限额的合计"));
        columns.add(Column::new("说明", 34, Look::Wrapped).noted("本次核算时的说明，不随改动重算"));
        let code = columns.add(Column::new(policy.titles()[0].to_string(), 21, Look::Text).on_screen());
        for column in &register.shown {
            let note = "本次读入的，只供查看：改这里别的表不跟着变";
            let shown = Column::new(table.columns[*column].name.to_string(), 9, Look::Centred);
            columns.add(shown.noted(note).on_screen());
        }
        if policy.evaluation.as_ref().is_some_and(|evaluation| evaluation.awaited) {
            let note = "本次核算时的结果，不随改动重算";
            columns.add(Column::new("评价", 9, Look::Centred).noted(note).on_screen());
        }
        columns.add(amount("就高不重复\n扣减").totalled().on_screen());
        let sums = policy.capped_together().map(|of| {
            let title = if of.name.is_empty() { "占限额的\n合计".to_owned() } else { of.titled("合计") };
            columns.add(Column::new(title, 15, Look::Money).totalled().on_screen())
        });
        let sums: Vec<u16> = sums.collect();
        let uncounted = columns.add(amount("不占限额的\n合计").totalled().on_screen());
        let taken = policy.other_scheme.as_ref().filter(|scheme| scheme.after_cap).map(|_| {
            let note = "限额以后与其他政策的补助比较，扣减的数";
            columns.add(amount("限额后其他\n政策扣减").totalled().noted(note).on_screen())
        });
        let before = (!policy.joint_limits.is_empty()).then(|| {
            let note = "几家企业合计的上限以前，本企业自己的";
            let status = columns.add(Column::new("合计上限前\n状态", 10, Look::Centred).noted(note).on_screen());
            let own = columns.add(amount("合计上限前\n应发").totalled().noted(note).on_screen());
            (status, own, columns.add(amount("合计上限\n削减").totalled().noted("见“合计上限”").on_screen()))
        });
        let counted = policy.capped_together().zip(sums).map(|(of, sum)| {
            let cap = of.cap.map(|_| {
                let [amount, cut] =
                    printed.next().unwrap_or_else(|| limit(&of).map(|column| columns.add(column.on_screen())));
                let base = if of.name.is_empty() { "新增地方\n财力" } else { "限额基数" };
                columns.add(titled(&of, base).totalled().on_screen());
                let class = columns.add(Column::new(of.titled("限额\n档次"), 8, Look::Centred).on_screen());
                columns.add(Column::new(of.titled("比例"), 9, Look::Percent).on_screen());
                CapColumns { class, amount, cut }
            });
            CountedColumns { sum, cap }
        });
        let counted: Vec<CountedColumns> = counted.collect();
        let bans = || policy.disqualified.iter().chain(&policy.suspended);
        let mut operands = Operands::of(bans().map(|ban| &ban.when));
        let mut ban = None;
        let mut ban_formula = Template::default();
        if bans().next().is_some() {
            let note = "2 取消资格，1 停止执行，0 都不是；由右边各列判断";
            let column = columns.add(Column::new("资格处理", 10, Look::Whole).noted(note).aside());
            operands.first = column + 1;
            for (_, name, _) in &operands.list {
                columns.add(Column::new(name.to_string(), 14, Look::Centred).aside());
            }
            let test = |ban: &Option<crate::policy::Ban>| {
                ban.as_ref().map_or_else(|| "0".to_owned(), |ban| operands.test(policy, &ban.when))
            };
            let (disqualified, suspended) = (test(&policy.disqualified), test(&policy.suspended));
            ban_formula = Template::new(&format!("IF({disqualified}=1,2,IF({suspended}=1,1,0))"));
            ban = Some(column);
        }
        let own_status = before.map_or(status, |(status, ..)| status);
        let payable_formula = payable_formula(own_status, &counted, uncounted, taken);
        let joint = before.map(|(own_status, own_payable, cut)| {
            let (alone, paid, taken, was) = (own(own_payable), own(payable), own(cut), own(own_status));
            JointFigures {
                payable: own_payable,
                cut,
                status_formula: Template::new(&format!(
                    "IF({was}=\"发放\",IF({paid}=\"\",\"待定\",IF({paid}>0,\"发放\",\"无奖励\")),{was})"
                )),
                payable_formula: Template::new(&unless_moved(&format!(
                    "IF(OR({alone}=\"\",{taken}=\"\"),\"\",ROUND({alone}-{taken},2))"
                ))),
            }
        });
        let guarded = if joint.is_some() { payable_formula } else { unless_moved(&payable_formula) };
        let payable_formula = Template::new(&guarded);
        Self {
            columns: columns.done(),
            code,
            district,
            status,
            gross,
            counted,
            uncounted,
            taken,
            payable,
            joint,
            ban,
            ban_formula,
            payable_formula,
            operands,
        }
    }

    /// The status of a firm with `lines` lines whose statuses stand in `window`.
    pub fn status_formula(&self, row: u32, lines: usize, window: &str) -> String {
        let at = |column: u16| format!("{}{}", letters(column), row + 1);
        let uncounted = at(self.uncounted);
        let within = within(&self.counted, at);
        let taken = self.taken.map(|taken| format!("-{}", at(taken))).unwrap_or_default();
        let paid = format!("{within}+{uncounted}{taken}");
        // A difference of binary numbers may leave a trace where nothing is left.
        let paid = if taken.is_empty() { paid } else { format!("ROUND({paid},2)") };
        let mut formula = format!("IF({paid}>0,\"发放\",\"无奖励\")");
        if lines > 0 {
            let caps = self.counted.iter().filter_map(|of| Some((at(of.sum), at(of.cap?.amount))));
            let caps: String = caps.map(|(sum, cap)| format!(",AND({cap}=\"\",{sum}>0)")).collect();
            let open = format!("COUNTIF({window},\"待定\")>0");
            let open = if caps.is_empty() { open } else { format!("OR({open}{caps})") };
            formula = format!("IF({open},\"待定\",IF(COUNTIF({window},\"不符合\")={lines},\"不符合\",{formula}))");
        }
        if let Some(ban) = self.ban {
            let ban = at(ban);
            formula = format!("IF({ban}=2,\"取消资格\",IF({ban}=1,\"停止执行\",{formula}))");
        }
        formula
    }
}

/// What a firm is paid, from the columns of its row.
fn payable_formula(status: u16, counted: &[CountedColumns], uncounted: u16, taken: Option<u16>) -> String {
    let (status, capped, uncounted) = (own(status), within(counted, own), own(uncounted));
    let taken = taken.map(|taken| format!("-{}", own(taken))).unwrap_or_default();
    let suspended = if taken.is_empty() { uncounted.clone() } else { format!("ROUND({uncounted}{taken},2)") };
    format!(
        "IF({status}=\"待定\",\"\",IF({status}=\"取消资格\",0,IF({status}=\"停止执行\",{suspended},ROUND({capped}+{uncounted}{taken},2))))"
    )
}

/// What the caps leave of what counts; `at` gives the cell of a column.
fn within(counted: &[CountedColumns], at: impl Fn(u16) -> String) -> String {
    let of = counted.iter().map(|of| match of.cap {
        Some(cap) => format!("MIN({},{})", at(of.sum), at(cap.amount)),
        None => at(of.sum),
    });
    of.collect::<Vec<_>>().join("+")
}
