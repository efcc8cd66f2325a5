//! DMN decision tables as the rules of a self-check, to be completed by people.
use ground::diagnostic::{Diagnostic, Level};
use ground::source::Path;
use roxmltree::{Document, Node};

use super::choose;
use super::column::ColumnDraft;
use super::decision::{Column, DecisionRule, DecisionTable};
use super::order::{HitPolicy, NumberedRow, Ordered, Refused, Unordered, order};
use super::output::{Outputs, output_of};
use super::types::Types;
use super::unary::{self, UnaryTest};
use super::xml::{children, left_out, parse, place, refused, text_of};

/// The outcome when no row matches, where the table names none.
const NONE: &str = "No row of the table matches";

/// More rows than anybody writes, for one row of a table or for all of it.
const MOST_ROWS: usize = 1_000;

/// The most outputs: a self-check may have some outcomes more.
const MOST_OUTPUTS: usize = 60;

/// Reads the table of a file, or of its decision of a name. What is refused is a finding.
pub(super) fn read(
    file: &Path,
    text: &str,
    decision: Option<&str>,
    found: &mut Vec<Diagnostic>,
) -> Option<DecisionTable> {
    let before = errors(found);
    let document = parse(file, text, found)?;
    let table = choose::table(file, &document, decision, found)?;
    check_language(file, table, found);
    let policy = choose::policy(file, table, found)?;
    check_size(file, table, found)?;
    let types = Types::of(&document);
    let mut reader = Reader { file, found, types: &types, columns: vec![] };
    let rules = reader.rules(table);
    let columns = reader.resolve();
    let said: Vec<_> = rules.iter().map(|rule| (rule.node, &*rule.output)).collect();
    let outputs = Outputs::read(file, table, &types, &said, found)?;
    if errors(found) > before {
        return None;
    }
    let rows = rules.into_iter().map(|rule| resolve(rule, &columns)).unzip();
    let chosen = decision.and_then(|_| choose::title(table));
    let title = chosen.unwrap_or_else(|| title(&document));
    let mut settled = Settled { file, table, columns, outputs, rows, found };
    settled.check_rows();
    if errors(settled.found) > before {
        return None;
    }
    let ordered = settled.order(policy)?;
    settled.left_out(&ordered);
    Some(settled.finish(title, &ordered))
}

/// How many findings keep a table from being read.
fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|finding| finding.level == Level::Error).count()
}

/// The name of a file's model.
fn title(document: &Document<'_>) -> String {
    let name = document.root_element().attribute("name");
    let name = name.filter(|name| !name.trim().is_empty());
    name.unwrap_or("Self-check").to_owned()
}

/// The most cells of a table: its rows times its inputs.
const MOST_CELLS: usize = 30_000;

/// Whether a table is so small that its rows can be compared with each other.
fn check_size(
    file: &Path,
    table: Node<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Option<()> {
    let (rows, inputs) =
        (children(table, "rule").count(), children(table, "input").count());
    let fits = rows <= MOST_ROWS && inputs <= MOST_ROWS && rows * inputs <= MOST_CELLS;
    if !fits {
        let message = format!("a table of {rows} rows and {inputs} inputs is too large");
        found.push(refused(file, table, message));
    }
    fits.then_some(())
}

/// Finds cells in another language than FEEL.
fn check_language(file: &Path, table: Node<'_, '_>, found: &mut Vec<Diagnostic>) {
    let root = table.document().root_element();
    for node in std::iter::once(root).chain(table.descendants()) {
        let language = node.attribute("expressionLanguage").unwrap_or("FEEL");
        if !language.to_uppercase().contains("FEEL") {
            let message =
                format!("this is written in `{language}`, and FEEL alone is read");
            found.push(refused(file, node, message));
        }
    }
}

/// A row before its values are known by number.
struct UnresolvedRule<'a, 'd> {
    node: Node<'a, 'd>,
    /// Blank where it is no text.
    output: String,
    id: String,
    tests: Vec<(usize, UnaryTest)>,
    because: String,
    sources: Vec<String>,
}

/// Reads one table, and finds what cannot be read.
struct Reader<'r, 'a, 'd> {
    file: &'r Path,
    found: &'r mut Vec<Diagnostic>,
    types: &'r Types<'a, 'd>,
    columns: Vec<ColumnDraft<'a, 'd>>,
}

impl<'a, 'd> Reader<'_, 'a, 'd> {
    /// Reads the columns and rows of a table. Two columns of the same expression are one.
    fn rules(&mut self, table: Node<'a, 'd>) -> Vec<UnresolvedRule<'a, 'd>> {
        let inputs = children(table, "input");
        let columns: Vec<usize> = inputs.map(|input| self.column(input)).collect();
        if columns.is_empty() {
            self.refuse(table, "a table without inputs asks nothing");
        }
        let rules = children(table, "rule").enumerate();
        rules.filter_map(|(at, rule)| self.rule(at, rule, &columns)).collect()
    }

    /// Reads a column; gives its number.
    fn column(&mut self, input: Node<'a, 'd>) -> usize {
        let expression = children(input, "inputExpression").next().map(text_of);
        let label = input.attribute("label").map(str::trim).map(str::to_owned);
        let mut names = [expression, label].into_iter().flatten();
        let Some(name) = names.find(|name| !name.is_empty()) else {
            self.refuse(input, "this column does not say what it compares");
            return 0;
        };
        let known = self.columns.iter().position(|column| column.expression == name);
        known.unwrap_or_else(|| {
            self.warn_of_decision(input, &name);
            let column = ColumnDraft::new(name, input, self.types, self.file, self.found);
            self.columns.push(column);
            self.columns.len() - 1
        })
    }

    /// Warns of what visitors would be asked, and another decision works out.
    fn warn_of_decision(&mut self, input: Node<'a, 'd>, name: &str) {
        if self.types.is_other_decision(input, name) {
            let message = format!(
                "another decision gives `{name}`, and visitors would be asked for it"
            );
            self.found.push(left_out(self.file, input, message));
        }
    }

    /// Reads a row.
    fn rule(
        &mut self,
        at: usize,
        rule: Node<'a, 'd>,
        columns: &[usize],
    ) -> Option<UnresolvedRule<'a, 'd>> {
        let entries: Vec<_> = children(rule, "inputEntry").collect();
        if entries.len() != columns.len() {
            let (cells, columns) = (entries.len(), columns.len());
            let message =
                format!("this row has {cells} cells, and the table {columns} inputs");
            self.refuse(rule, &message);
            return None;
        }
        let cells = entries.into_iter().zip(columns);
        let tests =
            cells.filter_map(|(entry, column)| self.cell(entry, *column)).collect();
        let (output, (because, sources)) = (output_of(rule), notes_of(rule));
        let id = rule.attribute("id").map(str::to_owned);
        let id = id.unwrap_or_else(|| format!("row-{}", at + 1));
        Some(UnresolvedRule { node: rule, output, id, tests, because, sources })
    }

    /// Reads a cell of a column.
    fn cell(&mut self, entry: Node<'a, 'd>, column: usize) -> Option<(usize, UnaryTest)> {
        let Some(test) = unary::test(&text_of(entry)) else {
            self.refuse(
                entry,
                "only listed values and ranges of whole numbers can be read here",
            );
            return None;
        };
        self.columns.get_mut(column)?.add(entry, &test);
        Some((column, test))
    }

    /// All columns with their values.
    fn resolve(&mut self) -> Vec<Column> {
        let drafts = std::mem::take(&mut self.columns).into_iter();
        drafts.map(|draft| draft.resolve(self.file, self.found)).collect()
    }

    /// Notes why something cannot be read.
    fn refuse(&mut self, at: Node<'_, '_>, message: &str) {
        self.found.push(refused(self.file, at, message));
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

/// A row with its values by number, and where it stands.
fn resolve<'a, 'd>(
    rule: UnresolvedRule<'a, 'd>,
    columns: &[Column],
) -> (Node<'a, 'd>, DecisionRule) {
    let UnresolvedRule { node, tests, output, id, because, sources } = rule;
    let mut cells: Vec<u64> = columns.iter().map(Column::every).collect();
    for (column, test) in &tests {
        cells[*column] &= columns[*column].held(test);
    }
    (node, DecisionRule { id, cells, output, because, sources })
}

/// A table whose values are all known.
struct Settled<'r, 'a, 'd> {
    file: &'r Path,
    table: Node<'a, 'd>,
    columns: Vec<Column>,
    outputs: Outputs<'a, 'd>,
    rows: (Vec<Node<'a, 'd>>, Vec<DecisionRule>),
    found: &'r mut Vec<Diagnostic>,
}

impl Settled<'_, '_, '_> {
    /// Finds rows and outputs that come to too many, and a table that asks nothing.
    fn check_rows(&mut self) {
        for (node, rule) in self.rows.0.iter().zip(&self.rows.1) {
            let counts = self.columns.iter().zip(&rule.cells);
            let counts = counts.map(|(column, held)| column.count(*held).max(1));
            let count = counts.fold(1, usize::saturating_mul);
            if count > MOST_ROWS {
                let message = "this row comes to more than 1,000 rows of a self-check";
                self.found.push(refused(self.file, *node, message));
            }
        }
        if self.outputs.all.len() > MOST_OUTPUTS {
            let message = "this table has more than 60 outputs";
            self.found.push(refused(self.file, self.outputs.node, message));
        }
        if self.columns.iter().all(Column::is_unseen) {
            let message = "no row of this table looks at an input, so it asks nothing";
            self.found.push(refused(self.file, self.table, message));
        }
    }

    /// The outputs from the least to the most cautious, and the rows that count. Where no order
    /// says the same, a finding says why, at the rows that show it.
    fn order(&mut self, policy: HitPolicy) -> Option<Ordered> {
        let rows = self.rows.1.iter().map(|rule| NumberedRow {
            cells: &rule.cells,
            output: self.outputs.place(&rule.output),
        });
        let rows: Vec<_> = rows.collect();
        let unordered = Unordered {
            policy,
            rows: &rows,
            every: self.columns.iter().map(Column::every).collect(),
            outputs: self.outputs.all.len(),
            are_ranked: self.outputs.are_listed,
            otherwise: self.outputs.otherwise,
        };
        let ordered = order(&unordered);
        ordered.map_err(|refused| self.refuse_order(&refused)).ok()
    }

    /// Says why no order of outcomes says the same.
    fn refuse_order(&mut self, Refused { why, rows }: &Refused) {
        let nodes = &self.rows.0;
        let (first, second) =
            rows.map_or((self.table, None), |(a, b)| (nodes[a], Some(nodes[b])));
        let mut finding = refused(self.file, first, *why);
        if let Some(second) = second {
            let at = place(self.file, second);
            finding = finding.label(at, "this row matches the same answers");
        }
        self.found.push(finding);
    }

    /// Says which rows and outputs come to nothing.
    fn left_out(&mut self, ordered: &Ordered) {
        for (at, (node, rule)) in self.rows.0.iter().zip(&self.rows.1).enumerate() {
            if !ordered.rows.contains(&at) {
                self.found.push(left_out(self.file, *node, uncounted(rule)));
            }
        }
        for (at, output) in self.outputs.all.iter().enumerate() {
            if !ordered.outputs.contains(&at) {
                let message =
                    format!("nobody gets the output `{output}`: it is left out");
                self.found.push(left_out(self.file, self.outputs.node, message));
            }
        }
    }

    /// The table in the words of a self-check.
    fn finish(self, title: String, ordered: &Ordered) -> DecisionTable {
        let all = &self.outputs.all;
        let mut outcomes: Vec<String> =
            ordered.outputs.iter().map(|output| all[*output].clone()).collect();
        if !ordered.is_total && self.outputs.otherwise.is_none() {
            outcomes.insert(0, NONE.to_owned());
        }
        let rows = self.rows.1.into_iter().enumerate();
        let rows = rows.filter(|(at, _)| ordered.rows.contains(at)).map(|(_, rule)| rule);
        DecisionTable { title, outcomes, rows: rows.collect(), columns: self.columns }
    }
}

/// Why a row never counts.
fn uncounted(rule: &DecisionRule) -> &'static str {
    if rule.cells.contains(&0) {
        return "no answers match this row: it is left out";
    }
    "for all answers that match this row others count: it is left out"
}
