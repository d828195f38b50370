//! Rust text without its comments and literals, and which of its lines are tests.
//!
//! Not a parser: it knows where comments, strings and characters begin and end, and counts brackets. That is
//! enough to ask for a word in code, and it reads half-written files too.

/// The text with every comment, string and character literal blanked; lines and columns stay.
pub(super) fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_blank(&chars, at);
        if end == at {
            code.push(chars[at]);
            at += 1;
        }
        for &blank in &chars[at..end.max(at)] {
            code.push(if blank == '\n' { '\n' } else { ' ' });
        }
        at = at.max(end);
    }
    code
}

/// Where the comment or literal that starts here ends; `at` itself where none starts.
fn end_of_blank(chars: &[char], at: usize) -> usize {
    let next = chars.get(at + 1).copied();
    match chars[at] {
        '/' if next == Some('/') => find(chars, at, |rest| rest[0] == '\n'),
        '/' if next == Some('*') => end_of_block_comment(chars, at),
        '"' => end_of_quoted(chars, at, '"'),
        '\'' if is_character(chars, at) => end_of_quoted(chars, at, '\''),
        'r' if at == 0 || !is_name(chars[at - 1]) || is_prefix(chars, at) => end_of_raw(chars, at),
        _ => at,
    }
}

/// The first place from `from` on that satisfies the test, or the end.
fn find(chars: &[char], from: usize, test: impl Fn(&[char]) -> bool) -> usize {
    (from..chars.len()).find(|&at| test(&chars[at..])).unwrap_or(chars.len())
}

fn end_of_block_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at.min(chars.len())
}

fn end_of_quoted(chars: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            end if end == quote => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// `'a'` and `'\n'` are characters, `'a` is a lifetime.
fn is_character(chars: &[char], at: usize) -> bool {
    matches!(chars.get(at + 1), Some('\\')) || matches!(chars.get(at + 2), Some('\''))
}

/// Whether the `r` here follows the `b` or `c` of `br"…"` or `cr"…"`.
fn is_prefix(chars: &[char], at: usize) -> bool {
    matches!(chars[at - 1], 'b' | 'c') && (at < 2 || !is_name(chars[at - 2]))
}

/// The end of `r"…"` or `r#"…"#`; `start` itself for `r#name` and for a name that starts with r.
fn end_of_raw(chars: &[char], start: usize) -> usize {
    let quote = find(chars, start + 1, |rest| rest[0] != '#');
    if chars.get(quote) != Some(&'"') {
        return start;
    }
    let hashes = quote - start - 1;
    let closes = |rest: &[char]| {
        rest[0] == '"' && rest.len() > hashes && rest[1..=hashes].iter().all(|&hash| hash == '#')
    };
    (find(chars, quote + 1, closes) + 1 + hashes).min(chars.len())
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// What of a file is compiled for tests only.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TestParts {
    /// By line, from the first.
    pub(super) lines: Vec<bool>,
    /// Modules that lie in files of their own.
    pub(super) modules: Vec<String>,
}

/// Finds the items under `#[cfg(test)]` in text that [`code`] has blanked.
pub(super) fn test_parts(code: &str) -> TestParts {
    let mut parts = TestParts { lines: vec![false; code.lines().count()], modules: Vec::new() };
    for attribute in ["#[cfg(test)]", "#[cfg(all(test,"] {
        for (start, _) in code.match_indices(attribute) {
            let end = end_of_item(code, start);
            let item = &code[start..end];
            let declared = item.rsplit_once("mod ").and_then(|(_, name)| name.strip_suffix(';'));
            if let Some(name) = declared {
                parts.modules.push(name.trim().to_owned());
            }
            let first = code[..start].matches('\n').count();
            for line in first..=first + item.matches('\n').count() {
                parts.lines[line] = true;
            }
        }
    }
    if code.contains("#![cfg(test)]") {
        parts.lines.fill(true);
    }
    parts
}

/// Behind the `;` or the closing brace of the item whose attributes start here.
fn end_of_item(code: &str, start: usize) -> usize {
    let mut depth = 0_i32;
    for (at, letter) in code[start..].char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth < 0 || depth == 0 && matches!(letter, ';' | '}') {
            return start + at + letter.len_utf8();
        }
    }
    code.len()
}

/// Whether the line has this word or path, not as a part of a longer name.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let open_start = word.starts_with(is_name) && before.is_some_and(is_name);
        let open_end = word.ends_with(is_name) && after.is_some_and(is_name);
        !open_start && !open_end
    })
}

/// The first literal of a float type in a line of code: `1.5`, `1.`, `1e9`, `1f64`.
pub(super) fn float_literal(line: &str) -> Option<&str> {
    let bytes = line.as_bytes();
    let part = |at: usize| bytes.get(at).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let mut at = 0;
    while at < bytes.len() {
        let joined = at > 0 && (part(at - 1) || bytes[at - 1] == b'.' && (at < 2 || bytes[at - 2] != b'.'));
        if joined || !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while part(at) {
            at += 1;
        }
        // `1.max(2)` is a call and `1..2` a range.
        let dotted = bytes.get(at) == Some(&b'.')
            && !bytes
                .get(at + 1)
                .is_some_and(|&next| next.is_ascii_alphabetic() || matches!(next, b'.' | b'_'));
        if dotted {
            at += 1;
            while part(at) {
                at += 1;
            }
        }
        let number = &line[start..at];
        let based = ["0x", "0b", "0o"].iter().any(|base| number.starts_with(base));
        let digits = number.split("f32").next().and_then(|digits| digits.split("f64").next());
        let exponent = digits.is_some_and(|digits| {
            // Not `1usize`, whose e ends a type.
            digits.contains(['e', 'E']) && !digits.contains(['u', 'i'])
        });
        if !based && (dotted || exponent || number.ends_with("f32") || number.ends_with("f64")) {
            return Some(number);
        }
    }
    None
}

#[test]
fn comments_and_literals_are_blanked() {
    let check = |text: &str, expected: &str| assert_eq!(code(text), expected, "{text}");
    check("a // b\nc", "a     \nc");
    check("a /* b /* c */ d */ e", "a                   e");
    check(r#"f("x \" y", z)"#, "f(        , z)");
    check("let a = 'b'; &'c str; '\\''; b'd'", "let a =    ; &'c str;     ; b   ");
    check("r\"a\\\" + 1", "      + 1");
    check("br#\"a\"b\"# + 1", "b         + 1");
    check("for r in r#type { error }", "for r in r#type { error }");
    check("\"open\nstill", "     \n     ");
    check("\"http://x\" y", "           y");
    check("/* open", "       ");
    check("ä 'ö' ü", "ä     ü");
}

#[test]
fn test_items_are_told_from_the_rest() {
    let check = |text: &str, lines: &[usize], modules: &[&str]| {
        let parts = test_parts(&code(text));
        let found: Vec<usize> = (1..).zip(&parts.lines).filter(|(_, test)| **test).map(|(n, _)| n).collect();
        assert_eq!(
            (found.as_slice(), parts.modules),
            (lines, modules.iter().map(ToString::to_string).collect())
        );
    };
    check("fn a() {}\n#[cfg(test)]\nmod tests {\n    \"}\"\n}\nfn b() {}", &[2, 3, 4, 5], &[]);
    check("#[cfg(test)]\nmod tests;\nmod b;", &[1, 2], &["tests"]);
    check("#[cfg(test)]\n#[path = \"x.rs\"]\npub(crate) mod x;\nmod b;", &[1, 2, 3], &["x"]);
    check("#[cfg(test)]\nconst A: [u8; 2] = [1; 2];\nfn b() {}", &[1, 2], &[]);
    check("#[cfg(all(test, unix))]\nfn a() {\n}\nfn b() {}", &[1, 2, 3], &[]);
    check("#![cfg(test)]\nfn a() {}", &[1, 2], &[]);
    check("#[cfg(not(test))]\nfn a() {}\n// #[cfg(test)]\nfn b() {}", &[], &[]);
}

#[test]
fn words_are_whole() {
    for (line, word, expected) in [
        ("use std::time::Instant;", "Instant", true),
        ("InstantNoodles, MyInstant, Instants", "Instant", false),
        ("eprintln!(x)", "println!", false),
        ("println!(x)", "println!", true),
        ("my_env::var()", "env::", false),
        ("std::env::var()", "env::", true),
        ("x.ln()", ".ln(", true),
        ("x.lnx()", ".ln(", false),
    ] {
        assert_eq!(has_word(line, word), expected, "{word} in {line}");
    }
}

#[test]
fn floats_are_told_from_integers() {
    for (line, expected) in [
        ("x = 1.5;", Some("1.5")),
        ("x = 1.;", Some("1.")),
        ("(1e9)", Some("1e9")),
        ("(1_000E3)", Some("1_000E3")),
        ("[2f64; 3]", Some("2f64")),
        ("[2_f32; 3]", Some("2_f32")),
        ("(0..2.5)", Some("2.5")),
        ("x.0.1 + 1.max(2) + 0xfe + 0x1e5 + 7usize + a1e5", None),
        ("0..1, 1..=2, 3u8, 1_000_000, 12_i64, 0b1, 5isize", None),
    ] {
        assert_eq!(float_literal(line), expected, "{line}");
    }
}
