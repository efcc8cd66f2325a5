//! Resolves the placeholders of a text: links, pictures, sources, directives.
use ground::diagnostic::{Diagnostic, Level, nearest};
use ground::edit::Fix;
use ground::html::{push_address, push_attribute};
use ground::source::{Path, Span, folder};

use crate::assets;
use crate::decision::{self, Grid, GridBlock};
use crate::drawing;
use crate::load::Project;
use crate::load::dates;
use crate::load::graph::PageNode;
use crate::memo::Memo;
use crate::read::body::{Body, Heading, Placeholder, PlaceholderKind};
use crate::read::crisis::no_lines;
use crate::read::directive::Directive;
use crate::render::address::{self, link_broken};
use crate::render::block;
use crate::render::citation::{Citations, attach};
use crate::render::head;
use crate::render::links::Anchor;
use crate::render::outside;
use crate::render::self_check::assemble;
use crate::render::target::Target;
use crate::store::Content;

/// Resolves the texts of one page, and numbers its sources by their first use.
pub struct Resolver<'a> {
    pub(super) project: &'a Project,
    pub(super) memo: &'a Memo,
    page: &'a PageNode,
    /// The page's own headings.
    headings: &'a [Heading],
    /// What the page cites.
    pub(super) citations: Citations<'a>,
    /// What is wrong.
    pub findings: Vec<Diagnostic>,
    /// Pictures to publish.
    pub files: Vec<(Path, Content)>,
    /// The headings of other pages that links lead to.
    pub anchors: Vec<Anchor>,
    /// The addresses of links that can tell others where a visitor was, which is found.
    pub telling: Vec<String>,
    /// The addresses of the style sheets that this page alone needs.
    pub styles: Vec<String>,
    /// The addresses of the scripts that this page runs. Only a self-check has one.
    pub scripts: Vec<String>,
}

impl<'a> Resolver<'a> {
    /// For the texts of one page, which has these headings.
    pub fn new(
        project: &'a Project,
        memo: &'a Memo,
        page: &'a PageNode,
        headings: &'a [Heading],
    ) -> Self {
        Self {
            project,
            memo,
            page,
            headings,
            citations: Citations::new(&project.facts),
            findings: vec![],
            files: vec![],
            anchors: vec![],
            telling: vec![],
            styles: vec![],
            scripts: vec![],
        }
    }

    /// A text with all its placeholders resolved.
    pub fn resolve(&mut self, body: &Body) -> String {
        // A quarter more than the text: that has no room for links and marks of sources, and a
        // buffer that is too small is copied when it grows.
        let mut html = String::with_capacity(body.html.len() + body.html.len() / 4);
        let mut from = 0;
        for placeholder in &body.placeholders {
            html.push_str(&body.html[from..placeholder.at]);
            from = placeholder.at;
            self.placeholder(placeholder, &mut html);
        }
        html.push_str(&body.html[from..]);
        html
    }

    fn placeholder(&mut self, placeholder: &Placeholder, html: &mut String) {
        match &placeholder.kind {
            PlaceholderKind::Link { to, title, at } => {
                self.link(to, title, (&placeholder.span, at.as_ref()), html);
            }
            PlaceholderKind::Image { file, alt, title, is_figure, at } => {
                let caption = block::caption_start(title, *is_figure, html);
                self.image(file, alt, (&placeholder.span, at.as_ref()), html);
                html.push_str(&caption);
            }
            PlaceholderKind::Cite(facts) => {
                attach(html, &self.citations.cite(facts, &mut self.findings));
            }
            PlaceholderKind::Directive(directive) => self.directive(directive, html),
        }
    }

    /// Writes the opening tag of a link. Its places are that of all of it, and that of its
    /// address.
    fn link(
        &mut self,
        to: &str,
        title: &str,
        (span, place): (&Span, Option<&Span>),
        html: &mut String,
    ) {
        // A link that leads nowhere keeps its element without an address, so that the closing
        // tag, which is in the text already, has its opening one.
        html.push_str("<a");
        let resolved =
            address::resolve(to, &span.file, self.page, self.headings, self.project);
        match resolved {
            Ok(target) => {
                if self.leads_now(&target, span) {
                    let rel = if target.leaves { "\" rel=\"noreferrer\"" } else { "\"" };
                    html.push_str(" href=\"");
                    push_address(html, &target.address);
                    html.push_str(rel);
                }
                if target.leaves
                    && let Some(telling) = outside::telling(&target.address, span.clone())
                {
                    self.findings.push(telling);
                    self.telling.push(target.address.clone());
                }
                self.anchors.extend(target.heading.map(|heading| Anchor {
                    address: target.address,
                    heading,
                    at: span.clone(),
                    place: place.cloned(),
                }));
            }
            Err(_) if self.is_unread(to, span) => {}
            Err(broken) => self.findings.push(link_broken(broken, span, place)),
        }
        if !title.is_empty() {
            html.push_str(" title=\"");
            push_attribute(html, title);
            html.push('"');
        }
        html.push('>');
    }

    /// Whether a link works today. Where its page has yet to appear that is told, and visitors read
    /// its words as plain text; a preview has the page already.
    fn leads_now(&mut self, target: &Target, span: &Span) -> bool {
        let Some((at, day)) = target.later else { return true };
        let (page, today) = (&self.project.graph.pages[at], self.project.sources.today);
        let what = ("visitors read these words without a link", "makes them a link");
        self.findings.push(dates::too_early(what, (page, day), today, span.clone()));
        page.built
    }

    /// Whether a link leads to a file that could not be read, which is told of that file.
    fn is_unread(&self, to: &str, span: &Span) -> bool {
        let sources = &self.project.sources;
        let path = to.split('#').next().unwrap_or_default();
        match path.strip_prefix('/').map(|path| path.trim_matches('/')) {
            Some("") => sources.is_unread("content/index.md"),
            Some(page) => ["", "/_index"]
                .iter()
                .any(|end| sources.is_unread(&format!("content/{page}{end}.md"))),
            None => sources.is_unread(&address::join(folder(&span.file), path)),
        }
    }

    fn directive(&mut self, directive: &Directive, html: &mut String) {
        match directive.name {
            "crisis" => {
                if let Some(lines) = &self.project.practice.crisis {
                    block::crisis(lines, html);
                    return;
                }
                let message = "visitors would find no number to call here";
                self.findings.push(no_lines(message, directive.at.clone()));
            }
            "sources" => {
                let [from, to] = ["from", "to"].map(|key| directive.get(key));
                block::sources(&self.project.facts, from, to, html);
            }
            "contact" => block::contact(&self.project.practice, html),
            "phone" => block::phone(&self.project.practice, html),
            "decoration" => {
                // Without a file the directive itself is at fault, and that is found.
                let file = directive.get("file").filter(|file| !file.trim().is_empty());
                if let Some(file) = file {
                    let place = directive.place("file");
                    self.picture(file, "", (&directive.at, place.as_ref()), html);
                }
            }
            "gap" => {
                // Without words the directive itself is at fault, and that is found.
                let Some(needs) = directive.get("needs").filter(|n| !n.trim().is_empty())
                else {
                    return;
                };
                let message = format!("visitors do not find this here yet: {needs}");
                let finding = Diagnostic::new("gap", Level::Unpublishable, message);
                let help = "write it in place of this line; only the practice knows it";
                self.findings.push(finding.at(directive.at.clone()).help(help));
                block::gap(needs, html);
            }
            "drawing" => self.drawing(directive, html),
            "self-check" => self.self_check(directive, html),
            name => {
                if let Some(block) = GridBlock::of(name) {
                    self.grid(block, directive, html);
                }
            }
        }
    }

    fn drawing(&mut self, directive: &Directive, html: &mut String) {
        let Some((name, at)) = directive.attributes.get("name") else { return };
        let drawings = &self.project.drawings;
        if let Some(drawing) = drawings.get(name) {
            html.push_str(&self.resolve(&drawing.body));
            return;
        }
        let message =
            format!("visitors would not see a picture: there is no drawing `{name}`");
        let near = nearest(name, drawings.keys().map(String::as_str));
        let help = match near {
            Some(near) => format!("write name=\"{near}\""),
            None => format!("add the file {}{name}.toml", drawing::FOLDER),
        };
        let finding = Diagnostic::error("drawing-missing", message).at(at.clone());
        let fix = near.zip(directive.place("name"));
        let fix = fix.map(|(near, at)| Fix::one(&at, near));
        self.findings.push(finding.help(help).fix(fix));
    }

    /// A part of a decision grid.
    fn grid(&mut self, block: GridBlock, directive: &Directive, html: &mut String) {
        let Some((name, at)) = directive.attributes.get("grid") else { return };
        let grids = &self.project.grids;
        if let Some(grid) = grids.get(name) {
            html.push_str(&self.resolve(&decision::body(grid, block)));
            // A list is like any other: it needs no look of its own.
            if block != GridBlock::Asks {
                self.style_of(grid);
            }
            return;
        }
        let near = nearest(name, grids.keys().map(String::as_str));
        let help = match near {
            Some(near) => format!("write grid=\"{near}\""),
            None => format!("add the file {}{name}.toml", decision::FOLDER),
        };
        let message =
            format!("visitors could compare nothing: there is no grid `{name}`");
        let fix = near.zip(directive.place("grid"));
        let fix = fix.map(|(near, at)| Fix::one(&at, near));
        let finding = Diagnostic::error("grid-missing", message).at(at.clone());
        self.findings.push(finding.help(help).fix(fix));
    }

    /// Publishes the style sheet of a grid: how it looks, and what is picked.
    fn style_of(&mut self, grid: &Grid) {
        let look = self.project.assets.look(assets::DECISION_LOOK);
        let sheet = [look, b"\n", decision::sheet(grid).as_bytes()].concat();
        let address = assets::address("decision-aid.css", &sheet);
        if !self.styles.contains(&address) {
            let content = Content::in_memory(sheet.into());
            self.files.push((Path::from(&address[1..]), content));
            self.styles.push(address);
        }
    }

    fn self_check(&mut self, directive: &Directive, html: &mut String) {
        let folder = self.page.folder();
        if let Some(check) = self.project.self_checks.get(folder) {
            let assembled = assemble(self.project, check, &self.page.address, self);
            if check.rules.review.is_none() {
                html.push_str(
                    "<p>No clinician has signed the rules of this self-check yet.</p>\n",
                );
            }
            html.push_str(&assembled.html);
            head::add_start(html);
            self.files.extend(assembled.files);
            self.styles.push(assembled.style);
            self.scripts.push(assembled.script);
        } else if !self
            .project
            .sources
            .files
            .contains_key(format!("{folder}/rules.toml").as_str())
        {
            let message = "visitors would find no self-check here: it has no rules";
            let finding =
                Diagnostic::error("self-check", message).at(directive.at.clone());
            let help = format!("add the file {folder}/rules.toml, or remove this line");
            self.findings.push(finding.help(help));
        }
    }
}
