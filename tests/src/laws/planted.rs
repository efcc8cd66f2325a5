//! Faults planted in the practice's own site, one at a time: each is caught.
use std::collections::BTreeMap;

use ground::source::{File, Sources};
use ground::table::{TomlDocument, TomlValue};
use rayon::prelude::*;
use site::Session;

use crate::{build, practice, put, root, text};

/// Plants the fault of `tests/planted.toml` in a site. Returns the code that has to be found.
fn plant(site: &mut Sources, fault: &TomlValue<'_>) -> String {
    let wrong = &mut vec![];
    let mut fault = fault.table(wrong).expect("a table");
    let file = fault.text("file", wrong).expect("a file").to_owned();
    let find = fault.optional("find", wrong);
    let write = fault.optional("write", wrong);
    let code = fault.text("code", wrong).expect("a code").to_owned();
    fault.optional("guide", wrong); // The laws on writing look at it.
    if let Some(today) = fault.optional("today", wrong) {
        site.today = today.parse().expect("a day");
    }
    match (find, write) {
        (Some(find), Some(write)) => {
            let before = text(site, &file);
            assert!(before.contains(find), "{file} does not say {find:?}");
            put(site, &file, &before.replacen(find, write, 1));
        }
        (None, Some(write)) => {
            site.files_mut().insert(file.as_str().into(), File::new(write.as_bytes()));
        }
        _ => assert!(
            site.files_mut().remove(file.as_str()).is_some(),
            "there is no {file}"
        ),
    }
    fault.finish(wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
    code
}

fn counts(site: &Sources, session: &Session) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in build(site, session).findings {
        // What stops no publishing would be published, but for what writers are only told.
        if finding.stops(true)
            || matches!(
                finding.code,
                "said-twice" | "long-sentence" | "leaving" | "refrain"
            )
        {
            *counts.entry(finding.code).or_default() += 1;
        }
    }
    counts
}

#[test]
fn every_planted_fault_is_caught() {
    let (list, path) = (root().join("tests/planted.toml"), "tests/planted.toml".into());
    let list = std::fs::read_to_string(list).expect("it can be read");
    let doc = TomlDocument::parse(&path, 0, &list, &mut vec![]);
    let faults = doc.table().take("fault").and_then(|faults| faults.as_list());
    let faults = faults.expect("a list of faults");
    assert!(faults.len() >= 40);
    let (session, whole) = (Session::new(), practice());
    let before = counts(&whole, &session);
    let planted: Vec<_> = faults
        .iter()
        .map(|fault| {
            let mut site = whole.clone();
            let code = plant(&mut site, fault);
            (fault.span().start, code, site)
        })
        .collect();
    let missed: Vec<_> = planted
        .par_iter()
        .filter_map(|(at, code, site)| {
            let found = counts(site, &session);
            let line = 1 + list[..*at].matches('\n').count();
            let more = found.get(code.as_str()) > before.get(code.as_str());
            (!more).then(|| format!("line {line}: no {code}, but {found:?}"))
        })
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}
