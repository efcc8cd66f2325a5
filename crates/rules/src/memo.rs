//! A table from numbers to numbers, for what was worked out before.
use alloc::vec;
use alloc::vec::Vec;

/// Open addressing with linear probing; at most half full.
#[derive(Default)]
pub struct Memo {
    /// Key plus one, so that zero is a free slot, and the value.
    slots: Vec<(u64, u32)>,
    used: usize,
}

impl Memo {
    /// What was kept for a key.
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

    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut slot = (hash >> 32 ^ hash) as usize & mask;
        while self.slots[slot].0 != 0 && self.slots[slot].0 != key + 1 {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let old = core::mem::replace(&mut self.slots, vec![(0, 0); size]);
        for (key, value) in old.into_iter().filter(|(key, _)| *key != 0) {
            let slot = self.slot(key - 1);
            self.slots[slot] = (key, value);
        }
    }
}
