//! How far an award has come, as its workbook says of itself: draft, before the evaluation, for publication, final.

/// A stage of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The data has errors that were left aside: no basis for paying anybody.
    Draft,
    /// Some firms still wait for the evaluation that payment depends on.
    BeforeEvaluation,
    /// Nothing waits: it can be published for objections.
    Publication,
    /// Declared final.
    Final,
}

impl Stage {
    /// All stages, in their order.
    pub const ALL: [Self; 4] = [Self::Draft, Self::BeforeEvaluation, Self::Publication, Self::Final];

    /// The stage of an award that is a draft, has so many firms waiting for their evaluation, and was declared final.
    #[must_use]
    pub const fn of(draft: bool, waiting: usize, declared_final: bool) -> Self {
        match (draft, waiting, declared_final) {
            (true, ..) => Self::Draft,
            (false, 1.., _) => Self::BeforeEvaluation,
            (false, 0, false) => Self::Publication,
            (false, 0, true) => Self::Final,
        }
    }

    /// What it is called on papers.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::BeforeEvaluation => "评价前测算",
            Self::Publication => "公示稿",
            Self::Final => "定稿",
        }
    }

    /// What it may be used for.
    #[must_use]
    pub const fn note(self) -> &'static str {
        match self {
            Self::Draft => "草稿，不得作为发放依据",
            Self::BeforeEvaluation => "还有企业等待绩效评价，评价以后重新核算",
            Self::Publication => "可以公示；公示没有异议以后用 --final 写定稿",
            Self::Final => "作为发放和结转的依据",
        }
    }

    /// The stage with this label.
    #[must_use]
    pub fn called(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.label() == label)
    }

    /// Is it a draft?
    #[must_use]
    pub const fn is_draft(self) -> bool {
        matches!(self, Self::Draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_known_by_its_label() {
        for stage in Stage::ALL {
            assert_eq!(Stage::called(stage.label()), Some(stage));
        }
        assert_eq!(Stage::called("初稿"), None);
    }

    #[test]
    fn nothing_is_final_while_a_firm_waits() {
        let cases = [
            (true, 0, true, Stage::Draft),
            (false, 1, true, Stage::BeforeEvaluation),
            (false, 0, true, Stage::Final),
            (false, 0, false, Stage::Publication),
        ];
        for (draft, waiting, last, stage) in cases {
            assert_eq!(Stage::of(draft, waiting, last), stage);
        }
    }
}
