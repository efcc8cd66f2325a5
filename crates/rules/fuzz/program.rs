//! Any bytes as a program, any bytes as answers: nothing hangs, nothing panics.
#![no_main]
use libfuzzer_sys::fuzz_target;
use rules::{Answer, Program};

fuzz_target!(|input: (Vec<u8>, Vec<(bool, u64)>)| {
    let (body, given) = input;
    let mut bytes = checksum(&body).to_le_bytes().to_vec();
    bytes.extend(&body);
    let Some(program) = Program::unpack(&bytes) else { panic!("the checksum is right") };
    let answer = |(tick, bits): &(bool, u64)| match usize::try_from(*bits) {
        Ok(pick) if !tick => Answer::Pick(pick),
        _ => Answer::Ticks(*bits),
    };
    let answers: Vec<Answer> = given.iter().map(answer).collect();
    let _ = (program.next(&answers), program.settled(&answers));
    let _ = Program::unpack(&body);
});

/// CRC-32, so that the bytes get past the first door.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| sum >> 1 ^ (0xEDB8_8320 & 0u32.wrapping_sub(sum & 1));
    !bytes.iter().fold(!0, |sum, &byte| (0..8).fold(sum ^ u32::from(byte), step))
}
