//! Numbers as bytes (LEB128): read without ever failing hard, written by the build.
use alloc::vec::Vec;

/// Reads from the front of some bytes. Past the end, and on a number too long, it gives none.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    /// A number of seven bits a byte, the lowest first (unsigned LEB128); none past 64 bits.
    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            // A tenth byte may still add bits; an eleventh would be shifted out of the number.
            if shift > 63 {
                return None;
            }
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
            shift += 7;
        }
    }

    /// A number that counts or names something.
    pub(crate) fn index(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// A number that may be below zero: its sign is the lowest bit (zigzag encoding), so that
    /// small numbers of either sign are short.
    pub(crate) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        let half = (number >> 1).cast_signed();
        Some(if number & 1 == 0 { half } else { !half })
    }

    /// The next `length` bytes, to be read on their own.
    pub(crate) fn part(&mut self, length: usize) -> Option<Reader<'a>> {
        let (part, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(Reader(part))
    }
}

/// Writes what [`Reader::number`] reads.
pub(crate) fn number(to: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        to.push(number.to_le_bytes()[0] | 128);
        number >>= 7;
    }
    to.push(number.to_le_bytes()[0]);
}

/// Writes what [`Reader::index`] reads.
pub(crate) fn index(to: &mut Vec<u8>, index: usize) {
    number(to, index as u64);
}

/// Writes what [`Reader::signed`] reads.
pub(crate) fn signed(to: &mut Vec<u8>, value: i64) {
    number(to, (value << 1 ^ value >> 63).cast_unsigned());
}

/// CRC-32 as in ISO 3309: finds every flip of up to three bits in data of this size. Bit by
/// bit, as the usual table of 256 entries would add a kilobyte to what a phone downloads.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| sum >> 1 ^ (0xEDB8_8320 & 0u32.wrapping_sub(sum & 1));
    !bytes.iter().fold(!0, |sum, &byte| (0..8).fold(sum ^ u32::from(byte), step))
}
