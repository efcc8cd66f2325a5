//! Two self-checks on one site, one of them with scores: each is answered as if it were alone.
use std::fs;

use crate::equal::{through_the_program, through_the_stylesheet};
use crate::subject::PAIR;

#[test]
fn the_stylesheets_of_two_checks_do_not_mix() {
    for subject in &*PAIR {
        through_the_stylesheet(subject, 200);
    }
}

#[test]
fn the_programs_of_two_checks_do_not_mix() {
    for subject in &*PAIR {
        through_the_program(subject, 20, 500);
    }
}

#[test]
fn each_page_has_its_own_rules_and_its_own_questionnaire() {
    let parts = PAIR.each_ref().map(|subject| {
        let read = |file: &str| {
            let place = subject.website.path().join(subject.folder).join(file);
            fs::read_to_string(place).expect("it is published")
        };
        let page = read("index.html");
        let between = |start: &str| {
            let (_, rest) = page.split_once(start).expect("it is there");
            rest.split('"').next().expect("it ends").to_owned()
        };
        let sheet = "href=\"/assets/self-check.";
        [between("data-program=\""), between(sheet), read("questionnaire.json")]
    });
    let [first, second] = parts;
    for (one, other) in first.iter().zip(&second) {
        assert_ne!(one, other);
    }
}
