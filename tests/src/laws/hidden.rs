//! No published picture holds what was hidden in its file, wherever that stood.
use std::fs;

use site::assets::clean;
use site::assets::picture::Problem;

use crate::root;

/// What is planted: no picture holds it by itself.
const SECRET: &[u8] = b"SECRET 34.07N 118.40W";

fn fixture(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/pictures").join(name)).expect("it is there")
}

/// Asserts that a picture with something planted in it is published without.
#[track_caller]
fn assert_clean(name: &str, planted: &[u8], what: &str) {
    let published = clean(name, planted).unwrap_or_else(|no| panic!("{what}: {no:?}"));
    let holds =
        |word: &[u8]| published.bytes.windows(word.len()).any(|part| part == word);
    assert!(!holds(&SECRET[..6]), "{what} is published");
    let again = clean(name, &published.bytes).expect("it still is a picture");
    assert!(again == published, "{what}: what is published is clean");
}

/// A picture with something put into it at a byte.
fn with(picture: &[u8], at: usize, put: &[u8]) -> Vec<u8> {
    [&picture[..at], put, &picture[at..]].concat()
}

/// A segment of a JPEG that holds the secret after `start`.
fn segment(marker: u8, start: &[u8]) -> Vec<u8> {
    let length = u16::try_from(2 + start.len() + SECRET.len()).expect("it is short");
    [&[0xff, marker], &length.to_be_bytes()[..], start, SECRET].concat()
}

/// Where the segments of a JPEG begin, up to its scan, and where its end is marked.
fn segments(picture: &[u8]) -> Vec<usize> {
    let (mut at, mut places) = (2, vec![]);
    while picture[at + 1] != 0xda {
        places.push(at);
        at += 2 + usize::from(u16::from_be_bytes([picture[at + 2], picture[at + 3]]));
    }
    places.extend([at, picture.len() - 2]);
    places
}

#[test]
fn what_is_planted_in_a_jpeg_is_not_published() {
    let picture = fixture("upright.jpg");
    assert_eq!(picture[picture.len() - 2..], [0xff, 0xd9]);
    let starts: [&[u8]; 6] =
        [b"", b"Exif\0\0", b"MPF\0", b"JFXX\0", b"urn:iso:std", b"8BIM"];
    for place in segments(&picture) {
        for marker in
            (0xe0..=0xef).chain([0xfe, 0xf0, 0xfd, 0xde, 0xdf, 0xc8, 0x02, 0xbf])
        {
            for start in starts {
                let what = format!("{marker:x} with {start:?} at {place}");
                assert_clean(
                    "a.jpg",
                    &with(&picture, place, &segment(marker, start)),
                    &what,
                );
            }
        }
    }
    // Between segments, as a small copy, after the known part of a segment, and after the end.
    assert_clean("a.jpg", &with(&picture, 2, SECRET), "what stands between segments");
    let head = b"JFIF\0\x01\x01\0\0\x01\0\x01\x07\x01";
    assert_clean("a.jpg", &with(&picture, 2, &segment(0xe0, head)), "a small copy");
    let adobe = b"Adobe\0\x64\0\0\0\0\x01";
    assert_clean(
        "a.jpg",
        &with(&picture, 2, &segment(0xee, adobe)),
        "the rest of a segment",
    );
    let second = [SECRET, &picture, SECRET].concat();
    assert_clean("a.jpg", &[&picture, &*second].concat(), "a second picture");
    assert_clean(
        "a.jpg",
        &[&picture, &b"\0\0\0\x18ftypmp42"[..], SECRET].concat(),
        "a film",
    );
}

#[test]
fn a_picture_that_was_cut_is_refused() {
    for (name, picture) in
        [("a.jpg", "upright.jpg"), ("a.png", "text.png"), ("a.webp", "meta.webp")]
    {
        let picture = fixture(picture);
        for end in (0..picture.len()).step_by(7) {
            let cut = clean(name, &picture[..end]);
            assert_eq!(cut, Err(Problem::Damaged), "{name} up to {end}");
        }
    }
}

/// A chunk of a PNG, whose sum nothing checks but this project.
fn chunk(kind: [u8; 4], contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).expect("it is short").to_be_bytes();
    let mut sum = 0xffff_ffff_u32;
    for byte in kind.iter().chain(contents) {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    [&length[..], &kind, contents, &(!sum).to_be_bytes()].concat()
}

/// Where the chunks of a PNG begin.
fn chunks(picture: &[u8]) -> Vec<usize> {
    let (mut at, mut places) = (8, vec![]);
    while at < picture.len() {
        places.push(at);
        let length = picture[at..at + 4].try_into().expect("four bytes");
        at += 12 + u32::from_be_bytes(length) as usize;
    }
    places
}

#[test]
fn what_is_planted_in_a_png_is_not_published() {
    let picture = fixture("text.png");
    let kinds = [
        b"tEXt", b"zTXt", b"iTXt", b"tIME", b"caBX", b"prVt", b"vpAg", b"sPLT", b"hIST",
        b"gAMA", b"pHYs", b"sRGB",
    ];
    // The first must stay the first.
    for place in chunks(&picture).into_iter().skip(1) {
        for kind in kinds {
            let what = format!("{} at {place}", String::from_utf8_lossy(kind));
            assert_clean("a.png", &with(&picture, place, &chunk(*kind, SECRET)), &what);
        }
    }
    let end = picture.len() - 12;
    let ended = [&picture[..end], &chunk(*b"IEND", SECRET)].concat();
    assert_clean("a.png", &ended, "the last chunk");
    assert_clean("a.png", &[&picture[..], SECRET].concat(), "what follows the end");
    let profile = [SECRET, b"\0\0\x78\x9c\x03\0\0\0\0\x01"].concat();
    let named = with(&picture, chunks(&picture)[1], &chunk(*b"iCCP", &profile));
    assert_clean("a.png", &named, "the name of a profile");
}

/// A chunk of a WebP.
fn riff(id: [u8; 4], contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).expect("it is short").to_le_bytes();
    let pad: &[u8] = if contents.len() % 2 == 1 { &[0] } else { &[] };
    [&id, &length[..], contents, pad].concat()
}

#[test]
fn what_is_planted_in_a_webp_is_not_published() {
    let picture = fixture("meta.webp");
    let planted = |chunk: &[u8]| {
        let inner = [&picture[8..], chunk].concat();
        riff(*b"RIFF", &inner)
    };
    for id in [b"EXIF", b"XMP ", b"C2PA", b"unkn", b"JUNK"] {
        let what = String::from_utf8_lossy(id).into_owned();
        assert_clean("a.webp", &planted(&riff(*id, SECRET)), &what);
    }
    let frame = [&[0; 16][..], &riff(*b"XMP ", SECRET), &riff(*b"VP8L", b"\x2f\0\0\0\0")]
        .concat();
    assert_clean("a.webp", &planted(&riff(*b"ANMF", &frame)), "a chunk in a frame");
    assert_clean("a.webp", &[&picture[..], SECRET].concat(), "what follows the end");
}

/// A drawing with something in it.
fn drawing(root: &str, inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" \
         viewBox=\"0 0 9 9\"{root}>{inside}<path d=\"M0 0h9\"/></svg>"
    )
}

#[test]
fn what_is_planted_in_a_drawing_is_not_published() {
    let planted = [
        ("", "<!-- SECRET -->"),
        (
            "",
            "<metadata><rdf:RDF xmlns:rdf='r'><rdf:li>SECRET</rdf:li></rdf:RDF></metadata>",
        ),
        ("", "<sodipodi:namedview pagecolor='SECRET'>SECRET</sodipodi:namedview>"),
        (" sodipodi:docname=\"/home/SECRET/a.svg\"", ""),
        (" data-name=\"SECRET\"", ""),
        (" xml:base=\"file:///SECRET/\"", ""),
        ("", "<style>/* SECRET */ path { fill: red }</style>"),
        ("", "<g style='fill: red /* SECRET */'/>"),
        ("", "<g xmlns:q='urn:SECRET'/>"),
    ];
    for (root, inside) in planted {
        assert_clean("a.svg", drawing(root, inside).as_bytes(), inside);
    }
    let kept = drawing(
        "",
        "<title>A &amp; B</title><g id='a' xml:space='preserve'/><use xlink:href='#a' fill='url(#b)'/>",
    );
    let published = clean("a.svg", kept.as_bytes()).expect("it only draws");
    let text = String::from_utf8_lossy(&published.bytes).into_owned();
    for owed in [
        "<title>A &amp; B</title>",
        "<use href=\"#a\" fill=\"url(#b)\"/>",
        "<path d=\"M0 0h9\"/>",
    ] {
        assert!(text.contains(owed), "{text} lacks {owed}");
    }
}

#[test]
fn a_drawing_that_could_do_something_is_refused() {
    let roots = [
        " onload=\"alert(1)\"",
        " OnLoad=\"alert(1)\"",
        "\nonclick\n=\n'alert(1)'",
        " onfocusin=\"&#97;lert(1)\"",
        " sodipodi:onload=\"alert(1)\"",
        " style=\"background: url(https://evil.example/a)\"",
        " fill=\"u\\72l(//evil.example/a)\"",
        " filter=\"url( 'https://evil.example/a#b' )\"",
        " cursor=\"image-set('a.png' 1x)\"",
    ];
    let inside = [
        "<script>alert(1)</script>",
        "<SCRIPT/>",
        "<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">alert(1)</h:script>",
        "<s:script xmlns:s='http://www.w3.org/2000/svg' href='data:,alert(1)'/>",
        "<g xmlns='urn:other'><script xmlns='http://www.w3.org/2000/svg'/></g>",
        "<metadata><script/></metadata>",
        "<metadata><g onclick='alert(1)'/></metadata>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>a</p></foreignObject>",
        "<p xmlns='http://www.w3.org/1999/xhtml'>a</p>",
        "<iframe xmlns='http://www.w3.org/1999/xhtml' src='/'/>",
        "<animate attributeName='x' onbegin='alert(1)'/>",
        "<set attributeName='href' to='javascript:alert(1)'/>",
        "<a href='javascript:alert(1)'><text>a</text></a>",
        "<a xlink:href='&#x6A;avascript:alert(1)'/>",
        "<use href='https://evil.example/a.svg#a'/>",
        "<use xlink:href = '//evil.example/a.svg#a'/>",
        "<use href='other.svg#a'/>",
        "<use href='data:image/svg+xml,&lt;svg/&gt;'/>",
        "<image href='//evil.example/x.png'/>",
        "<image href='data:image/png;base64,AAAA'/>",
        "<filter><feImage href='https://evil.example/'/></filter>",
        "<style>@import 'https://evil.example/a.css';</style>",
        "<style>@\\69mport url(a.css);</style>",
        "<style><![CDATA[ a { fill: url(/a) } ]]></style>",
        "<style>@font-face { src: url(data:font/woff2,a) }</style>",
        "<text>java&#x0A;script:</text><g class=' java\nscript:alert(1)'/>",
        "<video/><unknown/>",
    ];
    let drawings = roots.iter().map(|root| drawing(root, ""));
    let drawings = drawings.chain(inside.iter().map(|inside| drawing("", inside)));
    let mut drawings: Vec<_> = drawings.collect();
    let plain = drawing("", "");
    for before in [
        "<!DOCTYPE svg [<!ENTITY x \"&#60;script&#62;\">]>",
        "<?xml-stylesheet href='https://evil.example/a.css'?>",
    ] {
        drawings.push(format!("{before}{plain}"));
    }
    for drawing in drawings {
        assert_eq!(clean("a.svg", drawing.as_bytes()), Err(Problem::Active), "{drawing}");
    }
    let wide: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let many: String = (0..60_000)
        .flat_map(|number| [" a".to_owned(), number.to_string(), "=''".to_owned()])
        .collect();
    let deep = "<g>".repeat(50_000) + &"</g>".repeat(50_000);
    for odd in [
        wide,
        drawing(&many, "").into_bytes(),
        drawing("", &deep).into_bytes(),
        plain.replace("2000/svg", "2000/other").into_bytes(),
        plain.replace("</svg>", "").into_bytes(),
    ] {
        assert!(clean("a.svg", &odd).is_err());
    }
}
