//! The self-checks that the browser is shown: the practice's own, and one that uses the whole
//! language of the rules.
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use rules::{Answer, Kind, Table};
use support::{HERE, Site, said};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A website with a self-check, and the meaning of its rules.
pub(crate) struct Subject {
    pub(crate) website: TempDir,
    /// The folder of its page.
    pub(crate) folder: &'static str,
    pub(crate) table: Table,
}

/// The folder of a site's only self-check.
const FOLDER: &str = "self-check";

/// The practice's.
pub(crate) static PRACTICE: LazyLock<Subject> =
    LazyLock::new(|| Subject::build(&Site::base(), &root(), FOLDER));

/// Questions that hang on others, several ticks, numbers in bands.
pub(crate) static WHOLE: LazyLock<Subject> =
    LazyLock::new(|| Subject::of_rules(&whole()));

/// A published scale behind a question that stops the check.
pub(crate) static WORRY: LazyLock<Subject> = LazyLock::new(|| scale("gad-7-crisis"));

/// One with a number that gives points by its bands, ticks that do, and exact sums.
pub(crate) static HEART: LazyLock<Subject> = LazyLock::new(|| scale("cha2ds2-vasc"));

/// The check of a scale.
fn scale(name: &str) -> Subject {
    Subject::of_rules(&rules_of(name))
}

fn rules_of(name: &str) -> String {
    let file = Path::new(HERE).join("checks").join(name).with_extension("toml");
    fs::read_to_string(file).expect("readable")
}

/// The whole language with two scores. Not everybody is asked all of their items: an answer
/// decides about one, and the first sum about one of the second.
pub(crate) static SCORED: LazyLock<Subject> = LazyLock::new(|| {
    let score = "[scores.burden]\nsum = { impact = { some = 1, little = 0, overwhelming = 2, \
        decline = 0 }, heart = { no = -1, yes = 1, unsure = 0, decline = 0 }, tried = { two = 0, \
        one = 1, none = 2, unsure = 1, decline = 1 } }\n[scores.further]\nsum = { substances = { \
        alcohol = 1, sedatives = 2, ketamine = 0, unsure = 4, decline = 0 }, support = { \
        yes = 0, no = 2, unsure = 1 } }\n[rules]\n\
        heavy = { when = { burden = \">= 2\" }, outcome = \"review\", panels = [\"soon\"], \
        because = \"It weighs on you.\", source = [\"seed\"] }\n\
        heavier = { when = { burden = \">= 1\", further = \">= 4\" }, outcome = \"not-now\", \
        because = \"Both weigh on you.\", source = [\"seed\"] }\n";
    let text = replaced(&whole(), "[rules]", score);
    let support = "id = \"support\"\n";
    let asked = "id = \"support\"\nask_if = { burden = \">= 3\" }\n";
    Subject::of_rules(&replaced(&text, support, asked))
});

/// The whole language, for a practice that wants no key to leave by.
pub(crate) static QUIET: LazyLock<Subject> = LazyLock::new(|| {
    Subject::of_rules_for(&whole(), |practice| {
        format!("leave_shortcut = false\n{practice}")
    })
});

/// Both checks of the dental practice, which says nobody to call in a crisis.
pub(crate) static DENTAL: LazyLock<[Subject; 2]> =
    LazyLock::new(|| ["before-you-come", "worry"].map(dental));

fn dental(check: &str) -> Subject {
    let content = Path::new(HERE).join("sites/dental/content");
    let rules = fs::read_to_string(content.join(check).join("rules.toml"));
    Subject::of_rules_for(&rules.expect("readable"), |practice| {
        let lines = practice.lines().filter(|line| !line.starts_with("crisis"));
        lines.chain(["kind = \"health\""]).collect::<Vec<_>>().join("\n")
    })
}

/// Two on one site: a scale, and one without scores.
pub(crate) static PAIR: LazyLock<[Subject; 2]> = LazyLock::new(|| {
    let site = Subject::site(str::to_owned);
    let checks = [(FOLDER, rules_of("gad-7-crisis")), ("visits/second", whole())];
    for (folder, rules) in &checks {
        Subject::write(&site, folder, rules);
    }
    checks.map(|(folder, _)| Subject::build(&site, &site.path(""), folder))
});

/// The project's folder.
pub(crate) fn root() -> std::path::PathBuf {
    Path::new(HERE).join("..")
}

/// The rules in the words of the reference, with labels for the age and an order of ticks.
fn whole() -> String {
    let text = fs::read_to_string(Path::new(HERE).join("checks/whole.toml"));
    let bands = "number = { min = 0, max = 120 }\nbands = [{ range = \"0..17\", label = \
        \"Under 18\" }, { range = \"18..39\", label = \"18 to 39\" }, { range = \"40..64\", \
        label = \"40 to 64\" }, { range = \"65..120\", label = \"65 or older\" }]";
    let text =
        replaced(&text.expect("readable"), "number = { min = 0, max = 120 }", bands);
    let ticks = "ketamine = \"Ketamine or hallucinogens\" }";
    replaced(&text, ticks, &format!("{ticks}\nrisk = \"more-ticks\""))
}

/// What rules mean.
fn table(rules: &str) -> Table {
    let read = self_check::language::read(&"rules.toml".into(), rules, &mut vec![]);
    read.expect("the rules are well formed").table
}

fn replaced(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old}");
    text.replacen(old, new, 1)
}

impl Subject {
    /// Builds the site in a folder, which has a self-check in one of its own.
    fn build(site: &Site, from: &Path, folder: &'static str) -> Self {
        let website = TempDir::new().expect("a temporary folder");
        let plain = |path: &Path| path.to_str().expect("a plain path").to_owned();
        let (out, whole) = (plain(website.path()), plain(from));
        let built = site.run(&["build", "--out", &out, "--site", &whole]);
        assert!(built.status.success(), "{}", said(&built));
        let file = format!("content/{folder}/rules.toml");
        let text = fs::read_to_string(from.join(&file)).expect("readable");
        Self { website, folder, table: table(&text) }
    }

    /// A small site with the project's templates and these rules.
    pub(crate) fn of_rules(rules: &str) -> Self {
        Self::of_rules_for(rules, str::to_owned)
    }

    /// The same for a practice with other settings.
    fn of_rules_for(rules: &str, settings: impl Fn(&str) -> String) -> Self {
        let site = Self::site(settings);
        Self::write(&site, FOLDER, rules);
        Self::build(&site, &site.path(""), FOLDER)
    }

    /// A small site with the project's templates.
    fn site(settings: impl Fn(&str) -> String) -> Site {
        let site = Site::base();
        let practice = site.read("content/practice.toml").expect("it is there");
        site.write("content/practice.toml", settings(&practice));
        for folder in ["templates", "static"] {
            for entry in WalkDir::new(root().join(folder)) {
                let entry = entry.expect("readable");
                if entry.file_type().is_file() {
                    let path = entry.path().strip_prefix(root()).expect("below the root");
                    site.write(path, fs::read(entry.path()).expect("readable"));
                }
            }
        }
        site
    }

    /// Writes a self-check into a folder of a site.
    fn write(site: &Site, folder: &str, rules: &str) {
        let page = "+++\ntitle = \"A self-check\"\ndescription = \"A self-check that exists \
            only so that tests can look at it in a browser.\"\nkind = \"self-check\"\n+++\n\
            Answer the questions.\n\n:::self-check\n";
        let folder = format!("content/{folder}");
        site.write(format!("{folder}/index.md"), page);
        site.write(format!("{folder}/rules.toml"), rules);
        let table = table(rules);
        for outcome in &table.outcomes {
            let path = format!("{folder}/outcomes/{}.md", outcome.id);
            site.write(path, "What follows from it.\n");
        }
        for panel in &table.panels {
            site.write(format!("{folder}/panels/{panel}.md"), "A note.\n");
        }
    }

    /// How often a question could be answered in one way.
    pub(crate) fn questions(&self) -> usize {
        self.table.questions.len()
    }

    /// For each question the facts that its ticked inputs stand for, as the page names them.
    pub(crate) fn ticks(&self, answers: &[Answer]) -> Vec<Vec<usize>> {
        let questions = self.table.questions.iter().zip(answers);
        questions
            .map(|(question, answer)| {
                let facts = question.facts_of(*answer);
                (0..question.facts()).filter(|fact| facts >> fact & 1 == 1).collect()
            })
            .collect()
    }

    /// The same with "none of these" and "not sure" left standing beside ticks, which then
    /// count for nothing.
    pub(crate) fn careless_ticks(&self, answers: &[Answer]) -> Vec<Vec<usize>> {
        let mut ticks = self.ticks(answers);
        for (question, ticks) in self.table.questions.iter().zip(&mut ticks) {
            if matches!(question.kind, Kind::Many(_)) && !ticks.is_empty() {
                let from = if ticks[0] < question.listed() {
                    question.listed()..question.facts()
                } else {
                    question.listed()..question.listed() + 1
                };
                ticks.extend(from);
                ticks.dedup();
            }
        }
        ticks
    }

    /// What the page must show for these answers, by the rules' slow and obvious meaning:
    /// the numbers of the outcome, the panels and the reasons.
    pub(crate) fn told(&self, answers: &[Answer]) -> String {
        let table = &self.table;
        let verdict = table.decide(answers);
        let stop = table.outcomes[verdict.outcome].stop;
        let panels = (0..64).filter(|panel| verdict.panels >> panel & 1 == 1);
        let decided =
            |rule: &&usize| !stop || table.rules[**rule].outcome == Some(verdict.outcome);
        let reasons = verdict.fired.iter().filter(decided);
        let outcome = std::iter::once(format!("o{}", verdict.outcome + 1));
        let panels = panels.map(|panel| format!("p{}", panel + 1));
        let reasons = reasons.map(|rule| format!("r{}", rule + 1));
        let mut told: Vec<_> = outcome.chain(panels).chain(reasons).collect();
        told.sort();
        told.join(" ")
    }
}
