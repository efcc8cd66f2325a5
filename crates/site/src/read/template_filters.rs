//! Those of the template engine's own filters and functions that make more than they are given,
//! with a price: what one of them makes is paid for before it is made.
use std::borrow::Cow;

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::template_meter::{PART, pay_for, weight};

/// Puts them in the place of the engine's.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
    tera.register_filter("unique", unique);
    tera.register_function("range", |given: Kwargs, _: &State<'_>| range(&given));
}

/// A text of any size can take the place of each letter of another.
#[expect(clippy::needless_pass_by_value, reason = "the engine asks for it")]
fn replace(
    value: StringInput<'_>,
    given: Kwargs,
    state: &State<'_>,
) -> TeraResult<Value> {
    let from = given.must_get::<&str>("from")?;
    let to = given.must_get::<StringInput>("to")?;
    let is_safe = state.autoescaping_enabled() && (value.is_safe() || to.is_safe());
    let (text, to) = (read(&value, is_safe, state)?, read(&to, is_safe, state)?);
    let made = text.matches(from).count().saturating_mul(to.len());
    pay_for(made.saturating_add(text.len()))?;
    Ok(written(&text.replace(from, &to), is_safe))
}

/// A text of any size can stand between the entries of a list.
#[expect(clippy::needless_pass_by_value, reason = "the engine asks for it")]
fn join(list: &[Value], given: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let between = given.get::<StringInput>("sep")?;
    let length = between.as_ref().map_or(0, |between| between.as_str().len());
    let weights = list.iter().map(weight).fold(0, usize::saturating_add);
    pay_for(list.len().saturating_mul(length).saturating_add(weights))?;
    let is_marked = |value: &Value| value.is_string() && value.is_safe();
    let is_any =
        list.iter().any(is_marked) || between.as_ref().is_some_and(StringInput::is_safe);
    let is_safe = state.autoescaping_enabled() && is_any;
    let entry = |value: &Value| match is_safe {
        true if value.is_undefined() => Ok(String::new()),
        true => state.escape_if_needed(value),
        false => Ok(value.to_string()),
    };
    let entries: Vec<String> = list.iter().map(entry).collect::<TeraResult<_>>()?;
    let between =
        between.as_ref().map(|between| read(between, is_safe, state)).transpose()?;
    Ok(written(&entries.join(&between.unwrap_or_default()), is_safe))
}

/// Each entry of a list is compared with all others.
fn unique(list: &[Value], _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    pay_for(list.len().saturating_mul(list.len()))?;
    let mut kept: Vec<Value> = vec![];
    for value in list {
        if !kept.contains(value) {
            kept.push(value.clone());
        }
    }
    Ok(Value::from(kept))
}

/// The numbers from a start up to an end.
fn range(given: &Kwargs) -> TeraResult<Value> {
    let number = |key| given.get::<i64>(key);
    let (start, step) = (number("start")?.unwrap_or(0), number("step_by")?.unwrap_or(1));
    let end = given.must_get::<i64>("end")?;
    if step == 0 || step > 0 && start > end {
        return Err(Error::message("`range` needs an end behind its start, and a step"));
    }
    let (from, to) = if step > 0 { (start, end) } else { (end, start) };
    let length =
        to.saturating_sub(from).max(0).unsigned_abs().div_ceil(step.unsigned_abs());
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    pay_for(length.saturating_mul(PART))?;
    let numbers = std::iter::successors(Some(start), |number| number.checked_add(step));
    Ok(numbers.take(length).map(Value::from).collect::<Vec<_>>().into())
}

/// A text as it is put together with others: next to what is safe, what is not is escaped first.
fn read<'a>(
    text: &'a StringInput<'_>,
    is_safe: bool,
    state: &State<'_>,
) -> TeraResult<Cow<'a, str>> {
    if is_safe { text.rendered(state) } else { Ok(text.as_str().into()) }
}

fn written(text: &str, is_safe: bool) -> Value {
    if is_safe { Value::safe_string(text) } else { Value::normal_string(text) }
}
