//! Large forms, to see how long their proofs take and how far counts can be trusted.
use std::fmt::Write as _;

use crate::vector::Random;

/// A form with questions of five answers. Seven of ten rules name one question, the others
/// two or three: within five of each other, or `far` of ten times anywhere in the form.
pub fn form(questions: usize, rules: usize, far: usize, seed: u64) -> String {
    let mut random = Random(seed);
    let mut below = |sides| random.below(sides);
    let mut text = String::from(
        "[check]\nid = \"form\"\ntitle = \"A form\"\notherwise = \"o0\"\noutcomes = [",
    );
    for outcome in 0..5 {
        let _ = write!(text, "{{ id = \"o{outcome}\", title = \"Outcome\" }}, ");
    }
    text += "]\n";
    for question in 0..questions {
        let _ = writeln!(
            text,
            "[[question]]\nid = \"q{question}\"\nask = \"?\"\n\
             answers = {{ a0 = \"A\", a1 = \"B\", a2 = \"C\", a3 = \"D\", a4 = \"E\" }}\n\
             risk = [\"a0\", \"a1\", \"a2\", \"a3\", \"a4\"]"
        );
    }
    text += "[rules]\n";
    for rule in 0..rules {
        let count = if below(10) < 7 { 1 } else { 2 + below(2) };
        let wide = below(10) < far;
        let first = below(questions);
        let mut named: Vec<usize> = (0..count)
            .map(|at| match at {
                0 => first,
                _ if wide => below(questions),
                _ => (first + 1 + below(4)).min(questions - 1),
            })
            .collect();
        named.sort_unstable();
        named.dedup();
        let cells: Vec<String> = named
            .iter()
            .map(|question| {
                let riskier = ["a1\", \"a2\", \"a3", "a2\", \"a3", "a3"][below(3)];
                format!("q{question} = [\"{riskier}\", \"a4\"]")
            })
            .collect();
        let outcome = 1 + below(4);
        let _ = writeln!(
            text,
            "r{rule} = {{ when = {{ {} }}, outcome = \"o{outcome}\", because = \"B\", \
             source = [\"S\"] }}",
            cells.join(", ")
        );
    }
    text
}

/// Rules that tie each of many questions to one far away: their diagram doubles with every
/// pair.
pub fn tied(pairs: usize) -> String {
    let mut text = String::from(
        "[check]\nid = \"tied\"\ntitle = \"Tied\"\notherwise = \"a\"\n\
         outcomes = [{ id = \"a\", title = \"A\" }, { id = \"b\", title = \"B\" }]\n",
    );
    for question in 0..2 * pairs {
        let _ = writeln!(
            text,
            "[[question]]\nid = \"q{question}\"\nask = \"?\"\n\
             answers = {{ no = \"No\", yes = \"Yes\" }}"
        );
    }
    text += "[rules]\n";
    for pair in 0..pairs {
        let _ = writeln!(
            text,
            "r{pair} = {{ when = {{ q{pair} = [\"yes\"], q{} = [\"yes\"] }}, outcome = \"b\", \
             because = \"B\", source = [\"S\"] }}",
            pair + pairs
        );
    }
    text + "[promises]\nearned = { says = \"S\", outcome = \"a\", only_if = { q0 = [\"no\"] } }\n"
}
