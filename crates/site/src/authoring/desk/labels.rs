//! What components are called in the menu of the desk, where nobody writes their names.

/// What a component is called where nobody writes it by hand.
pub fn label(name: &str) -> &'static str {
    LABELS.iter().find(|(known, _)| *known == name).map_or("", |(_, label)| label)
}

const LABELS: &[(&str, &str)] = &[
    ("warning", "Box that warns"),
    ("callout", "Box to notice"),
    ("key-facts", "Key facts at the top"),
    ("studies", "Studies beside each other"),
    ("steps", "Steps in order"),
    ("actions", "Buttons"),
    ("ways", "Ways on from here"),
    ("fold", "Text that opens when it is pressed"),
    ("table", "Table with a title"),
    ("crisis", "Help in a crisis"),
    ("contact", "How to reach the practice"),
    ("phone", "Telephone number"),
    ("sources", "List of sources"),
    ("self-check", "The self-check"),
    ("gap", "Something that is still missing"),
    ("drawing", "Drawing"),
    ("compare", "Options beside each other"),
    ("weigh", "Help to weigh options"),
    ("take-along", "Sheet to take along"),
    ("asks", "Questions to ask"),
    ("decoration", "Picture that only decorates"),
];
