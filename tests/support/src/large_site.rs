//! Self-checks larger than anybody would write by hand.

/// The head of a file, up to its outcomes.
pub const HEAD: &str =
    "[check]\nid = \"large\"\ntitle = \"A large check\"\notherwise = \"talk\"\n";

/// Two outcomes.
pub const OUTCOMES: &str = "outcomes = [{ id = \"talk\", title = \"Talk\" }, { id = \"wait\", title = \"Wait\" }]\n";

/// `count` entries, each made of its number.
pub fn many(count: usize, entry: impl Fn(usize) -> String) -> String {
    (0..count).map(entry).collect()
}

/// A question.
pub fn question(id: &str, more: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\nask = \"Is it so?\"\n{more}\n")
}

/// A question that is answered with yes or no.
pub fn yes_no(id: &str) -> String {
    question(id, "answers = { no = \"No\", yes = \"Yes\" }")
}

/// A rule that asks for the second outcome.
pub fn rule(id: &str, when: &str) -> String {
    format!(
        "{id} = {{ when = {when}, outcome = \"wait\", because = \"It is so.\", source = [\"F1.1\"] }}\n"
    )
}

/// Two rules, each of which joins every question of the first half with one of the second:
/// their diagram outgrows its budget.
pub fn tied() -> String {
    let pairs = 24;
    let questions = many(2 * pairs, |at| yes_no(&format!("q{at}")));
    let when = |answer: &str| {
        let rows = many(pairs, |at| {
            let other = pairs + at;
            format!("{{ q{at} = [\"{answer}\"], q{other} = [\"{answer}\"] }}, ")
        });
        format!("[{rows}]")
    };
    let rules = rule("one", &when("yes")) + &rule("other", &when("no"));
    format!("{HEAD}{OUTCOMES}{questions}[rules]\n{rules}")
}
