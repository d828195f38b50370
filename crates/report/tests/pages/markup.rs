//! Whether markup is what it should be, without a browser.

/// Elements of HTML that are never closed.
const VOID: [&str; 4] = ["meta", "input", "wbr", "!doctype"];

/// Checks that every element is closed in order, in the page and in the figures inside it.
pub(crate) fn tags_balance(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags(page) {
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed out of order; around it: {open:?}");
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

/// Checks each figure as XML: quoted attributes, no bare `<` or `&`, no attribute twice, numbers that are numbers.
pub(crate) fn check_svgs(page: &str) {
    for figure in page.split("<svg ").skip(1) {
        let end = figure.find("</svg>").expect("a figure ends");
        let figure = &figure[..end];
        for entity in figure.split('&').skip(1) {
            let name = entity.split(';').next().unwrap_or_default();
            assert!(["amp", "lt", "gt", "quot", "#39"].contains(&name), "&{name}");
        }
        for tag in tags(&format!("<svg {figure}")).into_iter().filter(|tag| !tag.starts_with('/')) {
            check_attributes(tag);
        }
    }
}

/// What stands between `<` and `>`; a `>` inside a quoted value is escaped, so it ends the tag.
fn tags(text: &str) -> Vec<&str> {
    // What the style sheet and the script contain is no markup.
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let after = &rest[start + 1..];
        let end = after.find('>').expect("a tag ends");
        let tag = &after[..end];
        tags.push(tag);
        rest = &after[end + 1..];
        for raw in ["style", "script"] {
            if tag == raw {
                let close = rest.find(&format!("</{raw}>")).expect("it is closed");
                rest = &rest[close..];
            }
        }
    }
    tags
}

fn check_attributes(tag: &str) {
    let body = tag.trim_end_matches('/');
    let Some((_, mut rest)) = body.split_once(' ') else { return };
    let mut seen: Vec<&str> = Vec::new();
    while !rest.trim().is_empty() {
        let (name, after) =
            rest.trim_start().split_once("=\"").unwrap_or_else(|| panic!("unquoted in <{tag}>"));
        let (value, after) = after.split_once('"').unwrap_or_else(|| panic!("open quote in <{tag}>"));
        assert!(!name.contains([' ', '"']) && !seen.contains(&name), "{name} in <{tag}>");
        assert!(!value.contains('<'), "<{tag}>");
        if ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"].contains(&name) {
            assert!(value.parse::<f64>().is_ok_and(f64::is_finite), "{name}={value} in <{tag}>");
        }
        if ["width", "height", "r"].contains(&name) {
            assert!(!value.starts_with('-'), "{name}={value} in <{tag}>");
        }
        if ["d", "points"].contains(&name) {
            assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
        }
        seen.push(name);
        rest = after;
    }
}
