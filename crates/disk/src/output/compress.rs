//! Compressed copies beside each text file, for servers that send what lies there: `.br` and
//! `.gz` (nginx's `brotli_static` and `gzip_static`, Caddy's `precompressed`).
use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use ground::source::{Path, ending};
use site::store::{Content, WebFile};
use site::website::Files;

/// What gets smaller. Pictures already are.
const TEXTS: [&str; 9] =
    ["html", "css", "js", "wasm", "svg", "xml", "txt", "json", "webmanifest"];

/// How the names of the copies end.
pub(super) const COPIES: [&str; 2] = ["br", "gz"];

/// Adds the compressed copies that are smaller than their file.
///
/// The same website always gives the same bytes: neither format is given a name or a time.
pub fn compress(output: &mut Files) -> io::Result<()> {
    let mut copies: Vec<(Path, WebFile)> = vec![];
    for (path, file) in output.iter().filter(|(path, _)| TEXTS.contains(&ending(path))) {
        let bytes = &*file.content.get()?;
        let all = COPIES.into_iter().zip([brotli(bytes)?, gzip(bytes)?]);
        let smaller = all.filter(|(_, copy)| copy.len() < bytes.len());
        copies.extend(smaller.map(|(end, copy)| {
            let copy = WebFile::plain(Content::in_memory(copy.into()));
            (format!("{path}.{end}").into(), copy)
        }));
    }
    output.extend(copies);
    Ok(())
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
