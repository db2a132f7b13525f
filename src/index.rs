//! Numbers that count one kind of thing each, so that a column's cannot be taken for a table's: the vectors of a policy and of its data
//! are indexed by them (`TiVec`).

macro_rules! index {
    ($name:ident, $meaning:literal) => {
        #[doc = $meaning]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl From<usize> for $name {
            // One beyond the range finds nothing.
            fn from(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }

        impl From<$name> for usize {
            fn from(index: $name) -> Self {
                index.0 as Self
            }
        }
    };
}

index!(SheetIndex, "A sheet that fed a table.");
index!(TableIndex, "A table of the policy, and what was read for it.");
index!(ColumnIndex, "A column of a table.");
index!(RowIndex, "A record of a table; where it stands in its sheet is another number.");
index!(FirmIndex, "A firm, in the order of the register.");
index!(ParameterIndex, "A figure of the policy.");
index!(FactIndex, "A fact about the firm.");
index!(StandingIndex, "A kind of certificate whose records have a standing.");
index!(ConditionIndex, "A condition of the firm.");
index!(RecordConditionIndex, "A condition of a record.");
index!(ItemIndex, "An award item.");
index!(LineIndex, "A line of the award, among all lines.");
index!(CapIndex, "A cap on what a firm is paid for some items.");
index!(SharedLimitIndex, "A limit over several items.");

impl FirmIndex {
    /// The firm whose row in the register this is.
    #[must_use]
    pub const fn of(row: RowIndex) -> Self {
        Self(row.0)
    }

    /// Its row in the register.
    #[must_use]
    pub const fn row(self) -> RowIndex {
        RowIndex(self.0)
    }
}
