//! Asking a person for something nobody else may see.

use crate::terminal::Terminal;
use std::io;
use zeroize::Zeroizing;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum PromptError {
    /// Ctrl-C, or Ctrl-D on an empty line.
    Interrupted,
    /// The terminal does not work.
    Io(io::Error),
}

/// What a terminal hands over at once, at the most.
const MAX_LINE_BYTES: usize = 4096;
/// The byte that Ctrl-C sends.
#[cfg(unix)]
const CONTROL_C: u8 = 3;

/// Asks on stderr and reads one line from the terminal on stdin without showing it.
#[cfg(unix)]
pub(super) fn hidden_line(terminal: Terminal, question: &str) -> Result<Zeroizing<String>, PromptError> {
    use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};

    /// Gives the terminal back as it was, whatever happens.
    struct Restore(Termios);
    impl Drop for Restore {
        fn drop(&mut self) {
            let _ = termios::tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
        }
    }

    let failed = |error: rustix::io::Errno| PromptError::Io(error.into());
    let saved = termios::tcgetattr(io::stdin()).map_err(failed)?;
    let mut hidden = saved.clone();
    // Ctrl-C must not end the program while the terminal is mute: it ends the line instead, as a byte of its own.
    hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
    hidden.special_codes[SpecialCodeIndex::VEOL] = CONTROL_C;
    let restore = Restore(saved);
    termios::tcsetattr(io::stdin(), OptionalActions::Now, &hidden).map_err(failed)?;
    terminal.ask(question);
    // Past std's reader, whose buffer would keep a copy.
    let mut line = Zeroizing::new([0; MAX_LINE_BYTES]);
    let mut length = 0;
    let ended = loop {
        let read = rustix::io::read(io::stdin(), &mut line[length..]).map_err(failed)?;
        length += read;
        match line[..length].last() {
            Some(b'\n') => break true,
            Some(&CONTROL_C) => break false,
            _ if read == 0 => break false,
            _ => {}
        }
    };
    drop(restore);
    terminal.ask("\n");
    let text = std::str::from_utf8(&line[..length]).map_err(|_| {
        PromptError::Io(io::Error::new(io::ErrorKind::InvalidData, "what was typed is no UTF-8"))
    })?;
    if ended {
        Ok(Zeroizing::new(text.trim_end_matches(['\n', '\r']).to_owned()))
    } else {
        Err(PromptError::Interrupted)
    }
}

/// Without control over the terminal nothing secret is asked.
#[cfg(not(unix))]
pub(super) fn hidden_line(_: Terminal, _: &str) -> Result<Zeroizing<String>, PromptError> {
    let _ = MAX_LINE_BYTES;
    Err(PromptError::Io(io::Error::from(io::ErrorKind::Unsupported)))
}
