//! A section of the policy as rows.

/// One section: a heading, the names of its columns, its rows.
pub struct Section {
    /// The heading.
    pub title: &'static str,
    /// The columns' names.
    pub header: Vec<&'static str>,
    /// The rows, as wide as the header.
    pub rows: Vec<Vec<String>>,
}

pub(super) fn section<const N: usize>(
    title: &'static str,
    header: [&'static str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Section {
    Section { title, header: header.to_vec(), rows: rows.map(Vec::from).collect() }
}
