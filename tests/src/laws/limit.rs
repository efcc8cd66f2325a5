//! Self-checks and tables that are larger than anybody would write by hand: what is said
//! of them, instead of a wait or a panic.
use ground::diagnostic::Diagnostic;
use self_check::language::{self, SelfCheck};
use self_check::proof::difference::difference;
use self_check::proof::{prove, summary};
use support::large_site::{HEAD, OUTCOMES, many, question, rule, tied, yes_no};

fn read(text: &str) -> (Option<SelfCheck>, Vec<Diagnostic>) {
    let mut found = vec![];
    let check = language::read(&"rules.toml".into(), text, &mut found);
    (check, found)
}

/// Message and help of each finding.
fn told(found: &[Diagnostic]) -> Vec<(&str, &str)> {
    let told = found.iter().map(|finding| {
        (finding.message.as_str(), finding.help.as_deref().unwrap_or_default())
    });
    told.collect()
}

#[test]
fn more_than_fits_is_said() {
    let outcomes =
        many(65, |at| format!("{{ id = \"o{at}\", title = \"An outcome\" }}, "));
    let outcomes = format!(
        "[check]\nid = \"large\"\ntitle = \"A large check\"\notherwise = \"o0\"\noutcomes = [{outcomes}]\n{}[rules]\n",
        yes_no("a")
    );
    let answers = many(61, |at| format!("a{at} = \"An answer\", "));
    let answers = question("a", &format!("answers = {{ {answers} }}"));
    let questions = many(1_001, |at| yes_no(&format!("q{at}")));
    let number = question("age", "number = { min = 0, max = 200 }");
    let ranges = many(65, |at| {
        rule(
            &format!("r{at}"),
            &format!("{{ age = \"{}..{}\" }}", 2 * at + 1, 2 * at + 1),
        )
    });
    for (text, expected) in [
        (outcomes, ("there are more than 64 of these", "join some of them")),
        (
            format!("{HEAD}{OUTCOMES}{answers}[rules]\n"),
            ("there are more than 60 answers", "split the question in two"),
        ),
        (
            format!("{HEAD}{OUTCOMES}{questions}[rules]\n"),
            (
                "there are more than 1000 questions and ticks",
                "split the self-check in two",
            ),
        ),
        (
            format!("{HEAD}{OUTCOMES}{number}[rules]\n{ranges}"),
            (
                "the rules cut this number into too many classes",
                "use fewer different ranges in the rules",
            ),
        ),
    ] {
        let (check, found) = read(&text);
        assert!(check.is_none());
        assert_eq!(told(&found), [expected]);
        assert_eq!(found[0].code, "too-many");
    }
}

#[test]
fn rules_that_cannot_be_proved_are_said() {
    let (check, found) = read(&tied());
    let check = check.unwrap_or_else(|| panic!("{found:#?}"));
    let proof = prove(&check);
    assert_eq!(
        told(&proof.findings),
        [(
            "these rules are tied together too widely to be proved",
            "move the questions that one rule names closer together, or split the rule in two",
        )]
    );
    assert_eq!(proof.findings[0].code, "too-large");
    let [(_, note)] = &proof.findings[0].labels[..] else {
        panic!("the other rule is named: {:#?}", proof.findings)
    };
    assert_eq!(note, "this rule names questions that stand far apart too");
    let lines = summary::summary(&check, &proof);
    let [line] = &lines[..] else { panic!("one line says it: {lines:#?}") };
    assert!(!line.holds);
    assert_eq!(
        line.text,
        "Nothing could be proved: the rules are tied together too widely."
    );
}

#[test]
fn more_combinations_than_can_be_counted_are_proved() {
    let text = |answer: &str| {
        let questions = many(140, |at| yes_no(&format!("q{at}")));
        let rules = many(140, |at| {
            rule(&format!("r{at}"), &format!("{{ q{at} = [\"{answer}\"] }}"))
        });
        format!("{HEAD}{OUTCOMES}{questions}[rules]\n{rules}")
    };
    let [old, new] = [read(&text("yes")), read(&text("no"))]
        .map(|(check, found)| check.unwrap_or_else(|| panic!("{found:#?}")));
    let lines = summary::summary(&new, &prove(&new));
    let start = "More than 10^42 combinations of answers, all of them covered: `talk` too many to count, `wait` too many to count.";
    assert!(lines[0].text.starts_with(start), "{}", lines[0].text);
    let difference = difference(&old, &new).unwrap_or_else(|_| panic!("it fits"));
    let told = difference.sentences();
    assert!(
        told.iter()
            .any(|told| told.starts_with("more than 10^38 combinations had the outcome")),
        "{told:#?}"
    );
}

#[test]
fn columns_of_other_programs_that_do_not_fit_are_said() {
    let entry = |at: usize, value: &str| {
        format!(
            "<rule><inputEntry><text>{value}</text></inputEntry><outputEntry><text>\"o{at}\"</text></outputEntry></rule>"
        )
    };
    let table = |values: &str, rules: &str| {
        format!(
            "<definitions><decision><decisionTable hitPolicy=\"UNIQUE\"><input><inputExpression><text>a</text></inputExpression>{values}</input><output/>{rules}</decisionTable></decision></definitions>"
        )
    };
    let texts = many(70, |at| entry(at, &format!("\"v{at}\"")));
    let ranges = many(70, |at| entry(at, &format!("{}", 2 * at)));
    let listed = (0..70).map(|at| format!("\"v{at}\"")).collect::<Vec<_>>().join(",");
    let listed = format!("<inputValues><text>{listed}</text></inputValues>");
    let bounds = "<inputValues><text>[0..200]</text></inputValues>";
    for (text, expected) in [
        (table(&listed, &texts), "the column `a` has too many values"),
        (table(bounds, &ranges), "the column `a` has too many ranges"),
    ] {
        let mut found = vec![];
        assert!(self_check::dmn::read(&"large.dmn".into(), &text, &mut found).is_none());
        let messages: Vec<_> = found.iter().map(|finding| &finding.message).collect();
        assert_eq!(messages, [expected]);
    }
}

#[test]
fn a_thousand_findings_of_a_file_are_enough() {
    let mut sources = crate::practice();
    let page = crate::text(&sources, "content/side-effects.md");
    let faults = many(1_100, |_| "\n<b>x</b>\n".to_owned());
    crate::put(&mut sources, "content/side-effects.md", &(page + &faults));
    let report = crate::build_cold(&sources);
    let more: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.code == "more")
        .cloned()
        .collect();
    let [(message, help)] = told(&more)[..] else { panic!("{more:#?}") };
    assert!(message.ends_with("findings more in this file"), "{message}");
    assert_eq!(help, "mend the ones that are listed first");
}
