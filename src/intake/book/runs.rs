//! The runs of a text that are set in different ways: struck out, raised, lowered.

use super::Marks;

/// What the runs of a text have been so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Runs {
    struck: bool,
    unstruck: bool,
    raised: bool,
    level: bool,
}

impl Runs {
    /// Adds a run. Blanks show nothing of how they are set.
    pub fn add(&mut self, text: &str, struck: bool, raised: bool) {
        if text.chars().all(char::is_whitespace) {
            return;
        }
        self.struck |= struck;
        self.unstruck |= !struck;
        self.raised |= raised;
        self.level |= !raised;
    }

    /// What that makes of the text.
    pub fn marks(self) -> Marks {
        Marks {
            struck: self.struck && !self.unstruck,
            partly_struck: self.struck && self.unstruck,
            raised: self.raised && self.level,
        }
    }
}
