//! Colours and type of every figure, light and dark.

/// Colours for series of no particular order; the seventh starts again.
pub const SERIES_COLORS: usize = 6;

/// The style sheet of a figure.
///
/// Colours are variables on `.incentor-plot`, so a page can set its own; the dark set follows the reader's
/// system. Classes: `paper`, `title`, `subtitle`, `axis`, `grid`, `tick`, `label`, `legend`, `rule`, `leader`, `note`.
pub const STYLE: &str = "\
.incentor-plot{--paper:#fff;--ink:#1b1f24;--soft:#5a636e;--grid:#e3e7eb;--axis:#8c959f;\
--s0:#1f6fd6;--s1:#c2410c;--s2:#15803d;--s3:#9333a8;--s4:#a16207;--s5:#0f7f8c;\
font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:12px}\
@media(prefers-color-scheme:dark){.incentor-plot{--paper:#14171c;--ink:#e6e9ed;--soft:#9aa4b0;--grid:#2a3038;--axis:#69737f;\
--s0:#6aa9ff;--s1:#ff9a5c;--s2:#5fd38a;--s3:#d79bf0;--s4:#e0b84a;--s5:#56cfdc}}\
.incentor-plot .paper{fill:var(--paper)}\
.incentor-plot text{fill:var(--ink)}\
.incentor-plot .title{font-size:15px;font-weight:600}\
.incentor-plot .subtitle,.incentor-plot .tick,.incentor-plot .legend{fill:var(--soft)}\
.incentor-plot .label{fill:var(--ink)}\
.incentor-plot .middle{text-anchor:middle}\
.incentor-plot .end{text-anchor:end}\
.incentor-plot .strong{font-weight:700}\
.incentor-plot .figures{font-variant-numeric:tabular-nums}\
.incentor-plot .grid{stroke:var(--grid);stroke-width:1}\
.incentor-plot .axis{stroke:var(--axis);stroke-width:1}\
.incentor-plot .rule{stroke:var(--soft);stroke-width:1;stroke-dasharray:5 4}\
.incentor-plot .leader{stroke:var(--c);stroke-width:1;fill:none}\
.incentor-plot .line{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\
.incentor-plot .heavy{stroke-width:3.5}\
.incentor-plot .dashed{stroke-dasharray:6 5}\
.incentor-plot .band{fill:var(--c);fill-opacity:.16}\
.incentor-plot .dot{fill:var(--c);stroke:var(--paper);stroke-width:1.5}\
.incentor-plot .note{font-size:11px;font-weight:600;text-anchor:middle;fill:var(--c);\
stroke:var(--paper);stroke-width:6;paint-order:stroke;stroke-linejoin:round}\
.incentor-plot .hollow{fill:none;stroke:var(--c);stroke-width:1.6}";

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
        assert!(!STYLE.contains(['<', '&', '"']));
    }
}
