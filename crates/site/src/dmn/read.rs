//! DMN decision tables as the rules of a self-check, to be completed by people.
use roxmltree::{Document, Node};
use rules::classes;

use super::order::{HitPolicy, NumberedRow, Refused, order};
use super::unary::{self, UnaryTest, UnaryValue};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Path, Span};

/// How many values a column may have: as many as a question may have answers.
const MOST: usize = 60;

/// A table that could be read, in the words of a self-check.
pub(super) struct DecisionTable {
    pub title: String,
    pub columns: Vec<Column>,
    /// From the least to the most cautious.
    pub outcomes: Vec<String>,
    /// The outcome when no row matches, if the table names one.
    pub otherwise: Option<String>,
    pub rows: Vec<DecisionRule>,
}

/// A column: what is compared, and the values that it takes.
pub(super) struct Column {
    pub name: String,
    pub kind: ColumnValues,
}

/// The values of a column.
pub(super) enum ColumnValues {
    Texts(Vec<String>),
    /// Classes of whole numbers.
    Numbers(Vec<(i64, i64)>),
}

/// A row: the values of each column that it holds for, one bit each, and what it says.
pub(super) struct DecisionRule {
    pub id: Option<String>,
    pub cells: Vec<u64>,
    pub output: String,
    pub because: String,
    pub sources: Vec<String>,
}

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
    let tables = document.descendants().filter(|node| is(node, "decisionTable"));
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
    let policy = policy(file, table, found)?;
    let mut reader = Reader { file, found, columns: vec![] };
    let rows = reader.table(table)?;
    reader.finish(table, &document, policy, &rows)
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

fn children<'a, 'd>(
    node: Node<'a, 'd>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(move |child| is(child, name))
}

/// The text within an element, in its `text` or by itself.
fn text_of(node: Node<'_, '_>) -> String {
    let inner = children(node, "text").next().unwrap_or(node);
    inner.text().unwrap_or_default().trim().to_owned()
}

fn collects(table: Node<'_, '_>) -> bool {
    table.attribute("hitPolicy") == Some("COLLECT")
        && table.attribute("aggregation").is_none()
}

fn refused(file: &Path, node: Node<'_, '_>, message: String) -> Diagnostic {
    let range = node.range();
    // The start tag is enough to find it by.
    let end = range.end.min(range.start + node.tag_name().name().len() + 1);
    Diagnostic::error("dmn", message)
        .at(Span::new(file, range.start, end))
        .help("change the table, or write these rules by hand: language.md says how")
}

fn malformed(file: &Path, text: &str, error: &roxmltree::Error) -> Diagnostic {
    let pos = error.pos();
    let line = text
        .split_inclusive('\n')
        .take(pos.row as usize - 1)
        .map(str::len)
        .sum::<usize>();
    let rest = text[line.min(text.len())..].chars().take(pos.col as usize - 1);
    let at = (line + rest.map(char::len_utf8).sum::<usize>()).min(text.len());
    Diagnostic::error("dmn", format!("this is no well-formed XML: {error}"))
        .at(Span::new(file, at, (at + 1).min(text.len())))
        .help("export the table again from the program that made it")
}

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

/// A column while its values are gathered.
struct ColumnDraft {
    name: String,
    texts: Vec<String>,
    /// Where a range begins or ends, with the bounds.
    cuts: Vec<i64>,
    bounds: Option<(i64, i64)>,
}

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
            let message = "a table must have one output".to_owned();
            self.found.push(refused(self.file, table, message));
            return None;
        }
        children(table, "rule").map(|rule| self.row(rule, &places)).collect()
    }

    fn column(&mut self, input: Node<'_, '_>) -> Option<usize> {
        let expression = children(input, "inputExpression").next().map(text_of);
        let label = input.attribute("label").map(str::to_owned);
        let name = expression.clone().or(label)?;
        let known = self.columns.iter().position(|column| column.name == name);
        let at = known.unwrap_or_else(|| {
            let column = ColumnDraft { name, texts: vec![], cuts: vec![], bounds: None };
            self.columns.push(column);
            self.columns.len() - 1
        });
        let kind = children(input, "inputExpression").next();
        if kind.and_then(|kind| kind.attribute("typeRef")) == Some("boolean") {
            self.gather(at, &[UnaryValue::Truth(true)]);
        }
        if let Some(values) = children(input, "inputValues").next() {
            let Some(read) = unary::values(&text_of(values)) else {
                return self
                    .refuse(values, "only listed values and ranges can be read here");
            };
            if let [UnaryValue::Range(Some(from), Some(to))] = read[..] {
                self.columns[at].bounds = Some((from, to));
            } else {
                self.gather(at, &read);
            }
        }
        Some(at)
    }

    fn gather(&mut self, column: usize, values: &[UnaryValue]) {
        let column = &mut self.columns[column];
        let add = |text: String, texts: &mut Vec<String>| {
            if !texts.contains(&text) {
                texts.push(text);
            }
        };
        for value in values {
            match value {
                UnaryValue::Text(text) => add(text.clone(), &mut column.texts),
                UnaryValue::Truth(_) => {
                    add("true".into(), &mut column.texts);
                    add("false".into(), &mut column.texts);
                }
                UnaryValue::Range(from, to) => {
                    column.cuts.extend(from.iter());
                    column.cuts.extend(to.iter().map(|to| to.saturating_add(1)));
                }
            }
        }
    }

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
                self.gather(*column, values);
            }
            tests.push((*column, test));
        }
        let output = children(rule, "outputEntry").next().map(text_of);
        let output = output.as_deref().map(unary::values);
        let Some(Some([UnaryValue::Text(output)])) =
            output.as_ref().map(|o| o.as_deref())
        else {
            return self.refuse(rule, "the output of a row must be one text");
        };
        let notes: Vec<String> = children(rule, "annotationEntry").map(text_of).collect();
        let because = notes.first().cloned();
        let because =
            because.or_else(|| children(rule, "description").next().map(text_of));
        let sources = notes.get(1).map_or(vec![], |notes| {
            notes
                .split(',')
                .map(|note| note.trim().to_owned())
                .filter(|n| !n.is_empty())
                .collect()
        });
        let output = output.clone();
        Some(UnresolvedRule {
            node: rule,
            tests,
            output,
            because: because.unwrap_or_default(),
            sources,
        })
    }

    fn refuse<T>(&mut self, at: Node<'_, '_>, message: &str) -> Option<T> {
        self.found.push(refused(self.file, at, message.to_owned()));
        None
    }

    fn finish(
        mut self,
        table: Node<'_, '_>,
        document: &Document<'_>,
        policy: HitPolicy,
        rows: &[UnresolvedRule<'_, '_>],
    ) -> Option<DecisionTable> {
        let mut columns = vec![];
        for at in 0..self.columns.len() {
            columns.push(self.values(at, table)?);
        }
        let output = children(table, "output").next()?;
        let text = |values: Vec<UnaryValue>| -> Option<Vec<String>> {
            let text = |value| {
                if let UnaryValue::Text(text) = value { Some(text) } else { None }
            };
            values.into_iter().map(text).collect()
        };
        let listed = |name| {
            let node = children(output, name).next()?;
            text(unary::values(&text_of(node))?)
        };
        let priority = listed("outputValues");
        let otherwise = listed("defaultOutputEntry").and_then(|mut list| list.pop());
        let mut outputs: Vec<String> = priority.clone().unwrap_or_default();
        for output in rows.iter().map(|row| &row.output).chain(&otherwise) {
            if !outputs.contains(output) {
                outputs.push(output.clone());
            }
        }
        let place = |output: &String| outputs.iter().position(|other| other == output);
        let lines: Vec<DecisionRule> =
            rows.iter().map(|row| line(row, &columns)).collect();
        let drafts = lines.iter().map(|line| NumberedRow {
            cells: line.cells.clone(),
            output: place(&line.output).unwrap_or(0),
        });
        let drafts: Vec<NumberedRow> = drafts.collect();
        let whole = priority.filter(|list| list.len() == outputs.len());
        let whole: Option<Vec<usize>> = whole.map(|list| (0..list.len()).collect());
        let least = otherwise.as_ref().and_then(place);
        let order = order(policy, &drafts, outputs.len(), whole.as_deref(), least);
        let order = match order {
            Ok(order) => order,
            Err(Refused { why, rows: pair }) => {
                let (first, second) = pair
                    .map_or((table, None), |(a, b)| (rows[a].node, Some(rows[b].node)));
                let mut finding = refused(self.file, first, why.to_owned());
                if let Some(second) = second {
                    let at = refused(self.file, second, String::new()).at;
                    finding.labels.extend(
                        at.map(|at| (at, "this row matches the same answers".to_owned())),
                    );
                }
                self.found.push(finding);
                return None;
            }
        };
        let name = document.root_element().attribute("name").unwrap_or("Self-check");
        Some(DecisionTable {
            title: name.to_owned(),
            outcomes: order.into_iter().map(|at| outputs[at].clone()).collect(),
            otherwise,
            rows: lines,
            columns,
        })
    }

    /// The values of a column, all of them known now.
    fn values(&mut self, at: usize, table: Node<'_, '_>) -> Option<Column> {
        let column = &self.columns[at];
        let name = column.name.clone();
        if column.texts.len() > MOST {
            return self
                .refuse(table, &format!("the column `{name}` has too many values"));
        }
        if column.cuts.is_empty() && column.bounds.is_none() {
            return Some(Column {
                name,
                kind: ColumnValues::Texts(column.texts.clone()),
            });
        }
        let Some((min, max)) = column.bounds.filter(|_| column.texts.is_empty()) else {
            let message = format!(
                "the column `{name}` mixes numbers and texts, or does not say which numbers \
                 can be given: list them as its input values, [0..120]"
            );
            return self.refuse(table, &message);
        };
        let classes = classes((min, max), column.cuts.iter().copied());
        if classes.is_empty() {
            return self.refuse(
                table,
                &format!("no number can be given in the column `{name}`"),
            );
        }
        if classes.len() > MOST {
            return self
                .refuse(table, &format!("the column `{name}` has too many ranges"));
        }
        Some(Column { name, kind: ColumnValues::Numbers(classes) })
    }
}

/// A row with its values by number.
fn line(row: &UnresolvedRule<'_, '_>, columns: &[Column]) -> DecisionRule {
    let mut cells: Vec<u64> = columns.iter().map(|column| every(&column.kind)).collect();
    for (column, test) in &row.tests {
        cells[*column] &= held(&columns[*column].kind, test);
    }
    DecisionRule {
        id: row.node.attribute("id").map(str::to_owned),
        cells,
        output: row.output.clone(),
        because: row.because.clone(),
        sources: row.sources.clone(),
    }
}

/// All values of a column. One that no row looks at has a single one.
pub(super) fn every(values: &ColumnValues) -> u64 {
    let count = match values {
        ColumnValues::Texts(texts) => texts.len(),
        ColumnValues::Numbers(classes) => classes.len(),
    };
    u64::MAX >> (64 - count.clamp(1, 64))
}

/// The values that a test holds for.
fn held(values: &ColumnValues, test: &UnaryTest) -> u64 {
    let UnaryTest::Values { values: wanted, not } = test else { return every(values) };
    let is = |value: &UnaryValue| match (values, value) {
        (ColumnValues::Texts(texts), UnaryValue::Text(wanted)) => bit(texts, wanted),
        (ColumnValues::Texts(texts), UnaryValue::Truth(truth)) => {
            bit(texts, &truth.to_string())
        }
        (ColumnValues::Numbers(classes), UnaryValue::Range(from, to)) => {
            let inside = |class: &(i64, i64)| {
                from.is_none_or(|from| from <= class.0)
                    && to.is_none_or(|to| class.1 <= to)
            };
            let classes = classes.iter().enumerate().filter(|(_, class)| inside(class));
            classes.fold(0, |bits, (at, _)| bits | 1 << at)
        }
        _ => 0,
    };
    let some = wanted.iter().fold(0, |bits, value| bits | is(value));
    if *not { every(values) & !some } else { some }
}

fn bit(texts: &[String], text: &String) -> u64 {
    texts.iter().position(|other| other == text).map_or(0, |at| 1 << at)
}
