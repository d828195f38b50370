//! A running program: the one place of the SDK that knows processes, threads and time.
//!
//! Three threads keep it from blocking us: one writes, one reads lines of limited length, one keeps the end
//! of what it says on standard error. They end when its pipes close, which killing it brings about.

use super::program::Program;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a program that was told to end may take to do so.
const GRACE: Duration = Duration::from_millis(200);
/// How long a program that closed its output may take to end.
const ENDING: Duration = Duration::from_millis(5);
const ENDINGS: u32 = 40;
/// Bytes kept of standard error.
const MOST_SAID: usize = 2_048;

/// A started program.
pub(super) struct Process {
    child: Child,
    /// Closing it closes the program's standard input.
    to: Option<Sender<Vec<u8>>>,
    from: Receiver<Heard>,
    said: Arc<Mutex<Vec<u8>>>,
    /// Disconnected once its standard error has been read to the end.
    silent: Receiver<()>,
}

/// What came from a program.
pub(super) enum Heard {
    Line(Vec<u8>),
    TooLong,
    End,
}

/// Why nothing came that could be read.
pub(super) enum Trouble {
    NotStarted(io::Error),
    /// A line came before anything was sent.
    Unasked(Vec<u8>),
    /// It had ended before anything was sent.
    Gone,
    Ended,
    TooLong,
    Late,
}

impl Process {
    pub(super) fn start(program: &Program) -> io::Result<Self> {
        let mut command = Command::new(&program.command);
        command.args(&program.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(folder) = &program.folder {
            command.current_dir(folder);
        }
        // A group of its own, so that what it starts can be ended with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (to, lines) = channel::<Vec<u8>>();
        // One line waits at most: a program that babbles stops itself.
        let (heard, from) = sync_channel(1);
        let said = Arc::new(Mutex::new(Vec::new()));
        let (speaking, silent) = sync_channel(0);
        let process = Self { child, to: Some(to), from, said: Arc::clone(&said), silent };
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(io::Error::other("a pipe is missing"));
        };
        let most = program.limits.answer_bytes;
        thread::Builder::new().spawn(move || write(stdin, &lines))?;
        thread::Builder::new().spawn(move || read(stdout, most, &heard))?;
        thread::Builder::new().spawn(move || keep_end(stderr, &said, speaking))?;
        Ok(process)
    }

    /// Sends a line and waits for one.
    pub(super) fn exchange(&mut self, line: Vec<u8>, within: Duration) -> Result<Vec<u8>, Trouble> {
        match self.from.try_recv() {
            Ok(Heard::Line(line)) => return Err(Trouble::Unasked(line)),
            Ok(Heard::TooLong) => return Err(Trouble::TooLong),
            Ok(Heard::End) | Err(TryRecvError::Disconnected) => return Err(Trouble::Gone),
            Err(TryRecvError::Empty) => {}
        }
        // Where nobody reads any more, the end of its output says so.
        let _ = self.to.as_ref().map(|to| to.send(line));
        match self.from.recv_timeout(within) {
            Ok(Heard::Line(line)) => Ok(line),
            Ok(Heard::TooLong) => Err(Trouble::TooLong),
            Ok(Heard::End) | Err(RecvTimeoutError::Disconnected) => Err(Trouble::Ended),
            Err(RecvTimeoutError::Timeout) => Err(Trouble::Late),
        }
    }

    /// How it ended, once it has closed its output, and the end of what it said.
    pub(super) fn last_words(&mut self) -> (String, String) {
        for _ in 0..ENDINGS {
            if self.has_ended() {
                break;
            }
            thread::sleep(ENDING);
        }
        let status = self.end().map_or_else(|error| error.to_string(), |status| status.to_string());
        let _ = self.silent.recv_timeout(GRACE);
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let said = String::from_utf8_lossy(&said).trim().to_owned();
        (status, if said.is_empty() { "nothing".to_owned() } else { said })
    }

    /// Whether it has ended by itself; it is not reaped yet, so that its group keeps its number.
    #[cfg(unix)]
    fn has_ended(&mut self) -> bool {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        !matches!(waitid(WaitId::Pid(Pid::from_child(&self.child)), options), Ok(None))
    }

    #[cfg(not(unix))]
    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it, with everything it started, and reaps it.
    fn end(&mut self) -> io::Result<std::process::ExitStatus> {
        #[cfg(unix)]
        {
            use rustix::process::{Pid, Signal, kill_process_group};
            // There is nobody left to kill, or there is: either way it is reaped below.
            let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        }
        let _ = self.child.kill();
        self.child.wait()
    }
}

impl Drop for Process {
    /// Closes its input, gives it a moment to end by itself, then ends it.
    fn drop(&mut self) {
        self.to = None;
        // What it still says is of no interest; the end of it is.
        if let Ok(Heard::Line(_)) = self.from.recv_timeout(GRACE) {
            let _ = self.from.recv_timeout(GRACE);
        }
        let _ = self.end();
    }
}

fn write(mut to: impl Write, lines: &Receiver<Vec<u8>>) {
    for line in lines {
        if to.write_all(&line).and_then(|()| to.flush()).is_err() {
            return;
        }
    }
}

fn read(from: impl Read, most: usize, heard: &SyncSender<Heard>) {
    let mut from = BufReader::new(from);
    loop {
        let mut line = Vec::new();
        let read = (&mut from).take(most as u64 + 1).read_until(b'\n', &mut line);
        let next = match read {
            Ok(0) | Err(_) => Heard::End,
            Ok(_) if line.ends_with(b"\n") => Heard::Line(line),
            Ok(_) if line.len() > most => Heard::TooLong,
            // The last line of a program need not end in a newline.
            Ok(_) => Heard::Line(line),
        };
        let goes_on = matches!(next, Heard::Line(_));
        if heard.send(next).is_err() || !goes_on {
            return;
        }
    }
}

/// Holds `_speaking` as long as there is something to read.
fn keep_end(mut from: impl Read, said: &Mutex<Vec<u8>>, _speaking: SyncSender<()>) {
    let mut buffer = [0; 1_024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
        said.extend(buffer.iter().take(count));
        let over = said.len().saturating_sub(MOST_SAID);
        said.drain(..over);
    }
}
