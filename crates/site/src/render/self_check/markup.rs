//! The HTML of the self-check.
//!
//! `data-at` names the steps of the program in which an element is seen, `data-do` what a
//! link or button does there, `hidden` what is of no use without a driver. Ids are numbers,
//! since they can stand in an address.
use std::fmt::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ground::html::escaped;

use super::form::{
    QuestionView, Reason, STANDING, SelfCheckForm, TitledHtml, input_id, is_urgent,
};
use super::{fhir, print, scores};
use crate::read::crisis::CrisisLines;
use crate::read::practice::Practice;
use crate::render::block;
use crate::render::citation::attach;

/// The form with all its states; the version is that of its questions and rules.
pub fn markup(form: &SelfCheckForm<'_>, version: &str) -> String {
    let mut html = String::with_capacity(32 * 1024);
    let program = BASE64_STANDARD.encode(form.program);
    let _ = writeln!(
        html,
        "<form class=\"self-check\" id=\"check\" method=\"dialog\" autocomplete=\"off\" \
         data-program=\"{program}\" data-questionnaire=\"{}|{version}\">",
        escaped(&form.questionnaire)
    );
    above(form, &mut html);
    for (at, question) in form.questions.iter().enumerate() {
        self::question(form, at, question, &mut html);
        side(form, at, question, &mut html);
    }
    html.push_str(CONTINUE);
    result(form, &mut html);
    let _ = write!(
        html,
        "<p class=\"sheet\">Date: <span data-day>____________</span>. Version {version} of the questions and rules.</p>\n{BELOW}"
    );
    if let Some(lines) = &form.practice.crisis {
        let lifeline = escaped(&lines.lifeline);
        let _ = writeln!(
            html,
            "<a class=\"call-now\" href=\"tel:{lifeline}\">Call {lifeline}</a>"
        );
    }
    html
}

/// What stands above the questions: ways back and out, and what went wrong.
fn above(form: &SelfCheckForm<'_>, html: &mut String) {
    let Practice { telephone, crisis, leave_to, leave_shortcut, .. } = form.practice;
    let (dial, telephone) = (Practice::dial(telephone), escaped(telephone));
    let (shortcut, presses) = if *leave_shortcut { SHORTCUT } else { Default::default() };
    // Without it nothing is published.
    let leave_to = escaped(leave_to.as_deref().unwrap_or("/"));
    let _ = write!(
        html,
        "<div class=\"step-bar\" data-at=\"question review result\">\
         <a class=\"back\" data-do=\"back\" data-at=\"question review result\" href=\"#check\" hidden>{BACK}Back</a>\
         <a class=\"leave\" data-exit href=\"{leave_to}\" rel=\"noreferrer\">Leave this page{CROSS}</a></div>\n\
         <p class=\"leave-help\">{shortcut}Your browser’s history still lists this page.</p>{presses}\n\
         <div class=\"warning\" id=\"fault\" role=\"alert\" tabindex=\"-1\" hidden>\
         <p class=\"box-title\">We could not work this out</p>\
         <p>The check does not work one step at a time on this device right now. You can still \
         answer the questions below. Or call us at <a href=\"tel:{dial}\">{telephone}</a>.</p>{}</div>\n{ABOVE}",
        crisis.as_ref().map(help_now).unwrap_or_default()
    );
}

/// Whom to call when the check itself has failed.
fn help_now(lines: &CrisisLines) -> String {
    let [lifeline, emergency] = lines.numbers().map(|number| escaped(number));
    format!(
        "<p>If you need help now, call <a href=\"tel:{lifeline}\">{lifeline}</a> or text \
         <a href=\"sms:{lifeline}\">{lifeline}</a>. If you are in danger, call \
         <a href=\"tel:{emergency}\">{emergency}</a>.</p>"
    )
}

/// How to leave by key, and where the presses are counted.
const SHORTCUT: (&str, &str) = (
    "To leave fast, you can also press Shift 3 times. ",
    "\n<p class=\"presses\" role=\"status\" data-at=\"question review result\"></p>",
);

/// The way back points to where the line begins.
const BACK: &str = "<svg viewBox=\"0 0 10 16\" width=\"10\" height=\"16\" aria-hidden=\"true\">\
<path d=\"M8 2 2 8l6 6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\"/></svg>";
/// The way out.
const CROSS: &str = "<svg viewBox=\"0 0 16 16\" width=\"14\" height=\"14\" aria-hidden=\"true\">\
<path d=\"M2 2l12 12M14 2 2 14\" stroke=\"currentColor\" stroke-width=\"2.5\"/></svg>";

/// The rest of it, the same on every page.
const ABOVE: &str = "\
<div class=\"problem\" id=\"problem\" tabindex=\"-1\" hidden><h2>There is a problem</h2>\
<p><a data-do=\"answer\" href=\"#check\">Choose an answer: <span id=\"which\"></span></a></p></div>
<p class=\"progress\" data-at=\"question\" aria-hidden=\"true\" hidden>Question <span id=\"number\"></span>\
<span id=\"of\"> of <span id=\"total\"></span></span>\
<progress id=\"done\"></progress></p>
<span class=\"hidden\" id=\"said\"></span>
<h2 id=\"review\" data-at=\"review\" tabindex=\"-1\" hidden>Check your answers</h2>
<p class=\"error\" id=\"error\" hidden><span class=\"hidden\">Error:</span> Choose an answer</p>
";

/// What stands below the questions, step by step.
const CONTINUE: &str = "\
<p class=\"go\" data-at=\"question review\" hidden>\
<button type=\"button\" data-do=\"continue\">Continue</button></p>
<p class=\"privacy\" data-at=\"question\" hidden>Your answers stay on this device. This page does \
not send them or save them.</p>
";

/// What stands below the result, or beside it.
const BELOW: &str = "\
<div class=\"tools\" data-at=\"question review result\">
<div class=\"keep\" data-at=\"result\" hidden><h2>Keep it, or clear it</h2><p>A file stays on this \
device, and anyone who uses the device can open it.</p>\
<p><button class=\"second\" type=\"button\" data-do=\"print\">Print</button> \
<button class=\"second\" type=\"button\" data-do=\"save\">Save as a file</button></p>\
<p><button class=\"second\" type=\"button\" data-do=\"fhir\">Save for a clinic’s software</button></p></div>
<p data-at=\"result\" hidden><a data-do=\"review\" href=\"#check\">Change my answers</a></p>
<p>If others use this device, press “Clear my answers” before you leave.</p>
<p><button class=\"second\" type=\"reset\">Clear my answers</button></p>
<p data-at=\"review result\" hidden>\
<button class=\"second\" type=\"reset\" data-do=\"again\">Start again</button></p>
</div>
</form>
";

/// A question as a fieldset.
fn question(
    form: &SelfCheckForm<'_>,
    at: usize,
    question: &QuestionView<'_>,
    html: &mut String,
) {
    let number = at + 1;
    let _ = writeln!(
        html,
        "<fieldset class=\"question\" id=\"q{number}\" name=\"{}\" \
         aria-describedby=\"n{number}\"><legend tabindex=\"-1\"><h2>\
         <span class=\"number\">{number}. </span>{}</h2>\
         <span class=\"brief\" hidden>{}</span></legend>",
        escaped(&fhir::link_id(form, &form.table.questions[at].id)),
        escaped(question.ask),
        escaped(&capital(question.short))
    );
    let help = question.help.map(|help| format!("<p>{}</p>", escaped(help)));
    let _ = writeln!(
        html,
        "<div class=\"hint\" id=\"n{number}\">{}</div>\n<div class=\"answers\">",
        help.unwrap_or_default()
    );
    choices(form, at, question, html);
    let _ = writeln!(
        html,
        "</div>\n<p class=\"change\" hidden><a data-do=\"change\" href=\"#q{number}\">Change\
         <span class=\"hidden\"> your answer to question {number}</span></a></p></fieldset>"
    );
}

/// What stands beside a question where there is room: why it is asked, and with the first one
/// help in a crisis.
fn side(
    form: &SelfCheckForm<'_>,
    at: usize,
    question: &QuestionView<'_>,
    html: &mut String,
) {
    html.push_str("<div class=\"side\">\n");
    if at == 0 {
        html.push_str(&form.crisis);
        panels(form, true, html);
    }
    if let Some(why) = question.why {
        let why = escaped(why);
        let _ = writeln!(
            html,
            "<p class=\"why\"><b>Why we ask</b> {why}{}</p>",
            question.sources
        );
    }
    html.push_str("</div>\n");
}

/// The inputs of a question. The value of each is its fact, which the program reads.
fn choices(
    form: &SelfCheckForm<'_>,
    at: usize,
    question: &QuestionView<'_>,
    html: &mut String,
) {
    let (asked, number) = (&form.table.questions[at], at + 1);
    let many = asked.is_many();
    let kind = if many { "checkbox" } else { "radio" };
    for (choice_at, choice) in question.choices.iter().enumerate() {
        let alone =
            if many && choice.fact >= asked.listed() { " data-alone" } else { "" };
        // "Not sure" and its like stand a little apart from what can be known.
        let apart = if choice.fact >= asked.listed() { " apart" } else { "" };
        let id = input_id(at, choice_at);
        let points = scores::points(form, at, choice.fact).map(|points| {
            format!("<span class=\"points\" id=\"{id}p\">{}</span>", escaped(&points))
        });
        let described = points
            .as_ref()
            .map(|_| format!(" aria-describedby=\"{id}p\""))
            .unwrap_or_default();
        let points = points.unwrap_or_default();
        let _ = writeln!(
            html,
            "<div class=\"answer{apart}\"><input type=\"{kind}\" name=\"q{number}\" id=\"{id}\" \
             value=\"{}\" data-code=\"{}\"{alone}{described}><label for=\"{id}\">{}</label>\
             {points}</div>",
            choice.fact,
            escaped(&fhir::code(form, at, choice_at)),
            escaped(choice.label)
        );
    }
}

/// The result: what is still to answer, every outcome, and what stands beside it.
fn result(form: &SelfCheckForm<'_>, html: &mut String) {
    html.push_str(
        "<div role=\"status\"><p class=\"ready\" hidden>Your result is below.</p></div>\n\
         <p class=\"ready\" hidden><a href=\"#result\">Go to your result</a></p>\n\
         <section id=\"result\" data-at=\"result\" aria-labelledby=\"result-title\">\
         <h2 id=\"result-title\" tabindex=\"-1\">Your result</h2>\n\
         <div class=\"todo\" hidden><p>Your result shows here when every question is answered. \
         Still to answer:</p>\n<ul>",
    );
    for number in 1..=form.questions.len() {
        let _ = write!(
            html,
            "<li id=\"t{number}\" hidden><a href=\"#q{number}\">Question {number}</a></li>"
        );
    }
    html.push_str(
        "</ul></div>\n<div class=\"given\">\n<p class=\"when\">Read from the top. The first \
         part that is true for you is your result.</p>\n",
    );
    scores::meanings(form, html);
    scores::sums(form, html);
    // On paper the first that is true decides: so the most cautious comes first.
    for (at, outcome) in form.outcomes.iter().enumerate().rev() {
        self::outcome(form, at, outcome, html);
    }
    panels(form, false, html);
    also(form, html);
    html.push_str("</div>\n</section>\n");
}

/// An outcome, with the answers that lead to it on paper.
fn outcome(
    form: &SelfCheckForm<'_>,
    at: usize,
    text: &TitledHtml<'_>,
    html: &mut String,
) {
    let (table, number) = (form.table, at + 1);
    let stop = if table.outcomes[at].stop { " data-stop" } else { "" };
    let crisis = is_crisis(form, at);
    let urgent = if crisis { " urgent" } else { "" };
    let _ = writeln!(
        html,
        "<section class=\"outcome{urgent}\" id=\"o{number}\" data-code=\"{}\"{stop}><h3>{}</h3>",
        escaped(&table.outcomes[at].id),
        escaped(text.title)
    );
    let lines = form.practice.crisis.as_ref();
    if let Some(lines) = lines.filter(|_| crisis) {
        block::calls(lines, html);
    }
    let rules = table.rules.iter().filter(|rule| rule.outcome == Some(at));
    let mut rows: Vec<_> = rules.flat_map(|rule| print::rows(form, &rule.when)).collect();
    if at == table.otherwise {
        rows.push("Nothing above is true".to_owned());
    }
    when("This is your result if you gave one of these answers:", &rows, html);
    let _ = writeln!(html, "<div class=\"told\">{}</div>", text.html);
    if !crisis && !text.html.contains(STANDING) {
        let _ = writeln!(html, "<p>{STANDING}</p>");
    }
    let leads_to = |number: &String| text.html.contains(&format!("\"tel:{number}\""));
    if let Some(lines) = lines.filter(|lines| !lines.numbers().into_iter().all(leads_to))
    {
        block::help_line(lines, html);
    }
    reasons(form, at, html);
    html.push_str("</section>\n");
}

/// Whether an outcome is help in a crisis: the most cautious one.
fn is_crisis(form: &SelfCheckForm<'_>, outcome: usize) -> bool {
    outcome + 1 == form.outcomes.len() && form.table.outcomes[outcome].stop
}

/// The list of answers that lead here, for the check on paper.
fn when(lead: &str, rows: &[String], html: &mut String) {
    let _ = write!(html, "<div class=\"when\"><p>{lead}</p><ul>");
    for row in rows {
        let _ = write!(html, "<li>{}</li>", escaped(&capital(row)));
    }
    html.push_str("</ul></div>\n");
}

/// A text that begins with a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The panels that stand beside the first question, or those beside the outcome.
fn panels(form: &SelfCheckForm<'_>, urgent: bool, html: &mut String) {
    let table = form.table;
    for (at, text) in form.panels.iter().enumerate() {
        if is_urgent(table, at) != urgent {
            continue;
        }
        let (number, title) = (at + 1, escaped(text.title));
        let code = escaped(&table.panels[at]);
        // Beside an outcome a panel is folded: few need each of them.
        let (start, end) = if urgent {
            let start = format!(
                "<section class=\"panel urgent\" id=\"p{number}\" data-code=\"{code}\"><h2>{title}</h2>"
            );
            (start, "</section>")
        } else {
            let start = format!(
                "<details class=\"panel fold\" id=\"p{number}\" data-code=\"{code}\"><summary><h3>{title}</h3></summary>"
            );
            (start, "</details>")
        };
        let _ = writeln!(html, "{start}");
        let rules = table.rules.iter().filter(|rule| rule.panels >> at & 1 == 1);
        let rows: Vec<_> = rules.flat_map(|rule| print::rows(form, &rule.when)).collect();
        when("This is for you if you gave one of these answers:", &rows, html);
        let _ = writeln!(html, "{}{end}", text.html);
    }
}

/// Why the outcome is what it is: the rules that ask for it.
fn reasons(form: &SelfCheckForm<'_>, outcome: usize, html: &mut String) {
    let rules = form.table.rules.iter().enumerate();
    let rules: Vec<_> = rules.filter(|(_, rule)| rule.outcome == Some(outcome)).collect();
    if rules.is_empty() {
        return;
    }
    html.push_str("<div class=\"reasons\" hidden><h4>Why</h4>\n<ul>");
    for (at, _) in rules {
        // Nothing stands between a person in a crisis and a number to call.
        let marked = !is_crisis(form, outcome);
        reason(at, &form.reasons[at], marked, html);
    }
    html.push_str("</ul></div>\n");
}

/// One reason, with the mark of its sources or without.
fn reason(at: usize, reason: &Reason<'_>, marked: bool, html: &mut String) {
    let (number, mut because) = (at + 1, escaped(reason.because));
    attach(&mut because, if marked { &reason.sources } else { "" });
    let _ = write!(html, "<li class=\"reason r{number}\" hidden>{because}</li>");
}

/// What else was answered that matters, by the outcome that it asks for.
fn also(form: &SelfCheckForm<'_>, html: &mut String) {
    html.push_str("<div class=\"also\" hidden><h3>Also worth telling us</h3>\n");
    let outcomes = 0..form.outcomes.len();
    // Beside a stop nothing else is shown, and nothing is more cautious than the last.
    let below = outcomes.filter(|at| !form.table.outcomes[*at].stop).map(Some).rev();
    for outcome in below.chain([None]) {
        let rules = form.table.rules.iter().enumerate();
        let mut rules = rules.filter(|(_, rule)| rule.outcome == outcome).peekable();
        if rules.peek().is_none() {
            continue;
        }
        let class = outcome.map(|at| format!(" b{}", at + 1)).unwrap_or_default();
        let _ = write!(html, "<ul class=\"by{class}\">");
        rules.for_each(|(at, _)| reason(at, &form.reasons[at], true, html));
        html.push_str("</ul>\n");
    }
    html.push_str("</div>\n");
}
