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
        if class.is_empty() {
            self.open_with(tag, &[]);
        } else {
            self.open_with(tag, &[("class", class)]);
        }
    }

    /// Opens an element with any attributes; their values are escaped.
    pub(crate) fn open_with(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(tag);
        for (name, value) in attributes {
            self.text.push_str(&format!(" {name}=\"{}\"", escape(value)));
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
        // No line's end: it would be a space between two words in a row.
        self.text.push_str(&format!("</{tag}>"));
    }

    /// A paragraph.
    pub(crate) fn paragraph(&mut self, class: &str, content: &str) {
        self.leaf("p", class, content);
        self.text.push('\n');
    }

    /// Words of this crate, with what stands between two backticks set as code.
    pub(crate) fn prose(&mut self, content: &str) {
        for (index, part) in content.split('`').enumerate() {
            if index % 2 == 1 {
                self.leaf("code", "", part);
            } else {
                self.text(part);
            }
        }
    }

    /// Text, escaped.
    pub(crate) fn text(&mut self, content: &str) {
        self.text.push_str(&escape(content));
    }

    /// JSON, which may break where a value ends.
    pub(crate) fn json(&mut self, text: &str) {
        self.open("pre", "json");
        self.text.push_str(&escape(text).replace(',', ",<wbr>").replace('{', "{<wbr>"));
        self.text.push_str("</pre>\n");
    }

    /// Text that is HTML already, made by this crate.
    pub(crate) fn raw(&mut self, html: &str) {
        self.text.push_str(html);
    }

    /// Something long, folded under one line.
    pub(crate) fn fold(&mut self, summary: &str, inside: impl FnOnce(&mut Self)) {
        self.open("details", "");
        self.leaf("summary", "", summary);
        self.open("div", "folded");
        inside(self);
        self.close("div");
        self.close("details");
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_and_attributes_are_escaped() {
        let mut html = Html::default();
        html.paragraph("a\"b", "1 < 2 & 3");
        html.open_with("i", &[("id", "'")]);
        html.json("{\"a\":1,\"b\":\"<\"}");
        assert_eq!(
            html.finish(),
            "<p class=\"a&quot;b\">1 &lt; 2 &amp; 3</p>\n<i id=\"&#39;\">\
             <pre class=\"json\">{<wbr>&quot;a&quot;:1,<wbr>&quot;b&quot;:&quot;&lt;&quot;}</pre>\n"
        );
    }
}
