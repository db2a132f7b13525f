//! Where a line stands among those of all firms, as far as it can be told.

use std::collections::HashMap;

use crate::index::{ItemIndex, RowIndex};

/// Where a line stands among those of all firms. Its rank counts those surely before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaRank {
    /// It has this rank, or one that gives the same.
    Within(usize),
    /// Beyond the last place.
    Beyond(usize),
    /// It cannot be told on which side of this last rank it stands: others are equal, or not decided.
    Open(usize),
}

impl QuotaRank {
    /// The rank, where it can be told.
    #[must_use]
    pub const fn rank(self) -> Option<usize> {
        match self {
            Self::Within(rank) | Self::Beyond(rank) => Some(rank),
            Self::Open(_) => None,
        }
    }

    /// Where it stands that so many are surely before, and so many may be; edges as in [`crate::policy::Quota`].
    pub(super) fn of(ahead: usize, perhaps: usize, edges: &[usize]) -> Self {
        let straddled = edges.iter().find(|edge| ahead < **edge && perhaps >= **edge);
        match straddled {
            Some(edge) => Self::Open(*edge),
            None if edges.last().is_some_and(|last| ahead >= *last) => Self::Beyond(ahead + 1),
            None => Self::Within(ahead + 1),
        }
    }
}

/// Where the lines stand that could have a place, by item and row.
pub(super) type QuotaRanks = HashMap<(ItemIndex, RowIndex), QuotaRank>;

#[cfg(test)]
mod tests {
    use super::QuotaRank::{self, Beyond, Open, Within};

    /// The first gets one sum, the second and third another, the fourth a third one: edges after ranks 1, 3 and 4.
    #[test]
    fn a_rank_is_known_where_all_it_may_be_give_the_same() {
        for (ahead, perhaps, place) in [
            (0, 0, Within(1)),
            (0, 1, Open(1)),
            (1, 1, Within(2)),
            // Two are second: the second and the third get the same.
            (1, 2, Within(2)),
            (1, 3, Open(3)),
            (0, 9, Open(1)),
            (2, 2, Within(3)),
            (2, 4, Open(3)),
            (3, 3, Within(4)),
            (3, 4, Open(4)),
            (4, 4, Beyond(5)),
            (4, 9, Beyond(5)),
        ] {
            assert_eq!(QuotaRank::of(ahead, perhaps, &[1, 3, 4]), place, "{ahead} to {perhaps}");
        }
        assert_eq!((Within(2).rank(), Beyond(5).rank(), Open(3).rank()), (Some(2), Some(5), None));
    }
}
