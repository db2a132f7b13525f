//! Chance that is the same on every machine: SplitMix64, begun anew for each firm and table, so that tables can be written in any order.

/// A run of random numbers.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The run of one firm and one table.
    pub fn of(seed: u64, firm: u64, table: u64) -> Self {
        let mut chance =
            Self(seed ^ firm.wrapping_mul(0xd134_2543_de82_ef95) ^ table.wrapping_mul(0x2545_f491_4f6c_dd1d));
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = most.abs_diff(least) + 1;
        least.saturating_add_unsigned(self.next() % span)
    }

    /// True `permille` times in a thousand.
    pub fn permille(&mut self, permille: i64) -> bool {
        self.between(0, 999) < permille
    }

    /// One of `choices`, each equally often.
    pub fn one<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.next() % choices.len() as u64).unwrap_or(0)]
    }

    /// One of `choices`, by their weights.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, i64)]) -> T {
        let mut left = self.between(0, choices.iter().map(|(_, weight)| weight).sum::<i64>() - 1);
        for &(choice, weight) in choices {
            if left < weight {
                return choice;
            }
            left -= weight;
        }
        choices[0].0
    }
}
