//! What a firm, its evaluation and a line come to: each state with its id in the JSON and the word a clerk reads.

macro_rules! states {
    ($(#[$about:meta])* $name:ident: $($(#[$meaning:meta])* $state:ident, $id:literal, $label:literal;)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$meaning])* $state,)+
        }

        impl $name {
            /// All, in the order in which they are decided.
            pub const ALL: [Self; [$($id),+].len()] = [$(Self::$state),+];

            /// The id in the JSON.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$state => $id,)+ }
            }

            /// The word a clerk reads.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$state => $label,)+ }
            }
        }
    };
}

states! {
    /// A firm's status, the first that holds.
    FirmStatus:
    /// An error in the data touches it; only in a draft.
    Withheld, "withheld", "暂缓";
    /// It lied: no line pays, past awards are reclaimed.
    Disqualified, "disqualified", "取消资格";
    /// Its capped lines are suspended.
    Suspended, "suspended", "停止执行";
    /// Something needed is not known.
    Undetermined, "undetermined", "待定";
    /// Every line fails a condition.
    Ineligible, "ineligible", "不符合";
    /// Nothing to pay.
    NoAward, "no-award", "无奖励";
    /// It is paid.
    Payable, "payable", "发放";
}

states! {
    /// What the evaluation before payment says of a firm.
    #[derive(Default)]
    EvaluationState:
    /// It has passed.
    Passed, "passed", "已通过";
    /// It has been stopped.
    Stopped, "stopped", "停止执行";
    /// There is none yet.
    Missing, "missing", "待评价";
    /// The firm needs none.
    #[default]
    NotNeeded, "not-needed", "不需要";
}

states! {
    /// A line's status, the first that holds.
    LineStatus:
    /// A rule against paying it.
    Barred, "barred", "不予奖励";
    /// A needed condition fails.
    Failed, "failed", "不符合";
    /// None fails, one is not known.
    Undetermined, "undetermined", "待定";
    /// A decision is missing.
    Pending, "pending", "待核定";
    /// It is paid, before the cap.
    Payable, "payable", "计入";
}
