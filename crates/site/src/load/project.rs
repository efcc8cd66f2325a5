//! All inputs of a build, each parsed once.
use std::collections::BTreeMap;
use std::sync::Arc;

use ground::diagnostic::Diagnostic;
use ground::source::{File, Sources, hash};

use crate::assets::Assets;
use crate::decision::Grids;
use crate::drawing::Drawings;
use crate::load::graph::PageGraph;
use crate::load::self_check::LoadedSelfCheck;
use crate::prose::ProsePolicy;
use crate::read::addresses::Addresses;
use crate::read::attestations::Attestations;
use crate::read::colours::Colours;
use crate::read::facts::Facts;
use crate::read::kinds::Kinds;
use crate::read::practice::Practice;
use crate::read::template::Templates;
use crate::read::words::Words;

/// All inputs of a build as values. Of pages it holds what they say of themselves; their
/// texts are parsed when they are rendered.
pub struct Project {
    /// The files.
    pub sources: Sources,
    /// The practice.
    pub practice: Arc<Practice>,
    /// Facts and sources.
    pub facts: Arc<Facts>,
    /// Names, and phrases that may not appear.
    pub words: Arc<Words>,
    /// The kinds of page.
    pub kinds: Arc<Kinds>,
    /// A hash of the kinds of page: a page is parsed as its kind declares it.
    pub declared: u128,
    /// Pictures drawn from data.
    pub drawings: Arc<Drawings>,
    /// The decision grids.
    pub grids: Arc<Grids>,
    /// Where visitors have found pages, and where they find them by now.
    pub addresses: Arc<Addresses>,
    /// Which colours stand on which.
    pub colours: Arc<Colours>,
    /// What only a person can judge, and who has.
    pub attestations: Arc<Attestations>,
    /// The templates, unless they have faults.
    pub templates: Arc<Option<Templates>>,
    /// Published static files.
    pub assets: Arc<Assets>,
    /// The self-checks by their folders, `content/self-check`.
    pub self_checks: BTreeMap<String, Arc<LoadedSelfCheck>>,
    /// All pages.
    pub graph: Arc<PageGraph>,
    /// The files of the pages, in the order of the graph.
    pub files: Vec<File>,
    /// A hash of every input that is no page.
    pub inputs: u128,
    /// A hash of what all pages say of themselves.
    pub heads: u128,
    /// How many pages were parsed anew.
    pub parsed: usize,
    /// What is wrong with the inputs, besides what belongs to a page.
    pub findings: Vec<Diagnostic>,
}

impl Project {
    /// What prose is judged by.
    pub fn prose_policy(&self) -> ProsePolicy<'_> {
        let Self { words, kinds, facts, practice, .. } = self;
        ProsePolicy { words, kinds, facts, practice }
    }

    /// A hash of all that every rendered page may show: every input that is no page, and the
    /// interfaces of all pages.
    pub fn shared_hash(&self) -> u128 {
        hash(&(self.inputs, self.graph.interfaces))
    }
}
