//! Server-sent events, as bytes.

/// An event: its type, and its lines of data joined by line feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) name: Vec<u8>,
    pub(super) data: Vec<u8>,
}

/// Reads events out of bytes that come in pieces.
///
/// By the rules of HTML's *event stream*: any of the three line ends, comments, fields nobody knows, one space behind the
/// colon, and a mark of byte order before everything. What it keeps is an event's lines so far.
#[derive(Debug, Default)]
pub(super) struct Events {
    line: Vec<u8>,
    name: Vec<u8>,
    data: Option<Vec<u8>>,
    /// The line before ended with a carriage return, so that a line feed ends none.
    returned: bool,
    /// The first line is behind.
    begun: bool,
}

impl Events {
    /// Takes the next bytes; hands over each event that they complete, until one is refused.
    pub(super) fn feed<E>(
        &mut self,
        bytes: &[u8],
        mut take: impl FnMut(Event) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut rest = bytes;
        while let [first, behind @ ..] = rest {
            if std::mem::take(&mut self.returned) && *first == b'\n' {
                rest = behind;
                continue;
            }
            let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                self.line.extend_from_slice(rest);
                return Ok(());
            };
            let (line, ended) = rest.split_at(end);
            self.line.extend_from_slice(line);
            self.returned = ended.first() == Some(&b'\r');
            rest = ended.get(1..).unwrap_or_default();
            if let Some(event) = self.end_line() {
                take(event)?;
            }
        }
        Ok(())
    }

    fn end_line(&mut self) -> Option<Event> {
        let line = std::mem::take(&mut self.line);
        let mark: &[u8] = if std::mem::replace(&mut self.begun, true) { b"" } else { b"\xef\xbb\xbf" };
        let line = line.strip_prefix(mark).unwrap_or(&line);
        if line.is_empty() {
            let (name, data) = (std::mem::take(&mut self.name), self.data.take());
            return data.map(|data| Event { name, data });
        }
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (field, value) = line.split_at(colon);
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match (field, &mut self.data) {
            (b"event", _) => self.name = value.to_vec(),
            (b"data", None) => self.data = Some(value.to_vec()),
            (b"data", Some(data)) => {
                data.push(b'\n');
                data.extend_from_slice(value);
            }
            // A line that begins with a colon is a comment.
            _ => {}
        }
        None
    }
}

/// One event as it is written; neither part has a line end.
pub(super) fn write(name: &str, data: &[u8]) -> Vec<u8> {
    [b"event: ", name.as_bytes(), b"\ndata: ", data, b"\n\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    /// Events of a text that comes in pieces of this many bytes.
    fn read(text: &[u8], piece: usize) -> Vec<(String, String)> {
        let (mut events, mut found) = (Events::default(), Vec::new());
        for piece in text.chunks(piece) {
            let taken = events.feed(piece, |Event { name, data }| {
                let text = |bytes| String::from_utf8(bytes).unwrap();
                found.push((text(name), text(data)));
                Ok::<_, Infallible>(())
            });
            taken.unwrap();
        }
        found
    }

    #[test]
    fn events_are_read_however_they_are_cut() {
        let check = |text: &[u8], expected: &[(&str, &str)]| {
            let owned = |(name, data): &(&str, &str)| ((*name).to_owned(), (*data).to_owned());
            let expected: Vec<_> = expected.iter().map(owned).collect();
            for piece in 1..=text.len() {
                assert_eq!(read(text, piece), expected, "{} by {piece}", text.escape_ascii());
            }
        };
        check(&write("chunk", b"{}"), &[("chunk", "{}")]);
        check(b"event:a\r\ndata:1\r\n\r\nevent: b\rdata:  2\r\r", &[("a", "1"), ("b", " 2")]);
        check(b"\xef\xbb\xbfdata: x\n\n\xef\xbb\xbfdata: y\n\n", &[("", "x")]);
        check(b": c\nid: 7\ndata\nretry\ndata: b\nevent: e\nevent: f\n\n\n", &[("f", "\nb")]);
        check(b"event: lost\n\ndata: kept\n\n", &[("", "kept")]);
        check(b"data: 1\r\n\r\ndata: unfinished\r\n", &[("", "1")]);
    }
}
