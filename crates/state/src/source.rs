//! Bytes on their way to the parser: no byte-order mark, and no more than the budget.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
};

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const UTF16_MARKS: [[u8; 2]; 2] = [[0xFF, 0xFE], [0xFE, 0xFF]];

/// What a [`Source`] and its reader tell each other.
#[derive(Debug, Default)]
pub(crate) struct Gauge {
    /// Bytes that may still be read.
    pub(crate) budget: Cell<u64>,
    /// The budget was not enough.
    pub(crate) exceeded: Cell<bool>,
    /// The first bytes are a UTF-16 byte-order mark.
    pub(crate) utf16: Cell<bool>,
}

/// Reads from `inner` as long as the gauge lets it.
pub(crate) struct Source<R> {
    inner: R,
    gauge: std::rc::Rc<Gauge>,
    head: Head,
}

/// The first bytes, read ahead to see whether they are a mark.
enum Head {
    Unread,
    Pending { bytes: [u8; 3], start: usize, end: usize },
    Passed,
}

impl<R: BufRead> Source<R> {
    pub(crate) const fn new(inner: R, gauge: std::rc::Rc<Gauge>) -> Self {
        Self { inner, gauge, head: Head::Unread }
    }

    fn read_head(&mut self) -> io::Result<()> {
        let mut bytes = [0; 3];
        let mut end = 0;
        while end < bytes.len() {
            match self.inner.read(&mut bytes[end..]) {
                Ok(0) => break,
                Ok(len) => end += len,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let head = &bytes[..end];
        if UTF16_MARKS.iter().any(|mark| head.starts_with(mark)) {
            self.gauge.utf16.set(true);
            return Err(io::ErrorKind::InvalidData.into());
        }
        let start = if head == UTF8_MARK { end } else { 0 };
        self.head = Head::Pending { bytes, start, end };
        Ok(())
    }
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Head::Unread = self.head {
            self.read_head()?;
        }
        if let Head::Pending { bytes, start, end } = &mut self.head {
            if start < end {
                let len = (*end - *start).min(buffer.len());
                buffer[..len].copy_from_slice(&bytes[*start..*start + len]);
                *start += len;
                return Ok(len);
            }
            self.head = Head::Passed;
        }
        let budget = self.gauge.budget.get();
        let want = usize::try_from(budget).unwrap_or(usize::MAX).min(buffer.len());
        if want == 0 && !buffer.is_empty() {
            self.gauge.exceeded.set(true);
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let len = self.inner.read(&mut buffer[..want])?;
        self.gauge.budget.set(budget - len as u64);
        Ok(len)
    }
}
