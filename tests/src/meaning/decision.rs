//! Decision tables as DMN means them: how a file writes them, and a plain evaluator.
use std::fmt::Write as _;

/// A decision table as DMN means it.
#[derive(Clone)]
pub(crate) struct DecisionTable {
    pub(crate) policy: &'static str,
    pub(crate) columns: Vec<Column>,
    pub(crate) outputs: Vec<&'static str>,
    /// Whether the table lists its outputs.
    pub(crate) listed: bool,
    pub(crate) default: Option<usize>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    pub(crate) output: usize,
}

/// What can be given in a column, and how the file says so.
#[derive(Clone)]
pub(crate) struct Column {
    pub(crate) domain: Vec<Given>,
    pub(crate) said: Said,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// In the column itself.
    Listed,
    /// By the type of its expression.
    Typed,
    /// By the type of the variable with its name.
    Variable,
    /// By being yes or no.
    Boolean,
    /// Nowhere.
    Open,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Given {
    Text(&'static str),
    Truth(bool),
    Number(i64),
}

/// What a cell asks: any of some tests, or with `not` none.
#[derive(Clone)]
pub(crate) enum Cell {
    Any,
    Tests { tests: Vec<Test>, not: bool },
}

#[derive(Clone)]
pub(crate) enum Test {
    Equals(Given),
    From(i64),
    Below(i64),
    /// Both ends belong to it.
    Between(i64, i64),
}

impl Test {
    fn holds(&self, given: &Given) -> bool {
        match (self, given) {
            (Self::Equals(wanted), given) => wanted == given,
            (Self::From(from), Given::Number(number)) => number >= from,
            (Self::Below(end), Given::Number(number)) => number < end,
            (Self::Between(from, to), Given::Number(number)) => {
                (from..=to).contains(&number)
            }
            _ => false,
        }
    }

    /// As FEEL writes it, a range in one of several ways.
    fn feel(&self, way: usize) -> String {
        match self {
            Self::Equals(Given::Text(text)) => {
                format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
            }
            Self::Equals(Given::Truth(truth)) => truth.to_string(),
            Self::Equals(Given::Number(number)) => number.to_string(),
            Self::From(from) => match way % 2 {
                0 => format!(">= {from}"),
                _ => format!(">{}", from - 1),
            },
            Self::Below(end) => match way % 2 {
                0 => format!("< {end}"),
                _ => format!("<={}", end - 1),
            },
            Self::Between(from, to) => match way % 3 {
                0 => format!("[{from}..{to}]"),
                1 => format!("({}..{to}]", from - 1),
                _ => format!("]{}..{}[", from - 1, to + 1),
            },
        }
    }
}

impl Cell {
    fn holds(&self, given: &Given) -> bool {
        match self {
            Self::Any => true,
            Self::Tests { tests, not } => {
                tests.iter().any(|test| test.holds(given)) != *not
            }
        }
    }

    fn feel(&self, way: usize) -> String {
        let Self::Tests { tests, not } = self else {
            return if way.is_multiple_of(2) { "-" } else { "" }.to_owned();
        };
        let tests: Vec<_> = tests.iter().map(|test| test.feel(way)).collect();
        let tests = tests.join(if way.is_multiple_of(2) { "," } else { " , " });
        if *not { format!("not({tests})") } else { tests }
    }
}

impl DecisionTable {
    pub(crate) fn xml(&self) -> String {
        let mut xml = String::from(
            "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"X\">",
        );
        for (at, column) in self.columns.iter().enumerate() {
            column.types(at, &mut xml);
        }
        let _ = write!(
            xml,
            "<decision name=\"out\"><decisionTable hitPolicy=\"{}\">",
            self.policy
        );
        for (at, column) in self.columns.iter().enumerate() {
            column.input(at, &mut xml);
        }
        self.output(&mut xml);
        for (at, row) in self.rows.iter().enumerate() {
            xml.push_str("<rule>");
            for (column, cell) in row.cells.iter().enumerate() {
                let test = escaped(&cell.feel(at + column));
                let _ = write!(xml, "<inputEntry><text>{test}</text></inputEntry>");
            }
            let _ = write!(
                xml,
                "<outputEntry><text>\"{}\"</text></outputEntry><annotationEntry><text>Because.</text>\
                 </annotationEntry><annotationEntry><text>F1</text></annotationEntry></rule>",
                self.outputs[row.output]
            );
        }
        xml + "</decisionTable></decision></definitions>"
    }

    fn output(&self, xml: &mut String) {
        xml.push_str("<output>");
        if self.listed {
            let all: Vec<_> =
                self.outputs.iter().map(|text| format!("\"{text}\"")).collect();
            let _ = write!(
                xml,
                "<outputValues><text>{}</text></outputValues>",
                all.join(",")
            );
        }
        if let Some(default) = self.default {
            let _ = write!(
                xml,
                "<defaultOutputEntry><text>\"{}\"</text></defaultOutputEntry>",
                self.outputs[default]
            );
        }
        xml.push_str("</output>");
    }

    /// Every input.
    pub(crate) fn inputs(&self) -> Vec<Vec<Given>> {
        self.columns.iter().fold(vec![vec![]], |all, column| {
            let with = |before: &Vec<Given>| {
                let one = |given: &Given| {
                    [before.as_slice(), std::slice::from_ref(given)].concat()
                };
                column.domain.iter().map(one).collect::<Vec<_>>()
            };
            all.iter().flat_map(with).collect()
        })
    }

    /// The rows that match.
    pub(crate) fn matching(&self, input: &[Given]) -> Vec<usize> {
        let matches =
            |row: &Row| row.cells.iter().zip(input).all(|(cell, it)| cell.holds(it));
        (0..self.rows.len()).filter(|row| matches(&self.rows[*row])).collect()
    }

    /// What the table says, as its hit policy means it.
    pub(crate) fn says(&self, input: &[Given]) -> Option<usize> {
        let mut outputs =
            self.matching(input).into_iter().map(|row| self.rows[row].output);
        let said = match self.policy {
            "PRIORITY" => outputs.min(),
            _ => outputs.next(),
        };
        said.or(self.default)
    }
}

impl Column {
    /// What can be given, as FEEL lists it.
    fn values(&self) -> String {
        if let (Some(Given::Number(from)), Some(Given::Number(to))) =
            (self.domain.first(), self.domain.last())
        {
            return format!("[{from}..{to}]");
        }
        let values: Vec<_> =
            self.domain.iter().map(|it| Test::Equals(it.clone()).feel(0)).collect();
        escaped(&values.join(","))
    }

    fn types(&self, at: usize, xml: &mut String) {
        if matches!(self.said, Said::Typed | Said::Variable) {
            let _ = write!(
                xml,
                "<itemDefinition name=\"tBase{at}\"><typeRef>string</typeRef><allowedValues><text>{}\
                 </text></allowedValues></itemDefinition><itemDefinition name=\"t{at}\"><typeRef>\
                 tBase{at}</typeRef></itemDefinition>",
                self.values()
            );
        }
        if self.said == Said::Variable {
            let _ = write!(
                xml,
                "<inputData name=\"in{at}\"><variable name=\"in{at}\" typeRef=\"t{at}\"/></inputData>"
            );
        }
    }

    fn input(&self, at: usize, xml: &mut String) {
        let kind = match self.said {
            Said::Typed => format!(" typeRef=\"t{at}\""),
            Said::Boolean => " typeRef=\"boolean\"".to_owned(),
            _ => String::new(),
        };
        let _ = write!(
            xml,
            "<input><inputExpression{kind}><text>in{at}</text></inputExpression>"
        );
        if self.said == Said::Listed {
            let _ =
                write!(xml, "<inputValues><text>{}</text></inputValues>", self.values());
        }
        xml.push_str("</input>");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
