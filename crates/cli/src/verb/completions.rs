//! `incentor completions`: what a shell offers when Tab is pressed.

use crate::{ExitCode, failure::Failure, program::Program, terminal::Terminal};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  incentor completions bash > ~/.local/share/bash-completion/completions/incentor
  incentor completions zsh > ~/.zfunc/_incentor
  incentor completions fish > ~/.config/fish/completions/incentor.fish";

/// Print a script that lets a shell complete verbs and options
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(
    arguments: &Arguments,
    terminal: &Terminal,
    program: &Program,
) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::command(program), &program.name, &mut script);
    let script = String::from_utf8(script).map_err(Failure::bug)?;
    terminal.result(&script)?;
    Ok(ExitCode::Fine)
}
