//! A scenario file as it was written, with what the command line puts over it.

use crate::overlay::put;
use crate::read::{Files, read_gates, read_scenario, read_sweep, read_variants};
use crate::scenario::{Axis, Scenario, ScenarioFile, Variant};
use crate::tree::{At, Node, Table, parse, parse_set};
use crate::{Problem, ScenarioError};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

/// `--set` may be given so often.
const MOST_SETS: usize = 256;

/// A file is read once for each point of its sweep.
const MOST_SWEPT_BYTES: usize = 256 << 20;

/// What the points of a sweep are made from.
#[derive(Clone, PartialEq)]
pub(crate) struct Document {
    /// The file with what the command line puts over it, for each variant.
    trees: Vec<(Option<String>, Table)>,
    at: At,
    /// The axes' values.
    axes: Vec<(String, At, Vec<Node>)>,
    /// The files it names, as they were read.
    files: BTreeMap<String, Result<String, String>>,
}

/// One point of a sweep in one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The variant; `None` for a file without variants.
    pub variant: Option<String>,
    /// The values of the axes' keys, in the order of the axes.
    pub values: Vec<String>,
    /// The whole scenario there.
    pub scenario: Scenario,
}

/// What a variant may not change: all variants meet the same luck and are judged together.
const FIXED: [&str; 9] =
    ["name", "teaches", "rule_set", "run", "record", "published", "variant", "gate", "sweep"];

impl ScenarioFile {
    /// Reads a scenario file that names no other files.
    ///
    /// # Errors
    /// The first thing that is wrong, in the order of the schema, with its place.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        Self::parse_with(text, &|_| Err("no files can be read here".to_owned()))
    }

    /// Reads a scenario file; `files` gives the text of a file it names, or says why it cannot.
    ///
    /// # Errors
    /// The first thing that is wrong, in the order of the schema, with its place.
    pub fn parse_with(
        text: &str,
        files: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Self, ScenarioError> {
        Self::parse_overlaid(text, &[], files)
    }

    /// Reads a scenario file with values put over its own, as `--set key=value` asks, also in every variant.
    ///
    /// A value is TOML, or a word or quantity without its quotes.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place in the file or the key of `--set`.
    pub fn parse_overlaid(
        text: &str,
        sets: &[(String, String)],
        files: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Self, ScenarioError> {
        let read: RefCell<BTreeMap<String, Result<String, String>>> = RefCell::default();
        let files = |path: &str| {
            let known = read.borrow().get(path).cloned();
            known.unwrap_or_else(|| {
                let text = files(path);
                read.borrow_mut().insert(path.to_owned(), text.clone());
                text
            })
        };
        let (file, at) = parse(text)?;
        let sets = sets.iter().map(|(key, value)| Set::read(key, value)).collect::<Result<Vec<_>, _>>()?;
        if let Some(set) = sets.get(MOST_SETS) {
            return Err(set.error("is one too many", "write the values into the file"));
        }
        let overlaid = |mut tree: Table| -> Result<Table, ScenarioError> {
            for set in &sets {
                put(&mut tree, &set.key, &set.value.at, &set.value)?;
            }
            Ok(tree)
        };
        let tree = overlaid(file.clone())?;
        let base = read_scenario(&tree, &at, &files)?;
        let mut variants = Vec::new();
        let mut trees = Vec::new();
        for row in read_variants(&file, &at, &files)? {
            let in_variant = |error: ScenarioError| error.within(format!("variant {:?}", row.name));
            let mut tree = file.clone();
            let mut changes = Vec::new();
            for (key, entry) in &row.set {
                refuse_fixed(key, &entry.at).map_err(in_variant)?;
                put(&mut tree, key, &entry.at, &entry.node).map_err(in_variant)?;
                changes.push((key.clone(), entry.node.source()));
            }
            let tree = overlaid(tree).map_err(in_variant)?;
            let scenario = read_scenario(&tree, &at, &files).map_err(in_variant)?;
            variants.push(Variant { name: Some(row.name.clone()), changes, scenario });
            trees.push((Some(row.name), tree));
        }
        let names: Vec<String> = variants.iter().filter_map(|variant| variant.name.clone()).collect();
        if variants.is_empty() {
            variants.push(Variant { name: None, changes: Vec::new(), scenario: base.clone() });
            trees.push((None, tree.clone()));
        }
        let gates = read_gates(&tree, &at, &base, &names, &files)?;
        let mut sweep = Vec::new();
        let mut axes = Vec::new();
        for (axis, at, nodes) in read_sweep(&tree, &at, &files)? {
            axes.push((axis.key.clone(), at, nodes));
            sweep.push(axis);
        }
        let mut document = Document { trees, at, axes, files: BTreeMap::new() };
        document.check_axes(text.len(), &files)?;
        document.files = read.into_inner();
        Ok(Self { base, variants, gates, sweep, document })
    }

    /// The file with one of its variants only, and the gates that are about it.
    ///
    /// # Errors
    /// The names there are, if none of them is this.
    pub fn with_variant(mut self, name: &str) -> Result<Self, Vec<String>> {
        let is = |other: &Option<String>| other.as_deref() == Some(name);
        if !self.variants.iter().any(|variant| is(&variant.name)) {
            return Err(self.variants.into_iter().filter_map(|variant| variant.name).collect());
        }
        self.variants.retain(|variant| is(&variant.name));
        self.document.trees.retain(|(other, _)| is(other));
        self.gates.retain(|gate| gate.variant.is_none() || is(&gate.variant));
        Ok(self)
    }

    /// Number of points of the sweep, all variants together; 0 without a sweep.
    #[must_use]
    pub fn points_len(&self) -> usize {
        if self.sweep.is_empty() { 0 } else { self.document.combinations() * self.variants.len() }
    }

    /// The points of the sweep, each a whole scenario: the last axis turns fastest, and in each point stand all
    /// variants.
    ///
    /// # Errors
    /// In a point, what is wrong with values that are fine one by one.
    pub fn points(&self) -> impl Iterator<Item = Result<Point, ScenarioError>> {
        let trees = self.document.trees.len().max(1);
        (0..self.points_len())
            .map(move |place| self.document.point(&self.sweep, place / trees, place % trees))
    }
}

/// The text is in the file; a failed test need not print it once per value.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} trees, {} axes)", self.trees.len(), self.axes.len())
    }
}

impl Document {
    fn combinations(&self) -> usize {
        self.axes.iter().map(|(_, _, values)| values.len()).product()
    }

    fn point(&self, sweep: &[Axis], combination: usize, variant: usize) -> Result<Point, ScenarioError> {
        let (name, tree) = self.trees.get(variant).cloned().unwrap_or_default();
        let mut tree = tree;
        let mut rest = combination;
        let mut values = Vec::new();
        for ((key, at, nodes), axis) in self.axes.iter().zip(sweep).rev() {
            let place = rest % nodes.len().max(1);
            rest /= nodes.len().max(1);
            if let (Some(node), Some(value)) = (nodes.get(place), axis.values.get(place)) {
                put(&mut tree, key, at, node)?;
                values.push(value.clone());
            }
        }
        values.reverse();
        let files = |path: &str| match self.files.get(path) {
            Some(text) => text.clone(),
            None => Err("it was not there when the scenario was read".to_owned()),
        };
        let scenario = read_scenario(&tree, &self.at, &files).map_err(|error| {
            let pairs = sweep.iter().zip(&values).map(|(axis, value)| format!("`{}` = {value}", axis.key));
            error.within(format!("the point of the sweep with {}", pairs.collect::<Vec<_>>().join(", ")))
        })?;
        Ok(Point { variant: name, values, scenario })
    }

    /// Reads the first tree once for each value of each axis.
    fn check_axes(&self, bytes: usize, files: Files<'_>) -> Result<(), ScenarioError> {
        let Some((_, tree)) = self.trees.first() else { return Ok(()) };
        if let Some((key, at, _)) = self.axes.first()
            && self.combinations().saturating_mul(bytes) > MOST_SWEPT_BYTES
        {
            let conflict = format!("makes {} points of a file of {bytes} bytes", self.combinations());
            let remedy = "sweep fewer values, or a smaller file".to_owned();
            return Err(at.error(Problem::Conflict { key: format!("sweep.{key}"), conflict, remedy }));
        }
        for (key, at, nodes) in &self.axes {
            refuse_fixed_but_run(key, at)?;
            for node in nodes {
                let mut tree = tree.clone();
                let here = |error: ScenarioError| {
                    // The key and the value themselves need no hint.
                    if [at.place(), node.at.place()].contains(&error.place) {
                        return error;
                    }
                    error.within(format!("the point of the sweep with `{key}` = {}", node.source()))
                };
                put(&mut tree, key, at, node).map_err(here)?;
                read_scenario(&tree, &self.at, files).map_err(here)?;
            }
        }
        Ok(())
    }
}

/// A value of the command line.
struct Set {
    key: String,
    value: Node,
}

impl Set {
    fn read(key: &str, value: &str) -> Result<Self, ScenarioError> {
        let set = Self { key: key.to_owned(), value: parse_set(key, value)? };
        if first_key(key) == "variant" {
            return Err(set.error("cannot be set", "give --variant NAME, or change the file"));
        }
        Ok(set)
    }

    fn error(&self, conflict: &str, remedy: &str) -> ScenarioError {
        let (key, conflict) = (self.key.clone(), conflict.to_owned());
        self.value.at.error(Problem::Conflict { key, conflict, remedy: remedy.to_owned() })
    }
}

fn first_key(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default()
}

fn refuse_fixed(key: &str, at: &At) -> Result<(), ScenarioError> {
    if !FIXED.contains(&first_key(key)) {
        return Ok(());
    }
    let conflict = "is the same for all variants, which meet the same luck".to_owned();
    let remedy = "change it for the whole file, or make another file".to_owned();
    Err(at.error(Problem::Conflict { key: key.to_owned(), conflict, remedy }))
}

fn refuse_fixed_but_run(key: &str, at: &At) -> Result<(), ScenarioError> {
    if first_key(key) == "run" { Ok(()) } else { refuse_fixed(key, at) }
}
