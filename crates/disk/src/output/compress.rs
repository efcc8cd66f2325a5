//! Compressed copies beside each text file, for servers that send what lies there: `.br` and
//! `.gz` (nginx's `brotli_static` and `gzip_static`, Caddy's `precompressed`).
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use ground::source::{Path, ending};
use rayon::prelude::*;
use site::store::{Content, WebFile};
use site::website::Files;

/// What gets smaller. Pictures already are.
const TEXTS: [&str; 9] =
    ["html", "css", "js", "wasm", "svg", "xml", "txt", "json", "webmanifest"];

/// How the names of the copies end.
pub(super) const COPIES: [&str; 2] = ["br", "gz"];

/// Adds the compressed copies that are smaller than their file. Calls `tell` with how many files
/// of how many are done.
///
/// The same website always gives the same bytes: neither format is given a name or a time.
pub fn compress(
    output: &mut Files,
    tell: &(dyn Fn(usize, usize) + Sync),
) -> io::Result<()> {
    let texts: Vec<_> =
        output.iter().filter(|(path, _)| TEXTS.contains(&ending(path))).collect();
    let (all, done) = (texts.len(), AtomicUsize::new(0));
    let copies = texts.into_par_iter().map(|(path, file)| {
        let copies = copies(path, &file.content.get()?)?;
        tell(done.fetch_add(1, Ordering::Relaxed) + 1, all);
        Ok(copies)
    });
    let copies: Vec<_> = copies.collect::<io::Result<_>>()?;
    output.extend(copies.into_iter().flatten());
    Ok(())
}

fn copies(path: &Path, bytes: &[u8]) -> io::Result<Vec<(Path, WebFile)>> {
    let all = COPIES.into_iter().zip([brotli(bytes)?, gzip(bytes)?]);
    let smaller = all.filter(|(_, copy)| copy.len() < bytes.len());
    let named = smaller.map(|(end, copy)| {
        let copy = WebFile::plain(Content::in_memory(copy.into()));
        (format!("{path}.{end}").into(), copy)
    });
    Ok(named.collect())
}

/// At the highest quality: a page is compressed once and sent many times.
fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut copy = vec![];
    let best = BrotliEncoderParams {
        quality: 11,
        // The encoder chooses its heuristics by the length, and would guess it otherwise.
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut copy, &best)?;
    Ok(copy)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(vec![], Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
