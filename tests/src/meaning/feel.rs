//! The expressions in an exported DMN file, worked out from their text: what another program
//! would make of a sum.
use std::collections::BTreeMap;

use rules::{Answer, Kind, Table};

/// An answer as FEEL has it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Number(i64),
    Text(String),
    List(Vec<String>),
}

/// The answers by the names of their questions; of a number the lowest of its class.
pub(crate) struct Context(BTreeMap<String, Value>);

impl Context {
    pub(crate) fn new(table: &Table, answers: &[Answer]) -> Self {
        let answers = table.questions.iter().zip(answers).map(|(question, answer)| {
            let name = question.id.replace('-', "_");
            let facts = question.facts_of(*answer);
            let fact = facts.trailing_zeros() as usize;
            let also = || question.also[fact - question.first_also()].clone();
            let value = match &question.kind {
                Kind::Number(classes) if fact < classes.len() => {
                    Value::Number(classes[fact].0)
                }
                Kind::One(ids) if fact < ids.len() => Value::Text(ids[fact].clone()),
                Kind::Many(ids) => {
                    let ids = ids.iter().enumerate();
                    let ticked = ids.filter(|(tick, _)| facts >> tick & 1 == 1);
                    let ticked = ticked.map(|(_, id)| id.clone());
                    let beside = (fact >= question.first_also()).then(also);
                    Value::List(ticked.chain(beside).collect())
                }
                _ => Value::Text(also()),
            };
            (name, value)
        });
        Self(answers.collect())
    }

    /// What a sum comes to.
    pub(crate) fn sum(&self, expression: &str) -> i64 {
        let mut text = Text { left: expression, context: self };
        let sum = text.sum().unwrap_or_else(|| panic!("no sum: {expression}"));
        assert_eq!(text.left.trim(), "", "{expression}");
        sum
    }
}

/// What is left to read.
#[derive(Clone, Copy)]
struct Text<'t> {
    left: &'t str,
    context: &'t Context,
}

impl Text<'_> {
    /// Reads a word or a sign, if it comes next.
    fn take(&mut self, word: &str) -> Option<()> {
        self.left = self.left.trim_start().strip_prefix(word)?;
        Some(())
    }

    /// Reads a part, and nothing where it cannot be read.
    fn attempt<T>(&mut self, part: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let read = part(&mut ahead)?;
        *self = ahead;
        Some(read)
    }

    fn sum(&mut self) -> Option<i64> {
        if self.attempt(|text| text.take("0")).is_some() {
            return Some(0);
        }
        let mut sum = self.part()?;
        while self.attempt(|text| text.take("+")).is_some() {
            sum += self.part()?;
        }
        Some(sum)
    }

    /// `(if … then 2 else 0)`
    fn part(&mut self) -> Option<i64> {
        self.take("(if ")?;
        let holds = self.either()?;
        self.take("then ")?;
        let points = self.number()?;
        self.take("else 0)")?;
        Some(if holds { points } else { 0 })
    }

    fn either(&mut self) -> Option<bool> {
        let mut one = self.both()?;
        while self.attempt(|text| text.take("or ")).is_some() {
            one |= self.both()?;
        }
        Some(one)
    }

    fn both(&mut self) -> Option<bool> {
        let mut all = self.test()?;
        while self.attempt(|text| text.take("and ")).is_some() {
            all &= self.test()?;
        }
        Some(all)
    }

    fn test(&mut self) -> Option<bool> {
        self.attempt(Self::not)
            .or_else(|| self.attempt(Self::sum_test))
            .or_else(|| self.attempt(Self::within))
            .or_else(|| self.attempt(Self::contains))
            .or_else(|| self.attempt(Self::is_empty))
            .or_else(|| self.attempt(Self::comparison))
    }

    fn not(&mut self) -> Option<bool> {
        self.take("not(")?;
        let holds = self.either()?;
        self.take(")").map(|()| !holds)
    }

    fn within(&mut self) -> Option<bool> {
        self.take("(")?;
        let holds = self.either()?;
        self.take(")").map(|()| holds)
    }

    fn sum_test(&mut self) -> Option<bool> {
        self.take("(")?;
        let sum = self.sum()?;
        self.take(")")?;
        self.compared(sum)
    }

    fn compared(&mut self, number: i64) -> Option<bool> {
        if self.attempt(|text| text.take(">=")).is_some() {
            return Some(number >= self.number()?);
        }
        self.take("<=")?;
        Some(number <= self.number()?)
    }

    fn contains(&mut self) -> Option<bool> {
        self.take("list contains(")?;
        let value = self.value()?;
        self.take(",")?;
        let id = self.quoted()?;
        self.take(")")?;
        let Value::List(list) = value else { panic!("{id} is looked for in no list") };
        Some(list.contains(&id))
    }

    fn is_empty(&mut self) -> Option<bool> {
        self.take("count(")?;
        let value = self.value()?;
        self.take(") = 0")?;
        Some(value == Value::List(vec![]))
    }

    fn comparison(&mut self) -> Option<bool> {
        let value = self.value()?;
        if self.attempt(|text| text.take("= ")).is_some() {
            return Some(value == Value::Text(self.quoted()?));
        }
        // Of a text no comparison with a number holds: it is null.
        let (number, known) = match value {
            Value::Number(number) => (number, true),
            _ => (0, false),
        };
        self.compared(number).map(|holds| known && holds)
    }

    fn value(&mut self) -> Option<Value> {
        let text = self.left.trim_start();
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        let value = self.context.0.get(&text[..end])?.clone();
        self.left = &text[end..];
        Some(value)
    }

    fn quoted(&mut self) -> Option<String> {
        self.take("\"")?;
        let (text, left) = self.left.split_once('"')?;
        let text = text.to_owned();
        self.left = left;
        Some(text)
    }

    fn number(&mut self) -> Option<i64> {
        let text = self.left.trim_start();
        let sign = usize::from(text.starts_with('-'));
        let digits = text[sign..].find(|c: char| !c.is_ascii_digit());
        let end = digits.map_or(text.len(), |digits| sign + digits);
        let number = text[..end].parse().ok()?;
        self.left = &text[end..];
        Some(number)
    }
}
