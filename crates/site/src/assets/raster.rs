//! Photographs, and pictures of pixels: kept is what a browser needs to show them, by lists of
//! what that is. Whatever is not on a list may tell of people, places and programs.
//!
//! Sources: JPEG (ITU-T T.81, annex B), JFIF (T.871), ICC.1 annex B, PNG (third edition, 11),
//! WebP (RFC 9649).
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

use super::picture::{Picture, Problem};

pub(super) fn jpeg(data: &Bytes) -> Result<Picture, Problem> {
    let image = Jpeg::from_bytes(data.clone()).map_err(|_| Problem::Damaged)?;
    upright(image.exif())?;
    let (width, height) = image.dimensions().ok_or(Problem::Damaged)?;
    let bytes = plain(data).ok_or(Problem::Damaged)?;
    Ok(Picture { bytes: bytes.into(), width: width.into(), height: height.into() })
}

/// A JPEG up to its end: telephones write a second picture or a film after it. Nothing, when it
/// has no end: then it was cut.
fn plain(data: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = vec![0xff, markers::SOI];
    let (mut at, mut is_scan, mut has_scan) = (2, false, false);
    loop {
        let Marked { end, marker, start } = next_marker(data, at)?;
        if is_scan {
            bytes.extend_from_slice(&data[at..end]);
        }
        at = start;
        match marker {
            markers::EOI => {
                bytes.extend([0xff, markers::EOI]);
                return has_scan.then_some(bytes);
            }
            // They stand alone (T.81, table B.1).
            1 | markers::SOI => {}
            _ => {
                let length = data.get(start..start + 2)?;
                at += usize::from(u16::from_be_bytes([length[0], length[1]]));
                write_segment(marker, data.get(start + 2..at)?, &mut bytes);
            }
        }
        is_scan = marker == markers::SOS;
        has_scan |= is_scan;
    }
}

/// Writes a segment, or what of it is needed to show the picture.
fn write_segment(marker: u8, contents: &[u8], bytes: &mut Vec<u8>) {
    let Some(parts) = needed(marker, contents) else { return };
    let length = 2 + parts.iter().map(|part| part.len()).sum::<usize>();
    let length = u16::try_from(length).expect("no longer than what was read");
    bytes.extend([0xff, marker]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(parts.concat());
}

/// What of a segment is needed to show the picture, in parts that follow each other.
fn needed(marker: u8, contents: &[u8]) -> Option<[&[u8]; 2]> {
    match marker {
        // Frames, tables, restarts and scans; 0xc8 and all else is reserved for extensions.
        0xc0..=0xc7 | 0xc9..=0xcf | markers::DQT..=markers::DRI | markers::SOS => {
            Some([contents, &[]])
        }
        // Size and form of the pixels, and no small copy of the picture as it once was.
        markers::APP0 if contents.starts_with(b"JFIF\0") => {
            Some([contents.get(..12)?, &[0, 0]])
        }
        markers::APP2 if contents.starts_with(b"ICC_PROFILE\0") => Some([contents, &[]]),
        // Which of two ways its colours are written in.
        markers::APP14 if contents.starts_with(b"Adobe") => {
            Some([contents.get(..12)?, &[]])
        }
        _ => None,
    }
}

/// A marker, between what stands before it and what follows on it.
struct Marked {
    end: usize,
    marker: u8,
    start: usize,
}

/// The first marker from a place on. In a scan a byte that looks like the first of a marker is
/// followed by zero, and eight markers part its data (T.81, B.1.1.5 and E.1.4).
fn next_marker(data: &[u8], from: usize) -> Option<Marked> {
    let mut at = from;
    loop {
        let end = at + data.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        // Any number of these may stand before a marker (B.1.1.2).
        let fill = data[end..].iter().take_while(|byte| **byte == 0xff).count();
        let start = end + fill + 1;
        match *data.get(start - 1)? {
            0 | markers::RST0..=markers::RST7 => at = start,
            marker => return Some(Marked { end, marker, start }),
        }
    }
}

/// What a PNG is shown with, and the most bytes that each takes (PNG, 11.2 and 11.3). Colours
/// stay, or the picture would look different.
const CHUNKS: &[([u8; 4], usize)] = &[
    (*b"IHDR", 13),
    (*b"PLTE", 768),
    (*b"IDAT", usize::MAX),
    (*b"IEND", 0),
    (*b"tRNS", 256),
    (*b"cHRM", 32),
    (*b"gAMA", 4),
    (*b"iCCP", usize::MAX),
    (*b"sBIT", 4),
    (*b"sRGB", 1),
    (*b"cICP", 4),
    (*b"mDCV", 24),
    (*b"cLLI", 8),
    (*b"bKGD", 6),
    (*b"pHYs", 9),
    (*b"acTL", 8),
    (*b"fcTL", 26),
    (*b"fdAT", usize::MAX),
];

pub(super) fn png(data: Bytes) -> Result<Picture, Problem> {
    let mut image = Png::from_bytes(data).map_err(|_| Problem::Damaged)?;
    upright(image.exif())?;
    let (width, height) = image.dimensions().ok_or(Problem::Damaged)?;
    let has_end = image.chunks().last().is_some_and(|chunk| chunk.kind() == *b"IEND");
    if !has_end || image.chunk_by_type(*b"IDAT").is_none() {
        return Err(Problem::Damaged);
    }
    let is_needed = |chunk: &PngChunk| {
        let (kind, length) = (chunk.kind(), chunk.contents().len());
        // A last chunk with something in it ends the picture all the same.
        kind == *b"IEND"
            || CHUNKS.iter().any(|(known, most)| *known == kind && length <= *most)
    };
    let chunks = image.chunks_mut();
    chunks.retain(is_needed);
    for chunk in chunks {
        match &chunk.kind() {
            b"IEND" => *chunk = PngChunk::new(*b"IEND", Bytes::new()),
            b"iCCP" => *chunk = unnamed(chunk).ok_or(Problem::Damaged)?,
            _ => {}
        }
    }
    Ok(Picture { bytes: image.encoder().bytes().as_ref().into(), width, height })
}

/// A colour profile without the name that somebody gave it.
fn unnamed(profile: &PngChunk) -> Option<PngChunk> {
    let contents = profile.contents();
    let end = contents.iter().position(|byte| *byte == 0)?;
    let contents = [b"icc", &contents[end..]].concat();
    Some(PngChunk::new(*b"iCCP", contents.into()))
}

/// What a WebP is shown with: its size, its pixels, its colours, and its frames.
const RIFF_CHUNKS: &[[u8; 4]] =
    &[*b"VP8X", *b"VP8 ", *b"VP8L", *b"ALPH", *b"ANIM", *b"ANMF", *b"ICCP"];

pub(super) fn webp(data: Bytes) -> Result<Picture, Problem> {
    let mut image = WebP::from_bytes(data).map_err(|_| Problem::Damaged)?;
    upright(image.exif())?;
    let (width, height) = image.dimensions().ok_or(Problem::Damaged)?;
    let chunks = image.chunks_mut();
    chunks.retain(|chunk| RIFF_CHUNKS.contains(&chunk.id()));
    for chunk in chunks {
        let RiffContent::Data(data) = chunk.content() else { continue };
        let clean = match &chunk.id() {
            b"VP8X" => size_only(data),
            b"ANMF" => frame(data).ok_or(Problem::Damaged)?,
            _ => continue,
        };
        *chunk = RiffChunk::new(chunk.id(), RiffContent::Data(clean.into()));
    }
    Ok(Picture { bytes: image.encoder().bytes().as_ref().into(), width, height })
}

/// The chunk that gives the size, which no longer says that EXIF (8) and XMP (4) follow.
fn size_only(data: &[u8]) -> Vec<u8> {
    let (flags, size) = (data.first().copied().unwrap_or_default(), data.get(4..10));
    [&[flags & !(8 | 4), 0, 0, 0], size.unwrap_or_default()].concat()
}

/// A frame of a WebP that moves: 16 bytes, and chunks of its own.
fn frame(data: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = data.split_at_checked(16)?;
    let mut clean = head.to_vec();
    while rest.len() >= 8 {
        let id: [u8; 4] = rest[..4].try_into().ok()?;
        let length = u32::from_le_bytes(rest[4..8].try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let end = 8_usize.checked_add(length)?;
        let chunk = rest.get(..end)?;
        if [*b"VP8 ", *b"VP8L", *b"ALPH"].contains(&id) {
            clean.extend_from_slice(chunk);
            // Chunks begin at even places.
            clean.extend(std::iter::repeat_n(0, length % 2));
        }
        rest = rest.get(end + length % 2..).unwrap_or_default();
    }
    Some(clean)
}

/// The metadata that turns a picture goes, so it must be upright by itself.
fn upright(exif: Option<Bytes>) -> Result<(), Problem> {
    let Some(raw) = exif else { return Ok(()) };
    // Metadata that nothing can read turns no picture, and it is removed in any case.
    let Ok(exif) = exif::Reader::new().read_raw(raw.to_vec()) else { return Ok(()) };
    let turned = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY);
    match turned.and_then(|field| field.value.get_uint(0)) {
        // 1 is upright (EXIF 2.3, tag 0x0112); 0 is no value of the standard, and programs take
        // it as upright.
        None | Some(0 | 1) => Ok(()),
        Some(_) => Err(Problem::Turned),
    }
}
