//! What kind of payee one is.

use crate::policy::Payee;

/// What kind of payee; lists keep them apart, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayeeKind {
    /// A firm.
    Firm,
    /// A person.
    Person,
    /// A carrier (incubator).
    Carrier,
}

impl PayeeKind {
    /// All, in their order.
    pub const ALL: [Self; 3] = [Self::Firm, Self::Person, Self::Carrier];

    /// The kind of a payee that the policy names.
    #[must_use]
    pub const fn of(payee: Payee) -> Self {
        match payee {
            Payee::Firm => Self::Firm,
            Payee::Person(_) => Self::Person,
            Payee::Carrier(_) => Self::Carrier,
        }
    }

    /// The word on the lists.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Firm => "企业",
            Self::Person => "个人",
            Self::Carrier => "载体",
        }
    }

    /// The id in the JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::Person => "person",
            Self::Carrier => "carrier",
        }
    }
}
