//! Numbers that look random and are the same for the same seed.

/// `SplitMix64` (Steele, Lea and Flood, 2014): small, even, and the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    /// Starts at a seed; `salt` parts streams that must not depend on each other.
    pub(crate) fn new(seed: u64, salt: u64) -> Self {
        // An odd multiplier spreads neighbouring salts over all bits and maps no two to one.
        Self(seed ^ salt.wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// The next 64 bits of the stream.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number of `from..to`, which is not empty.
    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        let width = u64::try_from(to - from).expect("a width fits in 64 bits");
        // The remainder is not quite even, by less than one part in 2^48 for widths that occur:
        // to draw again would make the stream's length depend on its values.
        from + usize::try_from(self.next() % width).expect("less than the width")
    }

    /// One of some.
    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.between(0, of.len())]
    }
}
