//! Self-checks with known results: the practice's, the whole language, two published scales.
#[path = "meaning/agree.rs"]
mod agree;
#[path = "meaning/decision.rs"]
mod decision;
#[path = "meaning/dmn.rs"]
mod dmn;
#[path = "meaning/feel.rs"]
mod feel;
#[path = "meaning/oracle.rs"]
mod oracle;
#[path = "../../crates/rules/tests/exhaustive/random.rs"]
mod random;
#[path = "meaning/tables.rs"]
mod tables;

use std::fmt::Write as _;
use std::path::Path as DiskPath;

use ground::diagnostic::Diagnostic;
use ground::source::Path;
use rules::{Answer, Next, Program};
use self_check::language::{self, GivenAnswer, SelfCheck};
use self_check::proof::{self, Proof};
use support::form::tied;

fn read(file: &str) -> (SelfCheck, Proof, Vec<Diagnostic>) {
    let root = DiskPath::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(file)).expect("the fixture is there");
    let mut found = vec![];
    let check = language::read(&Path::from(file), &text, &mut found);
    let check = check.unwrap_or_else(|| panic!("{found:#?}"));
    let proof = proof::prove(&check);
    (check, proof, found)
}

/// A self-check that is well formed.
fn understood(text: &str) -> SelfCheck {
    let mut found = vec![];
    let check = language::read(&Path::from("rules.toml"), text, &mut found);
    check.unwrap_or_else(|| panic!("{found:#?}"))
}

/// The number of combinations that get each outcome, from a polynomial: how many ways there
/// are to each sum of items with 0 to 3 points.
fn by_sum(items: usize, bands: &[(usize, usize)]) -> Vec<Option<u128>> {
    let mut ways = vec![1u128];
    for _ in 0..items {
        let mut next = vec![0; ways.len() + 3];
        for (sum, count) in ways.iter().enumerate() {
            next[sum..sum + 4].iter_mut().for_each(|more| *more += count);
        }
        ways = next;
    }
    bands.iter().map(|(from, to)| Some(ways[*from..=*to].iter().sum())).collect()
}

#[test]
fn the_phq_9_has_its_published_bands() {
    let (_, proof, found) = read("checks/phq-9.toml");
    assert_eq!((found, proof.findings.len()), (vec![], 0), "{:#?}", proof.findings);
    let figures = proof.figures.expect("small");
    assert_eq!(figures.combinations, Some(4u128.pow(9)));
    let bands = [(0, 4), (5, 9), (10, 14), (15, 19), (20, 27)];
    assert_eq!(figures.outcomes, by_sum(9, &bands));
    assert_eq!(figures.nodes, 102);
}

#[test]
fn the_gad_7_has_its_published_bands() {
    let (_, proof, found) = read("checks/gad-7.toml");
    assert_eq!((found, proof.findings.len()), (vec![], 0), "{:#?}", proof.findings);
    let figures = proof.figures.expect("small");
    assert_eq!(figures.combinations, Some(4u128.pow(7)));
    assert_eq!(figures.outcomes, by_sum(7, &[(0, 4), (5, 9), (10, 14), (15, 21)]));
}

/// An age of three bands, three ticks, and three answers of yes or no.
#[test]
fn the_cha2ds2_vasc_has_as_many_combinations_for_each_sum_as_its_points_say() {
    let (check, proof, found) = read("checks/cha2ds2-vasc.toml");
    assert_eq!((found, proof.findings.len()), (vec![], 0), "{:#?}", proof.findings);
    assert_eq!(check.texts.scores[0].range, (0, 9));
    let figures = proof.figures.expect("small");
    let points: [&[usize]; 5] =
        [&[0, 1, 2], &[0, 1], &[0, 1], &[0, 1, 1, 1, 2, 2, 2, 3], &[0, 2]];
    let mut sums = vec![0usize];
    for points in points {
        sums = sums
            .iter()
            .flat_map(|sum| points.iter().map(move |more| sum + more))
            .collect();
    }
    let count = |wanted: fn(usize) -> bool| {
        Some(sums.iter().filter(|sum| wanted(**sum)).count() as u128)
    };
    let outcomes = [count(|sum| sum == 0), count(|sum| sum == 1), count(|sum| sum == 2)];
    assert_eq!(figures.combinations, count(|_| true));
    assert_eq!(figures.outcomes[..3], outcomes);
    assert_eq!(figures.outcomes[3], count(|sum| sum > 2));
}

/// Answers that are written once mean what they mean in each question, and leave what was
/// signed as it was.
#[test]
fn answers_that_are_written_once_are_the_same_check() {
    let (once, ..) = read("checks/gad-7.toml");
    let root = DiskPath::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("checks/gad-7.toml")).expect("there");
    let (before, set) = text.split_once("how-often = ").expect("a set");
    let (set, after) = set.split_once('\n').expect("it ends");
    let before = before.replace("[answer_sets]\n", "");
    let each = format!("{before}{}", after.replace("\"how-often\"", set));
    assert_eq!(each.matches("Nearly every day").count(), 7);
    let each = understood(&each);
    assert_eq!(once.table, each.table);
    assert_eq!(once.texts.questions, each.texts.questions);
    let hashes = [&once, &each].map(|check| proof::sign::hashes(check).expect("small"));
    assert_eq!(hashes[0], hashes[1]);
    // A title of a scale is signed too, and a check without one keeps its hash.
    let untitled = text.replace("title = \"GAD-7\", sum", "sum");
    let untitled = proof::sign::hashes(&understood(&untitled)).expect("small");
    assert_eq!(untitled.logic, hashes[0].logic);
    assert_ne!(untitled.wording, hashes[0].wording);
}

#[test]
fn the_whole_language_is_understood_and_proved() {
    let (check, proof, found) = read("checks/whole.toml");
    assert_eq!(found, vec![]);
    let stops: Vec<_> =
        proof.findings.iter().filter(|finding| finding.stops(true)).collect();
    assert!(stops.is_empty(), "{stops:#?}");
    let figures = proof.figures.expect("small");
    assert_eq!(figures.combinations, Some(324_000_000));
    assert_eq!(figures.power_of_ten, 8);
    assert!(proof.promises.iter().all(|kept| kept.proved));
    let program = proof.program.expect("small");
    let answer = |id: &str, given: GivenAnswer<'_>| {
        let at = check.table.questions.iter().position(|question| question.id == id);
        let at = at.expect("a question");
        (at, given.answer(&check.table.questions[at]).expect("an answer"))
    };
    let mut answers = vec![Answer::Missing; check.table.questions.len()];
    let mut set = |(at, answer): (usize, Answer)| answers[at] = answer;
    set(answer("suicidal", GivenAnswer::Text("now")));
    let Next::Done(verdict) = program.next(&answers) else {
        panic!("a stop ends the check")
    };
    assert_eq!(check.table.outcomes[verdict.outcome].id, "crisis");
}

#[test]
fn no_flipped_bit_of_the_practices_program_passes() {
    let (check, ..) = read("../content/self-check/rules.toml");
    let mut bytes = Program::compile(&check.table).expect("small").pack();
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(Program::unpack(&bytes), None, "bit {bit}");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    assert!(Program::unpack(&bytes).is_some());
}

#[test]
fn a_broken_promise_is_told_in_the_questions_own_words() {
    let root = DiskPath::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("checks/whole.toml")).expect("there");
    let text = text
        .replace(r#"bp = ["controlled", "unsure", "decline"]"#, r#"bp = ["controlled"]"#);
    let proof = proof::prove(&understood(&text));
    let broken: Vec<_> = proof.promises.iter().filter(|kept| !kept.proved).collect();
    assert_eq!(broken.len(), 1);
    assert_eq!(broken[0].name, "no-guessing");
    assert_eq!(
        broken[0].example.as_deref(),
        Some(
            "someone who answers “18 to 64” to “How old are you?” and *not sure* to “Do you have \
             high blood pressure?”, and gives the ordinary answer to the rest"
        )
    );
    let codes: Vec<_> = proof
        .findings
        .iter()
        .filter(|finding| finding.stops(false))
        .map(|finding| finding.code)
        .collect();
    assert_eq!(codes, ["promise-broken", "risk-broken", "risk-broken"]);
}

#[test]
fn rules_too_widely_tied_are_refused_and_named() {
    let proof = proof::prove(&understood(&tied(24)));
    assert!(proof.figures.is_none() && proof.program.is_none());
    assert_eq!(proof.combinations, Some(1 << 48));
    let codes: Vec<_> = proof.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["too-large"]);
    assert!(proof.findings[0].at.is_some());
}

#[test]
fn counts_past_128_bits_are_not_told_wrong() {
    let mut questions = String::new();
    for at in 0..90 {
        let _ = writeln!(
            questions,
            "[[question]]\nid = \"q{at}\"\nask = \"?\"\nanswers = {{ a = \"A\", b = \"B\", \
             c = \"C\" }}\nalso = [\"unsure\", \"decline\"]"
        );
    }
    let text = format!(
        "[check]\nid = \"x\"\ntitle = \"X\"\notherwise = \"a\"\n\
         outcomes = [{{ id = \"a\", title = \"A\" }}, {{ id = \"b\", title = \"B\" }}]\n\
         {questions}[rules]\nr = {{ when = {{ q7 = [\"a\"] }}, outcome = \"b\", \
         because = \"B\", source = [\"S\"] }}\n"
    );
    let figures = proof::prove(&understood(&text)).figures.expect("small");
    // 5^90 is 8.07e62.
    assert_eq!((figures.combinations, figures.power_of_ten), (None, 62));
    assert_eq!(figures.otherwise, None);
    assert_eq!(figures.nodes, 1);
}
