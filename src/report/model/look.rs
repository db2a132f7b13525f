//! How a cell looks, by what it holds; the styles themselves are the writer's.

macro_rules! looks {
    ($($(#[$meaning:meta])* $look:ident,)+) => {
        /// What a cell holds, for its number format and alignment.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Look {
            $($(#[$meaning])* $look,)+
        }

        impl Look {
            /// All, in a fixed order.
            pub const ALL: [Self; [$(stringify!($look)),+].len()] = [$(Self::$look),+];
        }
    };
}

looks! {
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
    /// A large figure in 万元.
    FigureWan,
    /// A large count.
    FigureCount,
    /// What stands above a large figure.
    FigureLabel,
    /// The exact figure below a large one, in yuan.
    FigureYuan,
    /// Words below a large figure.
    FigureNote,
    /// A bar of signs.
    Bar,
    /// The amount that counts.
    Strong,
    /// An amount that is nothing when it is zero.
    Sparse,
    /// The text of a letter; its title; what stands at its right end.
    Letter,
    /// The title of a letter.
    LetterTitle,
    /// The text of a paper that is to fit one page.
    Brief,
    /// The office and the day below a letter.
    LetterEnd,
    /// The office and the day below a table.
    Signed,
    /// A number of many decimals, two of which are shown: the whole of it stands in the cell.
    Rounded,
}

/// What a sheet is for: the colour of its tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// To decide.
    #[default]
    Decide,
    /// To publish and pay.
    Publish,
    /// To check.
    Check,
    /// To report.
    Report,
    /// What all rests on.
    Basis,
}

impl Look {
    /// The size of its letters, in points.
    #[must_use]
    pub const fn points(self) -> u16 {
        match self {
            Self::LetterTitle => 22,
            Self::FigureWan | Self::FigureCount => 18,
            Self::Title | Self::Letter | Self::LetterEnd => 16,
            Self::Brief | Self::Signed => 12,
            _ => 10,
        }
    }

    /// May it take several lines?
    #[must_use]
    pub const fn wraps(self) -> bool {
        self.is_of_letter() || matches!(self, Self::Wrapped | Self::TotalText | Self::Note | Self::FigureNote)
    }

    /// Does it stand a little off the border?
    #[must_use]
    pub const fn is_indented(self) -> bool {
        matches!(self, Self::Text | Self::Wrapped | Self::TotalText | Self::Link)
    }

    /// Does it stand over the whole width?
    #[must_use]
    pub const fn is_wide(self) -> bool {
        self.is_of_letter() || matches!(self, Self::Title | Self::Subtitle | Self::Note | Self::Empty)
    }

    const fn is_of_letter(self) -> bool {
        matches!(self, Self::Letter | Self::LetterTitle | Self::LetterEnd | Self::Brief | Self::Signed)
    }

    /// The height of each of its lines, in points.
    #[must_use]
    pub const fn line_height(self) -> u16 {
        match self {
            // A letter's lines stand apart.
            Self::Letter | Self::LetterEnd => 27,
            Self::Brief => 19,
            _ => self.points() * 14 / 10,
        }
    }
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
