//! The computed table of an operation: results by the nodes that they were worked out for.
//!
//! The name is that of the literature (Brace, Rudell and Bryant 1990). It is also the set of
//! nodes that a walk has seen: `no_std` brings no hash table, and one of forty lines suffices.
use alloc::vec;
use alloc::vec::Vec;

/// A hash table from numbers to numbers: open addressing with linear probing, at most half
/// full. Nothing is ever evicted, so each pair of nodes is worked out once.
#[derive(Default)]
pub struct ComputedTable {
    /// Key plus one, so that zero is a free slot, and the value.
    slots: Vec<(u64, u32)>,
    used: usize,
}

impl ComputedTable {
    /// The value for a key, if one was kept.
    pub fn get(&self, key: u64) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let (found, value) = self.slots[self.slot(key)];
        (found != 0).then_some(value)
    }

    /// Keeps a value for a key below the highest.
    pub fn insert(&mut self, key: u64, value: u32) {
        if self.used * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(key);
        self.used += usize::from(self.slots[slot].0 == 0);
        self.slots[slot] = (key + 1, value);
    }

    /// The slot that holds a key, or the free one where it belongs.
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // Multiplying mixes upwards only: the high half is folded down into the slot's bits.
        let mut slot = (hash >> 32 ^ hash) as usize & mask;
        while self.slots[slot].0 != 0 && self.slots[slot].0 != key + 1 {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Doubles the table, and files every key in it again.
    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let old = core::mem::replace(&mut self.slots, vec![(0, 0); size]);
        for (key, value) in old.into_iter().filter(|(key, _)| *key != 0) {
            let slot = self.slot(key - 1);
            self.slots[slot] = (key, value);
        }
    }
}
