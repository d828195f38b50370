//! One Yuma epoch on a subnet's state.

mod explain;
mod figures;
mod refusal;
mod settings;
mod table;
mod totals;
mod trace;

use crate::{
    ExitCode,
    failure::Failure,
    terminal::{self, Terminal},
};
use explain::Explanation;
use incentor_primitives::RuleSet;
use incentor_state::{Document, Expected, Reader, TraceJson};
use incentor_yuma::Workspace;
use refusal::Origin;
use serde::Serialize;
use std::{path::PathBuf, str::FromStr, time::Instant};
use totals::Totals;

const EXAMPLES: &str = "\
Examples:
  incentor epoch state.json                       who earns what, largest first
  incentor epoch state.json --explain 12          why uid 12 earned what it did
  incentor epoch state.json --set yuma3_on=true   the same state under Yuma 3
  incentor epoch states.jsonl --json              the exact result, a line for each state
  incentor epoch - < state.json                   read standard input

With --json each line is the state format's `expected` object; with --json --trace it is
{\"name\", \"expected\", \"trace\"}, with --json --explain an explanation.";

/// Run one Yuma epoch on a subnet's state and show who earns what
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// State of a subnet as JSON, or several as JSON Lines; - is standard input
    file: PathBuf,
    /// How many uids the table shows, or `all`
    #[arg(long, value_name = "N", default_value = "20")]
    top: Top,
    /// Say why this uid earned what it did
    #[arg(long, value_name = "UID", conflicts_with = "trace")]
    explain: Option<u16>,
    /// Show every intermediate number too
    #[arg(long)]
    trace: bool,
    /// Replace fields of the state, such as `yuma3_on=true,bonds_penalty_u16=0`
    #[arg(long, value_name = "FIELD=VALUE,..")]
    set: Vec<String>,
}

/// How many rows a table has at the most.
#[derive(Clone, Copy, Debug)]
struct Top(usize);

impl FromStr for Top {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "all" {
            return Ok(Self(usize::MAX));
        }
        text.parse().map(Self).map_err(|_| "a number of uids, or `all`")
    }
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let settings = settings::parse(&arguments.set)?;
    let origin = Origin::new(&arguments.file);
    let mut workspace = Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma);
    let (begin, mut epochs) = (Instant::now(), 0);
    for (index, document) in Reader::new(origin.open()?).enumerate() {
        let mut document = document.map_err(|error| origin.refuse(&error))?;
        for setting in &settings {
            setting.apply(&mut document.state).map_err(|error| settings::refuse(&error))?;
        }
        let mut text = answer(arguments, terminal.json, &origin, &mut workspace, &document)?;
        if index > 0 && !terminal.json {
            text.insert(0, '\n');
        }
        if terminal.result(&text)? == terminal::Reader::Gone {
            break;
        }
        epochs += 1;
    }
    if terminal.verbose > 0 {
        let seconds = begin.elapsed().as_secs_f64();
        terminal.remark(&format!("{} in {seconds:.3} s\n", figures::count(epochs, "epoch")));
    }
    Ok(ExitCode::Fine)
}

/// What one state's epoch is to be shown as, with its line end.
fn answer(
    arguments: &Arguments,
    json: bool,
    origin: &Origin,
    workspace: &mut Workspace,
    document: &Document,
) -> Result<String, Failure> {
    let state = &document.state;
    let heading = figures::heading(document);
    let refuse = |error| origin.refuse_epoch(&error, document);
    if let Some(uid) = arguments.explain {
        if usize::from(uid) >= state.n {
            return Err(origin.refuse_uid(uid, document));
        }
        let (epoch, trace) = workspace.trace(&state.input()).map_err(refuse)?;
        let totals = Totals::of(state.emission_rao, epoch)?;
        let explanation = Explanation::new(document, epoch, &trace, totals, usize::from(uid));
        return Ok(if json { line(&explanation) } else { explain::words(&heading, &explanation) });
    }
    if arguments.trace {
        let (epoch, trace) = workspace.trace(&state.input()).map_err(refuse)?;
        let totals = Totals::of(state.emission_rao, epoch)?;
        if json {
            let name = document.name.as_deref();
            return Ok(line(&Traced { name, expected: Expected::of(epoch), trace: TraceJson(&trace) }));
        }
        let mut text = table::draw(&heading, document, epoch, totals, arguments.top.0);
        text.push_str(&trace::draw(&trace));
        return Ok(text);
    }
    let epoch = workspace.run(&state.input()).map_err(refuse)?;
    let totals = Totals::of(state.emission_rao, epoch)?;
    if json {
        return Ok(Expected::of(epoch).to_json() + "\n");
    }
    Ok(table::draw(&heading, document, epoch, totals, arguments.top.0))
}

/// One line of `--json --trace`.
#[derive(Serialize)]
struct Traced<'a> {
    name: Option<&'a str>,
    expected: Expected,
    trace: TraceJson<'a>,
}

fn line(document: &impl Serialize) -> String {
    serde_json::to_string(document).expect("numbers and strings always have a JSON form") + "\n"
}
