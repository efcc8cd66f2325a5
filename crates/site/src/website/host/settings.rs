//! What the templates of the server files are given: each value in the server's own syntax.
use serde::Serialize;
use tera::{Context, Tera};

use super::headers::{
    ALWAYS, DRAWING, FOREVER, FRESH, HTTPS_ONLY, NEVER, address, framed, host_name,
    never_kept, policies, policy_of,
};
use super::netlify::{HEADERS, REDIRECTS};
use crate::assets;
use crate::website::Website;
use crate::website::redirects::{Redirects, SentOn};

/// How a server reads the values in its file.
pub(super) trait Syntax {
    /// A value in quotes.
    fn quoted(&self, value: &str) -> String;

    /// Whether a letter would end a value that has no quotes, or mean something else in it.
    fn ends_word(&self, letter: char) -> bool;

    /// A value without quotes, where it needs none.
    fn word(&self, value: &str) -> String {
        if value.contains(|letter| self.ends_word(letter)) {
            return self.quoted(value);
        }
        value.to_owned()
    }

    /// The address that visitors are sent to.
    fn target(&self, address: &str) -> String {
        self.word(address)
    }
}

/// The values of a template.
#[derive(Serialize)]
pub(super) struct Settings {
    host: String,
    root: String,
    /// The same with a slash at its end.
    folder: String,
    /// The folder as comments name it, which no line break may end.
    folder_shown: String,
    /// The folder of the certificate.
    certificate: String,
    /// The website's address.
    url: String,
    /// The path of the host below which the website is served; empty at its top.
    base_path: String,
    /// The same as a regular expression.
    base_pattern: String,
    /// The folder of the files whose names carry their content's hash.
    assets: &'static str,
    fresh: String,
    forever: String,
    never: String,
    /// What every response carries.
    headers: Vec<NamedValue>,
    /// The policy of most pages.
    policy: String,
    /// The policy of drawings.
    drawing: String,
    /// The policies of the pages that have another.
    other_policies: Vec<PagePolicy>,
    /// The files of which nobody may keep a copy.
    never_kept: Vec<Page>,
    not_found_policy: Option<String>,
    /// Files of the website that are for other hosts.
    hidden: [&'static str; 2],
    redirects: Vec<Redirect>,
}

#[derive(Serialize)]
struct NamedValue {
    name: &'static str,
    value: String,
}

#[derive(Serialize)]
struct PagePolicy {
    address: String,
    path: String,
    policy: String,
}

#[derive(Serialize)]
struct Page {
    address: String,
    path: String,
}

#[derive(Serialize)]
struct Redirect {
    from: String,
    to: String,
    is_for_now: bool,
}

impl Settings {
    /// The values for a website of which `url` is the address and `root` the folder.
    pub(super) fn new(
        website: &Website,
        url: &str,
        root: &str,
        syntax: &impl Syntax,
    ) -> Self {
        let Website { files, redirects, base_path } = website;
        let (policy, others) = policies(files);
        let below = |address: &str| syntax.word(&format!("{base_path}{address}"));
        let other_policies = others.iter().map(|(path, policy)| PagePolicy {
            address: below(&address(path)),
            path: below(&format!("/{path}")),
            policy: syntax.quoted(policy),
        });
        let unkept = never_kept(files).map(|path| Page {
            address: below(&address(path)),
            path: below(&format!("/{path}")),
        });
        let not_found = policy_of(files, "404.html");
        Self {
            host: syntax.word(host_name(url)),
            root: syntax.quoted(root),
            folder: syntax.quoted(&format!("{}/", root.trim_end_matches('/'))),
            folder_shown: root.escape_debug().to_string(),
            certificate: syntax
                .word(&format!("/etc/letsencrypt/live/{}", host_name(url))),
            url: url.to_owned(),
            base_path: syntax.word(base_path),
            base_pattern: base_path.replace('.', "\\."),
            assets: assets::FOLDER,
            fresh: syntax.quoted(FRESH),
            forever: syntax.quoted(FOREVER),
            never: syntax.quoted(NEVER),
            headers: headers(syntax),
            policy: syntax.quoted(&policy),
            drawing: syntax.quoted(&framed(DRAWING)),
            other_policies: other_policies.collect(),
            never_kept: unkept.collect(),
            not_found_policy: not_found.map(|policy| syntax.quoted(&policy)),
            hidden: [HEADERS, REDIRECTS],
            redirects: sent_on(redirects, base_path, syntax),
        }
    }
}

fn headers(syntax: &impl Syntax) -> Vec<NamedValue> {
    let headers = ALWAYS.iter().chain([&HTTPS_ONLY]);
    headers
        .map(|(name, value)| NamedValue { name, value: syntax.quoted(value) })
        .collect()
}

fn sent_on(
    redirects: &Redirects,
    base_path: &str,
    syntax: &impl Syntax,
) -> Vec<Redirect> {
    let one = |(from, SentOn { to, is_for_now }): (&String, &SentOn)| Redirect {
        from: syntax.word(&format!("{base_path}{from}")),
        to: syntax.target(&format!("{base_path}{to}")),
        is_for_now: *is_for_now,
    };
    redirects.iter().map(one).collect()
}

/// A template with its values. They are for a server and no browser, so nothing is escaped as
/// HTML; [`Syntax`] quotes them.
pub(super) fn filled(template: &str, settings: &Settings) -> String {
    let context = Context::from_serialize(settings);
    let filled = context.and_then(|context| Tera::one_off(template, &context, false));
    filled.expect("the templates are embedded, and the tests fill each of them")
}
