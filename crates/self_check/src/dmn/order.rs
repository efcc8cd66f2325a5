//! From a hit policy to an order of outcomes: the most cautious of all rows that match must be
//! what the table says, whatever order the rows stand in.

/// How a table settles which of several matching rows counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HitPolicy {
    /// No two rows match the same answers.
    Unique,
    /// Rows that match the same answers say the same.
    Any,
    /// The output that stands first in its list of values.
    Priority,
    /// The row that stands first.
    First,
}

/// A row: for each column the facts that it holds for, and its output.
pub(super) struct NumberedRow<'a> {
    pub cells: &'a [u64],
    pub output: usize,
}

/// Why there is no such order: what is wrong, and the rows that show it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub why: &'static str,
    pub rows: Option<(usize, usize)>,
}

/// That one output must be more cautious than another, and the rows that ask for it.
struct Above {
    high: usize,
    low: usize,
    rows: Option<(usize, usize)>,
}

/// The outputs from the least to the most cautious. `priority` lists them from the most
/// cautious, `otherwise` is the one when no row matches.
pub(super) fn order(
    policy: HitPolicy,
    rows: &[NumberedRow<'_>],
    outputs: usize,
    priority: Option<&[usize]>,
    otherwise: Option<usize>,
) -> Result<Vec<usize>, Refused> {
    let mut all = match policy {
        HitPolicy::Unique => distinct(
            rows,
            |_, _| false,
            "UNIQUE lets no two rows match the same answers",
        )?,
        HitPolicy::Any => distinct(
            rows,
            |a, b| a.output == b.output,
            "ANY lets rows that match the same answers say only the same",
        )?,
        HitPolicy::Priority => listed(priority)?,
        HitPolicy::First => first(rows),
    };
    if let Some(least) = otherwise {
        let others = (0..outputs).filter(|output| *output != least);
        all.extend(others.map(|high| Above { high, low: least, rows: None }));
    }
    sorted(outputs, otherwise, &all)
}

/// Whether some answers match both rows.
fn overlap(a: &NumberedRow<'_>, b: &NumberedRow<'_>) -> bool {
    a.cells.iter().zip(b.cells).all(|(a, b)| a & b != 0)
}

/// Each pair of rows that some answers match both, the first before the second.
fn pairs(rows: &[NumberedRow<'_>]) -> impl Iterator<Item = (usize, usize)> {
    let all = (0..rows.len()).flat_map(|a| (a + 1..rows.len()).map(move |b| (a, b)));
    all.filter(|(a, b)| overlap(&rows[*a], &rows[*b]))
}

/// Nothing to order, where no two rows that match the same answers disagree.
fn distinct(
    rows: &[NumberedRow<'_>],
    may: impl Fn(&NumberedRow<'_>, &NumberedRow<'_>) -> bool,
    why: &'static str,
) -> Result<Vec<Above>, Refused> {
    match pairs(rows).find(|(a, b)| !may(&rows[*a], &rows[*b])) {
        Some(pair) => Err(Refused { why, rows: Some(pair) }),
        None => Ok(vec![]),
    }
}

/// The order in which a table lists its outputs.
fn listed(priority: Option<&[usize]>) -> Result<Vec<Above>, Refused> {
    let why = "PRIORITY needs a list of output values that holds every output";
    let list = priority.ok_or(Refused { why, rows: None })?;
    let pairs = list.windows(2);
    Ok(pairs.map(|pair| Above { high: pair[0], low: pair[1], rows: None }).collect())
}

/// Of two rows that match the same answers, the first must say what is more cautious.
fn first(rows: &[NumberedRow<'_>]) -> Vec<Above> {
    let differ = pairs(rows).filter(|(a, b)| rows[*a].output != rows[*b].output);
    let above = |(a, b): (usize, usize)| {
        let (high, low) = (rows[a].output, rows[b].output);
        Above { high, low, rows: Some((a, b)) }
    };
    differ.map(above).collect()
}

/// An order that keeps all of it: what nothing is below of comes first.
fn sorted(
    outputs: usize,
    otherwise: Option<usize>,
    all: &[Above],
) -> Result<Vec<usize>, Refused> {
    let mut left: Vec<usize> = (0..outputs).collect();
    // A stable sort: outcomes that nothing puts in order stay as the file lists them.
    left.sort_by_key(|output| Some(*output) != otherwise);
    let mut order = vec![];
    while !left.is_empty() {
        // A topological sort (Kahn 1962). Outcomes are few, so each step may look at all of them.
        let rests = |at: &usize| {
            !all.iter().any(|each| each.high == *at && left.contains(&each.low))
        };
        let Some(next) = left.iter().position(rests) else {
            let stuck =
                |each: &&Above| left.contains(&each.high) && left.contains(&each.low);
            let rows = all.iter().filter(stuck).find_map(|each| each.rows);
            let why =
                "the order of these rows decides, and no order of outcomes says the same";
            return Err(Refused { why, rows });
        };
        order.push(left.remove(next));
    }
    Ok(order)
}
