//! All that the browser runs: the rules' rows and their diagram, two channels that must agree.
//!
//! The bytes are read where they stand: there is no parsed form to build, which keeps the
//! program small. Nothing here panics or loops on any bytes: every read may give none, and
//! every step of the walk moves forward. The fuzz target `program` holds that.
//!
//! ```text
//! program   checksum(4 bytes, lowest first) scores questions limits rules diagram
//! scores    count, each: length in bytes, items: count, each: question, points of each fact
//! questions count, each: 0 or ticks + 1, facts, when
//! limits    otherwise, first stop outcome
//! rules     count, each: 0 or outcome + 1, panels, when
//! when      rows: count, each: cells: count, each: question, any [, all, none of `many`]
//!                              or questions + score, from, to
//! diagram   0, outcome, panels  or  variable + 1, runs: values, bytes to skip to their child
//! ```
use alloc::vec::Vec;

use crate::bytes::{Reader, checksum};
use crate::{Answer, Verdict};

/// A self-check as the browser gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub(crate) bytes: Vec<u8>,
}

/// What comes next in the self-check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The question to ask.
    Ask(usize),
    /// The end, with what is shown.
    Done(Verdict),
    /// The rules and the diagram differ: show that it could not be worked out, and help.
    Fault,
}

/// Whether a condition holds: no, not known before more is answered, yes. Kleene's logic as
/// numbers, in this order: all of some is their minimum, one of some their maximum.
type Truth = u8;
const NO: Truth = 0;
const OPEN: Truth = 1;
const YES: Truth = 2;

/// What is known of one question.
struct State {
    /// Whether it is asked.
    asked: Truth,
    /// What its answer makes true; zero while it has none.
    facts: u64,
    /// Whether it takes several ticks.
    many: bool,
    /// How many answers, ticks or classes are listed; facts and variables follow from it.
    listed: usize,
    /// How many facts there are.
    size: usize,
}

/// What an answer makes true, as bits (see [`crate::Question::facts`]).
pub(crate) fn facts_of(many: bool, listed: usize, size: usize, answer: Answer) -> u64 {
    let fact = match answer {
        Answer::Ticks(bits) if many => {
            let ticks = bits & bit(listed).wrapping_sub(1);
            return if ticks == 0 { bit(listed) } else { ticks };
        }
        Answer::Pick(pick) if many => pick.saturating_add(listed + 1),
        Answer::Pick(pick) => pick,
        Answer::Missing | Answer::Ticks(_) => return 0,
    };
    if fact < size { bit(fact) } else { 0 }
}

/// The bit of one fact; zero past the 64th.
fn bit(fact: usize) -> u64 {
    u32::try_from(fact).ok().and_then(|fact| 1u64.checked_shl(fact)).unwrap_or(0)
}

impl Program {
    /// Takes the bytes of a program, if their checksum is right.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (sum, body) = bytes.split_first_chunk()?;
        (checksum(body) == u32::from_le_bytes(*sum))
            .then(|| Self { bytes: body.to_vec() })
    }

    /// The bytes to send, with their checksum in front.
    pub fn pack(&self) -> Vec<u8> {
        let mut bytes = checksum(&self.bytes).to_le_bytes().to_vec();
        bytes.extend(&self.bytes);
        bytes
    }

    /// Whether a question is asked, as far as the answers before it say.
    pub fn asked(&self, answers: &[Answer], question: usize) -> bool {
        let states = self.read(answers, false).map(|read| read.states);
        states.is_some_and(|states| states.get(question).is_some_and(|s| s.asked == YES))
    }

    /// Whether no answer that is still to come can change which questions are asked.
    pub fn settled(&self, answers: &[Answer]) -> bool {
        let states = self.read(answers, false).map(|read| read.states);
        states.is_some_and(|states| states.iter().all(|state| state.asked != OPEN))
    }

    /// What comes next after these answers: the first question that is asked and has none, or
    /// the end, or the end before the end, where nothing that is left can change a stop.
    pub fn next(&self, answers: &[Answer]) -> Next {
        self.step(answers).unwrap_or(Next::Fault)
    }

    /// [`Program::next`], or none where the channels differ or the bytes make no sense.
    fn step(&self, answers: &[Answer]) -> Option<Next> {
        let given = self.read(answers, false)?;
        let missing = given.states.iter().position(|s| s.asked == YES && s.facts == 0);
        let before = missing.unwrap_or(given.states.len());
        // A reduced diagram has no node where nothing that is left matters. So a leaf that is
        // reached before the missing answer is certain, whatever that answer will be.
        let shown = walk(given.diagram, given.states.get(..before)?)?;
        let (outcome, panels) = match (shown, missing) {
            (Walked::To(outcome, panels), None) => (outcome, panels),
            (Walked::To(outcome, panels), _) if outcome >= given.first_stop => {
                (outcome, panels)
            }
            (_, question) => return question.map(Next::Ask),
        };
        // The other channel: the rules' own rows, with any answers at all where a stop left
        // some out, must come to the same.
        let any = self.read(answers, true)?;
        if (any.verdict.outcome, any.verdict.panels) != (outcome, panels) {
            return None;
        }
        let fired = given.verdict.fired;
        Some(Next::Done(Verdict { outcome, panels, fired }))
    }

    /// Reads the program once with these answers. `fill` takes the first answer of each asked
    /// question that has none.
    fn read(&self, answers: &[Answer], fill: bool) -> Option<Read<'_>> {
        let mut reader = Reader(&self.bytes);
        let scores = reader;
        for _ in 0..reader.index()? {
            let length = reader.index()?;
            reader.part(length)?;
        }
        let mut rows = Rows { scores, questions: reader.index()?, states: Vec::new() };
        for question in 0..rows.questions {
            let answer = answers.get(question).copied().unwrap_or_default();
            let state = rows.question(&mut reader, answer, fill)?;
            rows.states.push(state);
        }
        let outcome = reader.index()?;
        let first_stop = reader.index()?;
        let verdict = rows.verdict(&mut reader, outcome, first_stop)?;
        Some(Read { states: rows.states, first_stop, verdict, diagram: reader })
    }
}

/// What one reading of the program found.
struct Read<'a> {
    states: Vec<State>,
    /// The first outcome that is a stop; every outcome behind it is one.
    first_stop: usize,
    verdict: Verdict,
    /// Where the diagram begins.
    diagram: Reader<'a>,
}

/// The rules' own rows, with what is known of the questions so far.
struct Rows<'a> {
    /// Where the scores begin: they are read again for each cell that names one.
    scores: Reader<'a>,
    /// How many questions there are.
    questions: usize,
    states: Vec<State>,
}

impl Rows<'_> {
    /// Reads one question. An answer that is not of its kind damages the whole.
    fn question(&self, reader: &mut Reader, answer: Answer, fill: bool) -> Option<State> {
        let ticks = reader.index()?;
        let size = reader.index()?;
        let many = ticks > 0;
        let listed = if many { ticks - 1 } else { size };
        let asked = self.when(reader, YES)?;
        let mut facts = facts_of(many, listed, size, answer);
        if facts == 0 && answer != Answer::Missing {
            return None;
        }
        if facts == 0 && fill {
            facts = bit(if many { listed } else { 0 });
        }
        Some(State { asked, facts, many, listed, size })
    }

    /// Reads all rules: the outcome, and what fires.
    fn verdict(
        &self,
        reader: &mut Reader,
        mut outcome: usize,
        first_stop: usize,
    ) -> Option<Verdict> {
        let mut panels = 0;
        let mut fired = Vec::new();
        let rules = *reader;
        let count = reader.index()?;
        for rule in 0..count {
            let (asks_for, shows, holds) = self.rule(reader)?;
            if holds {
                outcome = outcome.max(asks_for.unwrap_or(0));
                panels |= shows;
                fired.push(rule);
            }
        }
        // The panels of a stop are those of all rules that have it. Its number is known only
        // after the first pass, so the rules are read once more.
        if outcome >= first_stop {
            panels = 0;
            let mut again = rules;
            for _ in 0..again.index()? {
                let (asks_for, shows, _) = self.rule(&mut again)?;
                if asks_for == Some(outcome) {
                    panels |= shows;
                }
            }
        }
        Some(Verdict { outcome, panels, fired })
    }

    /// Reads one rule: its outcome, its panels, and whether it fires.
    fn rule(&self, reader: &mut Reader) -> Option<(Option<usize>, u64, bool)> {
        let outcome = reader.index()?.checked_sub(1);
        let panels = reader.number()?;
        Some((outcome, panels, self.when(reader, NO)? == YES))
    }

    /// One of the rows must hold; `empty` is the truth of no row.
    fn when(&self, reader: &mut Reader, empty: Truth) -> Option<Truth> {
        let count = reader.index()?;
        let mut one = if count == 0 { empty } else { NO };
        for _ in 0..count {
            let mut all = YES;
            // All cells are read even when one is false: the next row stands behind them.
            for _ in 0..reader.index()? {
                all = all.min(self.cell(reader)?);
            }
            one = one.max(all);
        }
        Some(one)
    }

    /// Whether a cell holds. What is named behind the last question is a score.
    fn cell(&self, reader: &mut Reader) -> Option<Truth> {
        let question = reader.index()?;
        if question >= self.questions {
            let (from, to) = (reader.signed()?, reader.signed()?);
            return Some(match self.score(question - self.questions)? {
                (false, _) => OPEN,
                (true, sum) if from <= sum && sum <= to => YES,
                _ => NO,
            });
        }
        let state = self.states.get(question)?;
        let any = reader.number()?;
        let (all, none) =
            if state.many { (reader.number()?, reader.number()?) } else { (0, 0) };
        let facts = state.facts;
        Some(match state.asked {
            YES if facts == 0 => OPEN,
            YES if facts & any != 0 && facts & all == all && facts & none == 0 => YES,
            OPEN => OPEN,
            _ => NO,
        })
    }

    /// Whether all answers to a sum are known, and the sum of those that are.
    fn score(&self, score: usize) -> Option<(bool, i64)> {
        let mut reader = self.scores;
        let mut items = None;
        for at in 0..reader.index()? {
            let length = reader.index()?;
            let part = reader.part(length)?;
            if at == score {
                items = Some(part);
            }
        }
        let mut items = items?;
        let mut sum = 0i64;
        let mut known = true;
        for _ in 0..items.index()? {
            let state = self.states.get(items.index()?)?;
            known &= state.asked == NO || state.asked == YES && state.facts != 0;
            for fact in 0..state.size {
                let points = items.signed()?;
                if state.asked == YES && state.facts & bit(fact) != 0 {
                    sum = sum.saturating_add(points);
                }
            }
        }
        Some((known, sum))
    }
}

/// Where a walk through the diagram ends.
enum Walked {
    /// At an outcome with its panels.
    To(usize, u64),
    /// At a later question.
    Open,
}

/// Follows the diagram along these questions. None where it asks for an answer that does not
/// count.
fn walk(mut at: Reader, states: &[State]) -> Option<Walked> {
    // The variable of a node is written plus one, as 0 marks a leaf: so the first is 1.
    let mut first = 1;
    for state in states {
        let variables = if state.many { state.listed + 1 } else { 1 };
        loop {
            let mut node = at;
            let variable = node.index()?;
            let Some(part) = variable.checked_sub(first).filter(|part| *part < variables)
            else {
                break;
            };
            // A question that is not asked has no say; a diagram that asks it is damaged.
            if state.asked != YES {
                return None;
            }
            at = child(node, value(state, part)?)?;
        }
        first = first.checked_add(variables)?;
    }
    Some(match at.index()? {
        0 => Walked::To(at.index()?, at.number()?),
        variable if variable < first => return None,
        _ => Walked::Open,
    })
}

/// The value of one of a question's variables: the pick; of a `many` question first which of
/// ticks and `also` it is, then one for each tick.
fn value(state: &State, part: usize) -> Option<usize> {
    if !state.many {
        return usize::try_from(state.facts.trailing_zeros()).ok();
    }
    let Some(tick) = part.checked_sub(1) else {
        let also = usize::try_from(state.facts.trailing_zeros()).ok()?;
        return Some(also.saturating_sub(state.listed));
    };
    Some(usize::from(state.facts & bit(tick) != 0))
}

/// The child of a node, whose variable is read already, for a value.
fn child(mut node: Reader, mut value: usize) -> Option<Reader> {
    loop {
        let run = node.index()?;
        let distance = node.index()?;
        if run == 0 {
            return None;
        }
        if value < run {
            node.part(distance)?;
            return Some(node);
        }
        value -= run;
    }
}
