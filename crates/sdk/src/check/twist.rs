//! Replies changed by those who send them.

mod node;

use crate::Message;
use node::{Node, Number};
use std::fmt;

/// One change of one field of a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Twist {
    /// Where, as `result.order[0]`; empty for the reply as a whole.
    pub field: String,
    steps: Vec<Step>,
    change: Change,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// What becomes of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Change {
    /// A number times a factor.
    Times(f64),
    /// A number, or what a typed reply can hold and JSON cannot.
    Becomes(f64),
    /// An integer as large as they come.
    Largest,
    /// No text, no list.
    Empty,
    /// A list or text, many times as long.
    Long,
    /// The other truth.
    Not,
}

/// Changes that try to break a rule.
const HOSTILE: [Change; 11] = [
    Change::Becomes(f64::NAN),
    Change::Becomes(f64::INFINITY),
    Change::Becomes(f64::NEG_INFINITY),
    Change::Becomes(1e308),
    Change::Becomes(-1e308),
    Change::Becomes(0.0),
    Change::Becomes(-1.0),
    Change::Largest,
    Change::Empty,
    Change::Long,
    Change::Not,
];

/// Changes that try to look better.
const FLATTERING: [Change; 8] = [
    Change::Times(0.5),
    Change::Times(2.0),
    Change::Times(0.1),
    Change::Times(10.0),
    Change::Becomes(0.0),
    Change::Times(-1.0),
    Change::Empty,
    Change::Not,
];

/// Elements of a list that are looked at; the rest is like them.
const MOST_ELEMENTS: usize = 2;
/// Fields of a reply that are looked at.
const MOST_FIELDS: usize = 24;
/// Lists and texts that are longer already stay as they are.
const MOST_LENGTHENED: usize = 10_000;
/// How much longer a long list is.
const TIMES_LONGER: usize = 64;

impl Twist {
    /// Every way to break a rule with a reply of this shape.
    pub(super) fn hostile(reply: &impl Message) -> Vec<Self> {
        Self::each(reply, &HOSTILE, true)
    }

    /// Every way to look better with a reply of this shape; elements of lists are content, and only nonsense is
    /// tried on them.
    pub(super) fn flattering(reply: &impl Message) -> Vec<Self> {
        let mut twists = Self::each(reply, &FLATTERING, false);
        for twist in Self::each(reply, &HOSTILE, true) {
            if !twists.contains(&twist) {
                twists.push(twist);
            }
        }
        twists
    }

    fn each(reply: &impl Message, changes: &[Change], elements: bool) -> Vec<Self> {
        let Some(node) = Node::of(reply) else { return Vec::new() };
        let mut places = Vec::new();
        node.places(&mut Vec::new(), elements, &mut places);
        places.truncate(MOST_FIELDS);
        let twists = places.into_iter().flat_map(|steps| {
            changes.iter().map(move |change| Self {
                field: path(&steps),
                steps: steps.clone(),
                change: *change,
            })
        });
        twists.filter(|twist| twist.changed(&node).is_some()).collect()
    }

    /// The reply with the change; `None` where it no longer is a reply or did not change.
    pub(super) fn apply<M: Message>(&self, reply: &M) -> Option<M> {
        let changed = self.changed(&Node::of(reply)?)?;
        M::deserialize(changed).ok()
    }

    fn changed(&self, node: &Node) -> Option<Node> {
        let mut changed = node.clone();
        let place = self.steps.iter().try_fold(&mut changed, |node, step| node.step(step))?;
        *place = self.change.of(place)?;
        (changed != *node).then_some(changed)
    }

    /// The reply's value of the field, for comparison with the question's.
    pub(super) fn is_echo(&self, ask: &impl Message, reply: &impl Message) -> bool {
        let (Some(mut ask), Some(mut reply)) = (Node::of(ask), Node::of(reply)) else { return false };
        let find = |node: &mut Node| self.steps.iter().try_fold(node, |node, step| node.step(step)).cloned();
        !self.steps.is_empty() && find(&mut ask).is_some_and(|asked| find(&mut reply) == Some(asked))
    }
}

impl Change {
    fn of(self, node: &Node) -> Option<Node> {
        match (self, node) {
            (Self::Times(factor), Node::Number(number)) => number.times(factor).map(Node::Number),
            (Self::Becomes(value), Node::Number(_)) => Some(Node::Number(Number::of(value))),
            (Self::Largest, Node::Number(_)) => Some(Node::Number(Number::Positive(u64::MAX))),
            (Self::Empty, Node::List(_)) => Some(Node::List(Vec::new())),
            (Self::Empty, Node::Text(_)) => Some(Node::Text(String::new())),
            (Self::Long, Node::List(list)) if list.len() <= MOST_LENGTHENED => {
                Some(Node::List(list.iter().cloned().cycle().take(list.len() * TIMES_LONGER).collect()))
            }
            (Self::Long, Node::Text(text)) if text.len() <= MOST_LENGTHENED => {
                Some(Node::Text(text.repeat(TIMES_LONGER)))
            }
            (Self::Not, Node::Truth(truth)) => Some(Node::Truth(!truth)),
            _ => None,
        }
    }
}

fn path(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.extend([".", key]),
            Step::Index(at) => path.push_str(&format!("[{at}]")),
        }
    }
    path
}

impl fmt::Display for Twist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => f.write_str("the reply itself")?,
            field => write!(f, "`{field}`")?,
        }
        match self.change {
            Change::Times(factor) => write!(f, " × {factor}"),
            Change::Becomes(value) => write!(f, " = {value:?}"),
            Change::Largest => write!(f, " = {}", u64::MAX),
            Change::Empty => f.write_str(" emptied"),
            Change::Long => write!(f, " × {TIMES_LONGER} as long"),
            Change::Not => f.write_str(" negated"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Deep {
        worth: f32,
        count: u8,
        sure: bool,
        maybe: Option<i64>,
        parts: Vec<Part>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    enum Part {
        Nothing,
        Name(String),
        Pair(u16, u16),
        Named { length: f64 },
    }

    fn reply() -> Deep {
        let parts =
            vec![Part::Named { length: 2.0 }, Part::Nothing, Part::Name("a".into()), Part::Pair(1, 2)];
        Deep { worth: 1.5, count: 3, sure: true, maybe: Some(-4), parts }
    }

    #[test]
    fn every_shape_survives_the_way_there_and_back() {
        let node = Node::of(&reply()).unwrap();
        assert_eq!(Deep::deserialize(node).unwrap(), reply());
    }

    #[test]
    fn changes_reach_inside_and_what_fits_no_type_is_no_reply() {
        let twists = Twist::hostile(&reply());
        let with = |name: &str| {
            let twist = twists.iter().find(|twist| twist.to_string() == name);
            twist.unwrap_or_else(|| panic!("{name}: {twists:?}")).apply(&reply())
        };
        assert!(with("`worth` = NaN").unwrap().worth.is_nan());
        assert_eq!(with("`worth` = 1e308").unwrap().worth, f32::INFINITY);
        assert_eq!(with("`count` = 18446744073709551615"), None);
        assert_eq!(with("`count` = 0.0").unwrap().count, 0);
        assert_eq!(with("`maybe` = -1.0").unwrap().maybe, Some(-1));
        assert!(!with("`sure` negated").unwrap().sure);
        assert!(with("`parts` emptied").unwrap().parts.is_empty());
        assert_eq!(with("`parts` × 64 as long").unwrap().parts.len(), 256);
        assert!(matches!(with("`parts[0].Named.length` = -inf").unwrap().parts[0],
            Part::Named { length } if length == f64::NEG_INFINITY));
    }

    #[test]
    fn a_field_that_repeats_the_question_is_an_echo() {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        struct Ask {
            count: u8,
            sure: bool,
        }
        let ask = Ask { count: 3, sure: false };
        let twists = Twist::flattering(&reply());
        let echoes: Vec<&str> =
            twists.iter().filter(|twist| twist.is_echo(&ask, &reply())).map(|twist| &*twist.field).collect();
        assert!(!echoes.is_empty() && echoes.iter().all(|field| *field == "count"), "{echoes:?}");
    }
}
