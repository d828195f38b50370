//! The page's style sheet.

/// Light and dark, wide and narrow; colours are those of the plots.
pub(super) const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#fff;--ground:#f6f7f9;--ink:#1b1f24;--soft:#5a636e;--line:#e3e7eb;\
--bad:#b42318;--bad-ground:#fde8e6;--good:#17663a;--good-ground:#e2f4e9;--warn:#7a5200;--warn-ground:#fdf0d2;--accent:#1f6fd6}\
@media(prefers-color-scheme:dark){:root{--paper:#14171c;--ground:#0d0f13;--ink:#e6e9ed;--soft:#9aa4b0;--line:#2a3038;\
--bad:#ffa198;--bad-ground:#4a1d1a;--good:#7ee2a0;--good-ground:#12371f;--warn:#f0c667;--warn-ground:#3d2f0c;--accent:#6aa9ff}}\
*{box-sizing:border-box}\
html{-webkit-text-size-adjust:100%}\
body{margin:0;background:var(--ground);color:var(--ink);\
font:16px/1.55 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif}\
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}\
header h1{font-size:2rem;line-height:1.2;margin:0 0 .3rem;letter-spacing:-.01em}\
header p{margin:.15rem 0;color:var(--soft)}\
.name{white-space:nowrap}\
.kicker{font-size:.8rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:var(--soft)}\
.headline{font-size:1.2rem;line-height:1.45;margin:1.2rem 0 0;color:var(--ink)}\
section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:1.4rem 1.5rem;margin-top:1.4rem}\
h2{font-size:1.15rem;line-height:1.3;margin:0 0 .3rem}\
h3{font-size:1rem;margin:1.4rem 0 .2rem}\
.reading{margin:0 0 1rem;max-width:46rem}\
.note{color:var(--soft);font-size:.87rem;margin:.7rem 0 0;max-width:46rem}\
.scroll{overflow-x:auto;margin:0 -.25rem}\
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}\
th,td{padding:.45rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:baseline}\
tbody tr:last-child td{border-bottom:0}\
th{color:var(--soft);font-weight:600;vertical-align:bottom}\
th small{display:block;font-weight:400;font-size:.78rem}\
th.text,td.text{text-align:left}\
td.text{white-space:normal;min-width:6rem}\
td.text:first-child{white-space:nowrap;min-width:0}\
table.words td.text{white-space:normal;overflow-wrap:break-word;min-width:4.5rem}\
tr.marked td{background:var(--bad-ground)}\
tr.marked td:first-child{font-weight:600}\
.badge{display:inline-block;padding:.05rem .55rem;border-radius:99px;font-size:.8rem;letter-spacing:.03em;\
background:var(--line);color:var(--ink);white-space:nowrap}\
.badge.bad{background:var(--bad-ground);color:var(--bad)}\
.badge.good{background:var(--good-ground);color:var(--good)}\
.badge.warn{background:var(--warn-ground);color:var(--warn)}\
.bar{display:block;height:4px;border-radius:2px;background:var(--line);margin-top:.2rem;min-width:4rem}\
.bar i{display:block;height:100%;border-radius:2px;background:var(--accent)}\
figure{margin:1rem 0 0}\
figure svg{display:block;width:100%;height:auto}\
.narrow{display:none}\
pre{background:var(--ground);border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem;margin:.8rem 0 0;\
overflow-x:auto;font:.85rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}\
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}\
ul{margin:.4rem 0 0;padding-left:1.2rem;color:var(--soft);font-size:.93rem}\
footer{margin-top:1.6rem;color:var(--soft);font-size:.87rem;overflow-wrap:anywhere}\
@media(max-width:600px){main{padding:1.5rem .75rem 3rem}header h1{font-size:1.6rem}.headline{font-size:1.05rem}\
section{padding:1.1rem .9rem;border-radius:10px}.wide{display:none}.narrow{display:block}\
th,td{padding:.4rem .45rem}td:first-child,th:first-child{position:sticky;left:0;background:var(--paper);white-space:nowrap}\
tr.marked td:first-child{background:var(--bad-ground)}\
table.words{font-size:.85rem}table.words td:first-child,table.words th:first-child{position:static;width:42%}}\
@media print{body{background:none}section{break-inside:avoid;border:0;padding:0}}";

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_is_fetched() {
        assert!(!super::STYLE.contains("url(") && !super::STYLE.contains("@import"));
        assert_eq!(super::STYLE.matches('{').count(), super::STYLE.matches('}').count());
    }
}
