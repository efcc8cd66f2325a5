//! Pictures without what they tell of the person who took them.
use std::sync::Arc;

use ground::source::ending;
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

/// A picture that can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file without metadata (EXIF, GPS, XMP, comments). The pixels are untouched.
    pub bytes: Arc<[u8]>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Why a file is no picture that can be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Its ending is none of those that browsers show and that can be cleaned.
    Kind,
    /// Its content is not what its ending says, or is cut short.
    Damaged,
    /// It relies on metadata to be turned upright.
    Turned,
    /// It is a drawing that runs or loads something.
    Active,
}

/// The endings of files that can be pictures.
pub const ENDINGS: &[&str] = &["jpg", "jpeg", "png", "webp", "svg"];

/// Whether a file's name says that it is a picture. Cameras write the ending in capitals.
pub fn is_picture(name: &str) -> bool {
    let ending = ending(name);
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// The endings of pictures that not every browser shows, or that cannot be cleaned.
const REFUSED: &[&str] = &["avif", "bmp", "gif", "heic", "heif", "jxl", "tif", "tiff"];

/// Whether a file's name says that it is a picture of a kind that is not published.
pub fn is_refused(name: &str) -> bool {
    let ending = ending(name);
    REFUSED.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// Cleans a picture, by its file's name.
pub fn clean(name: &str, bytes: &[u8]) -> Result<Picture, Problem> {
    // A copy, as `img_parts` cuts a picture into parts that share one buffer, which it owns.
    let data = Bytes::copy_from_slice(bytes);
    match ending(name).to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => jpeg(data),
        "png" => png(data),
        "webp" => webp(data),
        "svg" => svg(bytes),
        _ => Err(Problem::Kind),
    }
}

fn jpeg(data: Bytes) -> Result<Picture, Problem> {
    let mut image = Jpeg::from_bytes(data).map_err(|_| Problem::Damaged)?;
    upright(image.exif())?;
    let (width, height) = image.dimensions().ok_or(Problem::Damaged)?;
    image.segments_mut().retain(|segment| is_needed(segment.marker()));
    let bytes = image.encoder().bytes().as_ref().into();
    Ok(Picture { bytes, width: width.into(), height: height.into() })
}

/// Whether the segment of a JPEG with this marker is needed to show it.
fn is_needed(marker: u8) -> bool {
    // APP1 holds EXIF and XMP, APP13 IPTC; APP0, APP2 and APP14 say how to show colours.
    match marker {
        markers::APP0 | markers::APP2 | markers::APP14 => true,
        markers::COM => false,
        other => !(markers::APP0..=markers::APP15).contains(&other),
    }
}

fn png(data: Bytes) -> Result<Picture, Problem> {
    let mut image = Png::from_bytes(data).map_err(|_| Problem::Damaged)?;
    upright(image.exif())?;
    let (width, height) = image.dimensions().ok_or(Problem::Damaged)?;
    // Chunks that tell of people, places and times (PNG, third edition, 11.3). Those for colours,
    // such as `iCCP` and `gAMA`, stay, or the picture would look different.
    let told = [*b"eXIf", *b"tEXt", *b"zTXt", *b"iTXt", *b"tIME"];
    image.chunks_mut().retain(|chunk| !told.contains(&chunk.kind()));
    Ok(Picture { bytes: image.encoder().bytes().as_ref().into(), width, height })
}

fn webp(data: Bytes) -> Result<Picture, Problem> {
    let mut image = WebP::from_bytes(data).map_err(|_| Problem::Damaged)?;
    upright(image.exif())?;
    let (width, height) = image.dimensions().ok_or(Problem::Damaged)?;
    image.set_exif(None);
    image.remove_chunks_by_id(*b"XMP ");
    Ok(Picture { bytes: image.encoder().bytes().as_ref().into(), width, height })
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

fn svg(bytes: &[u8]) -> Result<Picture, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::Damaged)?;
    let start = text.find("<svg").ok_or(Problem::Damaged)?;
    let end = text[start..].find('>').ok_or(Problem::Damaged)? + start;
    let root = &text[start..end];
    // A search for words, not a parser: what it refuses needlessly can be exported again.
    let lower = text.to_ascii_lowercase();
    let active = [
        "<script",
        "<foreignobject",
        "javascript:",
        "href=\"http",
        "href='http",
        " onload=",
    ];
    if active.iter().any(|word| lower.contains(word)) {
        return Err(Problem::Active);
    }
    let number = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let size = |name: &str| number(attribute(root, name)?);
    // A drawing may go without a size of its own: then its `viewBox` gives the proportions, which
    // is what a browser keeps room by.
    let view: Vec<f64> = attribute(root, "viewBox")
        .map(|view| view.split([' ', ',']).filter_map(number).collect())
        .unwrap_or_default();
    let width = size("width").or(view.get(2).copied()).ok_or(Problem::Damaged)?;
    let height = size("height").or(view.get(3).copied()).ok_or(Problem::Damaged)?;
    Ok(Picture { bytes: bytes.into(), width: pixels(width), height: pixels(height) })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before"
)]
fn pixels(size: f64) -> u32 {
    size.clamp(1.0, 100_000.0).round() as u32
}
