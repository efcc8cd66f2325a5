//! Whatever the rules say: every way to work them out agrees with trying all answers.
mod edit;
mod limit;
mod near;
mod random;
mod staff;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;
use random::tables;
use rules::compile::Model;
use rules::prove::{Fault, Proofs, prove};
use rules::{
    Answer, Claim, Kind, Next, Program, Question, Risk, Row, Rule, Table, Verdict,
};

/// What a visitor sees.
type Shown = (usize, u64);

fn shown(table: &Table, answers: &[Answer]) -> Shown {
    let verdict = table.decide(answers);
    (verdict.outcome, verdict.panels)
}

fn proved(table: &Table) -> Proofs {
    prove(table).expect("small tables fit into the budget")
}

/// A table that does not rest on anything but `decide`: whether a condition holds.
fn holds(table: &Table, when: &[Row], answers: &[Answer]) -> bool {
    let rule = Rule { id: "r".into(), when: when.to_vec(), outcome: None, panels: 0 };
    let table = Table { rules: vec![rule], ..table.clone() };
    table.decide(answers).fired == [0]
}

/// Every combination of answers, each set of ticks once.
fn combinations(table: &Table) -> Vec<Vec<Answer>> {
    let mut all = vec![vec![]];
    for question in &table.questions {
        let answers = answers(question);
        let with = |before: &Vec<Answer>| {
            let before = before.clone();
            answers
                .iter()
                .map(move |answer| [&before[..], &[*answer]].concat())
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// Every answer to a question.
fn answers(question: &Question) -> Vec<Answer> {
    match &question.kind {
        Kind::Many(ticks) => (0..1 << ticks.len())
            .map(Answer::Ticks)
            .chain((0..question.also.len()).map(Answer::Pick))
            .collect(),
        _ => (0..question.facts()).map(Answer::Pick).collect(),
    }
}

proptest! {
    #[test]
    fn diagram_and_program_say_what_the_table_says(table in tables()) {
        let model = Model::new(&table).expect("small");
        let program = Program::unpack(&model.program().pack()).expect("its own bytes");
        for answers in combinations(&table) {
            let verdict = table.decide(&answers);
            let leaf = model.manager.evaluate(model.root, |at| model.order.value(&answers, at));
            let walked = model.shown[leaf as usize];
            prop_assert_eq!(walked, (verdict.outcome, verdict.panels));
            prop_assert_eq!(program.next(&answers), Next::Done(verdict));
        }
    }

    #[test]
    fn the_check_ends_where_nothing_left_can_change_a_stop(
        table in tables(),
        pick in any::<Index>(),
    ) {
        let all = combinations(&table);
        let program = Program::compile(&table).expect("small");
        let chosen = pick.get(&all);
        let asked = table.asked(chosen);
        for given in 0..=table.questions.len() {
            let mut known = chosen.clone();
            known[given..].fill(Answer::Missing);
            let completions: BTreeSet<Shown> = all
                .iter()
                .filter(|other| other[..given] == chosen[..given])
                .map(|other| shown(&table, other))
                .collect();
            let one = completions.first().filter(|_| completions.len() == 1);
            let forced = one.filter(|(outcome, _)| table.outcomes[*outcome].stop);
            let open = (given..table.questions.len()).find(|at| asked[*at] == Some(true));
            match (program.next(&known), forced) {
                (Next::Done(Verdict { outcome, panels, fired }), Some(stop)) => {
                    prop_assert_eq!((outcome, panels), *stop);
                    prop_assert_eq!(fired, table.decide(&known).fired);
                }
                (Next::Done(verdict), None) => {
                    // Nothing is left to ask of this person.
                    prop_assert!((given..table.questions.len())
                        .all(|at| !program.asked(&known, at)));
                    prop_assert_eq!(verdict, table.decide(&known));
                }
                (Next::Ask(question), None) => {
                    prop_assert!(question >= given);
                    prop_assert_eq!(table.asked(&known)[question], Some(true));
                    if open == Some(given) {
                        prop_assert_eq!(question, given);
                    }
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }

    #[test]
    fn figures_are_what_trying_everything_finds(table in tables()) {
        let proofs = proved(&table);
        let all = combinations(&table);
        let verdicts: Vec<Shown> = all.iter().map(|answers| shown(&table, answers)).collect();
        prop_assert_eq!(proofs.combinations, Some(all.len() as u128));
        prop_assert_eq!(proofs.power_of_ten, all.len().ilog10());
        for outcome in 0..table.outcomes.len() {
            let count = verdicts.iter().filter(|(got, _)| *got == outcome).count();
            prop_assert_eq!(proofs.outcomes[outcome], Some(count as u128));
            prop_assert_eq!(
                proofs.faults.contains(&Fault::OutcomeNeverReached(outcome)),
                count == 0
            );
        }
        prop_assert_eq!(proofs.otherwise, proofs.outcomes[table.otherwise]);
        for panel in 0..table.panels.len() {
            let never = verdicts.iter().all(|(_, panels)| panels >> panel & 1 == 0);
            prop_assert_eq!(proofs.faults.contains(&Fault::PanelNeverShown(panel)), never);
        }
        for question in 0..table.questions.len() {
            let never = all.iter().all(|answers| table.asked(answers)[question] == Some(false));
            prop_assert_eq!(
                proofs.faults.contains(&Fault::QuestionNeverAsked(question)),
                never
            );
            let of_use = all.iter().zip(&verdicts).any(|(given, verdict)| {
                answers(&table.questions[question]).into_iter().any(|other| {
                    let mut changed = given.clone();
                    changed[question] = other;
                    shown(&table, &changed) != *verdict
                })
            });
            prop_assert_eq!(
                proofs.faults.contains(&Fault::QuestionOfNoUse(question)),
                !of_use && !never
            );
        }
    }

    #[test]
    fn rules_are_dead_redundant_or_never_decisive_as_trying_everything_finds(table in tables()) {
        let proofs = proved(&table);
        let all = combinations(&table);
        for rule in 0..table.rules.len() {
            let mut without = table.clone();
            without.rules.remove(rule);
            let fires: Vec<&Vec<Answer>> = all
                .iter()
                .filter(|answers| table.decide(answers).fired.contains(&rule))
                .collect();
            let dead = fires.is_empty();
            let same = all.iter().all(|a| shown(&table, a) == shown(&without, a));
            let wanted = table.rules[rule].outcome;
            let decides = fires.iter().any(|a| Some(table.decide(a).outcome) == wanted);
            prop_assert_eq!(proofs.faults.contains(&Fault::RuleDead(rule)), dead);
            prop_assert_eq!(proofs.faults.contains(&Fault::RuleRedundant(rule)), same && !dead);
            prop_assert_eq!(
                proofs.faults.contains(&Fault::RuleNeverDecisive(rule)),
                !dead && wanted.is_some() && !decides
            );
        }
    }

    #[test]
    fn promises_are_kept_or_broken_as_trying_everything_finds(table in tables()) {
        let proofs = proved(&table);
        let all = combinations(&table);
        for (index, promise) in table.promises.iter().enumerate() {
            let broken = |answers: &&Vec<Answer>| breaks(&table, &promise.claim, answers);
            let count = all.iter().filter(broken).count();
            match &proofs.promises[index] {
                None => prop_assert_eq!(count, 0),
                Some(found) => {
                    prop_assert_eq!(found.count, Some(count as u128));
                    prop_assert!(broken(&&found.answers));
                }
            }
            let nobody = match &promise.claim {
                Claim::Then { when, .. } => all.iter().all(|a| !holds(&table, when, a)),
                Claim::OnlyIf { .. } => false,
            };
            prop_assert_eq!(proofs.faults.contains(&Fault::PromiseMeansNobody(index)), nobody);
            for second in index..table.promises.len() {
                let found = proofs.faults.iter().find_map(|fault| match fault {
                    Fault::PromisesAtOdds(a, b, answers) if (*a, *b) == (index, second) => {
                        Some(answers)
                    }
                    _ => None,
                });
                let pair = [index, second].map(|at| &table.promises[at].claim);
                let odds = all.iter().any(|answers| at_odds(&table, pair, answers));
                prop_assert_eq!(found.is_some(), odds);
                prop_assert!(found.is_none_or(|answers| at_odds(&table, pair, answers)));
            }
        }
    }

    #[test]
    fn a_riskier_answer_is_less_cautious_as_trying_everything_finds(table in tables()) {
        let proofs = proved(&table);
        let all = combinations(&table);
        for (index, question) in table.questions.iter().enumerate() {
            let found = proofs.faults.iter().any(|fault| {
                matches!(fault, Fault::StepBroken { question, .. } if *question == index)
            });
            let wrong = all.iter().any(|given| {
                riskier(question, given[index]).into_iter().any(|answer| {
                    let mut other = given.clone();
                    other[index] = answer;
                    table.decide(&other).outcome < table.decide(given).outcome
                })
            });
            prop_assert_eq!(found, wrong);
        }
        for fault in &proofs.faults {
            if let Fault::StepBroken { question, safer, riskier, broken } = fault {
                let outcome = |answer| {
                    let mut answers = broken.answers.clone();
                    answers[*question] = answer;
                    table.decide(&answers).outcome
                };
                prop_assert!(outcome(*safer) > outcome(*riskier));
            }
        }
    }

    #[test]
    fn a_program_comes_back_from_its_bytes_and_from_no_damaged_ones(
        table in tables(),
        at in any::<Index>(),
    ) {
        let program = Program::compile(&table).expect("small");
        let bytes = program.pack();
        prop_assert_eq!(Program::unpack(&bytes), Some(program));
        let bit = at.index(bytes.len() * 8);
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(Program::unpack(&damaged), None);
        prop_assert_eq!(Program::unpack(&bytes[..bit / 8]), None);
    }

    #[test]
    fn nothing_in_a_program_can_hang_or_crash_the_browser(
        table in tables(),
        noise in prop::collection::vec((any::<Index>(), any::<u8>()), 1..8),
        bytes in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let mut damaged = Program::compile(&table).expect("small").pack();
        for (at, byte) in noise {
            *at.get_mut(&mut damaged[4..]) = byte;
        }
        for mut body in [damaged.split_off(4), bytes] {
            let mut whole = crc32(&body).to_le_bytes().to_vec();
            whole.append(&mut body);
            let program = Program::unpack(&whole).expect("the checksum is right");
            for pick in 0..4 {
                let given = vec![Answer::Pick(pick); pick * 2];
                let _ = (program.next(&given), program.asked(&given, pick));
                let _ = program.next(&vec![Answer::Ticks(pick as u64); pick * 2]);
            }
        }
    }
}

fn breaks(table: &Table, claim: &Claim, answers: &[Answer]) -> bool {
    let (outcome, panels) = shown(table, answers);
    match claim {
        Claim::Then { when, outcomes, panels: wanted } => {
            holds(table, when, answers)
                && (outcomes >> outcome & 1 == 0 || panels & wanted != *wanted)
        }
        Claim::OnlyIf { outcome: only, only_if } => {
            outcome == *only && !holds(table, only_if, answers)
        }
    }
}

/// Whether no outcome keeps both promises for someone. One that no outcome keeps at all is
/// at odds with itself, and only with itself.
fn at_odds(table: &Table, pair: [&Claim; 2], answers: &[Answer]) -> bool {
    let every = (1u64 << table.outcomes.len()) - 1;
    let kept = |claim: &Claim| match claim {
        Claim::Then { when, outcomes, .. } => {
            (holds(table, when, answers), outcomes & every)
        }
        Claim::OnlyIf { outcome, only_if } => {
            (!holds(table, only_if, answers), every & !(1 << outcome))
        }
    };
    let [(first, a), (second, b)] = pair.map(kept);
    let itself = std::ptr::eq(pair[0], pair[1]);
    first && second && a & b == 0 && (itself || a != 0 && b != 0)
}

/// The answers that are declared one step riskier than this one.
fn riskier(question: &Question, answer: Answer) -> Vec<Answer> {
    let listed = question.listed();
    match (&question.risk, answer) {
        (Risk::MoreTicks, Answer::Ticks(ticks)) => {
            let more = (0..listed).filter(|tick| ticks >> tick & 1 == 0);
            let mut riskier: Vec<_> =
                more.map(|tick| Answer::Ticks(ticks | 1 << tick)).collect();
            if ticks == 0 {
                riskier.extend((0..question.also.len()).map(Answer::Pick));
            }
            riskier
        }
        (Risk::Levels(levels), Answer::Pick(fact)) => {
            let Some(level) = levels.iter().position(|level| level.contains(&fact))
            else {
                return vec![];
            };
            let mut riskier = levels.get(level + 1).cloned().unwrap_or_default();
            if level == 0 {
                let also = listed..question.facts();
                let tied = |other: &usize| fact >= listed && levels[0].contains(other);
                riskier.extend(also.filter(|other| *other != fact && !tied(other)));
            }
            riskier.into_iter().map(Answer::Pick).collect()
        }
        _ => vec![],
    }
}

/// A checksum of our own, bit by bit from its polynomial.
fn crc32(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        for bit in 0..8 {
            let out = (sum ^ u32::from(byte >> bit)) & 1;
            sum = sum >> 1 ^ if out == 1 { 0xEDB8_8320 } else { 0 };
        }
    }
    !sum
}
