//! `incentor explain`: help that teaches.

use crate::ExitCode;
use crate::code::Code;
use crate::explain::{self, Group, Page};
use crate::failure::Failure;
use crate::paragraph::{WIDTH, paragraphs, wrapped};
use crate::terminal::{ACCENT, BOLD, DIM, Terminal};
use serde::Serialize;
use std::borrow::Cow;

const EXAMPLES: &str = "\
Examples:
  incentor explain                    every name there is, by group
  incentor explain metrics            one group, a line for each name
  incentor explain unknown-key        what stands in brackets behind `error`
  incentor explain SettingWeightsTooFast
  incentor explain gain PAYS          several at once
  incentor explain gates              how an assertion is written, and when it holds";

/// What a code, verdict, metric, finding or word means, and what to do about it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A name as it is printed, or a group; nothing lists all
    #[arg(value_name = "CODE", num_args = 0..)]
    code: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let groups = explain::groups();
    let typed = arguments.code.join(" ");
    // A group of one page is that page.
    let listed = groups.iter().find(|group| group.name == typed && group.pages.len() > 1);
    let found = if typed.is_empty() {
        groups.iter().flat_map(|group| group.pages.iter().map(move |page| (group, page))).collect()
    } else if let Some(group) = listed {
        group.pages.iter().map(|page| (group, page)).collect()
    } else {
        pages(&groups, &arguments.code)?
    };
    let text = if terminal.json {
        json(&found)?
    } else if typed.is_empty() {
        groups.iter().map(overview).collect()
    } else if listed.is_some() {
        list(&found)
    } else {
        found.iter().map(|(group, page)| draw(group, page)).collect::<Vec<_>>().join("\n")
    };
    terminal.result(&text)?;
    Ok(ExitCode::Fine)
}

/// The pages of a name of several words, or else those of each word.
fn pages<'g>(groups: &'g [Group], typed: &[String]) -> Result<Vec<(&'g Group, &'g Page)>, Failure> {
    let whole = typed.join(" ");
    let found = explain::find(groups, &whole);
    if !found.is_empty() {
        return Ok(found);
    }
    let known = |word: &String| !explain::find(groups, word).is_empty();
    if !typed.iter().any(known) {
        return Err(unknown(groups, &whole));
    }
    let mut all: Vec<(&Group, &Page)> = Vec::new();
    for word in typed {
        let found = explain::find(groups, word);
        if found.is_empty() {
            return Err(unknown(groups, word));
        }
        for page in found {
            if !all.iter().any(|(_, other)| std::ptr::eq(*other, page.1)) {
                all.push(page);
            }
        }
    }
    Ok(all)
}

fn unknown(groups: &[Group], typed: &str) -> Failure {
    let shown: String = typed.chars().filter(|c| !c.is_control()).take(60).collect();
    let failure = Failure::usage(format_args!("there is no page about `{shown}`")).coded(Code::NoSuchPage);
    match &explain::nearest(groups, typed)[..] {
        [] => failure.next("incentor explain, for all names"),
        near => failure.next(format_args!("incentor explain {}", near.join(", or "))),
    }
}

/// One page, whole.
fn draw(group: &Group, page: &Page) -> String {
    let (name, others) = page.names.split_first().map_or(("", &[][..]), |(name, others)| (&**name, others));
    let others = if others.is_empty() { String::new() } else { format!(", {}", others.join(", ")) };
    let mut text = format!("{BOLD}{name}{BOLD:#}{others}  {DIM}({}){DIM:#}\n", group.title.to_lowercase());
    text.push_str(&paragraphs(&page.title, 2));
    if !page.text.is_empty() {
        text.push('\n');
        text.push_str(&paragraphs(&page.text, 2));
    }
    text
}

/// More names than this are counted, not listed.
const MOST_NAMES: usize = 200;

/// A group's names, on as few lines as they need.
fn overview(group: &Group) -> String {
    let names: Vec<String> = group.pages.iter().map(|page| page.names[0].replace(' ', "\u{a0}")).collect();
    let mut text = format!(
        "{BOLD}{}{BOLD:#}  {DIM}incentor explain {}{DIM:#}\n",
        group.title.to_uppercase(),
        group.name
    );
    let names = match names.len() {
        0..=MOST_NAMES => names.join(", "),
        many => format!("{many} names, such as {} and {}", names[0], names[many / 2]),
    };
    for line in wrapped(&names, WIDTH - 2) {
        text.push_str(&format!("  {}\n", line.replace('\u{a0}', " ")));
    }
    text.push('\n');
    text
}

/// A line or two for each page.
fn list(pages: &[(&Group, &Page)]) -> String {
    let longest = pages.iter().map(|(_, page)| page.names[0].chars().count()).max().unwrap_or(0);
    let column = longest.min(24);
    let mut text = String::new();
    for (_, page) in pages {
        let name = &*page.names[0];
        let mut lines = wrapped(&page.title, WIDTH - column - 2).into_iter();
        if name.chars().count() > column {
            text.push_str(&format!("{ACCENT}{name}{ACCENT:#}\n"));
        } else {
            let first = lines.next().unwrap_or_default();
            text.push_str(&format!("{ACCENT}{name:<column$}{ACCENT:#}  {first}\n"));
        }
        for line in lines {
            text.push_str(&format!("{:column$}  {line}\n", ""));
        }
    }
    text
}

#[derive(Serialize)]
struct PageJson<'a> {
    group: &'a str,
    names: &'a [Cow<'static, str>],
    title: &'a str,
    text: &'a str,
}

fn json(pages: &[(&Group, &Page)]) -> Result<String, Failure> {
    let pages: Vec<PageJson<'_>> = pages
        .iter()
        .map(|(group, page)| PageJson {
            group: group.name,
            names: &page.names,
            title: &page.title,
            text: &page.text,
        })
        .collect();
    Ok(serde_json::to_string_pretty(&pages).map_err(Failure::bug)? + "\n")
}
