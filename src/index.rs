//! Numbers that count one kind of thing each, so that a column's cannot be taken for a table's: the vectors of a policy and of its data
//! are indexed by them (`TiVec`).

macro_rules! index {
    ($name:ident, $meaning:literal) => {
        #[doc = $meaning]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(usize);

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                Self(index)
            }
        }

        impl From<$name> for usize {
            fn from(index: $name) -> Self {
                index.0
            }
        }
    };
}

index!(TableIndex, "A table of the policy, and what was read for it.");
index!(ColumnIndex, "A column of a table.");
index!(ParameterIndex, "A figure of the policy.");
index!(FactIndex, "A fact about the firm.");
index!(StandingIndex, "A kind of certificate whose records have a standing.");
index!(ConditionIndex, "A condition of the firm.");
index!(RecordConditionIndex, "A condition of a record.");
index!(ItemIndex, "An award item.");
index!(SharedLimitIndex, "A limit over several items.");
