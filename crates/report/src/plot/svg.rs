//! SVG as text: elements, attributes, escaping.

use super::Ink;
use super::number::trimmed;
use super::theme::style;

/// An attribute's value; numbers are written with two decimals at the most.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Text, escaped when written.
    Text(&'a str),
    /// A coordinate or a length in user units.
    Number(f64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// An SVG figure in the making.
///
/// What is opened is closed by [`Svg::finish`] at the latest. The figure carries its own style sheet and can
/// be a file of its own or stand inside an HTML page.
#[derive(Clone, Debug)]
pub struct Svg {
    text: String,
    open: Vec<&'static str>,
}

impl Svg {
    /// A figure of that size in user units; title and description are for people who cannot see it.
    #[must_use]
    pub fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        let mut svg = Self::inside(width, height, title, description);
        // The style sheet is ours and has no character that needs escaping.
        svg.text.push_str(&format!("<style>{}</style>\n", style()));
        svg.element("rect", &[("class", "paper".into()), ("width", width.into()), ("height", height.into())]);
        svg
    }

    /// The same for a page that has [`style`] already: no style sheet, and the page shows through.
    #[must_use]
    pub fn inside(width: f64, height: f64, title: &str, description: &str) -> Self {
        let mut svg = Self { text: String::new(), open: Vec::new() };
        let view = format!("0 0 {} {}", trimmed(width, 2), trimmed(height, 2));
        svg.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg".into()),
                ("class", "incentor-plot".into()),
                ("viewBox", (&view).into()),
                ("width", width.into()),
                ("height", height.into()),
                ("role", "img".into()),
            ],
        );
        svg.leaf("title", &[], title);
        if !description.is_empty() {
            svg.leaf("desc", &[], description);
        }
        svg
    }

    /// Opens an element, to be closed by [`Svg::close`].
    pub fn open(&mut self, tag: &'static str, attributes: &[(&str, Value<'_>)]) {
        self.start(tag, attributes);
        self.text.push_str(">\n");
        self.open.push(tag);
    }

    /// Closes the element that was opened last; without one it does nothing.
    pub fn close(&mut self) {
        if let Some(tag) = self.open.pop() {
            self.text.push_str(&format!("</{tag}>\n"));
        }
    }

    /// An element without content.
    pub fn element(&mut self, tag: &str, attributes: &[(&str, Value<'_>)]) {
        self.start(tag, attributes);
        self.text.push_str("/>\n");
    }

    /// An element with text in it, escaped.
    pub fn leaf(&mut self, tag: &str, attributes: &[(&str, Value<'_>)], content: &str) {
        self.start(tag, attributes);
        self.text.push('>');
        self.text.push_str(&escape(content));
        self.text.push_str(&format!("</{tag}>\n"));
    }

    /// A line of text with its anchor point on the baseline.
    pub fn label(&mut self, class: &str, x: f64, y: f64, content: &str) {
        self.leaf("text", &[("class", class.into()), ("x", x.into()), ("y", y.into())], content);
    }

    /// A straight line between two points.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.element(
            "line",
            &[
                ("class", class.into()),
                ("x1", from.0.into()),
                ("y1", from.1.into()),
                ("x2", to.0.into()),
                ("y2", to.1.into()),
            ],
        );
    }

    /// A rectangle; no wider or higher than nothing if a side is negative.
    pub fn rectangle(&mut self, class: &str, at: (f64, f64), size: (f64, f64)) {
        self.element(
            "rect",
            &[
                ("class", class.into()),
                ("x", at.0.into()),
                ("y", at.1.into()),
                ("width", size.0.max(0.0).into()),
                ("height", size.1.max(0.0).into()),
            ],
        );
    }

    /// A group in one colour, to be closed by [`Svg::close`].
    pub fn group(&mut self, ink: Ink) {
        self.open("g", &[("style", (&ink.style()).into())]);
    }

    /// The figure's text.
    #[must_use]
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn start(&mut self, tag: &str, attributes: &[(&str, Value<'_>)]) {
        self.text.push('<');
        self.text.push_str(tag);
        for (name, value) in attributes {
            let value = match *value {
                Value::Text(text) => escape(text),
                Value::Number(number) => trimmed(number, 2),
            };
            self.text.push_str(&format!(" {name}=\"{value}\""));
        }
    }
}

/// Text as it may stand in SVG and HTML, inside an element or a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML has no way to write the other control characters.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_cannot_leave_its_place() {
        assert_eq!(escape("<a href='x'>\"&\u{1}"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;\u{fffd}");
    }

    #[test]
    fn whatever_is_open_gets_closed() {
        let mut svg = Svg::new(10.0, 20.5, "a < b", "");
        svg.open("g", &[]);
        svg.label("tick", 1.005, 2.0, "5 > 4");
        let text = svg.finish();
        assert!(text.contains("viewBox=\"0 0 10 20.5\""));
        assert!(text.contains("<title>a &lt; b</title>"));
        assert!(text.ends_with("5 &gt; 4</text>\n</g>\n</svg>\n"));
    }
}
