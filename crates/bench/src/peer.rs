//! Other generators, where they are installed: the same pages in their own form.
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::corpus::{self, put};
use crate::measure::{Cost, cost, settle};

/// A generator that is installed, with the same site in its form.
pub(crate) struct Peer {
    /// Its name, and that of its program.
    pub(crate) name: &'static str,
    /// What Candor does for these pages and this one does not.
    pub(crate) leaves_out: &'static str,
    arguments: &'static [&'static str],
    site: PathBuf,
}

impl Peer {
    /// What a build from nothing costs. What the last one left is moved aside: see
    /// [`crate::run`] for why it is not removed.
    pub(crate) fn cost(&self, round: usize) -> io::Result<Cost> {
        for left in ["public", ".blades", "resources"] {
            let aside = self.site.with_file_name(format!("{}-{left}-{round}", self.name));
            let left = self.site.join(left);
            if left.exists() {
                fs::rename(left, aside)?;
            }
        }
        settle();
        cost(Command::new(self.name).args(self.arguments).current_dir(&self.site))
    }
}

/// Path and text of each template.
type Files = &'static [(&'static str, &'static str)];

/// The name, its arguments, its templates, and what it leaves out.
const PEERS: &[(&str, &[&str], Files, &str)] = &[
    (
        "blades",
        &["build"],
        &[
            ("Blades.toml", include_str!("../corpus/blades/Blades.toml")),
            ("templates/page.html", include_str!("../corpus/blades/page.html")),
            ("templates/section.html", include_str!("../corpus/blades/section.html")),
        ],
        "table of contents, ids of headings, a look at links and pictures (they are copied as \
         written), sizes of pictures, fingerprints of files, a folder a page, any check",
    ),
    (
        "zola",
        &["build"],
        &[
            ("config.toml", include_str!("../corpus/zola/config.toml")),
            ("templates/page.html", include_str!("../corpus/zola/page.html")),
            ("templates/section.html", include_str!("../corpus/zola/section.html")),
            ("templates/index.html", include_str!("../corpus/zola/section.html")),
        ],
        "sizes of pictures, fingerprints of files, any check but that of links",
    ),
    (
        "hugo",
        &["--quiet"],
        &[
            ("config.toml", include_str!("../corpus/hugo/config.toml")),
            ("layouts/_default/single.html", include_str!("../corpus/hugo/single.html")),
            ("layouts/_default/list.html", include_str!("../corpus/hugo/list.html")),
            (
                "layouts/_default/_markup/render-link.html",
                include_str!("../corpus/hugo/render-link.html"),
            ),
        ],
        "sizes of pictures, fingerprints of files, any check but that of links",
    ),
];

/// Those that are installed, each with the site written for it below `folder`.
pub(crate) fn found(folder: &Path, pages: usize, seed: u64) -> io::Result<Vec<Peer>> {
    let mut peers = vec![];
    for (name, arguments, files, leaves_out) in PEERS {
        // An error is that there is no such program; what it answers does not matter.
        if Command::new(name).arg("help").output().is_err() {
            eprintln!("{name} is not installed, so it is not measured");
            continue;
        }
        let site = folder.join(name);
        for (path, text) in *files {
            put(&site, path, text)?;
        }
        corpus::write_for(name, &site, pages, seed)?;
        peers.push(Peer { name, leaves_out, arguments, site });
    }
    Ok(peers)
}
