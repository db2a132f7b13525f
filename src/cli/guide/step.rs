//! The steps of a year, each a command as it would be typed.

use std::ffi::OsString;
use std::path::Path;

use super::found::Found;

/// A step the guide can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Template,
    Check,
    Calc,
    Readings,
    Explain,
    Verify,
    Carry,
    /// Open what was written last.
    Open,
    /// Work on other data.
    Data,
    Leave,
}

impl Step {
    /// In the order of the year.
    const ALL: [Self; 10] = [
        Self::Template,
        Self::Check,
        Self::Calc,
        Self::Readings,
        Self::Explain,
        Self::Verify,
        Self::Carry,
        Self::Open,
        Self::Data,
        Self::Leave,
    ];

    /// The command, if it is one.
    pub fn command(self) -> Option<&'static str> {
        Some(match self {
            Self::Template => "模板",
            Self::Check => "检查",
            Self::Calc => "核算",
            Self::Readings => "口径",
            Self::Explain => "说明",
            Self::Verify => "复核",
            Self::Carry => "结转",
            Self::Open | Self::Data | Self::Leave => return None,
        })
    }

    /// What it does, for someone who chooses.
    pub fn label(self) -> &'static str {
        match self {
            Self::Template => "模板：写出发给各部门填的空表",
            Self::Check => "检查：看数据有没有问题，写问题清单",
            Self::Calc => "核算：写奖励核算表",
            Self::Readings => "口径：政策换一种读法，差多少",
            Self::Explain => "说明：一家企业的奖励怎么算出来的",
            Self::Verify => "复核：从数据重新算一遍，与核算表比较",
            Self::Carry => "结转：今年的结果做成明年的“历年奖励”表",
            Self::Open => "打开刚才写出的文件",
            Self::Data => "换一个数据文件夹",
            Self::Leave => "离开",
        }
    }

    /// The steps to offer: of commands those that `known` has, and only what there is something for.
    pub fn offered(state: &State<'_>, known: impl Fn(&str) -> bool) -> Vec<Self> {
        let data = state.data.is_some();
        let fits = |step: &Self| match step {
            Self::Template | Self::Data | Self::Leave => true,
            Self::Check | Self::Calc | Self::Readings | Self::Explain => data,
            Self::Verify => data && !state.found.awards.is_empty(),
            Self::Carry => !state.found.awards.is_empty(),
            Self::Open => state.written,
        };
        let runs = |step: &Self| step.command().is_none_or(&known);
        Self::ALL.into_iter().filter(|step| fits(step) && runs(step)).collect()
    }

    /// What usually comes next.
    pub fn next(state: &State<'_>) -> Self {
        match (state.last, state.fine) {
            _ if state.data.is_none() => Self::Template,
            // What it found is in the workbook it wrote.
            (Some(Self::Check | Self::Calc), false) if state.written => Self::Open,
            (Some(Self::Check), true) => Self::Calc,
            (Some(Self::Calc), true) => Self::Open,
            (Some(Self::Open), true) if !state.found.awards.is_empty() => Self::Explain,
            (Some(Self::Explain), true) if !state.found.awards.is_empty() => Self::Verify,
            (Some(Self::Verify), true) => Self::Carry,
            (Some(Self::Template | Self::Carry), true) => Self::Open,
            _ => Self::Check,
        }
    }
}

/// Where someone stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct State<'s> {
    pub found: &'s Found,
    pub data: Option<&'s Path>,
    /// The step before, and whether it went well.
    pub last: Option<Step>,
    pub fine: bool,
    /// Was a file written that can be opened?
    pub written: bool,
}

/// The arguments as someone would type them.
pub(super) fn typed(arguments: &[OsString]) -> String {
    let word = |argument: &OsString| {
        let text = argument.to_string_lossy().into_owned();
        if text.contains([' ', '"', '\'', '(', ')', '&', '$', ';', '*']) { format!("\"{text}\"") } else { text }
    };
    let words: Vec<String> = arguments.iter().map(word).collect();
    format!("jiangbu {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(found: &Found, data: bool, last: Option<Step>, fine: bool) -> State<'_> {
        State { found, data: data.then_some(Path::new("数据")), last, fine, written: last.is_some() }
    }

    #[test]
    fn what_comes_next() {
        use Step::*;
        let award = Found { awards: vec!["a.xlsx".into()], ..Found::default() };
        for (data, last, fine, next) in [
            (false, None, true, Template),
            (true, None, true, Check),
            (true, Some(Check), false, Open),
            (true, Some(Check), true, Calc),
            (true, Some(Calc), true, Open),
            (true, Some(Open), true, Explain),
            (true, Some(Explain), true, Verify),
            (true, Some(Verify), true, Carry),
            (true, Some(Verify), false, Check),
        ] {
            assert_eq!(Step::next(&state(&award, data, last, fine)), next, "{last:?}");
        }
    }

    #[test]
    fn only_what_there_is_something_for_is_offered() {
        use Step::*;
        let (none, award) = (Found::default(), Found { awards: vec!["a.xlsx".into()], ..Found::default() });
        let known = |name: &str| !["口径", "结转"].contains(&name);
        assert_eq!(Step::offered(&state(&none, false, None, true), known), [Template, Data, Leave]);
        assert_eq!(
            Step::offered(&state(&award, true, Some(Calc), true), known),
            [Template, Check, Calc, Explain, Verify, Open, Data, Leave]
        );
        let all = Step::offered(&state(&award, true, Some(Calc), true), |_| true);
        assert!(all.contains(&Carry) && all.contains(&Readings));
    }

    #[test]
    fn a_command_is_shown_as_it_is_typed() {
        let arguments = ["核算", "数据 2022", "-o", "a.xlsx"].map(OsString::from);
        assert_eq!(typed(&arguments), "jiangbu 核算 \"数据 2022\" -o a.xlsx");
    }
}
