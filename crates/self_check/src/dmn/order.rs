//! From a hit policy to an order of outcomes: the most cautious of all rows that match must be
//! what the table says, whatever order the rows stand in.
use super::cover::{Budget, Cells, both, is_left, meet};

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

/// A row: for each column the values that it holds for, and its output.
#[derive(Clone, Copy)]
pub(super) struct NumberedRow<'a> {
    pub cells: Cells<'a>,
    pub output: usize,
}

/// What there is to put in order.
pub(super) struct Unordered<'a> {
    pub policy: HitPolicy,
    pub rows: &'a [NumberedRow<'a>],
    /// All answers: every value of each column.
    pub every: Vec<u64>,
    /// How many outputs there are. Where they are ranked, the first counts most.
    pub outputs: usize,
    /// Whether the table ranks all of them.
    pub are_ranked: bool,
    /// The output when no row matches, if the table names one.
    pub otherwise: Option<usize>,
}

/// What comes of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ordered {
    /// The outputs that somebody gets, from the least to the most cautious.
    pub outputs: Vec<usize>,
    /// The rows that count, by their numbers.
    pub rows: Vec<usize>,
    /// Whether some row matches whatever is answered.
    pub is_total: bool,
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

/// More rows and parts of rows than anybody compares by hand.
const BUDGET: usize = 400_000;

/// The outputs in order, and the rows that count.
pub(super) fn order(table: &Unordered<'_>) -> Result<Ordered, Refused> {
    table.check_policy()?;
    let mut budget = Budget(BUDGET);
    let rows = table.counting(&mut budget);
    let cells: Vec<Cells<'_>> = rows.iter().map(|row| table.rows[*row].cells).collect();
    // Where it takes too long to see, an outcome too many is better than one too few.
    let is_total = is_left(table.every.clone(), &cells, &mut budget) == Some(false);
    let otherwise = table.otherwise.filter(|_| !is_total);
    let above = table.above(&rows, &mut budget)?;
    let given = |output: &usize| {
        Some(*output) == otherwise
            || rows.iter().any(|row| table.rows[*row].output == *output)
    };
    let mut outputs: Vec<usize> = (0..table.outputs).filter(given).collect();
    if table.are_ranked && table.policy == HitPolicy::Priority {
        outputs.reverse();
    }
    let outputs = sorted(outputs, otherwise, &above)?;
    Ok(Ordered { outputs, rows, is_total })
}

impl Unordered<'_> {
    /// Whether the table keeps what its hit policy promises.
    fn check_policy(&self) -> Result<(), Refused> {
        let differ =
            |(a, b): &(usize, usize)| self.rows[*a].output != self.rows[*b].output;
        let (broken, why) = match self.policy {
            HitPolicy::Unique => {
                (self.pairs().next(), "UNIQUE lets no two rows match the same answers")
            }
            HitPolicy::Any => (
                self.pairs().find(differ),
                "ANY lets rows that match the same answers say only the same",
            ),
            HitPolicy::Priority if !self.are_ranked => {
                let why =
                    "PRIORITY needs a list of output values that holds every output";
                return Err(Refused { why, rows: None });
            }
            HitPolicy::Priority | HitPolicy::First => return Ok(()),
        };
        broken.map_or(Ok(()), |pair| Err(Refused { why, rows: Some(pair) }))
    }

    /// Each pair of rows that some answers match both, the first before the second.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let all = 0..self.rows.len();
        let all = all.flat_map(|a| (a + 1..self.rows.len()).map(move |b| (a, b)));
        all.filter(|(a, b)| meet(self.rows[*a].cells, self.rows[*b].cells))
    }

    /// Of rows that match the same answers the one with the lowest rank counts.
    fn rank(&self, row: usize) -> usize {
        match self.policy {
            HitPolicy::Unique | HitPolicy::Any => 0,
            HitPolicy::Priority => self.rows[row].output,
            HitPolicy::First => row,
        }
    }

    /// The rows among some that count before one of them.
    fn before(&self, row: usize, among: &[usize]) -> Vec<Cells<'_>> {
        let before = among.iter().filter(|other| self.rank(**other) < self.rank(row));
        before.map(|other| self.rows[*other].cells).collect()
    }

    /// The rows that count for some answers. Where it takes too long to see, a row stays.
    fn counting(&self, budget: &mut Budget) -> Vec<usize> {
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let counts = |row: &usize| {
            let before = self.before(*row, &all);
            is_left(self.rows[*row].cells.to_vec(), &before, budget) != Some(false)
        };
        all.iter().copied().filter(counts).collect()
    }

    /// Which outputs must be more cautious than which: where a row counts, its output must be
    /// above that of every other row that matches.
    fn above(&self, rows: &[usize], budget: &mut Budget) -> Result<Vec<Above>, Refused> {
        // Then the list itself is an order, and the default below all of it.
        let last = self.outputs.checked_sub(1);
        if self.policy == HitPolicy::Priority
            && (self.otherwise.is_none() || self.otherwise == last)
        {
            return Ok(vec![]);
        }
        let mut above: Vec<Above> = vec![];
        let mut known = vec![false; self.outputs * self.outputs];
        for (a, b) in self.contested(rows) {
            let (high, low) = (self.rows[a].output, self.rows[b].output);
            if known[high * self.outputs + low] {
                continue;
            }
            let shared = both(self.rows[a].cells, self.rows[b].cells);
            match is_left(shared, &self.before(a, rows), budget) {
                Some(true) => above.push(Above { high, low, rows: Some((a, b)) }),
                Some(false) => continue,
                None => return Err(Refused { why: TOO_LARGE, rows: None }),
            }
            known[high * self.outputs + low] = true;
        }
        Ok(above)
    }

    /// Each pair of rows that say different things of the same answers, that which counts first.
    fn contested(&self, rows: &[usize]) -> impl Iterator<Item = (usize, usize)> {
        let all = rows.iter().flat_map(|a| rows.iter().map(|b| (*a, *b)));
        all.filter(|(a, b)| {
            self.rank(*a) < self.rank(*b)
                && self.rows[*a].output != self.rows[*b].output
                && meet(self.rows[*a].cells, self.rows[*b].cells)
        })
    }
}

/// Why a table is refused whose rows could not be compared.
const TOO_LARGE: &str = "these rows overlap in too many ways to be compared";

/// An order that keeps all of it, with the output when no row matches as the first.
fn sorted(
    outputs: Vec<usize>,
    otherwise: Option<usize>,
    above: &[Above],
) -> Result<Vec<usize>, Refused> {
    let stuck = |why| move |rows: Option<(usize, usize)>| Refused { why, rows };
    let order = kahn(outputs, above).map_err(stuck(
        "the order of these rows decides, and no order of outcomes says the same",
    ))?;
    let Some(least) = otherwise else { return Ok(order) };
    if let Some(over) = above.iter().find(|each| each.high == least) {
        let why = "the output when no row matches is the least cautious one of a self-check, and \
                   here it comes before another";
        return Err(stuck(why)(over.rows));
    }
    let others = order.into_iter().filter(|output| *output != least);
    Ok(std::iter::once(least).chain(others).collect())
}

/// A topological sort (Kahn 1962): what nothing is below of comes first. Outcomes are few, so
/// each step may look at all of them. Where it goes round, rows that show it.
fn kahn(
    mut left: Vec<usize>,
    above: &[Above],
) -> Result<Vec<usize>, Option<(usize, usize)>> {
    let mut order = vec![];
    while !left.is_empty() {
        let rests = |at: &usize| {
            !above.iter().any(|each| each.high == *at && left.contains(&each.low))
        };
        let Some(next) = left.iter().position(rests) else {
            let stuck =
                |each: &&Above| left.contains(&each.high) && left.contains(&each.low);
            return Err(above.iter().find(stuck).and_then(|each| each.rows));
        };
        order.push(left.remove(next));
    }
    Ok(order)
}
