//! Matrices, read row by row into one block of memory.

use crate::{
    Matrix, Problem,
    item::{Item, MAX_ENTRIES, Seed},
    notes::Notes,
};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use std::fmt;

impl Item for Matrix {
    fn read<'de, D: Deserializer<'de>>(notes: &Notes, json: D) -> Result<Self, D::Error> {
        json.deserialize_seq(Seed::<Self>::new(notes))
    }
}

impl<'de> Visitor<'de> for Seed<'_, Matrix> {
    type Value = Matrix;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Matrix, A::Error> {
        let notes = self.0;
        let mut matrix = Matrix::default();
        let mut columns = Columns::default();
        notes.index(Some(0));
        while rows.next_element_seed(Row { notes, matrix: &mut matrix, columns: &mut columns })?.is_some() {
            if matrix.len() > MAX_ENTRIES {
                notes.index(None);
                return Err(notes.refuse(Problem::TooManyEntries { max: MAX_ENTRIES }));
            }
            notes.index(Some(matrix.len()));
        }
        notes.index(None);
        Ok(matrix)
    }
}

/// One row, appended to the matrix as it is read.
struct Row<'a> {
    notes: &'a Notes,
    matrix: &'a mut Matrix,
    columns: &'a mut Columns,
}

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row of [uid, value] pairs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<(), A::Error> {
        self.columns.clear();
        let mut len = 0;
        self.notes.entry(Some(0));
        while let Some(entry) = row.next_element_seed(Seed::<(u16, u16)>::new(self.notes))? {
            let (column, _) = entry;
            if !self.columns.insert(column) {
                return Err(self.notes.refuse(Problem::DuplicateColumn { column }));
            }
            self.matrix.push(entry);
            len += 1;
            self.notes.entry(Some(len));
        }
        self.matrix.end_row();
        Ok(())
    }
}

/// The columns a row has named: a bit each, and no row has more entries than there are bits.
struct Columns {
    bits: Vec<u64>,
    touched: Vec<u16>,
}

impl Default for Columns {
    fn default() -> Self {
        Self { bits: vec![0; MAX_ENTRIES / 64], touched: Vec::new() }
    }
}

impl Columns {
    fn clear(&mut self) {
        for column in self.touched.drain(..) {
            self.bits[usize::from(column) / 64] = 0;
        }
    }

    /// Whether it was not there before.
    fn insert(&mut self, column: u16) -> bool {
        let bit = 1 << (column % 64);
        let word = &mut self.bits[usize::from(column) / 64];
        let fresh = *word & bit == 0;
        *word |= bit;
        self.touched.push(column);
        fresh
    }
}
