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
         <p>Call <a href=\"tel:{lifeline}\">{lifeline}</a> or \
         text <a href=\"sms:{lifeline}\">{lifeline}</a> at any time. It is free and private.</p>\n\
         <p>If you or someone else is in danger now, \
         call <a href=\"tel:{emergency}\">{emergency}</a>.</p>\n</div>"
    );
}

/// How to reach the practice, and for what not.
pub fn contact(practice: &Practice, html: &mut String) {
    let dial = Practice::dial(&practice.telephone);
    let _ = writeln!(
        html,
        "<div class=\"contact\">\n<p><a href=\"tel:{dial}\">Call {}</a></p>\n\
         <p><a href=\"{}\" rel=\"noreferrer\">Book an appointment online</a></p>\n\
         <p>This line is not for emergencies. In a crisis, call or text \
         <a href=\"tel:{crisis}\">{crisis}</a>.</p>\n</div>",
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
