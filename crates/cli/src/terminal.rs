//! Everything that reaches the person's screen.

use crate::failure::Failure;
use crate::options::{ColorChoice, Global};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _, Write as _};

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default();
pub(crate) const ACCENT: Style = AnsiColor::Cyan.on_default();

/// Whether somebody still reads the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    There,
    Gone,
}

/// How to talk to whoever started the command.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    pub(crate) json: bool,
    pub(crate) verbose: u8,
    quiet: bool,
    color: anstream::ColorChoice,
}

impl Terminal {
    pub(crate) fn new(global: &Global) -> Self {
        let color = match global.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        color.write_global();
        Self { json: global.json, verbose: global.verbose, quiet: global.quiet, color }
    }

    /// Writes a result to stdout; a reader that went away is no failure, but a reason to stop.
    pub(crate) fn result(self, text: &str) -> Result<Reader, Failure> {
        let mut stdout = anstream::AutoStream::new(io::stdout().lock(), self.color);
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Ok(()) => Ok(Reader::There),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
            Err(error) => Err(Failure::environment(format_args!("cannot write to stdout: {error}"))),
        }
    }

    /// A remark on stderr, unless `--quiet`.
    pub(crate) fn remark(self, text: &str) {
        if !self.quiet {
            self.stderr(text);
        }
    }

    /// Whether a person is there to be asked: types on a terminal and sees what is asked.
    pub(crate) fn can_ask(self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Whether somebody sees what is said on stderr.
    pub(crate) fn is_watched(self) -> bool {
        io::stderr().is_terminal()
    }

    /// Whether the results go to a screen rather than into a file or a program.
    pub(crate) fn shows_results(self) -> bool {
        !self.json && io::stdout().is_terminal()
    }

    /// A question on stderr, asked even with `--quiet`.
    pub(crate) fn ask(self, text: &str) {
        self.stderr(text);
    }

    /// The error a command ends with.
    pub(crate) fn fail(self, failure: &Failure) {
        let bad = BAD.bold();
        let mut text = format!("{bad}error[{}]{bad:#}: {}\n", failure.code.name(), failure.what);
        if let Some(place) = &failure.place {
            text.push_str(&format!("  {ACCENT}at{ACCENT:#}   {place}\n"));
        }
        if let Some(next) = &failure.next {
            text.push_str(&format!("  {ACCENT}try{ACCENT:#}  {next}\n"));
        }
        self.stderr(&text);
    }

    /// A progress bar on stderr that counts in this unit; hidden when stderr is no terminal or with `--quiet`.
    pub(crate) fn progress(self, steps: u64, label: &'static str, unit: &'static str) -> ProgressBar {
        let bar = ProgressBar::new(steps);
        bar.set_draw_target(ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:28} {pos} of {len} {msg}  {eta} left")
        {
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
        }
        bar.set_prefix(label);
        bar.set_message(unit);
        // Shown once it has everything to show.
        if !self.quiet && io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar
    }

    fn stderr(self, text: &str) {
        let mut stderr = anstream::AutoStream::new(io::stderr().lock(), self.color);
        // Nobody is left to tell when stderr itself is gone.
        let _ = stderr.write_all(text.as_bytes());
    }
}
