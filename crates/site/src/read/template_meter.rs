//! A bound on what a template does for one page. The template engine has none: a loop within a
//! loop within a loop over all pages would never end, whether it writes anything or not.
//!
//! So a template is rendered in another text than it is written in. Before each loop stands a call
//! that is told what is looped over, and pays for all of its rounds at once; likewise before what
//! is written in a loop, behind each value that is kept, and at the start of what a component or
//! an included file makes. Once a page has spent what it has, the call is an error. It stands
//! between tags, or around an expression, so a template that ends makes the same as without. What
//! makes more of what it is given pays by itself (`template_filters`).
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::template_tags::{Loops, Tag, TagKind, is_path, listed, tags};

/// What a page may spend: some tenths of a second of work. A round of a loop costs [`ROUND`] and a byte for
/// each that stands in it; a value costs its letters and parts.
const BUDGET: u64 = 20_000_000;

/// What each page of the site adds, as lists of all pages grow with them.
const FOR_EACH_PAGE: u64 = 1_000;

/// What one round of an empty loop costs, and a call.
const ROUND: usize = 100;

/// What it costs to write a value, besides its weight.
const WRITTEN: usize = ROUND / 2;

/// What a value within a value costs.
pub(super) const PART: usize = 4;

/// Values within values, at most: dropping one takes as much of the stack as there are.
const DEEPEST: usize = 60;

/// What an error of this bound begins with.
const MARK: &str = "candor-meter:";

/// The name under which an answer to a call is kept, which nobody asks for.
pub(super) const PAID: &str = "__paid";

thread_local! {
    /// What is left of the page that this thread renders. The engine renders a page in one thread.
    static LEFT: Cell<u64> = const { Cell::new(0) };
}

/// Gives the page that is rendered next on this thread what it may spend.
pub(super) fn refill(pages: usize) {
    LEFT.set(BUDGET.saturating_add(FOR_EACH_PAGE.saturating_mul(pages as u64)));
}

/// Where a template spent too much, and on what, from the text of an error.
pub(super) fn spent(message: &str) -> Option<(Range<usize>, &'static str)> {
    let (what, place) = message.strip_prefix(MARK)?.split_once(':')?;
    let (start, end) = place.split_once('-')?;
    let what = match what {
        "rounds" => "this template goes round too often: the page would never be done",
        _ => "this template makes more than a page can hold",
    };
    Some((start.parse().ok()?..end.parse().ok()?, what))
}

/// Gives the engine the calls that stand in a metered text.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function("__loop", |given: Kwargs, _: &State<'_>| loop_over(&given));
    tera.register_function("__all", |given: Kwargs, _: &State<'_>| all(&given));
    tera.register_function("__step", |given: Kwargs, _: &State<'_>| step(&given));
    tera.register_function("__hold", |given: Kwargs, _: &State<'_>| hold(&given));
}

/// Pays for all rounds of a loop, and for what they write of the values that it goes over.
fn loop_over(given: &Kwargs) -> TeraResult<bool> {
    let value = given.get::<&Value>("value")?;
    let rounds = value.and_then(Value::len).unwrap_or(0);
    let cost = given.must_get::<usize>("cost")?;
    pay(given, "rounds", rounds.saturating_mul(cost))?;
    let (Some(value), Some(paths)) = (value, given.get::<&str>("paths")?) else {
        return Ok(true);
    };
    pay(given, "values", written(value, paths))
}

/// The weight of what a loop over a value writes, where each round writes what stands at some
/// paths in its own part of it.
fn written(value: &Value, paths: &str) -> usize {
    match value.as_array() {
        Some(parts) => sum(parts.iter().map(|part| written_of(part, paths))),
        None => written_alike(value, paths.split(' ').count()),
    }
}

/// The weight of what one round writes.
fn written_of(part: &Value, paths: &str) -> usize {
    let values = paths.split(' ').filter_map(|path| match path {
        "." => Some(part),
        path => part.get_from_path(path),
    });
    sum(values.map(|value| weight(value).saturating_add(WRITTEN)))
}

/// The same of all rounds over what is no list: the letters of a text, or at most all of it.
fn written_alike(value: &Value, paths: usize) -> usize {
    let most = if value.is_string() { PART } else { weight(value) };
    let times = value.len().unwrap_or(0).saturating_mul(paths);
    times.saturating_mul(most.saturating_add(WRITTEN))
}

fn sum(weights: impl Iterator<Item = usize>) -> usize {
    weights.fold(0, usize::saturating_add)
}

/// The same within an expression: gives back what is looped over.
fn all(given: &Kwargs) -> TeraResult<Value> {
    let value = given.get::<Value>("value")?.unwrap_or_else(Value::undefined);
    loop_over(given)?;
    Ok(value)
}

/// Pays for what is made once.
fn step(given: &Kwargs) -> TeraResult<bool> {
    let cost = given.must_get::<usize>("cost")?;
    pay(given, "rounds", cost)
}

/// Pays for a value with all that is in it.
fn hold(given: &Kwargs) -> TeraResult<bool> {
    let weight = given.get::<&Value>("value")?.map_or(0, weight);
    pay(given, "values", weight.saturating_add(WRITTEN))
}

/// The weight of a value, as far as there is something left to pay for it.
pub(super) fn weight(value: &Value) -> usize {
    let mut left = usize::try_from(LEFT.get()).unwrap_or(usize::MAX);
    let most = left;
    if weigh(value, DEEPEST, &mut left) { most - left } else { usize::MAX }
}

/// Pays for what a filter or a function makes. It does not know where it stands, which the engine
/// tells.
pub(super) fn pay_for(cost: usize) -> TeraResult<()> {
    if is_paid(cost) {
        return Ok(());
    }
    Err(Error::message(format!("{MARK}values:0-0")))
}

/// Takes the weight of a value from what is left; whether there is enough, and the value is not
/// too deep.
fn weigh(value: &Value, depth: usize, left: &mut usize) -> bool {
    let own = value.as_str().map_or(PART, |text| PART + text.len());
    let Some(rest) = left.checked_sub(own) else { return false };
    *left = rest;
    let Some(depth) = depth.checked_sub(1) else { return false };
    let list = value.as_array().unwrap_or_default();
    let values = value.as_map().into_iter().flat_map(|map| map.values());
    list.iter().chain(values).all(|inner| weigh(inner, depth, left))
}

fn pay(given: &Kwargs, what: &str, cost: usize) -> TeraResult<bool> {
    if is_paid(cost) {
        return Ok(true);
    }
    let [start, end] = ["start", "end"].map(|key| given.must_get::<usize>(key));
    Err(Error::message(format!("{MARK}{what}:{}-{}", start?, end?)))
}

/// Takes what something costs from what is left, if there is enough.
fn is_paid(cost: usize) -> bool {
    let left = LEFT.get().checked_sub(cost as u64);
    LEFT.set(left.unwrap_or(0));
    left.is_some()
}

/// A template's text with calls that pay for what it does.
pub(super) struct Metered {
    /// The text that is rendered.
    pub(super) text: String,
    /// Where its pieces begin, and from where in the template they come. What was put in between
    /// comes from the tag that it pays for.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Metered {
    /// The place in the template of a place in the metered text.
    pub(super) fn origin(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|(start, _)| *start <= at);
        let (start, from) = &self.pieces[next.saturating_sub(1)];
        (from.start + (at - start)).min(from.end)
    }
}

/// Which templates may be rendered more than once for a page: those that others include, and all
/// of them where a block, which others fill, stands in a loop.
pub(super) fn repeated<'a>(
    texts: impl Iterator<Item = &'a str>,
) -> (BTreeSet<&'a str>, bool) {
    let (mut included, mut is_any) = (BTreeSet::new(), false);
    for text in texts {
        for tag in tags(text) {
            match tag.word(text) {
                "include" => included
                    .extend(text[tag.inner.clone()].split(['"', '\'', '`']).nth(1)),
                "block" => is_any |= tag.depth > 0,
                _ => {}
            }
        }
    }
    (included, is_any)
}

/// Puts the calls into a template's text.
pub(super) fn metered(text: &str, is_repeated: bool) -> Metered {
    let tags = tags(text);
    let extends = tags.iter().any(|tag| tag.word(text) == "extends");
    let keeps = tags.iter().any(|tag| matches!(tag.word(text), "set" | "set_global"));
    let mut writer = Writer::new(text);
    if is_repeated && !extends {
        writer.call("", &format!("__step(cost={}", text.len()), &(0..0), "");
    }
    let mut kept = vec![];
    let loops = Loops::of(text, &tags);
    for (at, tag) in tags.iter().enumerate() {
        writer.copy(writer.done..tag.range.start);
        let is_written = is_repeated || keeps || tag.depth > 0;
        writer.before(tag, is_written && !loops.paid.contains(&at), loops.paths.get(&at));
        writer.copy(tag.range.clone());
        writer.after(tag, is_repeated, &mut kept);
    }
    writer.copy(writer.done..text.len());
    writer.made
}

/// Writes a metered text.
struct Writer<'a> {
    text: &'a str,
    /// What was copied of the template, but for what was copied ahead.
    done: usize,
    made: Metered,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str) -> Self {
        let made = Metered { text: String::new(), pieces: vec![(0, 0..0)] };
        Self { text, done: 0, made }
    }

    /// What comes before a tag: a loop pays for its rounds, and what is written for its size.
    fn before(&mut self, tag: &Tag, is_written: bool, paths: Option<&Vec<String>>) {
        match (&tag.kind, tag.word(self.text)) {
            (TagKind::Statement, "for") => {
                let target = tag.target(self.text);
                let cost = ROUND + tag.body;
                let paths = paths.map(|paths| format!(", paths=\"{}\"", paths.join(" ")));
                let paths = paths.unwrap_or_default();
                self.pay(tag, &format!("__loop(cost={cost}{paths}"), target);
            }
            (TagKind::Expression, _) if is_written => {
                let expression = &self.text[tag.inner.clone()];
                // A component pays for itself, and twice would be too often.
                let calls = expression.contains("super") || has_component(expression);
                if !calls {
                    self.pay(tag, "__hold(", tag.inner.clone());
                }
            }
            _ => {}
        }
    }

    /// What comes behind a tag: a component and a block pay for their texts, and a value that is
    /// kept for its size.
    fn after(&mut self, tag: &Tag, is_repeated: bool, kept: &mut Vec<&'a str>) {
        let trim = tag.trims_after(self.text);
        let cost = ROUND + tag.body;
        match (&tag.kind, tag.word(self.text)) {
            (TagKind::Statement, "component") => {
                self.call("", &format!("__step(cost={cost}"), &tag.outer, trim);
            }
            (TagKind::Statement, "block") if is_repeated => {
                self.call("", &format!("__step(cost={cost}"), &tag.range, trim);
            }
            (TagKind::Statement, "set" | "set_global") => match tag.value(self.text) {
                Some(value) if is_path(value) => {}
                Some(_) => self.hold(tag.name(self.text), tag, trim),
                None => kept.push(tag.name(self.text)),
            },
            (TagKind::Statement, "endset") => {
                let name = kept.pop().unwrap_or_default();
                self.hold(name, tag, trim);
            }
            _ => {}
        }
    }

    fn hold(&mut self, name: &str, tag: &Tag, trim: &str) {
        self.call("", &format!("__hold(value={name}"), &tag.range, trim);
    }

    /// A call that is told a part of the tag that it stands before.
    fn pay(&mut self, tag: &Tag, call: &str, value: Range<usize>) {
        let trim = if self.text[tag.range.clone()].starts_with("{%-")
            || self.text[tag.range.clone()].starts_with("{{-")
        {
            "-"
        } else {
            ""
        };
        let comma = if call.ends_with('(') { "" } else { ", " };
        self.glue(
            &format!("{{%{trim} set {PAID} = {call}{comma}value=("),
            tag.range.start,
        );
        self.copy_ahead(value);
        // One page runs out in this round, another in that: the loop around them all is the cause.
        let Range { start, end } = tag.outer;
        self.glue(&format!("), start={start}, end={end}) %}}"), tag.range.start);
    }

    /// A call by itself.
    fn call(&mut self, before: &str, call: &str, at: &Range<usize>, after: &str) {
        let Range { start, end } = at;
        let call = format!(
            "{{%{before} set {PAID} = {call}, start={start}, end={end}) {after}%}}"
        );
        self.glue(&call, *start);
    }

    fn glue(&mut self, text: &str, origin: usize) {
        self.made.pieces.push((self.made.text.len(), origin..origin));
        self.made.text.push_str(text);
    }

    fn copy(&mut self, range: Range<usize>) {
        self.done = range.end;
        self.copy_ahead(range);
    }

    /// Copies a part, in which each list that is made by a loop pays for it.
    fn copy_ahead(&mut self, range: Range<usize>) {
        let mut from = range.start;
        for (at, is_start, whole) in listed(self.text, range.clone()) {
            self.copy_plain(from..at);
            let Range { start, end } = whole;
            let call = format!("), cost={ROUND}, start={start}, end={end})");
            self.glue(if is_start { " __all(value=(" } else { &call }, at);
            from = at;
        }
        self.copy_plain(from..range.end);
    }

    fn copy_plain(&mut self, range: Range<usize>) {
        self.made.pieces.push((self.made.text.len(), range.clone()));
        self.made.text.push_str(&self.text[range]);
    }
}

/// Whether an expression calls a component: `<name`.
fn has_component(expression: &str) -> bool {
    let names = expression.match_indices('<').map(|(at, _)| &expression[at + 1..]);
    names
        .into_iter()
        .any(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}
