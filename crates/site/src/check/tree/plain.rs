//! What the strict reader knows of HTML: elements by where they may stand. An element that
//! is not listed is left to the whole parser.

/// Where an element may stand, and what may stand in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    Head,
    Body,
    /// In the head, and empty.
    Told,
    Title,
    Script,
    /// Within a line.
    Inline,
    /// Within a line, and empty.
    Void,
    Link,
    Button,
    Paragraph,
    /// What would end a paragraph.
    Block,
    /// The same, and empty.
    Rule,
    Form,
    Heading,
    List,
    Item,
    Terms,
    Term,
    Table,
    Caption,
    Rows,
    Row,
    Cell,
    Drawing,
    Shape,
}

impl Kind {
    /// Whether it never holds anything.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::Told | Self::Void | Self::Rule)
    }

    /// Whether text in it would be moved elsewhere.
    pub(super) fn is_structure(self) -> bool {
        matches!(self, Self::Html | Self::Head | Self::Table | Self::Rows | Self::Row)
    }
}

/// The kind of an element.
pub(super) fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "a" => Kind::Link,
        "abbr" | "b" | "cite" | "code" | "del" | "em" | "i" | "kbd" | "label"
        | "legend" | "mark" | "q" | "s" | "small" | "span" | "strong" | "sub" | "sup"
        | "time" => Kind::Inline,
        "li" => Kind::Item,
        "p" => Kind::Paragraph,
        "address" | "article" | "aside" | "blockquote" | "details" | "div"
        | "fieldset" | "figcaption" | "figure" | "footer" | "header" | "main" | "nav"
        | "pre" | "section" | "summary" => Kind::Block,
        "link" | "meta" => Kind::Told,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        "ol" | "ul" => Kind::List,
        "td" | "th" => Kind::Cell,
        "tr" => Kind::Row,
        "tbody" | "tfoot" | "thead" => Kind::Rows,
        "table" => Kind::Table,
        "caption" => Kind::Caption,
        "br" | "img" | "input" | "wbr" => Kind::Void,
        "hr" => Kind::Rule,
        "dl" => Kind::Terms,
        "dd" | "dt" => Kind::Term,
        "svg" => Kind::Drawing,
        "circle" | "g" | "line" | "path" | "polygon" | "polyline" | "rect" | "text"
        | "tspan" => Kind::Shape,
        "button" => Kind::Button,
        "form" => Kind::Form,
        "script" => Kind::Script,
        "title" => Kind::Title,
        "html" => Kind::Html,
        "head" => Kind::Head,
        "body" => Kind::Body,
        _ => return None,
    })
}

/// Whether a drawing's attribute is called as it is written: parsers give some others
/// capitals, or a family.
pub(super) fn is_drawn_with(name: &str) -> bool {
    const KNOWN: &[&str] = &[
        "class",
        "cx",
        "cy",
        "d",
        "dx",
        "dy",
        "fill",
        "height",
        "id",
        "opacity",
        "points",
        "r",
        "role",
        "rx",
        "ry",
        "stroke",
        "tabindex",
        "transform",
        "viewBox",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    ];
    name.contains('-') || KNOWN.contains(&name)
}
