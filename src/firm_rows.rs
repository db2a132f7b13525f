//! Each firm's rows of a table.

use typed_index_collections::TiVec;

use crate::index::{FirmIndex, RowIndex};

/// The rows of one table by firm: those of firm `i` are `rows[starts[i]..starts[i + 1]]`, in the order read.
#[derive(Clone, Debug, Default)]
pub struct FirmRows {
    starts: Vec<u32>,
    rows: Vec<RowIndex>,
}

impl FirmRows {
    /// Brings together the rows of each of `count` firms; `firms` says whose each row is. A counting sort: rows of one firm keep
    /// their order.
    #[must_use]
    pub fn group(firms: impl Iterator<Item = Option<FirmIndex>>, count: usize) -> Self {
        let firms: TiVec<RowIndex, Option<FirmIndex>> = firms.collect();
        let mut starts = vec![0u32; count + 1];
        for firm in firms.iter().flatten() {
            starts[usize::from(*firm) + 1] += 1;
        }
        for i in 0..count {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut rows = vec![RowIndex::default(); starts.last().copied().unwrap_or(0) as usize];
        for (row, firm) in firms.iter_enumerated() {
            if let Some(firm) = firm {
                let slot = &mut next[usize::from(*firm)];
                rows[*slot as usize] = row;
                *slot += 1;
            }
        }
        Self { starts, rows }
    }

    /// The rows of `firm`, in the order read.
    #[must_use]
    pub fn of(&self, firm: FirmIndex) -> &[RowIndex] {
        let firm = usize::from(firm);
        match (self.starts.get(firm), self.starts.get(firm + 1)) {
            (Some(&start), Some(&end)) => &self.rows[start as usize..end as usize],
            _ => &[],
        }
    }
}
