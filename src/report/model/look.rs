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
    /// Yuan, with thousands separators and two decimals.
    Money,
    /// A share, as percent.
    Percent,
    /// A number as it is.
    Number,
    /// A year or a count, without separators.
    Whole,
    /// A calendar day.
    Date,
    /// A link.
    Link,
    /// The label of the totals row.
    TotalLabel,
    /// An amount in the totals row.
    TotalMoney,
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
    pub const ALL: [Self; 16] = [
        Self::Text,
        Self::Wrapped,
        Self::Centred,
        Self::Money,
        Self::Percent,
        Self::Number,
        Self::Whole,
        Self::Date,
        Self::Link,
        Self::TotalLabel,
        Self::TotalMoney,
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
