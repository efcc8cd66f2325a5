//! A site of any size, the same for the same seed: Candor's form, and that of its peers.
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::random::Random;
use crate::text;

/// How many sections there are.
pub(crate) const SECTIONS: usize = 20;
/// Pictures that pages choose theirs from.
const PICTURES: usize = 40;

/// The parts that do not depend on the size: settings, templates, the style sheet.
const FILES: &[(&str, &str)] = &[
    ("content/practice.toml", include_str!("../corpus/practice.toml")),
    ("content/kinds.toml", include_str!("../corpus/kinds.toml")),
    ("content/words.toml", include_str!("../corpus/words.toml")),
    ("templates/base.html", include_str!("../corpus/base.html")),
    ("templates/page.html", include_str!("../corpus/page.html")),
    ("templates/section.html", include_str!("../corpus/section.html")),
    ("templates/home.html", include_str!("../corpus/home.html")),
    ("templates/404.html", include_str!("../corpus/404.html")),
    ("templates/shared/header.html", include_str!("../corpus/shared/header.html")),
    ("static/style.css", include_str!("../corpus/style.css")),
];

/// Writes a site of `pages` pages in 20 sections, with a home page and one page a section.
pub(crate) fn write(folder: &Path, pages: usize, seed: u64) -> io::Result<()> {
    for (path, text) in FILES {
        put(folder, path, text)?;
    }
    let menu: String = (0..SECTIONS).map(menu_line).collect();
    let practice = include_str!("../corpus/practice.toml")
        .replace("menu = []", &format!("menu = [\n{menu}]"));
    put(folder, "content/practice.toml", &practice)?;
    for number in 0..PICTURES {
        put(folder, &format!("static/{}", picture(number)), &drawing(number))?;
    }
    put(folder, "content/index.md", &home())?;
    for section in 0..SECTIONS {
        put(
            folder,
            &format!("content/{}/_index.md", section_name(section)),
            &section_page(section),
        )?;
    }
    for number in 0..pages {
        put(folder, &format!("content/{}", file(number)), &page(number, pages, seed))?;
    }
    Ok(())
}

/// Writes the same pages in the form of another generator, whose templates are its own.
pub(crate) fn write_for(
    peer: &str,
    site: &Path,
    pages: usize,
    seed: u64,
) -> io::Result<()> {
    let (description, index, static_files) = match peer {
        "blades" => ("summary", "index.md", "assets"),
        _ => ("description", "_index.md", "static"),
    };
    // The first occurrence only: front matter comes first, and a text may hold such a word.
    let in_its_form = |page: &str| {
        let page = page.replacen("description = ", &format!("{description} = "), 1);
        page.replacen("updated = ", "date = ", 1).replacen("kind = \"home\"\n", "", 1)
    };
    put(site, &format!("{static_files}/style.css"), include_str!("../corpus/style.css"))?;
    for number in 0..PICTURES {
        put(site, &format!("{static_files}/{}", picture(number)), &drawing(number))?;
    }
    put(site, &format!("content/{index}"), &in_its_form(&home()))?;
    for section in 0..SECTIONS {
        let file = format!("content/{}/{index}", section_name(section));
        put(site, &file, &in_its_form(&section_page(section)))?;
    }
    for number in 0..pages {
        let mut page = in_its_form(&page(number, pages, seed));
        if peer == "zola" {
            page = with_links_of_zola(&page, number);
        }
        put(site, &format!("content/{}", file(number)), &page)?;
    }
    Ok(())
}

/// A page as Zola reads it: its links within the site name files from `content` on.
fn with_links_of_zola(page: &str, number: usize) -> String {
    let section = section_name(number % SECTIONS);
    page.replace("](../", "](@/").replace("](page-", &format!("](@/{section}/page-"))
}

/// Writes a file, and the folders on the way to it.
pub(crate) fn put(folder: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = folder.join(path);
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

/// The file of a page, below `content`.
pub(crate) fn file(number: usize) -> String {
    format!("{}/page-{number:05}.md", section_name(number % SECTIONS))
}

/// The folder of a section.
pub(crate) fn section_name(section: usize) -> String {
    format!("section-{:02}", section + 1)
}

/// The line of a section in the menu.
fn menu_line(section: usize) -> String {
    format!(
        "  {{ page = \"{}/_index.md\", label = \"Section {}\" }},\n",
        section_name(section),
        section + 1
    )
}

fn picture(number: usize) -> String {
    format!("picture-{number:02}.svg")
}

/// A small SVG, another one for each number.
fn drawing(number: usize) -> String {
    let (radius, turn) = (10 + number, number * 9);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"320\" height=\"200\" viewBox=\"0 0 320 200\">\
         <circle cx=\"160\" cy=\"100\" r=\"{radius}\" fill=\"#567\"/>\
         <path d=\"M20 180L{turn} 20\" stroke=\"#234\"/></svg>\n"
    )
}

/// The lines at the top of a page.
fn matter(title: &str, description: &str, more: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndescription = \"{description}\"\n{more}+++\n\n")
}

fn home() -> String {
    let text = matter(
        "Home of the corpus",
        "The first page of a made-up site.",
        "kind = \"home\"\n",
    );
    text + "## Welcome\n\nThis site is made up, to measure how fast it is built.\n"
}

fn section_page(section: usize) -> String {
    let number = section + 1;
    let title = format!("Section {number}");
    let about = format!("All pages of the section {number} of a made-up site.");
    matter(&title, &about, "") + "The pages of this section stand below.\n"
}

/// A page: 600 to 1,200 words with headings, a list, a table, notes, links and pictures.
pub(crate) fn page(number: usize, pages: usize, seed: u64) -> String {
    // A stream of its own for each page, so that page 7 is the same in a site of any size, but
    // for where its links lead.
    let mut random = Random::new(seed, number as u64);
    let title = format!("{} {number}", text::phrase(&mut random, 4));
    let description = format!("Page {number}: {}.", text::phrase(&mut random, 12));
    let date = format!(
        "updated = 20{:02}-{:02}-{:02}\n",
        random.between(15, 25),
        random.between(1, 13),
        random.between(1, 29)
    );
    let mut page = matter(&title, &description, &date);
    let parts = random.between(4, 8);
    // 110 words stand in headings, lists, tables and notes; each part has two paragraphs.
    let words = random.between(600, 1201).saturating_sub(110) / parts / 2;
    for part in 0..parts {
        let heading = text::phrase(&mut random, 4);
        let level = if part % 3 == 2 { "###" } else { "##" };
        let _ = write!(page, "{level} {heading}\n\n");
        for half in 0..2 {
            let mut paragraph = text::paragraph(&mut random, words);
            for _ in 0..links_in(part, half) {
                let to = random.between(0, pages);
                let _ = write!(paragraph, " See [page {to}]({}).", relative(number, to));
            }
            if half == 0 && part < 2 {
                let _ = write!(paragraph, "[^note-{part}]");
            }
            let _ = write!(page, "{paragraph}\n\n");
        }
        end_of_part(&mut page, &mut random, part);
    }
    for note in 0..2 {
        let (sentence, _) = text::sentence(&mut random);
        let _ = write!(page, "[^note-{note}]: {sentence}\n\n");
    }
    page
}

/// What stands below the paragraphs of a part: a list, a table, or a picture.
fn end_of_part(page: &mut String, random: &mut Random, part: usize) {
    match part {
        0 => list(page, random),
        1 => table(page, random),
        2 | 3 => {
            let picture = picture(random.between(0, PICTURES));
            let alt = text::phrase(random, 5);
            let _ = write!(page, "![{alt}]({picture})\n\n");
        }
        _ => {}
    }
}

/// Six links in all: two in the first part, one in each half of the next two.
fn links_in(part: usize, half: usize) -> usize {
    match (part, half) {
        (0, 0) => 2,
        (1 | 2, _) => 1,
        _ => 0,
    }
}

/// How one page names another in a link.
fn relative(from: usize, to: usize) -> String {
    if from % SECTIONS == to % SECTIONS {
        format!("page-{to:05}.md")
    } else {
        format!("../{}", file(to))
    }
}

fn list(page: &mut String, random: &mut Random) {
    for _ in 0..5 {
        let _ = writeln!(page, "- {}", text::phrase(random, 7));
    }
    page.push('\n');
}

fn table(page: &mut String, random: &mut Random) {
    page.push_str("| What | When | How many |\n| --- | --- | --: |\n");
    for _ in 0..4 {
        let (what, when) = (text::phrase(random, 3), text::word(random));
        let _ = writeln!(page, "| {what} | {when} | {} |", random.between(1, 1000));
    }
    page.push('\n');
}
