//! `candor init`: a first site, whole, to be changed.
use std::collections::BTreeMap;
use std::io::{IsTerminal as _, stdin};
use std::path::Path;

use disk::Error;
use embedded::DEFAULTS;
use ground::source::{File, Path as SitePath};
use site::authoring::new_site::{self, FirstDay};
use starter::{EXAMPLE, MENTAL_HEALTH, SITE};

use crate::call::call_for;
use crate::commands::ask;
use crate::terminal;

/// The file that says what is the practice's own.
const PRACTICE: &str = "content/practice.toml";

/// What a practice treats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Care {
    /// Any care but for the mind
    Health,
    /// Care for the mind: every page says whom to call in a crisis
    MentalHealth,
}

/// What is said of a new site.
#[derive(clap::Args)]
pub(crate) struct Said {
    /// The practice's name
    #[arg(long, value_name = "NAME", conflicts_with = "example")]
    name: Option<String>,
    /// Its telephone number
    #[arg(long, value_name = "NUMBER", conflicts_with = "example")]
    telephone: Option<String>,
    /// What it treats
    #[arg(long, value_enum, conflicts_with = "example")]
    kind: Option<Care>,
    /// Write the site that this program was made for, whole, as a model
    #[arg(long)]
    example: bool,
}

/// Writes a new site into a folder; never over a file.
pub(crate) fn run(folder: &Path, said: &Said) -> Result<bool, Error> {
    let files = if said.example { example() } else { first_site(&known(said)?) };
    let count = files.len();
    disk::start(folder, files)?;
    tell_next(folder, count);
    Ok(true)
}

/// What is known of the practice: what was said, and what somebody answers who can be asked.
fn known(said: &Said) -> Result<FirstDay, Error> {
    // A program that says the name cannot answer.
    let asks = said.name.is_none() && stdin().is_terminal();
    let name = said.name.as_deref().map(new_site::name).transpose();
    let telephone = said.telephone.as_deref().map(new_site::number).transpose();
    let (mut name, mut telephone) =
        (name.map_err(|why| Error(why.to_owned()))?, telephone.map_err(Error)?);
    let mut kind = said.kind;
    if asks {
        name = ask::text("The practice's name? (Enter: later)", new_site::name);
        let number =
            || ask::text("Its telephone number? (Enter: later)", new_site::number);
        telephone = telephone.or_else(number);
        let is_for_the_mind = || ask::yes("Does it treat mental health? (y or n)");
        kind = kind.or_else(|| is_for_the_mind().then_some(Care::MentalHealth));
    }
    let treats_mental_health = kind == Some(Care::MentalHealth);
    Ok(FirstDay { name, telephone, treats_mental_health, time_zone: disk::time_zone() })
}

/// The files of a first site.
fn first_site(known: &FirstDay) -> BTreeMap<SitePath, File> {
    let own = if known.treats_mental_health { MENTAL_HEALTH } else { &[] };
    let mut files = all(&[DEFAULTS, SITE, own]);
    let path: SitePath = PRACTICE.into();
    let practice = files.get(&path).and_then(|file| file.text(&path).ok());
    let practice = practice.and_then(|text| new_site::practice(&path, text, known));
    let practice = practice.expect("the first site has such a file");
    files.insert(path, File::new(practice.into_bytes()));
    files
}

/// The files of the model.
fn example() -> BTreeMap<SitePath, File> {
    all(&[DEFAULTS, EXAMPLE])
}

/// The files of some lists; of two with one name the later counts.
fn all(lists: &[&[(&str, &'static [u8])]]) -> BTreeMap<SitePath, File> {
    let files = lists.iter().flat_map(|list| list.iter());
    files.map(|(path, bytes)| ((*path).into(), File::new(*bytes))).collect()
}

/// Says what to do next.
fn tell_next(folder: &Path, files: usize) {
    let (desk, check) = (call_for("serve --open", folder), call_for("check", folder));
    let (place, files) = (folder.display(), terminal::count(files, "file"));
    let content = folder.join("content");
    let content = content.display();
    for line in [
        format!("Wrote a site into {place}: {files}."),
        format!(
            "Name, phone and menu stand in {content}/practice.toml; each page is a file in {content}."
        ),
        format!(
            "What only the practice can say is marked on the pages: `{check}` lists it."
        ),
        format!(
            "To write, run `{desk}`: it opens the desk, with all pages, in your browser."
        ),
    ] {
        terminal::tell(&line);
    }
}
