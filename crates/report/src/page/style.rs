//! The page's style sheet.

use super::view::picker_style;
use crate::plot::{DARK, LIGHT, RULES};

/// Light and dark, wide and narrow, screen and paper; colours are those of the plots.
pub(super) fn style(variants: usize) -> String {
    format!(
        ":root{{color-scheme:light dark;{LIGHT};{LIGHT_PAGE}}}\
         @media(prefers-color-scheme:dark){{:root{{{DARK};{DARK_PAGE}}}}}{RULES}{PLOTS}{PAGE}{PARTS}{TABLES}{JOURNEY}\
         {NARROW}{PRINT}{}",
        picker_style(variants)
    )
}

const LIGHT_PAGE: &str = "--line:#dfe3e7;--bad:#a83508;--bad-ground:#fdeae1;--good:#0a55a0;--good-ground:#e4f0fb;\
--warn:#755000;--warn-ground:#fbf0d3;--even:#48525e;--even-ground:#eceff2;--edge:rgb(20 30 40/.16)";

const DARK_PAGE: &str = "--line:#2c333b;--bad:#ff9d74;--bad-ground:#40200f;--good:#86c1ff;--good-ground:#122c47;\
--warn:#edc65f;--warn-ground:#372a0a;--even:#b3bcc6;--even-ground:#262c33;--edge:rgb(255 255 255/.14)";

/// Figures that only the page has.
const PLOTS: &str = "\
.incentor-plot .neutral{fill:var(--even-ground)}\
.incentor-plot .zero{stroke:var(--soft);stroke-width:1}\
.incentor-plot .cell{font-size:10.5px;text-anchor:middle;font-variant-numeric:tabular-nums;fill:var(--ink)}\
.incentor-plot .over{fill:var(--paper)}\
.incentor-plot .bad{fill:var(--bad)}.incentor-plot .good{fill:var(--good)}\
.incentor-plot .even{fill:var(--even)}.incentor-plot .warn{fill:var(--warn)}\
figure{margin:.75rem 0 0}\
figure svg{display:block;width:100%;height:auto;overflow:visible}\
figcaption,.caption{font-weight:600;font-size:.92rem;margin:0 0 .35rem}\
.caption{margin:1.5rem 0 .35rem}\
.narrow{display:none}\
.panels{display:grid;gap:1.75rem 2rem;margin-top:1.1rem}\
.panels figure{margin:0;min-width:0}\
.panels.two{grid-template-columns:1fr 1fr}\
.panels.three{grid-template-columns:repeat(auto-fill,minmax(min(100%,14.5rem),1fr))}\
.panels.narrow{display:none}\
.heat svg{display:block;max-width:none}";

const PAGE: &str = "\
*{box-sizing:border-box}\
html{-webkit-text-size-adjust:100%;scroll-padding-top:1.5rem}\
body{margin:0;background:var(--paper);color:var(--ink);\
font:16px/1.55 -apple-system,Segoe UI,Inter,Roboto,Helvetica Neue,Arial,Liberation Sans,sans-serif}\
.choice{position:fixed;top:0;left:0;opacity:0;pointer-events:none}\
.layout{max-width:73rem;margin:0 auto;padding:0 1.5rem;display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:0 3rem}\
nav{position:sticky;top:0;align-self:start;padding:3.6rem 0 2rem;font-size:.88rem;max-height:100vh;overflow-y:auto}\
nav ol{list-style:none;margin:0;padding:0}\
nav a{display:flex;gap:.6rem;padding:.24rem 0;color:var(--soft);text-decoration:none}\
nav a:hover{color:var(--ink)}\
nav .no{width:1.2rem;text-align:right;font-variant-numeric:tabular-nums;opacity:.75}\
main{padding:3.4rem 0 5rem;min-width:0}\
header{max-width:50rem}\
.kicker{font-size:.8rem;font-weight:600;letter-spacing:.07em;text-transform:uppercase;color:var(--soft);margin:0 0 .5rem}\
h1{font-size:2.6rem;line-height:1.1;letter-spacing:-.022em;margin:0 0 1rem;font-weight:700;overflow-wrap:anywhere}\
.headline{font-size:1.35rem;line-height:1.42;letter-spacing:-.006em;margin:0 0 1rem;text-wrap:pretty}\
.teaches{margin:0 0 1rem;color:var(--soft)}\
.facts{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.86rem;color:var(--soft);margin:0;padding:0;\
font-variant-numeric:tabular-nums}\
.facts li{white-space:nowrap}\
section{border-top:1px solid var(--line);margin-top:3.2rem;padding-top:1.6rem}\
h2{font-size:1.6rem;line-height:1.2;letter-spacing:-.015em;margin:0 0 .7rem;display:flex;gap:.7rem;align-items:baseline}\
h2 .no{color:var(--soft);font-weight:400;font-variant-numeric:tabular-nums}\
h3{font-size:1.08rem;line-height:1.3;margin:2.2rem 0 .5rem}\
h3.which{margin:1.4rem 0 .6rem}\
p{margin:.5rem 0;max-width:46rem;text-wrap:pretty}\
.reading{font-size:1.08rem;margin:0 0 1.1rem;overflow-wrap:break-word}\
.note{color:var(--soft);font-size:.86rem;line-height:1.5;margin:.75rem 0 0}\
.foot{color:var(--soft);font-size:.85rem;margin-top:3rem;overflow-wrap:anywhere;max-width:none}\
pre{background:var(--shade);border-radius:6px;padding:.75rem 1rem;margin:.75rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere;\
font:.84rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,Liberation Mono,monospace}\
pre .option{white-space:nowrap}\
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,Liberation Mono,monospace;overflow-wrap:anywhere}\
.plain{margin:.5rem 0 0;padding-left:1.15rem;max-width:46rem;color:var(--soft)}\
.plain li{margin:.3rem 0}\
details{margin-top:1.1rem;border-top:1px solid var(--line)}\
details+details{margin-top:0}\
details:last-child{border-bottom:1px solid var(--line)}\
summary{cursor:pointer;padding:.55rem 0;font-size:.92rem;font-weight:600;color:var(--soft)}\
summary:hover{color:var(--ink)}\
.folded{padding:0 0 1rem}";

const PARTS: &str = "\
.picker{display:flex;flex-wrap:wrap;gap:.25rem;margin:0 0 1.1rem;max-width:none}\
.picker label{padding:.22rem .8rem;border-radius:99px;font-size:.87rem;font-weight:600;cursor:pointer;color:var(--soft);\
background:var(--shade);overflow-wrap:anywhere}\
.cards{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,12.5rem),1fr));margin-top:1.2rem}\
.cards.three{grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr))}\
.card{border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.2rem 1rem;min-width:0;max-width:30rem}\
.card h3{margin:0 0 .25rem;overflow-wrap:anywhere}\
.card .big{margin:0 0 .6rem;font-size:.95rem;color:var(--soft)}\
.big strong{font-size:2.4rem;line-height:1;font-weight:700;letter-spacing:-.03em;font-variant-numeric:tabular-nums;margin-right:.15rem}\
strong.bad,.figure.bad{color:var(--bad)}strong.good,.figure.good{color:var(--good)}strong.warn{color:var(--warn)}.figure.even{color:var(--even)}\
.figure.warn{color:var(--warn)}\
.verdicts{list-style:none;margin:0;padding:0;font-size:.92rem}\
.verdicts li{display:flex;justify-content:space-between;gap:.75rem;padding:.16rem 0}\
.verdicts span{overflow-wrap:anywhere;min-width:0}\
.figure{font-variant-numeric:tabular-nums;white-space:nowrap;font-weight:600}\
.figure i{font-style:normal;font-size:.72em}\
.card dl{margin:.7rem 0 0;padding-top:.6rem;border-top:1px solid var(--line);font-size:.88rem}\
.card dl div,.chain div{display:flex;justify-content:space-between;gap:.75rem;padding:.12rem 0}\
.card dt{color:var(--soft)}dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}\
.findings{list-style:none;margin:.4rem 0 0;padding:0}\
.findings li{display:flex;gap:.8rem;padding:.55rem 0;border-bottom:1px solid var(--line)}\
.findings li:last-child{border-bottom:0}\
.findings p{margin:0}.findings code{color:var(--soft);font-size:.8rem}\
.sign{flex:none;width:1.45rem;height:1.45rem;border-radius:50%;display:grid;place-items:center;font:700 .8rem/1 -apple-system,Segoe UI,Inter,Roboto,Helvetica Neue,Arial,Liberation Sans,sans-serif;margin-top:.05rem}\
.bad>.sign,.badge.bad{background:var(--bad-ground);color:var(--bad)}\
.good>.sign,.badge.good{background:var(--good-ground);color:var(--good)}\
.warn>.sign,.badge.warn{background:var(--warn-ground);color:var(--warn)}\
.tag{display:inline-block;font-size:.78rem;font-weight:600;padding:.02rem .5rem;border-radius:4px;background:var(--shade);color:var(--soft);margin-right:.2rem}\
.badge{display:inline-block;padding:.05rem .5rem;border-radius:4px;font-size:.75rem;font-weight:700;letter-spacing:.03em;\
background:var(--even-ground);color:var(--even);white-space:nowrap}\
.badge.given{background:none;color:var(--ink);padding-left:0}\
.marks{margin:.4rem 0 0;padding-left:1.5rem;font-size:.9rem;color:var(--soft);columns:2;max-width:46rem}\
.keys{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;font-size:.86rem;color:var(--soft);max-width:none}\
.keys .key{vertical-align:0}\
.constant{font-size:1.3rem;font-weight:600;font-variant-numeric:tabular-nums;margin:.2rem 0}\
.files{margin:.4rem 0 0;font-size:.9rem}\
.files div{display:grid;grid-template-columns:12rem minmax(0,1fr);gap:1rem;padding:.28rem 0;border-bottom:1px solid var(--line)}\
.files dd{text-align:left;overflow-wrap:anywhere;color:var(--soft)}";

const TABLES: &str = "\
.scroll{overflow-x:auto;margin-top:.9rem;overscroll-behavior-x:contain;\
background:linear-gradient(to right,var(--paper) 40%,transparent) 0 0/2.5rem 100% no-repeat local,\
linear-gradient(to left,var(--paper) 40%,transparent) 100% 0/2.5rem 100% no-repeat local,\
linear-gradient(to right,var(--edge),transparent) 0 0/.75rem 100% no-repeat scroll,\
linear-gradient(to left,var(--edge),transparent) 100% 0/.75rem 100% no-repeat scroll}\
.scroll:focus-visible,summary:focus-visible,th:focus-visible,nav a:focus-visible{outline:2px solid var(--s0);outline-offset:2px}\
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.87rem;line-height:1.25rem;font-variant-numeric:tabular-nums}\
th,td{padding:.375rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:top}\
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}\
tbody tr:last-child td{border-bottom:0}\
th{color:var(--soft);font-weight:600;vertical-align:bottom;font-size:.82rem;line-height:1.125rem;white-space:normal;text-wrap:balance}\
th small{display:block;font-weight:400;font-size:.95em}\
.sub{display:block;font-size:.78rem;line-height:1rem;color:var(--soft);white-space:normal;font-weight:400;max-width:15rem}\
.badge+.sub{min-width:8.5rem}\
td:first-child .sub{padding-left:1.1rem;min-width:8rem}\
th.text,td.text{text-align:left}\
td.long{white-space:normal;min-width:15rem;color:var(--soft)}\
td.name{white-space:normal;overflow-wrap:break-word}\
td:first-child{max-width:16rem;white-space:normal;overflow-wrap:break-word}\
.sortable{cursor:pointer}.sortable:hover{color:var(--ink)}\
[aria-sort] span::after{content:' ↓';color:var(--ink)}[aria-sort=ascending] span::after{content:' ↑'}\
table.words td.text{white-space:normal;overflow-wrap:anywhere;min-width:4.5rem;max-width:none}\
table.words td:first-child{font:.8rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,Liberation Mono,monospace}\
table.words{table-layout:fixed}table.words th:first-child{width:44%}table.words th:last-child{width:7.5rem}\
table.field{width:auto}table.field th:last-child,table.field td:last-child{padding-right:.6rem}table.field th{font-variant-numeric:tabular-nums}\
.key{display:inline-block;width:.6em;height:.6em;border-radius:50%;background:var(--c);margin-right:.5em;vertical-align:.05em}\
.keyed{display:flex;align-items:baseline}.keyed .key{flex:none}.keyed span{min-width:0;overflow-wrap:break-word}\
.bar{display:block;height:5px;min-width:5.5rem;margin-top:.25rem;display:flex}\
.bar i{height:100%;background:var(--c);border-radius:1px;min-width:1px}\
td.leftward{padding-right:.5rem}.leftward .bar{justify-content:flex-end}\
.rightward{text-align:left;padding-left:.5rem}td.rightward{box-shadow:inset 1px 0 var(--line)}";

const JOURNEY: &str = "\
.strip{display:grid;grid-auto-flow:column;grid-auto-columns:auto;justify-content:space-between;gap:0;margin:1.2rem 0 0;padding:.9rem 0;\
border-top:2px solid var(--ink);border-bottom:1px solid var(--line)}\
.hop{display:grid;gap:.1rem;align-content:start;position:relative;padding-right:1.25rem}\
.hop:last-child{padding-right:0}\
.hop span{font-size:.76rem;color:var(--soft);min-height:1.55em}\
.hop b{color:var(--c);font-size:1.02rem;font-weight:700;letter-spacing:-.01em;line-height:1.35;white-space:nowrap;font-variant-numeric:tabular-nums}\
.hop.who b{font-size:.9rem;line-height:1.53}\
.hop:not(.who):not(:last-child)::after{content:'→';position:absolute;right:.28rem;bottom:.75em;color:var(--axis);font-size:.85rem}\
.strip:not(.two) .hop::after{bottom:.2em!important}\
.strip+.note{margin-bottom:2.2rem}\
.flow{margin-top:.5rem}\
.stage{display:grid;grid-template-columns:10.5rem minmax(0,1fr);gap:0 2rem}\
.flow.two .stage{grid-template-columns:10.5rem repeat(2,minmax(0,1fr))}\
.what{padding:.2rem 0 1.6rem}\
.step{font-weight:650;margin:0;font-size:1rem}\
.why{font-size:.83rem;line-height:1.45;color:var(--soft);margin:.2rem 0 0}\
.lane{position:relative;padding:0 0 1.9rem 1.5rem;min-width:0}\
.lane::before{content:'';position:absolute;left:5px;top:0;bottom:0;width:3px;background:var(--c);opacity:.4}\
.lane::after{content:'';position:absolute;left:0;top:.45rem;width:13px;height:13px;border-radius:50%;background:var(--paper);\
border:3px solid var(--c)}\
.lane.head::before{top:.9rem}.lane.head::after{background:var(--c)}\
.lane.last{padding-bottom:.4rem}.lane.last::before{bottom:auto;height:.9rem}.lane.last::after{background:var(--c)}\
.lane p{margin:.2rem 0}\
.lane .kind{font-size:.76rem;font-weight:700;letter-spacing:.06em;text-transform:uppercase;color:var(--c);margin:.3rem 0 0}\
.lane .who{font-size:1.3rem;line-height:1.25;font-weight:700;letter-spacing:-.01em;margin:0;overflow-wrap:anywhere}\
.small{font-size:.85rem;line-height:1.45;color:var(--soft)}\
.when{font-size:.78rem;line-height:1.3;color:var(--soft);margin:-.05rem 0 .35rem!important}\
.lane pre.json{white-space:pre-wrap;overflow-wrap:anywhere;padding:.55rem .7rem;margin:.35rem 0 0;font-size:.78rem}\
.large{display:flex;align-items:baseline;gap:.4rem;line-height:1.2;font-size:.85rem;color:var(--soft)}\
.large strong{font-size:1.9rem;font-weight:700;letter-spacing:-.025em;color:var(--ink);font-variant-numeric:tabular-nums}\
.row{display:grid;grid-template-columns:minmax(0,6.4rem) minmax(0,1fr) 3.7rem;gap:.6rem;align-items:center;font-size:.83rem;min-height:1.5rem}\
.row .name{overflow:hidden;text-overflow:ellipsis}\
.flow:not(.two) .row{grid-template-columns:minmax(0,11rem) minmax(0,1fr) 4rem}\
.flow:not(.two) .clip .row,.flow:not(.two) .clip-head{grid-template-columns:minmax(0,9rem) 2.6rem minmax(0,1fr) 4rem}\
.row .name{white-space:nowrap}\
.stake{color:var(--soft);text-align:right;font-variant-numeric:tabular-nums}\
.swatch{display:inline-block;width:1.1em;height:.75em;margin-right:.4em}\
.clip-head,.clip .row{grid-template-columns:minmax(0,5.6rem) 2.6rem minmax(0,1fr) 3.4rem}\
.clip-head{display:grid;gap:.6rem;font-size:.74rem;color:var(--soft);margin:.4rem 0 .5rem}\
.clip-head span:nth-child(2),.clip-head span:last-child{text-align:right}\
.row .value{text-align:right;font-variant-numeric:tabular-nums;font-weight:600}\
.track{position:relative;display:block;height:10px;background:var(--shade)}\
.track i{position:absolute;left:0;top:0;bottom:0}\
.full{background:var(--c)}.soft{background:var(--c);opacity:.55}\
.outline{border:2px solid var(--c);border-left:0}\
.cut{background:repeating-linear-gradient(135deg,var(--c) 0 2px,transparent 2px 5px);opacity:.75}\
.clip{position:relative;margin:.5rem 0 .4rem}\
.clip .row{min-height:0;align-items:stretch}\
.clip .name,.clip .value,.clip .stake{align-self:center}\
.clip .track{height:auto;margin:0 0 1px}\
.clip .track::after{content:'';position:absolute;left:var(--k);top:0;bottom:-1px;width:2px;margin-left:-1px;background:var(--ink)}\
.clip .row:first-child .track::after{top:-7px}.clip .row:last-child .track::after{bottom:-6px}\
.parts{display:flex;flex-wrap:wrap;gap:.3rem .35rem;font-size:.8rem}\
.parts span{border:1px solid var(--line);border-radius:4px;padding:.02rem .45rem;color:var(--soft)}\
.parts b{color:var(--ink);font-variant-numeric:tabular-nums}\
.chain{margin:.1rem 0 .6rem;font-size:.9rem}\
.chain dt{color:var(--soft)}\
.chain .sum dd{font-weight:600}\
.chain .total{border-top:1px solid var(--axis);margin-top:.3rem;padding-top:.35rem;align-items:baseline}\
.chain .total dt{color:var(--ink);font-weight:600}.chain .total dd{font-size:1.5rem;font-weight:700;letter-spacing:-.02em;line-height:1.2}";

const NARROW: &str = "\
@media(max-width:60rem){.layout{display:block;padding:0 1rem}main{padding-top:1rem}\
nav{position:static;padding:1rem 0 0;max-height:none;overflow:visible}\
nav ol{display:flex;flex-wrap:wrap;gap:0 .9rem}nav a{gap:.3rem}nav .no{width:auto}}\
@media(max-width:46rem){.wide,.panels.wide{display:none}.narrow{display:block}.panels.narrow{display:grid}\
figure svg{max-width:30rem}\
h1{font-size:2rem}.headline{font-size:1.15rem}h2{font-size:1.35rem}section{margin-top:2.4rem;padding-top:1.2rem}\
.reading{font-size:1.02rem}\
.flow.two .stage,.stage{grid-template-columns:minmax(0,1fr)}\
.strip{grid-auto-flow:row;grid-template-columns:minmax(0,1fr);padding:.4rem 0}\
.hop,.hop:last-child{grid-template-columns:5.2rem minmax(0,1fr);padding:.18rem 0;align-items:baseline}\
.two .hop{grid-template-columns:5.2rem repeat(2,minmax(0,1fr))}\
.hop b{text-align:right}.hop:not(.who):not(:last-child)::after{content:none}\
.stage.heads .what{display:none}.what{padding:.9rem 0 .7rem}.stage+.stage .what{border-top:1px solid var(--line)}\
.lane{padding-bottom:1.1rem}.lane::before{bottom:.5rem}\
.lane.last::before{height:auto;bottom:.5rem}\
.flow .clip-head,.flow .clip .row{grid-template-columns:minmax(0,5rem) 2.4rem minmax(0,1fr) 3.2rem!important;gap:.5rem}\
.flow:not(.two) .row{grid-template-columns:minmax(0,6.2rem) minmax(0,1fr) 3.9rem}\
.marks{columns:1}.files div{grid-template-columns:minmax(0,1fr);gap:0}\
table.stack thead{display:none}table.stack tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}\
table.stack tr:last-child{border-bottom:0}\
table.stack td,table.stack td:first-child{display:flex;justify-content:space-between;gap:1rem;padding:.125rem 0;border:0;position:static;\
white-space:normal;text-align:right;max-width:none;overflow-wrap:anywhere}\
table.stack td::before{content:attr(data-l);color:var(--soft);flex:none}\
th,td{padding:.375rem .5rem}td:first-child,th:first-child{position:sticky;left:0;background:var(--paper);z-index:1;max-width:9rem}\
table.words thead{display:none}\
table.words tr{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 1rem;padding:.375rem 0;border-bottom:1px solid var(--line)}\
table.words tr:last-child{border-bottom:0}\
table.words td,table.words td:first-child{padding:0;border:0;position:static;max-width:none;min-width:0}\
table.words td:first-child{grid-column:1/-1}}";

const PRINT: &str = "\
@media print{:root{color-scheme:light}nav,.picker,script{display:none}.layout{display:block;max-width:none;padding:0}\
section{break-before:auto}figure,.card,.stage,tr{break-inside:avoid}h2,h3,.caption{break-after:avoid}\
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.scroll{overflow:visible}table{font-size:.72rem}\
th,td{white-space:normal;padding:.25rem .3rem}body{font-size:13px}}";

#[cfg(test)]
mod tests {
    use super::style;

    #[test]
    fn nothing_is_fetched() {
        for style in [style(0), style(1), style(3)] {
            assert!(!style.contains("url(") && !style.contains("@import") && !style.contains('<'));
            assert_eq!(style.matches('{').count(), style.matches('}').count());
        }
    }
}
