//! Colours that are written out, in the value of a property.
use std::ops::Range;

/// Functions that give a colour.
const FUNCTIONS: &[&str] = &[
    "color",
    "color-mix",
    "hsl",
    "hsla",
    "hwb",
    "lab",
    "lch",
    "oklab",
    "oklch",
    "rgb",
    "rgba",
];

/// The colours with a name (CSS Color 4). Those of the system, and words that stand for a
/// colour from elsewhere, are none: `CanvasText`, `transparent`, `currentcolor`.
const NAMES: &str = " aliceblue antiquewhite aqua aquamarine azure beige bisque black \
    blanchedalmond blue blueviolet brown burlywood cadetblue chartreuse chocolate coral \
    cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen \
    darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon \
    darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink \
    deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro \
    ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo \
    ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan \
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen \
    lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen \
    magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen \
    mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream \
    mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid \
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum \
    powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown \
    seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen \
    steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow \
    yellowgreen ";

/// The places of the colours in a value. Texts in quotes and addresses hold none.
pub(super) fn colours(value: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (vec![], 0);
    while let Some(first) = value[at..].chars().next() {
        let rest = &value[at..];
        let word: usize =
            rest.chars().skip(1).take_while(|c| is_inner(*c)).map(char::len_utf8).sum();
        let end = at
            + first.len_utf8()
            + if first == '#' || is_inner(first) { word } else { 0 };
        let (text, after) = (&value[at..end], &value[end..]);
        let function = after.starts_with('(');
        if matches!(first, '"' | '\'') {
            at += 1 + rest[1..].find(first).map_or(rest.len() - 1, |length| length + 1);
        } else if function && text.eq_ignore_ascii_case("url") {
            at = end + after.find(')').unwrap_or(after.len());
        } else {
            if is_colour(text, function) {
                found.push(at..end);
            }
            at = end;
        }
    }
    found
}

/// Whether a letter goes on with a word.
fn is_inner(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '-' | '_')
}

fn is_colour(word: &str, function: bool) -> bool {
    let word = word.trim().to_ascii_lowercase();
    match word.strip_prefix('#') {
        Some(digits) => {
            matches!(digits.len(), 3 | 4 | 6 | 8)
                && digits.chars().all(|c| c.is_ascii_hexdigit())
        }
        None if function => FUNCTIONS.contains(&word.as_str()),
        None => NAMES.contains(&format!(" {word} ")),
    }
}
