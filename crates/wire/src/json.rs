//! JSON texts, rewritten as Python would print them.

use crate::number::float_text;
use incentor_synapse::Fields;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use thiserror::Error;

/// Values inside values; `serde_json`'s own limit.
const MAX_DEPTH: usize = 128;

/// Which of Python's ways to print a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `str(value)`: what is hashed. A string stands bare at the top, and as its `repr` inside.
    Str,
    /// `json.dumps(value)`: what a dendrite sends.
    Dumps,
    /// Compact JSON in UTF-8: what an axon answers.
    Compact,
}

impl Style {
    /// What stands between members, and between a key and its value.
    const fn marks(self) -> (&'static str, &'static str) {
        match self {
            Self::Compact => (",", ":"),
            Self::Str | Self::Dumps => (", ", ": "),
        }
    }
}

/// Why a JSON text has no Python text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum JsonError {
    /// The text is not JSON.
    #[error("not JSON at byte {at}")]
    Syntax {
        /// Where.
        at: usize,
    },
    /// Nested more than 128 deep.
    #[error("nested too deeply")]
    TooDeep,
    /// A key is there twice, so that two readers could read two things.
    #[error("a key is there twice, at byte {at}")]
    TwiceGiven {
        /// Where the second one ends.
        at: usize,
    },
    /// Half of a surrogate pair, which has no UTF-8 and so no hash.
    #[error("half a surrogate pair at byte {at}")]
    LoneSurrogate {
        /// Where.
        at: usize,
    },
}

/// Rewrites a JSON text in one of Python's styles.
///
/// Integers of any size stay as they are; keys keep their order; `NaN` and the infinities are read as Python reads
/// them. Memory and time are in proportion to the text.
///
/// # Errors
/// As [`JsonError`] says.
pub fn rewrite(json: &str, style: Style) -> Result<String, JsonError> {
    append(String::with_capacity(json.len()), json, (style, 0))
}

/// The same behind what is there already, of a value that stands so deep inside another.
fn append(out: String, json: &str, (style, depth): (Style, usize)) -> Result<String, JsonError> {
    let mut reader = Reader { text: json, at: 0, style, out };
    reader.space();
    reader.value(depth)?;
    reader.space();
    if reader.at == json.len() { Ok(reader.out) } else { Err(reader.syntax()) }
}

/// Writes fields behind the members of an object that is still open.
pub(crate) fn append_members(mut out: String, fields: &Fields, style: Style) -> Result<String, JsonError> {
    let (comma, colon) = style.marks();
    for field in fields.iter() {
        out.push_str(comma);
        write_string(&mut out, field.name(), style);
        out.push_str(colon);
        out = append(out, field.json(), (style, 1))?;
    }
    Ok(out)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    style: Style,
    out: String,
}

impl Reader<'_> {
    fn syntax(&self) -> JsonError {
        JsonError::Syntax { at: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        if there {
            self.at += word.len();
        }
        there
    }

    fn value(&mut self, depth: usize) -> Result<(), JsonError> {
        if depth > MAX_DEPTH {
            return Err(JsonError::TooDeep);
        }
        let python = self.style == Style::Str;
        match self.peek() {
            Some(b'"') => {
                let text = self.string()?;
                match self.style {
                    Style::Str if depth == 0 => self.out.push_str(&text),
                    style => write_string(&mut self.out, &text, style),
                }
            }
            Some(b'[') => self.items(depth, b']')?,
            Some(b'{') => self.items(depth, b'}')?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => {
                let (word, text) = [
                    ("null", "None"),
                    ("true", "True"),
                    ("false", "False"),
                    ("NaN", "nan"),
                    ("Infinity", "inf"),
                ]
                .into_iter()
                .find(|(word, _)| self.take(word))
                .ok_or(self.syntax())?;
                self.out.push_str(if python { text } else { word });
            }
        }
        Ok(())
    }

    /// A list or, behind a brace, an object.
    fn items(&mut self, depth: usize, end: u8) -> Result<(), JsonError> {
        let object = end == b'}';
        let (comma, colon) = self.style.marks();
        let mut keys = BTreeSet::new();
        self.at += 1;
        self.out.push(if object { '{' } else { '[' });
        self.space();
        let mut first = true;
        while self.peek() != Some(end) {
            if !first {
                if !self.take(",") {
                    return Err(self.syntax());
                }
                self.out.push_str(comma);
                self.space();
            }
            first = false;
            if object {
                if self.peek() != Some(b'"') {
                    return Err(self.syntax());
                }
                let key = self.string()?;
                write_string(&mut self.out, &key, self.style);
                if !keys.insert(key) {
                    return Err(JsonError::TwiceGiven { at: self.at });
                }
                self.space();
                if !self.take(":") {
                    return Err(self.syntax());
                }
                self.out.push_str(colon);
                self.space();
            }
            self.value(depth + 1)?;
            self.space();
            if !matches!(self.peek(), Some(b',')) && self.peek() != Some(end) {
                return Err(self.syntax());
            }
        }
        self.at += 1;
        self.out.push(char::from(end));
        Ok(())
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        if self.take("-Infinity") {
            self.out.push_str(if self.style == Style::Str { "-inf" } else { "-Infinity" });
            return Ok(());
        }
        self.take("-");
        let whole = self.digits();
        let leading_zero = whole > 1 && self.text.as_bytes().get(self.at - whole) == Some(&b'0');
        let mut ok = whole > 0 && !leading_zero;
        let mut float = false;
        if self.take(".") {
            float = true;
            ok &= self.digits() > 0;
        }
        if self.take("e") || self.take("E") {
            float = true;
            let _sign = self.take("+") || self.take("-");
            ok &= self.digits() > 0;
        }
        let token = self.text.get(start..self.at).filter(|_| ok).ok_or(self.syntax())?;
        if float {
            let value: f64 = token.parse().map_err(|_| self.syntax())?;
            let text = float_text(value);
            // Python's parser overflows to infinity, and its writer knows a word for it.
            match (self.style, value.is_infinite()) {
                (Style::Dumps | Style::Compact, true) => {
                    self.out.push_str(if value > 0.0 { "Infinity" } else { "-Infinity" });
                }
                _ => self.out.push_str(&text),
            }
        } else {
            self.out.push_str(if token == "-0" { "0" } else { token });
        }
        Ok(())
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn string(&mut self) -> Result<String, JsonError> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.text.get(self.at..).ok_or(self.syntax())?;
            let plain = rest.find(|c| c == '"' || c == '\\' || c < ' ').ok_or(self.syntax())?;
            text.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            if self.take("\"") {
                return Ok(text);
            }
            if !self.take("\\") {
                return Err(self.syntax());
            }
            let escape = self.peek().ok_or(self.syntax())?;
            self.at += 1;
            text.push(match escape {
                b'"' | b'\\' | b'/' => char::from(escape),
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => self.code_point()?,
                _ => return Err(self.syntax()),
            });
        }
    }

    /// What follows `\u`; two of them where the first is half a pair.
    fn code_point(&mut self) -> Result<char, JsonError> {
        let lone = JsonError::LoneSurrogate { at: self.at };
        let first = self.unit()?;
        let code = match first {
            0xd800..=0xdbff => {
                if !self.take("\\u") {
                    return Err(lone);
                }
                let second = self.unit()?;
                if !(0xdc00..=0xdfff).contains(&second) {
                    return Err(lone);
                }
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            code => code,
        };
        char::from_u32(code).ok_or(lone)
    }

    fn unit(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(self.syntax())?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(self.syntax());
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| self.syntax())
    }
}

/// Whether a text stands between quotes as it is, in every JSON.
pub(crate) fn is_plain(text: &str) -> bool {
    // Without an early end, so that many bytes are looked at together.
    text.bytes()
        .fold(true, |plain, byte| plain & (b' '..=b'~').contains(&byte) & (byte != b'"') & (byte != b'\\'))
}

fn write_string(out: &mut String, text: &str, style: Style) {
    if style == Style::Str {
        return write_repr(out, text);
    }
    out.push('"');
    if is_plain(text) {
        out.push_str(text);
        out.push('"');
        return;
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c < ' ' || (style == Style::Dumps && c > '~') => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a string cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Python's `repr` of a string (`wire-protocol` §1.5).
fn write_repr(out: &mut String, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for c in text.chars() {
        let code = u32::from(c);
        // Writing to a string cannot fail.
        let _ = match c {
            '\\' => write!(out, "\\\\"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            c if c == quote => write!(out, "\\{c}"),
            c if is_printable(c) => write!(out, "{c}"),
            _ if code <= 0xff => write!(out, "\\x{code:02x}"),
            _ if code <= 0xffff => write!(out, "\\u{code:04x}"),
            _ => write!(out, "\\U{code:08x}"),
        };
    }
    out.push(quote);
}

/// Python's `isprintable`, by the Unicode tables of the Rust library.
///
/// Its `escape_debug` asks the same categories. A character that is newer than one side's tables is told apart
/// there, as between two Pythons. Behind another character, combining marks are not escaped for their own sake.
fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    let mut behind = [0; 8];
    behind[0] = b'a';
    let end = 1 + c.encode_utf8(&mut behind[1..]).len();
    let text = std::str::from_utf8(&behind[..end]).unwrap_or_default();
    text.escape_debug().nth(1) == Some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_prints_its_own_way() {
        let check = |json: &str, expected: [&str; 3]| {
            let found = [Style::Str, Style::Dumps, Style::Compact].map(|style| rewrite(json, style).unwrap());
            assert_eq!(found, expected, "{json}");
        };
        check(r#" "é" "#, ["é", r#""\u00e9""#, "\"é\""]);
        check(r#"["é","\ud83d\ude00"]"#, ["['é', '😀']", r#"["\u00e9", "\ud83d\ude00"]"#, "[\"é\",\"😀\"]"]);
        check(
            "{\"a\" : [1.50, -0, 1e22]}",
            ["{'a': [1.5, 0, 1e+22]}", "{\"a\": [1.5, 0, 1e+22]}", "{\"a\":[1.5,0,1e+22]}"],
        );
        check("[true,null,1e999]", ["[True, None, inf]", "[true, null, Infinity]", "[true,null,Infinity]"]);
        check(
            r#"["a\u0301", "\u0301", "\u007f"]"#,
            [
                "['a\u{301}', '\u{301}', '\\x7f']",
                "[\"a\\u0301\", \"\\u0301\", \"\\u007f\"]",
                "[\"a\u{301}\",\"\u{301}\",\"\u{7f}\"]",
            ],
        );
    }

    #[test]
    fn damage_is_named() {
        let check = |json: &str, expected| assert_eq!(rewrite(json, Style::Str), Err(expected), "{json:.40}");
        check("", JsonError::Syntax { at: 0 });
        check("01", JsonError::Syntax { at: 2 });
        check("1.", JsonError::Syntax { at: 2 });
        check("[1,]", JsonError::Syntax { at: 3 });
        check("[1 2]", JsonError::Syntax { at: 3 });
        check("{\"a\":1,\"a\":2}", JsonError::TwiceGiven { at: 10 });
        check(r#""\ud800""#, JsonError::LoneSurrogate { at: 3 });
        check(r#""\udc00""#, JsonError::LoneSurrogate { at: 3 });
        check("\"a\nb\"", JsonError::Syntax { at: 2 });
        check("\"a", JsonError::Syntax { at: 1 });
        check("1 1", JsonError::Syntax { at: 2 });
        check(&"[".repeat(100_000), JsonError::TooDeep);
    }
}
