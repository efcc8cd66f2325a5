//! Templates that would never be done end, with a finding at their place; all others make what they
//! made.
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::Site;

/// Longer than any template may take, on a busy machine and compiled for development.
const LONG: Duration = Duration::from_mins(1);

/// A template of pages with some text behind the page's own.
fn page(text: &str) -> String {
    format!(
        "{{% extends \"base.html\" %}}\n{{% block after %}}{text}{{% endblock after %}}\n"
    )
}

/// A site of three pages with these templates.
fn site(templates: &[(&str, &str)]) -> Site {
    let site = Site::base();
    for name in ["one", "two"] {
        let text = format!(
            "+++\ntitle = \"Page {name}\"\ndescription = \"A page that exists only so that \
             somebody can try a template on it, {name}.\"\n+++\nText.\n"
        );
        site.write(format!("content/{name}.md"), text);
    }
    for (name, text) in templates {
        site.write(format!("templates/{name}"), text);
    }
    site
}

/// What the command says, which has to end.
fn ended(site: &Site, call: &[&str]) -> Output {
    let mut process = site
        .command(call)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let since = Instant::now();
    while process.try_wait().expect("it runs").is_none() {
        if since.elapsed() > LONG {
            process.kill().expect("it can be killed");
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    process.wait_with_output().expect("it has ended")
}

/// The findings of a site.
fn findings(site: &Site) -> Vec<Value> {
    let checked = ended(site, &["check", "--json"]);
    let json: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    json["findings"].as_array().expect("a list").clone()
}

/// Goes a thousand times round `inner`, as often within itself as it is asked to.
fn nested(times: usize, inner: &str) -> String {
    let open = |at: usize| format!("{{% for v{at} in range(end=1000) %}}");
    let open: Vec<_> = (0..times).map(open).collect();
    open.concat() + inner + &"{% endfor %}".repeat(times)
}

/// Lines that double a value, each.
fn doubled(line: &str) -> String {
    format!("{{% set a = [\"{}\"] %}}", "x".repeat(40)) + &line.repeat(60)
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";

#[test]
fn a_template_that_would_never_be_done_is_a_finding() {
    let letters = |open: &str| open.replace("LETTERS", &format!("\"{LETTERS}\""));
    let rounds = "this template goes round too often: the page would never be done";
    let values = "this template makes more than a page can hold";
    let bombs = [
        (rounds, nested(5, "")),
        (rounds, nested(5, "{{ v0 }}")),
        (rounds, nested(3, "x").replace("{% for", "{%- for").replace("%}", "-%}")),
        (rounds, nested(3, "").replace("{% for", "{%for").replace(" in ", "\nin\t")),
        (rounds, nested(4, "{% continue %}")),
        (rounds, nested(4, "{% if v3 == 1 %}{% break %}{% endif %}")),
        (rounds, nested(2, "{% include \"part.html\" %}")),
        (rounds, nested(2, "{{ <row n={v0} /> }}")),
        (rounds, "{{ <branch n={1} /> }}".to_owned()),
        (rounds, letters(&"{% for a in LETTERS %}".repeat(7)) + &"{% endfor %}".repeat(7)),
        (rounds, "{% for a in body %}".repeat(9) + &"{% endfor %}".repeat(9)),
        (rounds, "{% for k, v in page %}".repeat(9) + &"{% endfor %}".repeat(9)),
        (rounds, "{% for p in all_pages %}".repeat(30) + &"{% endfor %}".repeat(30)),
        (
            rounds,
            "{% set x = [[1 for a in range(end=9999)] for b in range(end=9999)] %}"
                .to_owned(),
        ),
        (
            rounds,
            "{% if [[b for a in range(end=9999)] for b in range(end=9999) if b] %}{% endif %}"
                .to_owned(),
        ),
        (rounds, format!("{{% filter upper %}}{}{{% endfilter %}}", nested(4, "a"))),
        (rounds, format!("{{% set x %}}{}{{% endset %}}", nested(4, "a"))),
        // What could be taken for the end of a tag, or for its beginning.
        (rounds, nested(4, "").replace("range(", "\"%}\" and range(")),
        (rounds, nested(4, "").replace("range(", "'\\'%}' and range(")),
        (rounds, format!("{{# {{% raw %}} #}}{}", nested(4, ""))),
        (rounds, format!("{{% raw %}}{{#{{% endraw %}}{}", nested(4, ""))),
        (rounds, format!("{{%- raw -%}} {{{{ \" {{%- endraw -%}}{}", nested(4, ""))),
        (rounds, format!("{{{{ \"{{#\" }}}}{}", nested(4, ""))),
        (rounds, format!("{{{{ `{{% raw %}}` }}}}{}", nested(4, ""))),
        (values, doubled("{% set a = [a, a] %}") + "{{ a }}"),
        (values, doubled("{% set a = [...a, ...a] %}")),
        (values, doubled("{% set a = a ~ a %}")),
        (values, doubled("{% set a %}{{ a }}{{ a }}{% endset %}")),
        (values, "{% set a = [1] %}{% for i in range(end=99) %}{% set_global a = [a, a] %}{% endfor %}".to_owned()),
        (values, "{% set a = 1 %}{% for i in range(end=9999) %}{% set_global a = [a] %}{% endfor %}".to_owned()),
        (values, "{% set a = 1 %}{% for i in range(end=9999) %}{% set_global a = {\"b\": a} %}{% endfor %}".to_owned()),
        (values, format!("{{% set a = \"{}\" %}}", "x".repeat(30_000)) + "{{ a | replace(from=\"x\", to=a) }}"),
        (values, "{{ range(end=99000) | unique | length }}".to_owned()),
        (values, "{{ range(end=99999999999) | length }}".to_owned()),
        (values, nested(1, "{% if range(end=99000) %}{% endif %}")),
        (
            values,
            format!("{{% set a = \"{}\" %}}", "x".repeat(30_000)) + "{{ range(end=9000) | join(sep=a) }}",
        ),
        (values, format!("{{% set a = \"{}\" %}}", "x".repeat(9_000)) + &nested(2, "{{ a }}")),
    ];
    for (what, bomb) in bombs {
        let site = site(&[
            ("page.html", &page(&bomb)),
            ("part.html", &nested(2, "x")),
            (
                "parts.html",
                "{% component row(n) %}{% for a in range(end=1000) %}{{ n }}{% endfor %}{% endcomponent row %}\
              {% component branch(n) %}{{ <branch n={n} /> }}{{ <branch n={n} /> }}{{ <branch n={n} /> }}{% endcomponent branch %}",
            ),
        ]);
        let all = findings(&site);
        let of_templates: Vec<_> =
            all.iter().filter(|finding| finding["code"] == "template").collect();
        assert!(of_templates.len() == 1, "{bomb}: {all:?}");
        let finding = of_templates[0];
        let message = finding["message"].as_str().expect("it has one");
        // A component that calls itself goes down only so far.
        let is_deep = message.contains("recursion depth");
        assert!(message == what || is_deep, "{bomb}: {finding}");
        let file = finding["file"].as_str().unwrap_or_default();
        assert!(file.starts_with("templates/pa") || is_deep, "{bomb}: {finding}");
        if !is_deep {
            assert!(finding["line"].is_u64() && finding["column"].is_u64(), "{finding}");
        }
    }
}

#[test]
fn a_template_that_is_shared_is_bounded_too() {
    let shared = nested(4, "");
    let site = site(&[("shared/top.html", &shared)]);
    let all = findings(&site);
    assert!(
        all.iter().any(|finding| finding["file"] == "templates/shared/top.html"),
        "{all:?}"
    );
}

/// What templates make, whatever stands in them.
#[test]
fn a_template_that_ends_makes_what_it_made() {
    let site = site(&[
        ("part.html", "[{{ page.title }}{% for a in range(end=2) %}{{ a }}{% endfor %}]"),
        (
            "parts.html",
            "{% component row(n) %}({{ n }}|{% for a in range(end=n) %}.{% endfor %}){% endcomponent row %}",
        ),
        ("page.html", ""),
    ]);
    for (text, made) in [
        ("{% for a in [1, 2] %}{{ a }},{% endfor %}", "1,2,"),
        ("a {%- for a in [1, 2] %} {{ a }} {%- endfor %}", "a 1 2"),
        ("{% for a in [1, 2] -%}  {{ a -}}  {% endfor -%} .", "12."),
        ("{% for a in [] %}x{% else %}none{% endfor %}", "none"),
        ("{% for k, v in {\"b\": 1, \"c\": 2} %}{{ k }}{{ v }}{% endfor %}", "b1c2"),
        ("{% for a in \"%}x\" %}{{ a }}.{% endfor %}", "%.}.x."),
        ("{% for a in '\"' %}{{ a }}{% endfor %}", "&quot;"),
        ("{# {% for a in b %} #}x", "x"),
        (
            "{% raw %}{% for a in b %}{{ c }}{# d{% endraw %}",
            "{% for a in b %}{{ c }}{# d",
        ),
        ("x {%- raw -%} {{ a }} {%- endraw -%} y", "x{{ a }}y"),
        ("{{ \"{{ }} {% %} {# #}\" }}", "{{ }} {% %} {# #}"),
        ("{% set x = [a for a in [1, 2, 3] if a > 1] %}{{ x }}", "[2, 3]"),
        ("{% set x = [[b for b in a] for a in [[1], [2, 3]]] %}{{ x }}", "[[1], [2, 3]]"),
        ("{{ [k ~ v for k, v in {\"a\": 1}] | join(sep=\"-\") }}", "a1"),
        ("{% for a in [b for b in [1, 2] if b == 2] %}{{ a }}{% endfor %}", "2"),
        ("{% for a in [1] if true else [2] %}{{ a }}{% endfor %}", "1"),
        (
            "{% set a = 1 %}{% for i in [1, 2] %}{% set_global a = a + i %}{% endfor %}{{ a }}",
            "4",
        ),
        (
            "{% set a %}b{% for c in [1, 2] %}{{ c }}{% endfor %}{% endset %}{{ a }}",
            "b12",
        ),
        ("{% set a | upper %}b{% endset -%} {{ a }}", "B"),
        (
            "{% for a in [1, 2] %}{% include \"part.html\" %}{% endfor %}",
            "[Page one01][Page one01]",
        ),
        ("{% for a in [1, 2] %}{{ <row n={a} /> }}{% endfor %}", "(1|.)(2|..)"),
        ("{{ \"a<b\" | replace(from=\"a\", to=\"<\") }}", "&lt;&lt;b"),
        ("{{ body | replace(from=\"Text\", to=\"<i>\") }}", "<p>&lt;i&gt;.</p>\n"),
        ("{{ range(start=1, end=9, step_by=3) | join(sep=\"<\") }}", "1&lt;4&lt;7"),
        ("{{ range(start=5, end=0, step_by=-2) }}{{ range(end=0) }}", "[5, 3, 1][]"),
        ("{{ [body, \"<\"] | join(sep=\"&\") }}", "<p>Text.</p>\n&amp;&lt;"),
        ("{{ [1, 2, 1, \"a\", \"a\"] | unique }}", "[1, 2, &quot;a&quot;]"),
        ("{{ [] | join }}{{ [] | unique }}", "[]"),
        ("{{ page.fields.none or \"nothing\" }}", "nothing"),
        ("{{ 3 - 2 }}{{ 7 % 2 }}{% set a = {\"a\": {\"b\": 1} } %}{{ a.a.b }}", "111"),
        ("{% if \"in\" in \"for in if\" %}yes{% endif %}", "yes"),
    ] {
        site.write("templates/page.html", page(&format!("<i>{text}</i>")));
        let built = ended(&site, &["build"]);
        let page = site.read("dist/one/index.html").unwrap_or_default();
        assert!(built.status.success(), "{text}: {:?}", findings(&site));
        assert!(page.contains(&format!("<i>{made}</i>")), "{text}: {page}");
    }
}

/// Faults stand where they stand in the file, whatever was put in before them.
#[test]
fn a_fault_behind_a_loop_is_told_at_its_place() {
    for (text, marked) in [
        ("{% for a in [1] %}\n{{ a.b.c }}{% endfor %}", "b.c"),
        ("{% set x = [1] %}é{% for a in x %}{{ y }}{% endfor %}", "y"),
        ("{% for a in nothing.at.all %}{% endfor %}", "nothing"),
        ("{% for a in 1 %}{% endfor %}", "1"),
        ("{% for a in [1] %}{{ a | upper }}{% endfor %}", "a"),
    ] {
        let template = page(text);
        let site = site(&[("page.html", &template)]);
        let all = findings(&site);
        let finding = all.iter().find(|finding| finding["file"] == "templates/page.html");
        let finding = finding.unwrap_or_else(|| panic!("{text}: {all:?}"));
        assert!(!finding.to_string().contains("__"), "{text}: {finding}");
        let number = |key: &str| finding[key].as_u64().expect("a place") - 1;
        let place = |key: &str| usize::try_from(number(key)).expect("a small one");
        let line = template.lines().nth(place("line")).expect("it is there");
        let rest: String = line.chars().skip(place("column")).collect();
        assert!(rest.starts_with(marked), "{text}: {finding}");
    }
}
