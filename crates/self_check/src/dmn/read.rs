//! DMN decision tables as the rules of a self-check, to be completed by people.
use ground::diagnostic::{Diagnostic, Level};
use ground::source::Path;
use roxmltree::{Document, Node};

use super::decision::{Column, ColumnDraft, DecisionRule, DecisionTable};
use super::order::{HitPolicy, NumberedRow, Refused, order};
use super::unary::{self, UnaryTest, UnaryValue};
use super::xml::{children, is, malformed, place, refused, text_of};

/// Reads the tables of a file. What is refused is a finding.
pub(super) fn read(
    file: &Path,
    text: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<DecisionTable> {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            found.push(malformed(file, text, &error));
            return None;
        }
    };
    let table = one_table(file, &document, found)?;
    let policy = policy(file, table, found)?;
    let mut reader = Reader { file, found, columns: vec![] };
    let rows = reader.table(table)?;
    reader.finish(table, &document, policy, rows)
}

/// The one table that decides. What collects beside it is left out, with a finding.
fn one_table<'a, 'd>(
    file: &Path,
    document: &'a Document<'d>,
    found: &mut Vec<Diagnostic>,
) -> Option<Node<'a, 'd>> {
    let tables = document.descendants().filter(|node| is(node, "decisionTable"));
    // What Candor itself writes has two tables, and one of them collects the panels.
    let (collecting, tables): (Vec<_>, Vec<_>) = tables.partition(|node| collects(*node));
    let [table] = tables[..] else {
        let message = "a self-check is made of one decision table with one outcome";
        let at = tables.get(1).or(collecting.first()).copied();
        let at = at.unwrap_or(document.root_element());
        found.push(refused(file, at, message.to_owned()));
        return None;
    };
    for collecting in collecting {
        let message =
            "this table collects what is shown beside the outcome: it is left out";
        let finding = refused(file, collecting, message.to_owned());
        let help = "write its rows as rules with panels = [...]";
        found.push(Diagnostic { level: Level::Warning, ..finding.help(help) });
    }
    Some(table)
}

/// Whether a table only collects, and decides nothing.
fn collects(table: Node<'_, '_>) -> bool {
    table.attribute("hitPolicy") == Some("COLLECT")
        && table.attribute("aggregation").is_none()
}

/// The hit policy, UNIQUE where the file names none (DMN 1.3, 8.2.10).
fn policy(
    file: &Path,
    table: Node<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Option<HitPolicy> {
    Some(match table.attribute("hitPolicy").unwrap_or("UNIQUE") {
        "UNIQUE" => HitPolicy::Unique,
        "ANY" => HitPolicy::Any,
        "PRIORITY" => HitPolicy::Priority,
        "FIRST" => HitPolicy::First,
        other => {
            let message = format!(
                "a table with the hit policy {other} says more than one thing at once, which a \
                 self-check cannot"
            );
            found.push(refused(file, table, message));
            return None;
        }
    })
}

/// A row before its values are known by number.
struct UnresolvedRule<'a, 'd> {
    node: Node<'a, 'd>,
    tests: Vec<(usize, UnaryTest)>,
    output: String,
    because: String,
    sources: Vec<String>,
}

/// What a table says of its output.
struct Outputs {
    /// Every output, those that the table lists first.
    all: Vec<String>,
    /// Whether the table lists them all, from the most cautious.
    listed: bool,
    /// The output when no row matches.
    otherwise: Option<String>,
}

/// Reads one table, and finds what cannot be read.
struct Reader<'r> {
    file: &'r Path,
    found: &'r mut Vec<Diagnostic>,
    columns: Vec<ColumnDraft>,
}

impl Reader<'_> {
    /// Reads the columns and rows of a table. Two columns of the same expression are one.
    fn table<'a, 'd>(
        &mut self,
        table: Node<'a, 'd>,
    ) -> Option<Vec<UnresolvedRule<'a, 'd>>> {
        let mut places = vec![];
        for input in children(table, "input") {
            places.push(self.column(input)?);
        }
        if children(table, "output").count() != 1 {
            return self.refuse(table, "a table must have one output");
        }
        children(table, "rule").map(|rule| self.row(rule, &places)).collect()
    }

    /// Reads a column; gives its number.
    fn column(&mut self, input: Node<'_, '_>) -> Option<usize> {
        let expression = children(input, "inputExpression").next();
        let label = || input.attribute("label").map(str::to_owned);
        let name = expression.map(text_of).or_else(label)?;
        let known = self.columns.iter().position(|column| column.name == name);
        let at = known.unwrap_or_else(|| {
            self.columns.push(ColumnDraft::new(name));
            self.columns.len() - 1
        });
        // Both values are known by the type, even where the rows name one of them or none.
        if expression.and_then(|it| it.attribute("typeRef")) == Some("boolean") {
            self.columns[at].gather(&[UnaryValue::Truth(true)]);
        }
        if let Some(values) = children(input, "inputValues").next() {
            self.input_values(at, values)?;
        }
        Some(at)
    }

    /// Reads the values that a column says it takes: a range of numbers, or a list.
    fn input_values(&mut self, column: usize, values: Node<'_, '_>) -> Option<()> {
        let Some(read) = unary::values(&text_of(values)) else {
            return self.refuse(values, "only listed values and ranges can be read here");
        };
        let column = &mut self.columns[column];
        match read[..] {
            [UnaryValue::Range(Some(from), Some(to))] => column.bounds = Some((from, to)),
            _ => column.gather(&read),
        }
        Some(())
    }

    /// Reads a row.
    fn row<'a, 'd>(
        &mut self,
        rule: Node<'a, 'd>,
        places: &[usize],
    ) -> Option<UnresolvedRule<'a, 'd>> {
        let mut tests = vec![];
        for (entry, column) in children(rule, "inputEntry").zip(places) {
            let Some(test) = unary::test(&text_of(entry)) else {
                return self.refuse(
                    entry,
                    "only listed values and ranges of whole numbers can be read here",
                );
            };
            if let UnaryTest::Values { values, .. } = &test {
                self.columns[*column].gather(values);
            }
            tests.push((*column, test));
        }
        let Some(output) = output_of(rule) else {
            return self.refuse(rule, "the output of a row must be one text");
        };
        let (because, sources) = notes_of(rule);
        Some(UnresolvedRule { node: rule, tests, output, because, sources })
    }

    /// Notes why something cannot be read, and gives nothing.
    fn refuse<T>(&mut self, at: Node<'_, '_>, message: &str) -> Option<T> {
        self.found.push(refused(self.file, at, message.to_owned()));
        None
    }

    /// The table, now that all its values are known.
    fn finish(
        mut self,
        table: Node<'_, '_>,
        document: &Document<'_>,
        policy: HitPolicy,
        rules: Vec<UnresolvedRule<'_, '_>>,
    ) -> Option<DecisionTable> {
        let mut columns = vec![];
        for column in std::mem::take(&mut self.columns) {
            match column.resolve() {
                Ok(column) => columns.push(column),
                Err(message) => return self.refuse(table, &message),
            }
        }
        let outputs = outputs(table, &rules)?;
        let nodes: Vec<_> = rules.iter().map(|rule| rule.node).collect();
        let rows: Vec<_> =
            rules.into_iter().map(|rule| resolve(rule, &columns)).collect();
        let outcomes = match ordered(policy, &rows, &outputs) {
            Ok(order) => order,
            Err(refused) => return self.refuse_order(table, &nodes, &refused),
        };
        let title = document.root_element().attribute("name").unwrap_or("Self-check");
        let title = title.to_owned();
        Some(DecisionTable {
            title,
            columns,
            outcomes,
            otherwise: outputs.otherwise,
            rows,
        })
    }

    /// Says why no order of outcomes says the same, at the rows that show it.
    fn refuse_order<T>(
        &mut self,
        table: Node<'_, '_>,
        nodes: &[Node<'_, '_>],
        Refused { why, rows }: &Refused,
    ) -> Option<T> {
        let (first, second) =
            rows.map_or((table, None), |(a, b)| (nodes[a], Some(nodes[b])));
        let mut finding = refused(self.file, first, (*why).to_owned());
        if let Some(second) = second {
            let at = place(self.file, second);
            finding = finding.label(at, "this row matches the same answers");
        }
        self.found.push(finding);
        None
    }
}

/// The one text that a row gives out.
fn output_of(rule: Node<'_, '_>) -> Option<String> {
    let output = children(rule, "outputEntry").next().map(text_of)?;
    match <[UnaryValue; 1]>::try_from(unary::values(&output)?) {
        Ok([UnaryValue::Text(output)]) => Some(output),
        _ => None,
    }
}

/// Why a row is there, and its sources: the first two notes, or its description.
fn notes_of(rule: Node<'_, '_>) -> (String, Vec<String>) {
    let mut notes = children(rule, "annotationEntry").map(text_of);
    let because = notes.next();
    let because = because.or_else(|| children(rule, "description").next().map(text_of));
    let sources = notes.next().unwrap_or_default();
    let sources = sources.split(',').map(str::trim).filter(|source| !source.is_empty());
    (because.unwrap_or_default(), sources.map(str::to_owned).collect())
}

/// The outputs that a table lists, and those that only its rows name.
fn outputs(table: Node<'_, '_>, rules: &[UnresolvedRule<'_, '_>]) -> Option<Outputs> {
    let output = children(table, "output").next()?;
    let texts = |name| {
        let node = children(output, name).next()?;
        let text = |value| match value {
            UnaryValue::Text(text) => Some(text),
            _ => None,
        };
        unary::values(&text_of(node))?.into_iter().map(text).collect::<Option<Vec<_>>>()
    };
    let priority = texts("outputValues");
    let otherwise = texts("defaultOutputEntry").and_then(|mut list| list.pop());
    let count = priority.as_ref().map(Vec::len);
    let mut all: Vec<String> = priority.unwrap_or_default();
    for output in rules.iter().map(|rule| &rule.output).chain(&otherwise) {
        if !all.contains(output) {
            all.push(output.clone());
        }
    }
    Some(Outputs { listed: count == Some(all.len()), all, otherwise })
}

/// The outputs from the least to the most cautious.
fn ordered(
    policy: HitPolicy,
    rows: &[DecisionRule],
    outputs: &Outputs,
) -> Result<Vec<String>, Refused> {
    let place = |output: &String| outputs.all.iter().position(|other| other == output);
    let numbered = rows.iter().map(|rule| NumberedRow {
        cells: &rule.cells,
        output: place(&rule.output).unwrap_or(0),
    });
    let numbered: Vec<_> = numbered.collect();
    let count = outputs.all.len();
    let priority: Option<Vec<usize>> = outputs.listed.then(|| (0..count).collect());
    let least = outputs.otherwise.as_ref().and_then(place);
    let order = order(policy, &numbered, count, priority.as_deref(), least)?;
    Ok(order.into_iter().map(|at| outputs.all[at].clone()).collect())
}

/// A row with its values by number.
fn resolve(rule: UnresolvedRule<'_, '_>, columns: &[Column]) -> DecisionRule {
    let UnresolvedRule { node, tests, output, because, sources } = rule;
    let mut cells: Vec<u64> = columns.iter().map(|column| column.kind.every()).collect();
    for (column, test) in &tests {
        cells[*column] &= columns[*column].kind.held(test);
    }
    let id = node.attribute("id").map(str::to_owned);
    DecisionRule { id, cells, output, because, sources }
}
