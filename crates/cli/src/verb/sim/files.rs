//! What is left on disk.

use crate::failure::Failure;
use incentor_report::{csv, files, page};
use incentor_scenario::run::Run;
use incentor_sim::{Simulation, Table};

/// The run document, as it is written and printed.
pub(super) fn json(run: &Run) -> Result<String, Failure> {
    let mut json = serde_json::to_string_pretty(run).map_err(Failure::bug)?;
    json.push('\n');
    Ok(json)
}

/// Every file with its name: the page, the document, the tables.
pub(super) fn all(simulation: &Simulation) -> Result<Vec<(String, String)>, Failure> {
    let run = &simulation.run;
    let mut all = vec![("report.html".to_owned(), page(run)), ("run.json".to_owned(), json(run)?)];
    all.extend(files(run));
    for file in recorded(&simulation.tables) {
        // What the run itself holds is written from it, whether or not it was put on record.
        if !all.iter().any(|(name, _)| *name == file.0) {
            all.push(file);
        }
    }
    Ok(all)
}

/// What the scenario wants on record: one file of a name, the variants below each other.
fn recorded(tables: &[Table]) -> Vec<(String, String)> {
    let mut names: Vec<&str> = Vec::new();
    for table in tables {
        if !names.contains(&&*table.file) {
            names.push(&table.file);
        }
    }
    names.into_iter().map(|name| (name.to_owned(), one_file(tables, name))).collect()
}

fn one_file(tables: &[Table], name: &str) -> String {
    let tables: Vec<&Table> = tables.iter().filter(|table| table.file == name).collect();
    let named = tables.iter().any(|table| !table.variant.is_empty());
    let fields = |first: &str, rest: &[String]| -> Vec<String> {
        named.then(|| first.to_owned()).into_iter().chain(rest.iter().cloned()).collect()
    };
    let header = tables.first().map(|table| fields("variant", &table.header)).unwrap_or_default();
    let rows = tables.iter().flat_map(|table| table.rows.iter().map(|row| fields(&table.variant, row)));
    csv::table(&header, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(variant: &str, rows: &[&[&str]]) -> Table {
        let texts = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        Table {
            variant: variant.to_owned(),
            file: "ledger.csv".to_owned(),
            header: texts(&["block", "who"]),
            rows: rows.iter().map(|row| texts(row)).collect(),
        }
    }

    #[test]
    fn variants_stand_below_each_other() {
        let one = table("draft", &[&["1", "a,b"]]);
        let other = table("hardened", &[&["2", "c\"d"]]);
        let expected = "variant,block,who\ndraft,1,\"a,b\"\nhardened,2,\"c\"\"d\"\n";
        assert_eq!(recorded(&[one, other]), [("ledger.csv".to_owned(), expected.to_owned())]);
        let alone = recorded(&[table("", &[&["1", "a"]])]);
        assert_eq!(alone[0].1, "block,who\n1,a\n");
    }
}
