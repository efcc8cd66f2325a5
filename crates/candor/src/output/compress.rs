//! Compressed copies beside each text file, for servers that send what lies there: `.br` and
//! `.gz` (nginx's `brotli_static` and `gzip_static`, Caddy's `precompressed`).
use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use site::source::{Path, ending};
use site::store::{Content, WebFile};
use site::website::Files;

/// What gets smaller. Pictures already are.
const TEXTS: [&str; 9] =
    ["html", "css", "js", "wasm", "svg", "xml", "txt", "json", "webmanifest"];

/// How the names of the copies end.
pub(crate) const COPIES: [&str; 2] = ["br", "gz"];

/// Adds the compressed copies. The same website always gives the same bytes.
pub(crate) fn add(files: &mut Files) -> io::Result<()> {
    let mut copies: Vec<(Path, WebFile)> = vec![];
    for (path, file) in files.iter().filter(|(path, _)| TEXTS.contains(&ending(path))) {
        let bytes = &*file.content.get()?;
        let all = COPIES.into_iter().zip([brotli(bytes)?, gzip(bytes)?]);
        let smaller = all.filter(|(_, copy)| copy.len() < bytes.len());
        copies.extend(smaller.map(|(end, copy)| {
            let copy = WebFile::plain(Content::in_memory(copy.into()));
            (format!("{path}.{end}").into(), copy)
        }));
    }
    files.extend(copies);
    Ok(())
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut copy = vec![];
    let best = BrotliEncoderParams {
        quality: 11,
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
