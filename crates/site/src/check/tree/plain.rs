//! What the strict reader knows of HTML: elements by where they may stand. An element that
//! is not listed is left to the whole parser.

/// Where an element may stand, and what may stand in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Category {
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

impl Category {
    /// Whether it never holds anything.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::Told | Self::Void | Self::Rule)
    }

    /// Whether text in it would be moved elsewhere.
    pub(super) fn is_structure(self) -> bool {
        matches!(self, Self::Html | Self::Head | Self::Table | Self::Rows | Self::Row)
    }
}

/// The category of an element.
pub(super) fn category(name: &str) -> Option<Category> {
    Some(match name {
        "a" => Category::Link,
        "abbr" | "audio" | "b" | "cite" | "code" | "del" | "em" | "i" | "kbd"
        | "label" | "legend" | "mark" | "output" | "progress" | "q" | "s" | "small"
        | "span" | "strong" | "sub" | "sup" | "time" => Category::Inline,
        "li" => Category::Item,
        "p" => Category::Paragraph,
        "address" | "article" | "aside" | "blockquote" | "details" | "div"
        | "fieldset" | "figcaption" | "figure" | "footer" | "header" | "main" | "nav"
        | "pre" | "section" | "summary" => Category::Block,
        "link" | "meta" => Category::Told,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Category::Heading,
        "ol" | "ul" => Category::List,
        "td" | "th" => Category::Cell,
        "tr" => Category::Row,
        "tbody" | "tfoot" | "thead" => Category::Rows,
        "table" => Category::Table,
        "caption" => Category::Caption,
        "br" | "img" | "input" | "wbr" => Category::Void,
        "hr" => Category::Rule,
        "dl" => Category::Terms,
        "dd" | "dt" => Category::Term,
        "svg" => Category::Drawing,
        "circle" | "g" | "line" | "path" | "polygon" | "polyline" | "rect" | "text"
        | "tspan" => Category::Shape,
        "button" => Category::Button,
        "form" => Category::Form,
        "script" => Category::Script,
        "title" => Category::Title,
        "html" => Category::Html,
        "head" => Category::Head,
        "body" => Category::Body,
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
