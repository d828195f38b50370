//! Ctrl-C: the end at once, but never in the middle of writing.

use crate::failure::Failure;
use crate::terminal::Terminal;
use indicatif::ProgressBar;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fs, process};

/// Held while results take their place; whoever ends the program waits for it.
static WRITING: Mutex<()> = Mutex::new(());

/// Ends the program with 130 when Ctrl-C is pressed, and takes away the directory it made if nothing is in it.
pub(crate) fn watch(terminal: Terminal, bar: ProgressBar, made: Option<PathBuf>) -> Result<(), Failure> {
    let end = move || {
        let _writing = writing();
        bar.finish_and_clear();
        if let Some(made) = &made {
            // It is taken away only if it is empty.
            let _ = fs::remove_dir(made);
        }
        let failure = Failure::interrupted();
        terminal.fail(&failure);
        process::exit(failure.exit.code().into());
    };
    ctrlc::set_handler(end)
        .map_err(|error| Failure::environment(format_args!("cannot watch for Ctrl-C: {error}")))
}

/// As long as it is held, Ctrl-C waits.
pub(crate) fn writing() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}
