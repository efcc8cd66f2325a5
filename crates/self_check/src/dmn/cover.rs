//! Rows as boxes: for each column the values that a row holds for, one bit each. Which answers
//! are left where some rows are taken away.

/// The values of each column that a row holds for.
pub(super) type Cells<'r> = &'r [u64];

/// How many rows may be looked at, one for each part of what is left.
pub(super) struct Budget(pub usize);

impl Budget {
    /// Takes some away. None where there is too little, from then on.
    fn spend(&mut self, rows: usize) -> Option<()> {
        let left = self.0.checked_sub(rows);
        self.0 = left.unwrap_or(0);
        left.map(|_| ())
    }
}

/// Whether some answers match all rows of a set.
pub(super) fn meet(a: Cells<'_>, b: Cells<'_>) -> bool {
    a.iter().zip(b).all(|(a, b)| a & b != 0)
}

/// The answers that match both rows.
pub(super) fn both(a: Cells<'_>, b: Cells<'_>) -> Vec<u64> {
    a.iter().zip(b).map(|(a, b)| a & b).collect()
}

/// Whether a box holds answers that none of the rows match. None where that takes too long to
/// work out.
pub(super) fn is_left(
    space: Vec<u64>,
    rows: &[Cells<'_>],
    budget: &mut Budget,
) -> Option<bool> {
    if space.contains(&0) {
        return Some(false);
    }
    let mut open = vec![(space, 0)];
    while let Some((part, from)) = open.pop() {
        let next = (from..rows.len()).find(|at| meet(&part, rows[*at]));
        budget.spend(1 + next.unwrap_or(rows.len()) - from)?;
        let Some(at) = next else { return Some(true) };
        open.extend(without(part, rows[at]).into_iter().map(|part| (part, at + 1)));
    }
    Some(false)
}

/// A box without what a row matches, as boxes that have nothing in common.
fn without(mut space: Vec<u64>, row: Cells<'_>) -> Vec<Vec<u64>> {
    let mut parts = vec![];
    for column in 0..space.len() {
        let outside = space[column] & !row[column];
        if outside != 0 {
            let mut part = space.clone();
            part[column] = outside;
            parts.push(part);
        }
        space[column] &= row[column];
    }
    parts
}
