//! What a run has done so far, for someone who waits.

/// What has been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A workbook is being opened.
    Workbook {
        /// Its name.
        file: &'a str,
        /// How many there are.
        of: usize,
    },
    /// So many more rows have been read.
    Rows(u64),
    /// So many more firms have been judged.
    Firms(u64),
    /// A sheet is being written.
    Sheet {
        /// Its name.
        name: &'a str,
        /// How many there are.
        of: usize,
    },
    /// The sheets are written and are put together into a file.
    Joining,
}

/// Sees each step, from any thread.
pub type Watch<'w> = dyn Fn(Event<'_>) + Sync + 'w;
