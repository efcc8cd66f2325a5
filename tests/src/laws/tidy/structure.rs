//! How files stand to each other: the order of rooms, circles, one way to build, one
//! meaning for a name, one way to hand on findings.
use std::path::Path;

use support::measure::functions::Function;
use support::measure::{Code, findings, imports, limits, names, rebuild, rooms};

use super::breach::{assert_kept, assert_seen};

/// Each file stands in a room.
fn rooms_are_known(root: &Path) -> Vec<String> {
    rooms::homeless(&Code::read(root))
}

#[test]
fn each_file_stands_in_a_room() {
    assert_kept(rooms_are_known);
    assert_seen(rooms_are_known, &[("crates/site/src/attic/box.rs", "")], "attic/box.rs");
}

/// Files import from their own level of rooms and those below.
fn rooms_in_order(root: &Path) -> Vec<String> {
    let upward = rooms::upward(&Code::read(root));
    if upward.len() > limits::UPWARD { upward } else { vec![] }
}

#[test]
fn rooms_stand_on_those_below() {
    assert_kept(rooms_in_order);
}

#[test]
fn an_import_upward_is_seen() {
    let rooms = ["read", "load", "render", "website", "check", "build"];
    let lib: String = rooms.map(|room| format!("mod {room};")).concat();
    // Each but the last asks the next room up: by a `use` line, by a path, in a macro, of
    // what another file defines, and through a module that is imported.
    let files = [
        ("crates/site/src/lib.rs", &*lib),
        ("crates/site/src/read/mod.rs", "use crate::load::Load; fn a(_: Load) {}"),
        (
            "crates/site/src/load/mod.rs",
            "pub struct Load; fn a() { crate::render::page() }",
        ),
        ("crates/site/src/render/mod.rs", "pub fn page() { vec![crate::website::X]; }"),
        (
            "crates/site/src/website/mod.rs",
            "pub use crate::check::deep::Y; pub struct X;\n fn a(_: Y) {}",
        ),
        (
            "crates/site/src/check/mod.rs",
            "mod deep; use crate::build; fn a() { build::b() }",
        ),
        ("crates/site/src/check/deep.rs", "pub struct Y;"),
        ("crates/site/src/build/mod.rs", "pub fn b() {}"),
    ];
    for named in [
        "read/mod.rs → load/mod.rs",
        "load/mod.rs → render/mod.rs",
        "render/mod.rs → website/mod.rs",
        "website/mod.rs → check/deep.rs",
        "check/mod.rs → build/mod.rs",
    ] {
        assert_seen(rooms_in_order, &files, named);
    }
}

/// No files import each other, but the one pair that is named.
fn no_circles(root: &Path) -> Vec<String> {
    let circles = imports::circles(&Code::read(root));
    let named =
        |place: &String| limits::CIRCLE.iter().any(|file| place.starts_with(file));
    let excused = |circle: &[String]| {
        circle.len() <= limits::CIRCLE_FILES && circle.iter().all(named)
    };
    let (kept, breaches): (Vec<_>, Vec<_>) =
        circles.into_iter().partition(|circle| excused(circle));
    let surplus = kept.into_iter().skip(limits::CIRCLES);
    breaches.into_iter().chain(surplus).map(|circle| circle.join(", ")).collect()
}

#[test]
fn files_do_not_import_each_other() {
    assert_kept(no_circles);
}

#[test]
fn a_circle_is_seen() {
    let files = [
        ("crates/site/src/lib.rs", "mod a; mod b; mod c;"),
        ("crates/site/src/a.rs", "use crate::b::B; pub struct A(B);"),
        ("crates/site/src/b.rs", "use super::c; pub struct B(Box<c::C>);"),
        ("crates/site/src/c.rs", "pub struct C(Box<crate::a::A>);"),
    ];
    assert_seen(
        no_circles,
        &files,
        "src/a.rs, crates/site/src/b.rs, crates/site/src/c.rs",
    );
    // A function that is handed on under the name of its module.
    let files = [
        ("crates/site/src/lib.rs", "mod a; mod b;"),
        ("crates/site/src/a/mod.rs", "mod deep; pub use deep::deep;"),
        ("crates/site/src/a/deep.rs", "use crate::b::B; pub fn deep(_: B) {}"),
        ("crates/site/src/b.rs", "use crate::a::deep; pub struct B; fn b() { deep(B) }"),
    ];
    assert_seen(no_circles, &files, "src/a/deep.rs, crates/site/src/b.rs");
}

/// There is one way from sources to a website.
fn one_way_to_build(root: &Path) -> Vec<String> {
    let ways = rebuild::ways(&Code::read(root));
    if ways.len() > limits::WAYS_TO_BUILD { ways } else { vec![] }
}

#[test]
fn there_is_one_way_to_build() {
    assert_kept(one_way_to_build);
}

#[test]
fn a_second_way_to_build_is_seen() {
    let second = "pub fn build(s: &Sources) -> Report {}\n\
                  pub fn quick(s: &Sources, m: &Memo) -> Option<Arc<Output>> {}";
    assert_seen(one_way_to_build, &[("crates/site/src/lib.rs", second)], "quick");
}

/// A public name stands for one type.
fn one_meaning(root: &Path) -> Vec<String> {
    let names = names::ambiguous(&Code::read(root)).into_iter();
    let line =
        |(name, places): (String, Vec<String>)| format!("{name}: {}", places.join(", "));
    if names.len() > limits::AMBIGUOUS { names.map(line).collect() } else { vec![] }
}

#[test]
fn a_public_name_means_one_thing() {
    assert_kept(one_meaning);
}

#[test]
fn a_name_of_two_types_is_seen() {
    let files = [
        ("crates/rules/src/lib.rs", "pub(crate) enum Shelf {}"),
        ("crates/site/src/lib.rs", "pub struct Shelf; struct Own;"),
        ("crates/site/src/read.rs", "struct Own;"),
    ];
    assert_seen(
        one_meaning,
        &files,
        "Shelf: crates/rules/src/lib.rs:1, crates/site/src/lib.rs:1",
    );
}

#[test]
fn each_name_that_a_module_says_needs_it() {
    let several = names::several(&Code::read(&crate::root()));
    for said in names::SAID_BY_MODULE {
        assert!(several.contains_key(said.name), "{} has one meaning now", said.name);
    }
}

/// Findings are added to those so far, the last of what a function takes.
fn one_style_of_findings(root: &Path) -> Vec<String> {
    let code = Code::read(root);
    let place = |functions: Vec<Function>, limit| {
        let places: Vec<String> = functions.iter().map(Function::place).collect();
        if places.len() > limit { places } else { vec![] }
    };
    let mut breaches = place(findings::returned(&code), limits::FINDINGS_RETURNED);
    breaches.extend(place(findings::sinks_not_last(&code), limits::SINKS_NOT_LAST));
    breaches
}

#[test]
fn findings_are_handed_on_in_one_way() {
    assert_kept(one_style_of_findings);
}

#[test]
fn another_way_to_hand_on_findings_is_seen() {
    for code in [
        "fn odd() -> Vec<Diagnostic> {}",
        "impl X { fn odd(&self) -> Result<X, (Vec<diagnostic::Diagnostic>, u8)> {} }",
        "fn odd(found: &mut Vec<Diagnostic>, page: &Page) {}",
    ] {
        let file = [("crates/site/src/lib.rs", code)];
        assert_seen(one_style_of_findings, &file, "odd");
    }
}
