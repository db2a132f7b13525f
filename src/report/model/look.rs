//! How a cell looks, by what it holds; the styles themselves are the writer's.

/// What a cell holds, for its number format and alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Look {
    /// Text, on one line.
    Text,
    /// Text that may take several lines.
    Wrapped,
    /// A short text or sign, centred.
    Centred,
    /// An amount, with thousands separators and two decimals.
    Money,
    /// By how many yuan something changed, with its sign.
    Change,
    /// Ten thousand yuan (万元), exact to the fen.
    Wan,
    /// A share, as percent.
    Percent,
    /// A number as it is.
    Number,
    /// A year or a count, without separators.
    Whole,
    /// A calendar day.
    Date,
    /// A link, on one line.
    Link,
    /// The label of the totals row.
    TotalLabel,
    /// An amount in the totals row.
    TotalMoney,
    /// An amount in 万元 in the totals row.
    TotalWan,
    /// A text over the whole width, of as many lines as it takes; no borders.
    Note,
    /// The words over the whole width of a table without rows.
    Empty,
    /// A text in the totals row, of several lines if need be.
    TotalText,
    /// The title.
    Title,
    /// The line below the title.
    Subtitle,
    /// A column's header.
    Header,
    /// The header of a column used for calculating only.
    SideHeader,
    /// A heading between rows.
    Heading,
}

impl Look {
    /// All, in a fixed order.
    pub const ALL: [Self; 22] = [
        Self::Text,
        Self::Wrapped,
        Self::Centred,
        Self::Money,
        Self::Change,
        Self::Wan,
        Self::Percent,
        Self::Number,
        Self::Whole,
        Self::Date,
        Self::Link,
        Self::TotalLabel,
        Self::TotalMoney,
        Self::TotalWan,
        Self::Note,
        Self::Empty,
        Self::TotalText,
        Self::Title,
        Self::Subtitle,
        Self::Header,
        Self::SideHeader,
        Self::Heading,
    ];
}

/// The colour of a highlighted word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Paid, passed.
    Good,
    /// Not known yet.
    Open,
    /// Refused, failed.
    Bad,
    /// Nothing to do.
    Quiet,
}
