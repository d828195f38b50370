//! The grammar of an assertion.

use crate::scenario::{Comparison, Statistic};

/// An assertion taken apart.
#[derive(Debug, PartialEq)]
pub(super) struct Parsed {
    pub(super) left: Call,
    pub(super) comparison: Comparison,
    /// The number, or the factor of `right`.
    pub(super) number: f64,
    /// What stands behind the number.
    pub(super) unit: String,
    pub(super) right: Option<Call>,
}

/// A metric with its arguments, perhaps within a statistic.
#[derive(Debug, PartialEq)]
pub(super) struct Call {
    pub(super) statistic: Statistic,
    pub(super) metric: String,
    pub(super) arguments: Vec<String>,
}

const COMPARISONS: [(&str, Comparison); 4] = [
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("<", Comparison::Less),
    (">", Comparison::More),
];

/// Takes an assertion apart, or says what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Parsed, String> {
    let mut rest = text.trim();
    let left = call(&mut rest)?;
    let found = COMPARISONS.iter().find(|(sign, _)| rest.starts_with(sign));
    let Some((sign, comparison)) = found else {
        return Err(format!("after `{}` one of <, <=, > and >= is expected", left.metric));
    };
    rest = rest.get(sign.len()..).unwrap_or_default().trim_start();
    if rest.starts_with('=') {
        return Err("`==` is no comparison: two means are never equal".to_owned());
    }
    let comparison = *comparison;
    let mut number = 1.0;
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        number = read_number(&mut rest)?;
        let Some(behind) = rest.strip_prefix('*') else {
            return Ok(Parsed { left, comparison, number, unit: rest.trim_end().to_owned(), right: None });
        };
        rest = behind.trim_start();
    }
    let right = call(&mut rest)?;
    if !rest.is_empty() {
        return Err(format!("`{rest}` is too much"));
    }
    Ok(Parsed { left, comparison, number, unit: String::new(), right: Some(right) })
}

fn read_number(rest: &mut &str) -> Result<f64, String> {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let sign = usize::from(rest.starts_with(['-', '+']));
    let tail = rest.get(sign..).unwrap_or_default();
    let end = sign + tail.find(|c| !digit(c)).unwrap_or(tail.len());
    let (written, behind) = rest.split_at(end);
    let number: f64 = written.replace('_', "").parse().map_err(|_| {
        let word: String = rest.chars().take(20).collect();
        format!("`{word}` is no number")
    })?;
    *rest = behind.trim_start();
    Ok(number)
}

fn call(rest: &mut &str) -> Result<Call, String> {
    let name = word(rest)?;
    let statistic = statistic(&name);
    if let Some(statistic) = statistic {
        if !rest.starts_with('(') {
            return Err(format!("`{name}` needs a metric in brackets, as in `{name}(overtake_epochs)`"));
        }
        *rest = rest.get(1..).unwrap_or_default().trim_start();
        let inner = call_plain(rest)?;
        close(rest)?;
        return Ok(Call { statistic, ..inner });
    }
    plain(name, rest)
}

fn call_plain(rest: &mut &str) -> Result<Call, String> {
    let name = word(rest)?;
    if statistic(&name).is_some() {
        return Err(format!("`{name}` stands within another statistic"));
    }
    plain(name, rest)
}

fn plain(metric: String, rest: &mut &str) -> Result<Call, String> {
    let mut arguments = Vec::new();
    if rest.starts_with('(') {
        *rest = rest.get(1..).unwrap_or_default();
        let Some(end) = rest.find(')') else { return Err("a bracket is not closed".to_owned()) };
        let (inside, behind) = rest.split_at(end);
        if inside.contains('(') {
            return Err(format!("`{metric}` takes names and numbers, no metrics"));
        }
        if !inside.trim().is_empty() {
            arguments = inside.split(',').map(|argument| argument.trim().to_owned()).collect();
        }
        *rest = behind;
        close(rest)?;
    }
    Ok(Call { statistic: Statistic::Mean, metric, arguments })
}

fn close(rest: &mut &str) -> Result<(), String> {
    let behind = rest.strip_prefix(')').ok_or_else(|| "a bracket is not closed".to_owned())?;
    *rest = behind.trim_start();
    Ok(())
}

fn word(rest: &mut &str) -> Result<String, String> {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = rest.find(|c| !letter(c)).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let start: String = rest.chars().take(20).collect();
        return Err(if start.is_empty() {
            "it ends where a metric is expected".to_owned()
        } else {
            format!("`{start}` is no metric")
        });
    }
    *rest = behind.trim_start();
    Ok(word.to_owned())
}

/// `p10` … `p90`, `worst`.
fn statistic(name: &str) -> Option<Statistic> {
    if name == "worst" {
        return Some(Statistic::Worst);
    }
    if name == "mean" {
        return Some(Statistic::Mean);
    }
    let percent: u32 = name.strip_prefix('p')?.parse().ok()?;
    (1..=99).contains(&percent).then(|| Statistic::Quantile(f64::from(percent) / 100.0))
}

#[cfg(test)]
mod tests;
