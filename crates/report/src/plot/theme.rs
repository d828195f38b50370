//! Colours and type of every figure, light and dark.

/// Colours for series of no particular order; the eleventh starts again.
pub const SERIES_COLORS: usize = 10;

/// Variables of the light set: ground, text, lines, then the series.
///
/// Blue and vermilion carry the meaning (well, ill): they stay apart for every kind of colour blindness, and every
/// colour reads as text on the ground (4.5 : 1).
pub const LIGHT: &str = "--paper:#fff;--ink:#17191c;--soft:#59626d;--grid:#e6e8eb;--axis:#87909b;--shade:#f1f3f5;\
--s0:#0b62b5;--s1:#bf3f0a;--s2:#0b766b;--s3:#a62f7c;--s4:#865a00;--s5:#6848c2;--s6:#4d5b6b;--s7:#7d4a2d;--s8:#4547a9;--s9:#3d7517";

/// Variables of the dark set.
pub const DARK: &str = "--paper:#111418;--ink:#e8eaed;--soft:#a1aab5;--grid:#282e35;--axis:#6c7681;--shade:#1a1f25;\
--s0:#6db3ff;--s1:#ff9466;--s2:#4fd0c0;--s3:#f08fcb;--s4:#e9bd4b;--s5:#b7a3ff;--s6:#a9b7c6;--s7:#d7a585;--s8:#a3a9ff;--s9:#9ccf68";

/// Rules for what is inside a figure; the colours are variables.
///
/// Classes: `paper`, `title`, `subtitle`, `axis`, `grid`, `tick`, `label`, `legend`, `rule`, `leader`, `note`, `fill`.
pub const RULES: &str = "\
.incentor-plot{font-family:-apple-system,Segoe UI,Inter,Roboto,Helvetica Neue,Arial,Liberation Sans,sans-serif;font-size:12px}\
.incentor-plot .paper{fill:var(--paper)}\
.incentor-plot text{fill:var(--ink)}\
.incentor-plot .title{font-size:15px;font-weight:600}\
.incentor-plot .subtitle,.incentor-plot .tick,.incentor-plot .legend{fill:var(--soft)}\
.incentor-plot .label{fill:var(--ink)}\
.incentor-plot .colored{fill:var(--c)}\
.incentor-plot .middle{text-anchor:middle}\
.incentor-plot .end{text-anchor:end}\
.incentor-plot .strong{font-weight:650}\
.incentor-plot .figures{font-variant-numeric:tabular-nums}\
.incentor-plot .halo{stroke:var(--paper);stroke-width:4;paint-order:stroke;stroke-linejoin:round}\
.incentor-plot .grid{stroke:var(--grid);stroke-width:1}\
.incentor-plot .axis{stroke:var(--axis);stroke-width:1}\
.incentor-plot .rule{stroke:var(--soft);stroke-width:1;stroke-dasharray:5 4}\
.incentor-plot .shade{fill:var(--shade)}\
.incentor-plot .fill{fill:var(--c)}\
.incentor-plot .faint{fill:var(--c);fill-opacity:.22}\
.incentor-plot .seed{stroke:var(--c);stroke-width:1;stroke-opacity:.3}\
.incentor-plot .whisker{stroke:var(--c);stroke-width:2}\
.incentor-plot .leader{stroke:var(--c);stroke-width:1;fill:none}\
.incentor-plot .line{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\
.incentor-plot .heavy{stroke-width:3.5}\
.incentor-plot .dashed{stroke-dasharray:6 5}\
.incentor-plot .band{fill:var(--c);fill-opacity:.16}\
.incentor-plot .dot{fill:var(--c);stroke:var(--paper);stroke-width:1.5}\
.incentor-plot .note{font-size:11px;font-weight:600;text-anchor:middle;fill:var(--c);\
stroke:var(--paper);stroke-width:6;paint-order:stroke;stroke-linejoin:round}\
.incentor-plot .thin{stroke-width:3.5}\
.incentor-plot .hollow{fill:var(--paper);stroke:var(--c);stroke-width:1.6}";

/// The style sheet of a figure that stands alone; the dark set follows the reader's system.
#[must_use]
pub fn style() -> String {
    format!(".incentor-plot{{{LIGHT}}}@media(prefers-color-scheme:dark){{.incentor-plot{{{DARK}}}}}{RULES}")
}

/// Colour of a place between the cool and the warm end, as `#rrggbb`.
///
/// All stops have nearly the same lightness, which reads on white and on near-black alike.
pub(crate) fn ramp(share: f64) -> String {
    const STOPS: [[f64; 3]; 6] = [
        [23.0, 133.0, 148.0],
        [42.0, 120.0, 214.0],
        [112.0, 98.0, 226.0],
        [176.0, 76.0, 196.0],
        [216.0, 66.0, 120.0],
        [206.0, 92.0, 32.0],
    ];
    let place = share.clamp(0.0, 1.0) * (STOPS.len() - 1) as f64;
    let from = (place as usize).min(STOPS.len() - 2);
    let rest = place - from as f64;
    let mix = |part: usize| (STOPS[from][part] * (1.0 - rest) + STOPS[from + 1][part] * rest).round() as u8;
    format!("#{:02x}{:02x}{:02x}", mix(0), mix(1), mix(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ramp_ends_where_it_should() {
        assert_eq!((ramp(0.0).as_str(), ramp(1.0).as_str()), ("#178594", "#ce5c20"));
        assert_eq!(ramp(2.0), ramp(1.0));
    }

    #[test]
    fn the_style_sheet_needs_no_escaping() {
        assert!(!style().contains(['<', '&', '"']));
    }

    /// Relative luminance of `#rrggbb` or `#rgb` (WCAG 2), the power 2.4 taken between two that need no library.
    fn luminance(color: &str) -> f64 {
        let digits = color.trim_start_matches('#');
        let wide: String = if digits.len() == 3 {
            digits.chars().flat_map(|digit| [digit, digit]).collect()
        } else {
            digits.to_owned()
        };
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&wide[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    }

    #[test]
    fn every_colour_of_text_reads_on_its_ground() {
        for set in [LIGHT, DARK] {
            let colors: Vec<(&str, &str)> =
                set.split(';').filter_map(|variable| variable.split_once(':')).collect();
            let paper = luminance(colors[0].1);
            for (name, color) in &colors {
                if *name == "--ink" || *name == "--soft" || name.starts_with("--s") && name.len() == 4 {
                    let other = luminance(color);
                    let ratio = (paper.max(other) + 0.05) / (paper.min(other) + 0.05);
                    assert!(ratio >= 4.5, "{name} {color}: {ratio}");
                }
            }
        }
    }
}
