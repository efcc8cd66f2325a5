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

/// A thing in a row: a node, or a way that passes.
struct Item {
    node: Option<usize>,
    width: f64,
    left: f64,
}

/// A way from one row to the next: from an item, at a distance from its left, to an item.
struct Link {
    from: (usize, usize),
    at: f64,
    to: (usize, usize),
}

/// Finds a place for everything.
pub(super) fn place(flow: &Flow) -> Placed {
    let (mut items, links) = items(flow);
    for row in 0..items.len() {
        settle(&mut items, &links, row);
    }
    let edge =
        |pick: fn(f64, f64) -> f64, of: fn(&Item) -> f64| {
            items.iter().flatten().map(of).fold(None, |best: Option<f64>, x| {
                Some(best.map_or(x, |best| pick(best, x)))
            })
        };
    let left = edge(f64::min, |item| item.left).unwrap_or(0.0);
    let right = edge(f64::max, |item| item.left + item.width).unwrap_or(0.0);
    items.iter_mut().flatten().for_each(|item| item.left -= left);
    let mut rows = vec![];
    let mut top = 0.0;
    for row in 0..items.len() {
        let nodes = flow.nodes.iter().filter(|node| node.row == row);
        let height = nodes.map(height).fold(0.0, f64::max);
        rows.push((top, height));
        top += height + BETWEEN;
    }
    let mut nodes = vec![0.0; flow.nodes.len()];
    for item in items.iter().flatten() {
        if let Some(node) = item.node {
            nodes[node] = item.left;
        }
    }
    let ways = ways(&items, &links, &rows, flow);
    Placed { width: right - left, height: top - BETWEEN, rows, nodes, ways }
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
            let mut from = places[at];
            let mut start = WAY * (way as f64 + 0.5);
            let passed = node.row + 1..flow.nodes[end].row;
            for (row, things) in
                items.iter_mut().enumerate().take(passed.end).skip(passed.start)
            {
                let pass = (row, things.len());
                things.push(Item { node: None, width: PASS, left: 0.0 });
                links.push(Link { from, at: start, to: pass });
                (from, start) = (pass, PASS / 2.0);
            }
            links.push(Link { from, at: start, to: places[end] });
        }
    }
    (items, links)
}

/// Puts the things of a row side by side: in the order of the answers that lead to them, and
/// below the middle of the nodes that those belong to, so that the whole stays upright.
fn settle(items: &mut [Vec<Item>], links: &[Link], row: usize) {
    let mean = |at: usize, of: &dyn Fn(&Item, &Link) -> f64| {
        let to = links.iter().filter(|link| link.to == (row, at));
        let from: Vec<f64> =
            to.map(|link| of(&items[link.from.0][link.from.1], link)).collect();
        from.iter().sum::<f64>() / from.len().max(1) as f64
    };
    let all = 0..items[row].len();
    let starts: Vec<f64> =
        all.clone().map(|at| mean(at, &|item, link| item.left + link.at)).collect();
    let wishes: Vec<f64> =
        all.clone().map(|at| mean(at, &|item, _| item.left + item.width / 2.0)).collect();
    let mut order: Vec<usize> = all.collect();
    order.sort_by(|a, b| starts[*a].total_cmp(&starts[*b]));
    let mut free = f64::MIN;
    let mut pushed = 0.0;
    for at in &order {
        let item = &mut items[row][*at];
        let wish = wishes[*at] - item.width / 2.0;
        item.left = wish.max(free);
        pushed += item.left - wish;
        free = item.left + item.width + GAP;
    }
    let back = pushed / order.len().max(1) as f64;
    items[row].iter_mut().for_each(|item| item.left -= back);
}

/// The points of each way, from its answer over the rows that it passes to its node.
fn ways(
    items: &[Vec<Item>],
    links: &[Link],
    rows: &[(f64, f64)],
    flow: &Flow,
) -> Vec<Vec<(f64, f64)>> {
    let middle =
        |(row, at): (usize, usize)| items[row][at].left + items[row][at].width / 2.0;
    let start = |link: &Link| {
        let (row, at) = link.from;
        let node = items[row][at].node.map(|node| height(&flow.nodes[node]));
        (items[row][at].left + link.at, rows[row].0 + node.unwrap_or(rows[row].1))
    };
    let whole = |link: &&Link| items[link.from.0][link.from.1].node.is_some();
    let follow = |link: &Link| {
        let mut points = vec![start(link)];
        let mut link = link;
        loop {
            let (row, at) = link.to;
            points.push((middle(link.to), rows[row].0));
            if items[row][at].node.is_some() {
                return points;
            }
            points.push((middle(link.to), rows[row].0 + rows[row].1));
            match links.iter().find(|next| next.from == link.to) {
                Some(next) => link = next,
                None => return points,
            }
        }
    };
    links.iter().filter(whole).map(follow).collect()
}
