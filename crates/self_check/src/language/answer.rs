//! Answers as people and programs give them, by their ids.
use rules::{Answer, Kind, Question};

/// An answer as it is given from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivenAnswer<'a> {
    /// One id.
    Text(&'a str),
    /// Several ids, in any order, some perhaps twice.
    List(Vec<&'a str>),
    /// A number.
    Number(i64),
}

impl GivenAnswer<'_> {
    /// The answer that is meant, or what is wrong with it.
    pub fn answer(&self, question: &Question) -> Result<Answer, String> {
        let id = &question.id;
        match (&question.kind, self) {
            (Kind::Many(ticks), Self::List(names)) => ticks_of(question, ticks, names),
            (Kind::Many(_), _) => {
                Err(format!("the answer to `{id}` is a list of ids: [\"…\"]"))
            }
            (Kind::Number(classes), Self::Number(number)) => {
                let class =
                    classes.iter().position(|(from, to)| (from..=to).contains(&number));
                class.map(Answer::Pick).ok_or_else(|| out_of_bounds(id, classes, *number))
            }
            (Kind::Number(classes), Self::Text(name)) => also(question, name)
                .map(|also| Answer::Pick(classes.len() + also))
                .ok_or_else(|| format!("the answer to `{id}` is a whole number")),
            (Kind::One(ids), Self::Text(name)) => {
                let mut all = ids.iter().chain(&question.also);
                let pick = all.position(|known| known == name);
                pick.map(Answer::Pick).ok_or_else(|| no_answer(id, name))
            }
            (Kind::Number(_), Self::List(_)) => {
                Err(format!("the answer to `{id}` is a whole number"))
            }
            (Kind::One(_), _) => Err(format!("the answer to `{id}` is one id: \"…\"")),
        }
    }
}

/// Ticks, or the one answer that excludes them.
fn ticks_of(
    question: &Question,
    ticks: &[String],
    names: &[&str],
) -> Result<Answer, String> {
    let id = &question.id;
    let mut bits = 0u64;
    let mut beside = None;
    for name in names {
        if let Some(tick) = ticks.iter().position(|known| known == name) {
            bits |= 1 << tick;
        } else if let Some(also) = also(question, name) {
            if beside.is_some_and(|before| before != also) {
                return Err(format!("`{id}` has two answers that exclude each other"));
            }
            beside = Some(also);
        // The word adds no tick: alone it is the empty set, and beside a tick it is overruled.
        } else if *name != "none" {
            return Err(no_answer(id, name));
        }
    }
    match beside {
        Some(_) if bits != 0 || names.contains(&"none") => {
            Err(format!("`{id}` has a tick beside an answer that excludes it"))
        }
        Some(also) => Ok(Answer::Pick(also)),
        None => Ok(Answer::Ticks(bits)),
    }
}

/// Which of the answers beside the listed ones a name is.
fn also(question: &Question, name: &str) -> Option<usize> {
    question.also.iter().position(|known| known == name)
}

/// What is wrong with a name that no answer has.
fn no_answer(id: &str, name: &str) -> String {
    format!("`{name}` is no answer to `{id}`")
}

/// What is wrong with a number that cannot be given.
fn out_of_bounds(id: &str, classes: &[(i64, i64)], number: i64) -> String {
    let min = classes.first().map_or(0, |class| class.0);
    let max = classes.last().map_or(0, |class| class.1);
    format!("{number} is no answer to `{id}`: it lies outside {min} to {max}")
}
