//! Where everything on the chart stands: rows from top to bottom, ways that cross as little as
//! a few sweeps by the middle of their neighbours make them (Sugiyama, Tagawa and Toda 1981).
use super::{Flow, Node, To};

/// The width of an answer, in pixels.
pub(super) const WAY: f64 = 140.0;
/// The height of a line of text.
pub(super) const LINE: f64 = 14.0;
/// Between two things beside each other.
const GAP: f64 = 28.0;
/// Between two rows: room for the ways.
const BETWEEN: f64 = 46.0;
/// The width of a way that only passes a row.
const PASS: f64 = 16.0;
/// What a line of an answer holds.
pub(super) const LETTERS: usize = 21;

/// The chart with a place for everything, in pixels.
pub(super) struct Placed {
    pub width: f64,
    pub height: f64,
    /// The top and the height of each row.
    pub rows: Vec<(f64, f64)>,
    /// The left edge of each node.
    pub nodes: Vec<f64>,
    /// The points that each way leads through, from node to node.
    pub ways: Vec<Vec<(f64, f64)>>,
}

/// A thing in a row: a node, or a way that passes (a *dummy node* of layered drawing).
struct Item {
    /// Which node; none of a way that passes.
    node: Option<usize>,
    width: f64,
    left: f64,
}

/// A way from one row to the next: from an item, at a distance from its left, to an item.
struct Link {
    /// The row and the place in it.
    from: (usize, usize),
    at: f64,
    /// The row and the place in it.
    to: (usize, usize),
}

/// Finds a place for everything.
pub(super) fn place(flow: &Flow) -> Placed {
    let (mut items, links) = items(flow);
    for row in 0..items.len() {
        settle(&mut items, &links, row);
    }
    let width = push_right(&mut items);
    let (rows, height) = rows(flow, items.len());
    let mut nodes = vec![0.0; flow.nodes.len()];
    for item in items.iter().flatten() {
        if let Some(node) = item.node {
            nodes[node] = item.left;
        }
    }
    let ways = ways(&items, &links, &rows, flow);
    Placed { width, height, rows, nodes, ways }
}

/// Moves everything so that the leftmost begins at 0; gives the width of the whole.
fn push_right(items: &mut [Vec<Item>]) -> f64 {
    let all = || items.iter().flatten();
    let left = all().map(|item| item.left).reduce(f64::min).unwrap_or(0.0);
    let right = all().map(|item| item.left + item.width).reduce(f64::max).unwrap_or(0.0);
    items.iter_mut().flatten().for_each(|item| item.left -= left);
    right - left
}

/// The top and the height of each row, and the height of the whole.
fn rows(flow: &Flow, count: usize) -> (Vec<(f64, f64)>, f64) {
    let mut rows = vec![];
    let mut top = 0.0;
    for row in 0..count {
        let nodes = flow.nodes.iter().filter(|node| node.row == row);
        let height = nodes.map(height).fold(0.0, f64::max);
        rows.push((top, height));
        top += height + BETWEEN;
    }
    (rows, top - BETWEEN)
}

/// The height of a node: what is still possible, and its longest answer.
pub(super) fn height(node: &Node) -> f64 {
    let lines = node.ways.iter().map(|way| lines(&way.answers).len()).max().unwrap_or(0);
    24.0 + LINE * (lines as f64 + 1.0) + 16.0
}

/// Answers as lines that fit.
pub(super) fn lines(answers: &[String]) -> Vec<String> {
    answers.iter().flat_map(|answer| wrapped(answer, LETTERS)).collect()
}

/// Words in lines of at most so many letters, a longer word by itself.
pub(super) fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// All things row by row, with what leads to them.
fn items(flow: &Flow) -> (Vec<Vec<Item>>, Vec<Link>) {
    let mut items: Vec<Vec<Item>> = flow.rows.iter().map(|_| vec![]).collect();
    let mut places = vec![];
    for (at, node) in flow.nodes.iter().enumerate() {
        places.push((node.row, items[node.row].len()));
        let width = WAY * node.ways.len() as f64;
        items[node.row].push(Item { node: Some(at), width, left: 0.0 });
    }
    let mut links = vec![];
    for (at, node) in flow.nodes.iter().enumerate() {
        for (way, to) in node.ways.iter().enumerate() {
            let To::Node(end) = to.to else { continue };
            let start = WAY * (way as f64 + 0.5);
            link(&mut items, &mut links, (places[at], start), places[end]);
        }
    }
    (items, links)
}

/// Links two things, through a thing of its own in each row that the way passes: so other
/// things of that row leave it room.
fn link(
    items: &mut [Vec<Item>],
    links: &mut Vec<Link>,
    (mut from, mut start): ((usize, usize), f64),
    end: (usize, usize),
) {
    for (row, items) in items.iter_mut().enumerate().take(end.0).skip(from.0 + 1) {
        let pass = (row, items.len());
        items.push(Item { node: None, width: PASS, left: 0.0 });
        links.push(Link { from, at: start, to: pass });
        (from, start) = (pass, PASS / 2.0);
    }
    links.push(Link { from, at: start, to: end });
}

/// Puts the things of a row side by side: in the order of the answers that lead to them, and
/// below the middle of the nodes that those belong to, so that the whole stays upright.
fn settle(items: &mut [Vec<Item>], links: &[Link], row: usize) {
    let all = 0..items[row].len();
    let mean = |at: usize, of: fn(&Item, &Link) -> f64| {
        let to = links.iter().filter(|link| link.to == (row, at));
        let from: Vec<f64> =
            to.map(|link| of(&items[link.from.0][link.from.1], link)).collect();
        from.iter().sum::<f64>() / from.len().max(1) as f64
    };
    // The barycentre heuristic: where the ways start decides the order, and the middle of the
    // nodes the place. The start for both would let a chart lean to one side.
    let mut order: Vec<(f64, f64, usize)> = all
        .map(|at| {
            let start = mean(at, |item, link| item.left + link.at);
            (start, mean(at, |item, _| item.left + item.width / 2.0), at)
        })
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    spread(&mut items[row], &order);
}

/// Puts things below the middle that each wishes for, in this order and without overlap; then
/// moves them back together by as much as they were pushed to the right on average.
fn spread(row: &mut [Item], order: &[(f64, f64, usize)]) {
    let mut free = f64::MIN;
    let mut pushed = 0.0;
    for (_, middle, at) in order {
        let item = &mut row[*at];
        let wish = middle - item.width / 2.0;
        item.left = wish.max(free);
        pushed += item.left - wish;
        free = item.left + item.width + GAP;
    }
    let back = pushed / order.len().max(1) as f64;
    for item in row {
        item.left -= back;
    }
}

/// The points of each way, from its answer over the rows that it passes to its node.
fn ways(
    items: &[Vec<Item>],
    links: &[Link],
    rows: &[(f64, f64)],
    flow: &Flow,
) -> Vec<Vec<(f64, f64)>> {
    // A way begins at a node; the links behind the first begin at what it passes.
    let begins = |link: &Link| items[link.from.0][link.from.1].node;
    let begun = links.iter().filter_map(|link| Some((link, begins(link)?)));
    let begun = begun.map(|(link, node)| {
        let (row, at) = link.from;
        let below = rows[row].0 + height(&flow.nodes[node]);
        let start = (items[row][at].left + link.at, below);
        [vec![start], points(items, links, rows, link)].concat()
    });
    begun.collect()
}

/// The points that a way leads through after its first: the top of each thing, and of one that
/// it passes also the bottom, so that it runs upright between other nodes.
fn points(
    items: &[Vec<Item>],
    links: &[Link],
    rows: &[(f64, f64)],
    first: &Link,
) -> Vec<(f64, f64)> {
    let mut points = vec![];
    let mut next = Some(first);
    while let Some(link) = next {
        let (row, at) = link.to;
        let item = &items[row][at];
        let (middle, (top, height)) = (item.left + item.width / 2.0, rows[row]);
        points.push((middle, top));
        if item.node.is_some() {
            break;
        }
        points.push((middle, top + height));
        next = links.iter().find(|next| next.from == link.to);
    }
    points
}
