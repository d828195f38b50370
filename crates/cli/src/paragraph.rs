//! Text laid out for a terminal.

/// Characters of a line.
pub(crate) const WIDTH: usize = 80;

/// A text broken at spaces into lines of at most so many characters; a word that is longer stands alone.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Markdown of paragraphs, indented by so much.
pub(crate) fn paragraphs(markdown: &str, indent: usize) -> String {
    let mut text = String::new();
    for paragraph in markdown.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        for line in wrapped(paragraph, WIDTH - indent) {
            text.push_str(&format!("{:indent$}{line}\n", ""));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("unbreakable", 3), ["unbreakable"]);
        assert_eq!(wrapped("a\u{1b}b\n", 9), ["a b"]);
    }

    #[test]
    fn paragraphs_have_one_empty_line_between_them() {
        assert_eq!(paragraphs("one\ntwo\n\n\nthree\n", 2), "  one two\n\n  three\n");
    }
}
