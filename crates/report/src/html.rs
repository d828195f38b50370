//! HTML as text: elements, attributes, escaping.

use crate::plot::escape;

/// A piece of a page in the making; whatever is opened must be closed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Html {
    text: String,
}

impl Html {
    /// Opens an element.
    pub(crate) fn open(&mut self, tag: &str, class: &str) {
        self.text.push('<');
        self.text.push_str(tag);
        if !class.is_empty() {
            self.text.push_str(&format!(" class=\"{}\"", escape(class)));
        }
        self.text.push('>');
    }

    /// Closes an element.
    pub(crate) fn close(&mut self, tag: &str) {
        self.text.push_str(&format!("</{tag}>\n"));
    }

    /// An element with text in it, escaped.
    pub(crate) fn leaf(&mut self, tag: &str, class: &str, content: &str) {
        self.open(tag, class);
        self.text.push_str(&escape(content));
        self.close(tag);
    }

    /// Text, escaped.
    pub(crate) fn text(&mut self, content: &str) {
        self.text.push_str(&escape(content));
    }

    /// Text that is HTML already, made by this crate.
    pub(crate) fn raw(&mut self, html: &str) {
        self.text.push_str(html);
    }

    /// A section with a heading and the one sentence to take home.
    pub(crate) fn section(&mut self, heading: &str, reading: &str) {
        self.open("section", "");
        self.leaf("h2", "", heading);
        if !reading.is_empty() {
            self.leaf("p", "reading", reading);
        }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_and_classes_are_escaped() {
        let mut html = Html::default();
        html.leaf("p", "a\"b", "1 < 2 & 3");
        assert_eq!(html.finish(), "<p class=\"a&quot;b\">1 &lt; 2 &amp; 3</p>\n");
    }
}
