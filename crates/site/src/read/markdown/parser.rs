//! The parser, and what it makes of references that nothing defines.
use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, LinkType, Options, Parser};

/// What the address of a citation begins with, in place of a scheme.
pub(super) const CITE: &str = "cite:";

/// What the address of a link begins with that refers to nothing.
pub(super) const MISSING: &str = "missing:";

/// The parser, as all texts are read.
pub(super) fn parser(text: &str) -> Parser<'_, impl BrokenLinkCallback<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM;
    Parser::new_with_broken_link_callback(text, options, Some(name_broken_link))
}

/// A reference that is not defined is a citation when it starts with `@`; one in full form
/// is a slip; anything else is text in square brackets.
#[expect(clippy::needless_pass_by_value, reason = "the parser's signature")]
fn name_broken_link<'a>(link: BrokenLink<'_>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let to = if link.reference.starts_with('@') {
        format!("{CITE}{}", link.reference)
    } else if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
        format!("{MISSING}{}", link.reference)
    } else {
        return None;
    };
    Some((to.into(), "".into()))
}
