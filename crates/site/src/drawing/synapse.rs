//! Where two brain cells meet: the glutamate synapse, with the parts that drugs are
//! thought to act on. A sketch, and never to scale.
use std::fmt::Write as _;

use ground::diagnostic::Diagnostic;
use ground::table::TomlTable;

use super::sketch::{Sketch, Statement, number, open};
use super::{one_of, tables};

/// A part that can be told of: its name, where its number stands, its shapes.
struct SynapsePart {
    name: &'static str,
    at: (i64, i64),
    shapes: &'static str,
}

/// From top to bottom; later ones lie above.
const PARTS: &[SynapsePart] = &[
    SynapsePart {
        name: "sending cell",
        at: (160, 40),
        shapes: "<path class=\"cell\" d=\"M128 0v22C128 44 56 44 56 84c0 28 40 34 104 34s104-6 104-34c0-40-72-40-72-62V0z\"/>\
            <g class=\"rest\"><circle cx=\"108\" cy=\"82\" r=\"17\"/><circle cx=\"212\" cy=\"82\" r=\"17\"/></g>\
            <g class=\"some\"><circle cx=\"102\" cy=\"78\" r=\"4\"/><circle cx=\"113\" cy=\"77\" r=\"4\"/><circle cx=\"108\" cy=\"88\" r=\"4\"/>\
            <circle cx=\"206\" cy=\"78\" r=\"4\"/><circle cx=\"217\" cy=\"77\" r=\"4\"/><circle cx=\"212\" cy=\"88\" r=\"4\"/></g>",
    },
    SynapsePart {
        name: "receiving cell",
        at: (160, 236),
        shapes: "<path class=\"cell\" d=\"M30 190c0-14 60-18 130-18s130 4 130 18c0 38-70 38-88 56v24h-84v-24c-18-18-88-18-88-56z\"/>",
    },
    SynapsePart {
        name: "NMDA receptor",
        at: (64, 196),
        shapes: "<path class=\"receptor\" d=\"M84 160h13v42H84zM111 160h13v42h-13z\"/>",
    },
    SynapsePart {
        name: "AMPA receptor",
        at: (256, 196),
        shapes: "<path class=\"receptor\" d=\"M194 160h13v42h-13zM223 160h13v42h-13z\"/>\
            <path class=\"curve\" d=\"M215 150v64m-6-8 6 8 6-8\"/>",
    },
    SynapsePart {
        name: "glutamate",
        at: (160, 143),
        shapes: "<g class=\"some\"><circle cx=\"182\" cy=\"132\" r=\"4\"/><circle cx=\"194\" cy=\"146\" r=\"4\"/><circle cx=\"204\" cy=\"130\" r=\"4\"/>\
            <circle cx=\"228\" cy=\"136\" r=\"4\"/><circle cx=\"136\" cy=\"132\" r=\"4\"/><circle cx=\"128\" cy=\"148\" r=\"4\"/></g>",
    },
    SynapsePart {
        name: "drug",
        at: (64, 144),
        shapes: "<path class=\"block\" d=\"M90 136h28v16l-8 14h-12l-8-14z\"/><path class=\"line\" d=\"M75 144h15\"/>",
    },
];

/// Draws the synapse with a number on the part that each `[[part]]` tells of.
pub(super) fn draw(
    table: &mut TomlTable<'_>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) {
    let told: Vec<_> = tables(table, "part", found)
        .into_iter()
        .filter_map(|table| part(table, found))
        .collect();
    let name =
        "Two brain cells and the gap between them, with numbers that are told below";
    let mut svg = open(320, 270, name);
    for part in PARTS {
        let _ = writeln!(svg, "{}", part.shapes);
    }
    for (at, (part, _)) in told.iter().enumerate() {
        number(&mut svg, at + 1, part.at.0, part.at.1);
    }
    sketch.push(&(svg + "</svg>\n"));
    let said: Vec<_> = told.into_iter().map(|(_, said)| said).collect();
    sketch.legend(&said, found);
}

/// Reads what is told of a part.
fn part<'a>(
    mut table: TomlTable<'a>,
    found: &mut Vec<Diagnostic>,
) -> Option<(&'static SynapsePart, Statement<'a>)> {
    let said = Statement::take(&mut table, found);
    let name = table.need("part", found);
    table.finish(found);
    let names = PARTS.iter().map(|part| part.name);
    let at = one_of(&name?, names, "part of the synapse", found)?;
    Some((&PARTS[at], said))
}
