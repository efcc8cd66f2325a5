//! Answers to try the rules with: enough of them, and near enough to the ordinary ones, that
//! every outcome is met often. From a seed, so that they are the same on every machine.
use rules::compile::Model;
use rules::{Answer, Kind, Question, Table};

/// Random answers. Some people answer one question in sixteen out of the ordinary, some all:
/// uniform answers would nearly never lead to the least cautious outcome.
///
/// # Panics
/// When the table is too large for a diagram.
pub fn biased(table: &Table, seed: u64) -> impl Iterator<Item = Vec<Answer>> {
    let model = Model::new(table).expect("fits into the budget");
    let ordinary = model.order.ordinary_answers();
    let mut random = Random(seed);
    std::iter::repeat_with(move || {
        let strange = 1 << random.below(5);
        let questions = table.questions.iter().zip(&ordinary);
        questions
            .map(|(question, usual)| {
                if random.below(16) < strange { random.answer(question) } else { *usual }
            })
            .collect()
    })
}

/// Numbers that look random: Knuth's linear congruential generator, its upper half.
pub struct Random(pub u64);

impl Random {
    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }

    fn answer(&mut self, question: &Question) -> Answer {
        let also = question.facts() - question.first_also();
        match &question.kind {
            Kind::Many(ticks) => match self.below(2 + also) {
                which @ 2.. => Answer::Pick(which - 2),
                _ => Answer::Ticks(self.below(1 << ticks.len()) as u64),
            },
            _ => Answer::Pick(self.below(question.facts())),
        }
    }
}
