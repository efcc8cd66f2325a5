//! Telephone numbers and the website's address, in the forms in which people write them.
use ground::diagnostic::Diagnostic;
use site::read::practice::{self, Practice};
use site::read::telephone::{dial, numbers};

#[test]
fn a_number_is_called_as_it_is_meant() {
    let numbers = [
        ("310-555-0142", "+13105550142"),
        ("(310) 555-0142", "+13105550142"),
        ("310.555.0142", "+13105550142"),
        ("310 555 0142", "+13105550142"),
        ("3105550142", "+13105550142"),
        ("1-310-555-0142", "+13105550142"),
        ("+1 310 555 0142", "+13105550142"),
        ("+44 (20) 7946-0958", "+442079460958"),
        ("+49 30/901820", "+4930901820"),
        ("310-555-0142 ext. 4", "+13105550142;ext=4"),
        ("310-555-0142 Ext 41", "+13105550142;ext=41"),
        ("310-555-0142x4", "+13105550142;ext=4"),
        ("310-555-0142 #4", "+13105550142;ext=4"),
        ("310-555-0142 extension: 4", "+13105550142;ext=4"),
        ("+13105550142;ext=4", "+13105550142;ext=4"),
        ("310\u{a0}555\u{2011}0142", "+13105550142"),
        (" 988 ", "988"),
        ("741741", "741741"),
    ];
    for (written, dialled) in numbers {
        assert_eq!(dial(written).as_deref(), Some(dialled), "{written}");
    }
    for wrong in [
        "",
        " ",
        "12",
        "+",
        "+12",
        "call us",
        "Call us: 310-555-0142",
        "555-0142",
        "310-555-01420",
        "2-310-555-0142",
        "310-555-0142 ext.",
        "310-555-0142 ext. four",
        "310-555-0142 or 43",
        "310;555;0142",
        "tel:3105550142",
        "310-555-0142 ext 12345678",
        "+1234567890123456",
        "310–555–0142 (office)",
        "988\n911",
    ] {
        assert_eq!(dial(wrong), None, "{wrong}");
    }
}

#[test]
fn numbers_are_found_in_sentences_and_figures_are_not() {
    let texts: [(&str, &[&str]); 19] = [
        ("Call 310-555-0142 now.", &["310-555-0142"]),
        ("Call (310) 555-0142, or not", &["(310) 555-0142"]),
        ("310.555.0142", &["310.555.0142"]),
        ("at 1-800-555-0142!", &["1-800-555-0142"]),
        ("at +1 (310) 555 0142", &["+1 (310) 555 0142"]),
        ("from +44 20 7946 0958.", &["+44 20 7946 0958"]),
        ("3105550142 or 13105550142", &["3105550142", "13105550142"]),
        ("call 988 or 911", &["988", "911"]),
        ("Text HOME to 741741", &["741741"]),
        ("Call or text 988, or dial 711 first", &["988", "711"]),
        ("Tel. 310-555-0142/310-555-0143", &["310-555-0142", "310-555-0143"]),
        ("In 2013, 346 adults had it and 222 did not", &[]),
        ("100 of 1,000; 2019-2021; 2026-11-29; 12:30", &[]),
        ("PMID 23982301, NCT00768430, 10.1176/appi.ajp.2013.13030392", &[]),
        ("ISBN 0-306-40615-2 and 0306406152", &[]),
        ("0.5 mg per kg over 40 minutes, 3,225 people, 47.5%", &[]),
        ("pages 1134-1142 of volume 170", &[]),
        ("About 400 to 500 of 2000 people", &[]),
        ("310-555-01421", &[]),
    ];
    for (text, wanted) in texts {
        let found: Vec<_> = numbers(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, wanted, "{text}");
    }
}

/// What is said of a practice's `url`.
fn address(url: &str) -> (Practice, Vec<Diagnostic>) {
    let quoted = serde_json::to_string(url).expect("it is a text");
    let text = format!(
        "name = \"A\"\nwhat = \"B\"\nurl = {quoted}\ntelephone = \"424-555-0100\"\n\
         booking = \"https://booking.test/\"\nleave_to = \"https://elsewhere.test/\"\n\
         time_zone = \"UTC\"\nlanguage = \"en\"\nmenu = []\n\
         crisis = {{ lifeline = \"988\", emergency = \"911\" }}\n"
    );
    let mut found = vec![];
    let practice = practice::read(&"content/practice.toml".into(), &text, &mut found);
    (practice, found)
}

#[test]
fn the_website_has_an_address_that_no_server_reads_as_anything_else() {
    for url in [
        "https://practice.test",
        "https://practice.test/",
        "https://www.my-practice.co.test",
        "https://practice.test:8443",
        "https://xn--bcher-kva.test",
        "https://192.0.2.1",
    ] {
        let (practice, found) = address(url);
        assert_eq!((practice.url.as_str(), found), (url.trim_end_matches('/'), vec![]));
    }
    for url in [
        "http://practice.test",
        "https://",
        "https:// practice.test",
        "https://practice.test;\n}\nserver { listen 81; }",
        "https://practice.test;",
        "https://practice.test{",
        "https://practice.test\"",
        "https://practice.test'",
        "https://practice.test`",
        "https://practice.test\\",
        "https://practice.test/$host",
        "https://$host",
        "https://user:secret@practice.test",
        "https://user@practice.test",
        "https://practice..test",
        "https://-practice.test",
        "https://practice.test:99999",
        "https://practice.test:80:80",
        "https://practice.test?a",
        "https://practice.test/#a",
        "https://practice.test/%0a",
        "https://bücher.test",
        "https://practice.test\u{202e}",
    ] {
        let (practice, found) = address(url);
        assert_eq!(found.len(), 1, "{url:?}: {found:#?}");
        assert!(found[0].stops(false) && practice.url.ends_with(".invalid"), "{url:?}");
    }
}
