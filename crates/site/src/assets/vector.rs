//! Drawings: an SVG is read as XML and written anew, with the elements that draw and nothing
//! else. What could run, move or load something is refused, whatever it is called.
//!
//! Sources: SVG 2, and "SVG Integration" on what a drawing may do where it is opened by itself.
use std::fmt::Write as _;

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::compact::compact;
use super::picture::{Picture, Problem};
use crate::read::sheet;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The elements of SVG that draw, and those that say how.
const ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "switch",
    "title",
    "desc",
    "style",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "linearGradient",
    "radialGradient",
    "stop",
    "pattern",
    "clipPath",
    "mask",
    "marker",
    "filter",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
];

/// Elements that run, move, load or hold something, in whatever namespace.
const ACTIVE: &[&str] = &[
    "script",
    "foreignobject",
    "handler",
    "listener",
    "set",
    "animate",
    "animatecolor",
    "animatemotion",
    "animatetransform",
    "discard",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "image",
    "feimage",
    "link",
    "a",
];

/// No drawing nests elements deeper, gives one more attributes, or has more of them.
const DEEPEST: usize = 100;
const MOST_ATTRIBUTES: usize = 500;
const MOST_NODES: u32 = 200_000;

pub(super) fn svg(bytes: &[u8]) -> Result<Picture, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::Damaged)?;
    if has_too_many_attributes(text) {
        return Err(Problem::Damaged);
    }
    // Without a DTD: it could give text another meaning than it seems to have.
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document =
        Document::parse_with_options(text, options).map_err(|error| match error {
            Error::DtdDetected => Problem::Active,
            _ => Problem::Damaged,
        })?;
    // Browsers follow one instruction: to load a style sheet.
    if document.descendants().any(|node| node.is_pi()) {
        return Err(Problem::Active);
    }
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return Err(Problem::Damaged);
    }
    let mut drawing = String::with_capacity(text.len());
    write(root, 0, &mut drawing)?;
    let (width, height) = size(root).ok_or(Problem::Damaged)?;
    Ok(Picture { bytes: drawing.into_bytes().into(), width, height })
}

/// Whether something has so many attributes that the parser, which compares each with each of
/// the others, would take long.
fn has_too_many_attributes(text: &str) -> bool {
    text.split('<').any(|tag| tag.matches('=').count() > MOST_ATTRIBUTES)
}

/// Width and height in pixels. A drawing may go without a size of its own: then its `viewBox`
/// gives the proportions, which is what a browser keeps room by.
fn size(root: Node<'_, '_>) -> Option<(u32, u32)> {
    let size = |name: &str| number(root.attribute(name)?);
    let view = root.attribute("viewBox").unwrap_or_default();
    let view: Vec<f64> = view.split([' ', ',']).filter_map(number).collect();
    let width = size("width").or(view.get(2).copied())?;
    let height = size("height").or(view.get(3).copied())?;
    Some((pixels(width), pixels(height)))
}

fn number(text: &str) -> Option<f64> {
    text.trim().trim_end_matches("px").parse().ok()
}

/// Writes an element, if it draws.
fn write(node: Node<'_, '_>, depth: usize, drawing: &mut String) -> Result<(), Problem> {
    let tag = node.tag_name();
    let (name, namespace) = (tag.name(), tag.namespace());
    if is_active(name) || depth > DEEPEST {
        return Err(Problem::Active);
    }
    // What programs keep for themselves draws nothing. XHTML does, and could do more.
    if namespace != Some(SVG) || name == "metadata" {
        let is_known = namespace != Some(XHTML) && node.descendants().all(is_harmless);
        return if is_known { Ok(()) } else { Err(Problem::Active) };
    }
    if !ELEMENTS.contains(&name) {
        return Err(Problem::Active);
    }
    drawing.push('<');
    drawing.push_str(name);
    if depth == 0 {
        let _ = write!(drawing, " xmlns=\"{SVG}\"");
    }
    write_attributes(node, drawing)?;
    if !node.has_children() {
        drawing.push_str("/>");
        return Ok(());
    }
    drawing.push('>');
    for child in node.children() {
        if child.is_element() {
            write(child, depth + 1, drawing)?;
        } else if let Some(text) = child.text().filter(|_| child.is_text()) {
            write_text(text, name == "style", drawing)?;
        }
    }
    let _ = write!(drawing, "</{name}>");
    Ok(())
}

/// Whether what is left out could not have done anything either. What tries is refused: its
/// author should know.
fn is_harmless(node: Node<'_, '_>) -> bool {
    let handles = |name: &str| name.to_ascii_lowercase().starts_with("on");
    !is_active(node.tag_name().name())
        && !node.attributes().any(|one| handles(one.name()))
}

fn is_active(name: &str) -> bool {
    ACTIVE.contains(&name.to_ascii_lowercase().as_str())
}

fn write_attributes(node: Node<'_, '_>, drawing: &mut String) -> Result<(), Problem> {
    if !is_harmless(node) {
        return Err(Problem::Active);
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        let name = match attribute.namespace() {
            None if name.starts_with("data-") => continue,
            None => name.to_owned(),
            Some(XLINK) if name == "href" => "href".to_owned(),
            Some(XML) if name != "base" => format!("xml:{name}"),
            // Notes of the program that drew it: names of layers, folders of its owner.
            Some(_) => continue,
        };
        // A part of the drawing itself.
        let is_own = name != "href" || value.trim().starts_with('#');
        if !is_own || loads(value) {
            return Err(Problem::Active);
        }
        let value = if name == "style" { compact(value) } else { value.to_owned() };
        let _ = write!(drawing, " {name}=\"");
        escape(value.trim_end(), drawing);
        drawing.push('"');
    }
    Ok(())
}

fn write_text(text: &str, is_style: bool, drawing: &mut String) -> Result<(), Problem> {
    if !is_style {
        escape(text, drawing);
        return Ok(());
    }
    if loads(text) {
        return Err(Problem::Active);
    }
    escape(&compact(text), drawing);
    Ok(())
}

/// Whether a style sheet, or a value, names anything but a part of the drawing, or holds an
/// address that is a script.
fn loads(value: &str) -> bool {
    let is_blank = |c: &char| c.is_whitespace() || c.is_control();
    let plain: String = value.chars().filter(|c| !is_blank(c)).collect();
    let is_own = |name: &sheet::FileReference| name.address.trim().starts_with('#');
    plain.to_ascii_lowercase().contains("javascript:")
        || !sheet::references(value).iter().all(is_own)
}

fn escape(text: &str, drawing: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => drawing.push_str("&amp;"),
            '<' => drawing.push_str("&lt;"),
            '>' => drawing.push_str("&gt;"),
            '"' => drawing.push_str("&quot;"),
            other => drawing.push(other),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before"
)]
fn pixels(size: f64) -> u32 {
    size.clamp(1.0, 100_000.0).round() as u32
}
