//! A former website again, and what should not come back with it.
use std::fs;

use support::{Site, said};

use super::{code, on_day, page, publish, site};

/// Puts publication 1 back.
fn rollback(site: &Site, despite: &[&str]) -> std::process::Output {
    let names = despite.iter().flat_map(|name| ["--despite", name]);
    site.run(&["rollback", "1"].into_iter().chain(names).collect::<Vec<_>>())
}

#[test]
fn a_former_website_is_put_back_and_the_content_stays() {
    let site = site();
    publish(&site);
    let first = site.files("dist");
    site.write("content/sleep.md", page("Sleep", "Words that nobody wanted."));
    site.write("content/nap.md", page("Nap", "A short sleep."));
    publish(&site);
    let content = site.files("content");
    assert_ne!(site.files("dist"), first);
    let back = rollback(&site, &[]);
    assert_eq!(code(&back), 0, "{}", said(&back));
    assert!(said(&back).contains("publication 3"), "{}", said(&back));
    assert!(site.files("dist") == first, "byte for byte");
    assert!(site.files("content") == content);
    assert!(
        said(&site.run(&["log"])).contains("Publication 1 of 2026-12-07 was put back.")
    );
    // What was undone counts as not published.
    let changes = said(&site.run(&["changes"]));
    assert!(changes.contains("New page: /nap/"), "{changes}");
    publish(&site);
    assert!(site.path("dist/nap/index.html").exists());
}

#[test]
fn what_was_withdrawn_comes_back_only_by_its_name() {
    let site = site();
    publish(&site);
    assert!(site.run(&["rm", "meals.md", "--instead", "sleep.md"]).status.success());
    publish(&site);
    let before = site.files("dist");
    let refused = rollback(&site, &[]);
    assert_eq!(code(&refused), 1, "{}", said(&refused));
    assert!(
        said(&refused)
            .contains("/meals/: the page “Meals” was taken off the site since."),
        "{}",
        said(&refused)
    );
    let how = "To put it back all the same, add `--despite /meals/`.\n";
    assert!(said(&refused).contains(how), "{}", said(&refused));
    assert!(site.files("dist") == before);
    assert_eq!(code(&rollback(&site, &["/sleep/"])), 1, "another name is none");
    let back = rollback(&site, &["/meals/"]);
    assert_eq!(code(&back), 0, "{}", said(&back));
    assert!(site.path("dist/meals/index.html").exists());
}

#[test]
fn an_expired_page_comes_back_only_by_its_name() {
    let site = site();
    let dated = page("Flu shots", "Until Friday.")
        .replace("+++\nU", "expire = 2026-12-08\n+++\nU");
    site.write("content/flu.md", dated);
    publish(&site);
    site.write("content/sleep.md", page("Sleep", "Other words."));
    publish(&site);
    let back = rollback(&site, &[]);
    assert_eq!(code(&back), 0, "on the same day nothing has passed: {}", said(&back));
    let later = on_day(&site, 3, &["rollback", "1"]);
    assert_eq!(code(&later), 1, "{}", said(&later));
    assert!(said(&later).contains("/flu/: its last day has passed."), "{}", said(&later));
    let by_name = on_day(&site, 3, &["rollback", "1", "--despite", "/flu/"]);
    assert_eq!(code(&by_name), 0, "{}", said(&by_name));
}

/// A fact that says something else since, and one that is gone.
#[test]
fn a_fact_that_fell_does_not_come_back_unnoticed() {
    let facts = "content/facts/facts.toml";
    let fact = |id: &str, says: &str| {
        format!(
            "[[fact]]\nid = \"{id}\"\nstatement = \"{says}\"\nsources = [\"s\"]\nstatus = \"verified\"\nchecked = 2026-12-01\n\n"
        )
    };
    let source = "[[source]]\nkey = \"s\"\nreference = \"A. Author, A Study, 2020.\"\nlink = \"https://doi.org/10.1000/1\"\n";
    let site = site();
    let both = fact("T1", "Naps help.") + &fact("T2", "Meals help.") + source;
    site.write(facts, both);
    site.write("content/sleep.md", page("Sleep", "Naps help. [@T1]"));
    site.write("content/meals.md", page("Meals", "Meals help. [@T2]"));
    publish(&site);
    site.write("content/sleep.md", page("Sleep", "Nothing to say."));
    site.write("content/meals.md", page("Meals", "Nothing to say here either."));
    site.write(facts, fact("T1", "Naps harm.") + source);
    let refused = rollback(&site, &[]);
    assert_eq!(code(&refused), 1, "{}", said(&refused));
    assert!(said(&refused).contains("/meals/: "), "{}", said(&refused));
    let refused = rollback(&site, &["/meals/"]);
    assert!(
        said(&refused).contains("T1: the fact T1 says something else today."),
        "{}",
        said(&refused)
    );
    let back = rollback(&site, &["/meals/", "T1"]);
    assert_eq!(code(&back), 0, "{}", said(&back));
}

#[test]
fn what_is_not_there_cannot_be_put_back() {
    let site = site();
    let none = rollback(&site, &[]);
    assert_eq!(code(&none), 2, "{}", said(&none));
    assert!(said(&none).contains("there is no publication 1: `candor log` lists them"));
    publish(&site);
    // A file of it is lost, or another one.
    let objects = site.files(".candor/publications/objects");
    let (name, bytes) = objects.iter().next().expect("there are some");
    let place = format!(".candor/publications/objects/{name}");
    site.write(&place, "x".repeat(bytes.len()));
    let before = site.files("dist");
    let damaged = rollback(&site, &[]);
    assert_eq!(code(&damaged), 2, "{}", said(&damaged));
    fs::remove_file(site.path(&place)).expect("it is there");
    assert_eq!(code(&rollback(&site, &[])), 2);
    assert!(site.files("dist") == before);
}
