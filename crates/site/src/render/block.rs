//! The blocks that directives without text stand for.
use std::fmt::Write as _;

use crate::html::escaped;
use crate::read::practice::Practice;

/// Where to get help now, in text.
pub fn crisis(practice: &Practice, html: &mut String) {
    let (lifeline, emergency) =
        (escaped(&practice.lifeline), escaped(&practice.emergency));
    let _ = writeln!(
        html,
        "<div class=\"crisis\" role=\"note\">\n<p class=\"box-title\">If you need help now</p>\n\
         <ul class=\"crisis-lines\">\n<li><a href=\"tel:{lifeline}\">Call {lifeline}</a> or \
         <a href=\"sms:{lifeline}\">text {lifeline}</a> at any time. It is free and private.</li>\n\
         <li><a href=\"tel:{emergency}\">Call {emergency}</a> \
         if you or someone else is in danger now.</li>\n</ul>\n</div>"
    );
}

/// Where to get help now, in one line.
pub fn help_line(practice: &Practice, html: &mut String) {
    let (lifeline, emergency) =
        (escaped(&practice.lifeline), escaped(&practice.emergency));
    let _ = writeln!(
        html,
        "<p>In a crisis, <a href=\"tel:{lifeline}\">call {lifeline}</a> or \
         <a href=\"sms:{lifeline}\">text {lifeline}</a>. In danger, \
         <a href=\"tel:{emergency}\">call {emergency}</a>.</p>"
    );
}

/// How to reach the practice, and for what not.
pub fn contact(practice: &Practice, html: &mut String) {
    let dial = Practice::dial(&practice.telephone);
    let _ = writeln!(
        html,
        "<div class=\"contact\">\n<p><a class=\"button\" href=\"tel:{dial}\">Call {}</a></p>\n\
         <p><a class=\"button quiet\" href=\"{}\" rel=\"noreferrer\">Book an appointment online</a></p>\n\
         <p>This line is not for emergencies. In a crisis, \
         <a href=\"tel:{crisis}\">call {crisis}</a> or <a href=\"sms:{crisis}\">text {crisis}</a>.</p>\n</div>",
        escaped(&practice.telephone),
        escaped(&practice.booking),
        crisis = escaped(&practice.lifeline),
    );
}

/// A marked gap: what only the practice can supply.
pub fn gap(needs: &str, html: &mut String) {
    let _ =
        writeln!(html, "<p class=\"gap\">The practice will add: {}</p>", escaped(needs));
}
