//! The practice's decision aid meets every criterion that a build can check, and each fault that
//! is planted in it is told by the name of the criterion that it breaks.
use ground::diagnostic::Level;
use ground::source::Sources;
use jiff::civil::date;

use crate::{build_cold, practice, put, text};

const PAGE: &str = "content/decide.md";
const GRID: &str = "content/grids/next-step.toml";

/// A fault: the criterion that it breaks, the file, what stands there, what is written in its
/// place, and what is told. `*` stands for all places.
type Fault = (&'static str, &'static str, &'static str, &'static str, &'static str);

const FAULTS: &[Fault] = &[
    (
        "IP1",
        PAGE,
        "## Depression that medicines did not help",
        "## Depression",
        "the page has no heading `#depression-that-medicines-did-not-help`",
    ),
    (
        "IP2",
        PAGE,
        "## The decision",
        "## Decide",
        "the page has no heading `#the-decision`",
    ),
    ("IP3", GRID, "id = \"what\"", "id = \"wat\"", "the grid has no question `what`"),
    ("IP4", GRID, "id = \"lasts\"", "id = \"last\"", "the grid has no question `lasts`"),
    (
        "IP5",
        GRID,
        "waiting = { says = \"Getting worse,",
        "waitin = { says = \"Getting worse,",
        "`risks` is not answered for “Waiting, with a plan”",
    ),
    (
        "IP6",
        GRID,
        "id = \"visits\"",
        "id = \"visit\"",
        "the grid has no question `visits`",
    ),
    (
        "IP7",
        GRID,
        "Regular talks with a trained therapist.",
        "Regular talks with a trained therapist. You meet in a quiet room, week by week, and you say \
         what comes to your mind, and what you did, and what you would have done on another day. \
         Then you plan what to try at home until the next time, and you write it down, and look at \
         it again together. Some people bring a friend, and some a list, and some bring nothing, \
         and all of that is fine, as long as you come back and tell how the week went for you.",
        "“Talk therapy” is told in 326 words, the options in 260 on average",
    ),
    (
        "IP8",
        GRID,
        "id = \"effects\"",
        "id = \"effect\"",
        "the grid has no question `effects`",
    ),
    ("IP9", PAGE, "made = 2026-11-29\n", "", "the page does not say `made` at its top"),
    ("IP10", PAGE, "due = 2027-11-29\n", "", "the page does not say `due` at its top"),
    (
        "IP11",
        GRID,
        "id = \"unknown\"",
        "id = \"open\"",
        "the grid has no question `unknown`",
    ),
    ("IP12", PAGE, "paid = \"", "#", "the page does not say `paid` at its top"),
    (
        "IP13",
        PAGE,
        "## Depression that medicines did not help\n",
        "## Depression that medicines did not help\n\nIt may last.\n\n## More on it\n",
        "under `#depression-that-medicines-did-not-help` stand 3 words, 12 at least are needed",
    ),
    ("IP14", PAGE, ":::compare{grid=\"next-step\"}", "", "the page has no `:::compare`"),
    ("IP15", PAGE, "*{grid=\"next-step\"}", "{grid=\"other\"}", "the page shows no grid"),
    (
        "IP16",
        GRID,
        "With 414 adults after 4",
        "In a trial after 4",
        "“In a trial after 4 to 6 weeks: 49 out of…” does not say among how many people",
    ),
    (
        "IP17",
        GRID,
        "*out of 100",
        "of a hundred",
        "no answer of well counts people, as in “36 out of 100”",
    ),
    (
        "IP18",
        GRID,
        "after 8 weeks: 27 out of 100",
        "after 8 weeks: 27 out of 90",
        "chances are told out of 90 and of 100",
    ),
    (
        "IP19",
        GRID,
        "With 414 adults after 4 to 6 weeks: 49",
        "With 414 adults: 49",
        "“With 414 adults: 49 out of 100 were at l…” does not say after how long",
    ),
    ("IP20", PAGE, "*\n:::drawing", "\nA drawing of ", "the page has no `:::drawing`"),
    ("IP21", PAGE, ":::weigh{grid=\"next-step\"}", "", "the page has no `:::weigh`"),
    (
        "IP22",
        PAGE,
        "## Your next steps",
        "## Then",
        "the page has no heading `#your-next-steps`",
    ),
    (
        "IP23",
        PAGE,
        ":::take-along{grid=\"next-step\"}",
        "",
        "the page has no `:::take-along`",
    ),
    ("IP30", PAGE, "evidence = \"", "#", "the page does not say `evidence` at its top"),
    ("IP31", PAGE, "quality = \"", "#", "the page does not say `quality` at its top"),
    (
        "IP33",
        PAGE,
        "reading_level = \"",
        "#",
        "the page does not say `reading_level` at its top",
    ),
];

/// What only people can say: a build never ticks it.
const PEOPLE: &[&str] =
    &["IP24", "IP25", "IP26", "IP27", "IP28", "IP29", "IP32", "IP34", "IP35"];

fn planted(fault: &Fault) -> Sources {
    let (_, file, find, write, _) = *fault;
    let mut site = practice();
    let before = text(&site, file);
    let (find, times) = match find.strip_prefix('*') {
        Some(find) => (find, usize::MAX),
        None => (find, 1),
    };
    assert!(before.contains(find), "{file} does not say {find:?}");
    put(&mut site, file, &before.replacen(find, write, times));
    site
}

/// What is told of a site's criteria.
fn told(site: &Sources) -> Vec<String> {
    let report = build_cold(site);
    let findings = report.findings.iter().filter(|finding| finding.code == "criterion");
    let told =
        findings.inspect(|finding| assert_eq!(finding.level, Level::Unpublishable));
    told.map(|finding| finding.message.clone()).collect()
}

#[test]
fn the_practices_aid_meets_what_a_build_can_check() {
    let report = build_cold(&practice());
    let [aid] = &report.aids[..] else { panic!("{:?}", report.aids) };
    assert_eq!((&*aid.address, aid.all), ("/decide/", FAULTS.len() + PEOPLE.len()));
    assert_eq!((aid.met, aid.waits), (FAULTS.len(), PEOPLE.len()));
    assert_eq!(told(&practice()), [""; 0]);
}

#[test]
fn each_planted_fault_is_told_by_its_criterion() {
    for fault in FAULTS {
        let (id, .., why) = fault;
        let told = told(&planted(fault));
        let wanted = format!("this page is no decision aid yet ({id}): {why}");
        assert!(told.iter().any(|one| one.starts_with(&wanted)), "{wanted}\n{told:#?}");
    }
}

/// Whoever decides by it has one that was gone through when it was due.
#[test]
fn an_aid_that_is_overdue_does_not_go_live() {
    let mut site = practice();
    site.today = date(2027, 11, 29);
    assert_eq!(told(&site), [""; 0], "the day itself is a good one");
    site.today = date(2027, 11, 30);
    assert_eq!(
        told(&site),
        ["visitors would decide by a page that was due on 2027-11-29"]
    );
    let findings = build_cold(&site).findings;
    let finding = findings.iter().find(|finding| finding.code == "criterion");
    let help = finding.and_then(|finding| finding.help.as_deref());
    assert_eq!(help, Some("go through it again, then write the next day as due"));
}

/// Elsewhere, too, nobody reads of a decision aid that is none.
#[test]
fn what_is_no_decision_aid_is_called_so_nowhere() {
    let says = |site: &mut Sources| {
        let page = "content/compare.md";
        let more = text(site, page) + "\nOur Decision Aid helps you to weigh this.\n";
        put(site, page, &more);
    };
    let mut good = practice();
    says(&mut good);
    assert_eq!(told(&good), [""; 0]);
    let mut short = planted(&FAULTS[1]);
    says(&mut short);
    let wanted = "visitors would read of a decision aid, and no page of this site is one";
    assert_eq!(told(&short).iter().filter(|one| *one == wanted).count(), 2);
    let help = |message: &str| {
        let findings = build_cold(&short).findings;
        let finding = findings.into_iter().find(|one| one.message.starts_with(message));
        finding.and_then(|finding| finding.help).unwrap_or_default()
    };
    assert_eq!(
        help(wanted),
        "say it in other words, or mend what that page falls short of"
    );
    assert_eq!(
        help("this page is no decision aid yet (IP2)"),
        "add it: It says plainly which decision is to be made."
    );
}
