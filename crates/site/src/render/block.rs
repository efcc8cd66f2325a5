//! The blocks that directives without text stand for.
use std::collections::BTreeSet;
use std::fmt::Write as _;

use ground::html::escaped;

use crate::read::crisis::CrisisLines;
use crate::read::facts::Facts;
use crate::read::practice::Practice;
use crate::render::citation;

/// Begins what a picture's title is shown in, and returns how it ends.
pub fn caption_start(title: &str, is_figure: bool, html: &mut String) -> String {
    if title.is_empty() {
        return String::new();
    }
    let title = escaped(title);
    if is_figure {
        html.push_str("<figure>\n");
        return format!("\n<figcaption>{title}</figcaption>\n</figure>");
    }
    format!(" <span class=\"caption\">{title}</span>")
}

/// Where to get help now.
pub fn crisis(lines: &CrisisLines, html: &mut String) {
    html.push_str(
        "<div class=\"urgent\" role=\"note\">\n<p class=\"box-title\">Talk with a person now</p>\n",
    );
    calls(lines, html);
    html.push_str(
        "<p class=\"small\">Day or night. It is free and private.</p>\n</div>\n",
    );
}

/// The numbers to call now, as buttons.
pub fn calls(lines: &CrisisLines, html: &mut String) {
    let [lifeline, emergency] = lines.numbers().map(|number| escaped(number));
    let _ = writeln!(
        html,
        "<ul class=\"calls\">\n<li><a href=\"tel:{lifeline}\">Call {lifeline}</a></li>\n\
         <li><a href=\"sms:{lifeline}\">Text {lifeline}</a></li>\n\
         <li><a href=\"tel:{emergency}\">In danger? Call {emergency}</a></li>\n</ul>"
    );
}

/// Where to get help now, in one line.
pub fn help_line(lines: &CrisisLines, html: &mut String) {
    let [lifeline, emergency] = lines.numbers().map(|number| escaped(number));
    let _ = writeln!(
        html,
        "<p>In a crisis, <a href=\"tel:{lifeline}\">call {lifeline}</a> or \
         <a href=\"sms:{lifeline}\">text {lifeline}</a>. In danger, \
         <a href=\"tel:{emergency}\">call {emergency}</a>.</p>"
    );
}

/// The practice's number, as a list of one thing to do.
pub fn phone(practice: &Practice, html: &mut String) {
    let (dial, telephone) =
        (Practice::dial(&practice.telephone), escaped(&practice.telephone));
    let _ = writeln!(
        html,
        "<ul>\n<li><a href=\"tel:{dial}\">Call {telephone}</a></li>\n</ul>"
    );
}

/// How to reach the practice, and for what not.
pub fn contact(practice: &Practice, html: &mut String) {
    let dial = Practice::dial(&practice.telephone);
    let crisis = practice.crisis.as_ref().map(|lines| {
        let number = escaped(&lines.lifeline);
        format!(
            " In a crisis, <a href=\"tel:{number}\">call {number}</a> or \
             <a href=\"sms:{number}\">text {number}</a>."
        )
    });
    let _ = writeln!(
        html,
        "<section class=\"contact\">\n<p class=\"box-title\">Talk with us</p>\n\
         <p><a class=\"number\" href=\"tel:{dial}\">{}</a></p>\n\
         <p class=\"small\">This line is not for emergencies.{}</p>\n\
         <p><a class=\"button second\" href=\"{}\" rel=\"noreferrer\">Book an appointment online</a></p>\n\
         </section>",
        escaped(&practice.telephone),
        crisis.unwrap_or_default(),
        escaped(&practice.booking),
    );
}

/// Every source on which some fact rests, by what visitors read of it: all of them, or those from
/// some first letters to others.
pub fn sources(facts: &Facts, from: Option<&str>, to: Option<&str>, html: &mut String) {
    let [from, to] = [from, to].map(|letters| letters.map(str::to_lowercase));
    let lies_between = |reference: &str| {
        from.as_deref().is_none_or(|from| reference >= from)
            && to.as_deref().is_none_or(|to| reference < to || reference.starts_with(to))
    };
    let used: BTreeSet<&str> = facts
        .facts
        .values()
        .flat_map(|fact| fact.sources.iter().map(|(key, _)| key.as_str()))
        .collect();
    let known = |key| {
        let source = facts.sources.get(key)?;
        Some((source.reference.to_lowercase(), key, source))
    };
    let mut sources: Vec<_> = used.into_iter().filter_map(known).collect();
    sources.retain(|(reference, ..)| lies_between(reference));
    sources.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    html.push_str("<ul class=\"all-sources\">\n");
    for (_, key, source) in sources {
        let _ = writeln!(html, "<li>{}</li>", citation::reference(key, Some(source)));
    }
    html.push_str("</ul>\n");
}

/// A marked gap: what only the practice can supply.
pub fn gap(needs: &str, html: &mut String) {
    let _ =
        writeln!(html, "<p class=\"gap\">The practice will add: {}</p>", escaped(needs));
}
