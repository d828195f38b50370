//! The page's only script: a click on a column's head sorts by it.

/// Sorts by numbers where both cells begin with one, by text otherwise; cells without a value come last.
pub(super) const SCRIPT: &str = "\
(()=>{const key=c=>{const t=c.dataset.v??c.textContent.replace(/\\u2212/g,'-').replace(/[\\u202f\\u00a0 ]/g,'').trim();\
const n=parseFloat(t);return[n,t]};\
document.querySelectorAll('table:not(.field)').forEach(t=>{const b=t.tBodies[0];if(!b||b.rows.length<2)return;\
t.querySelectorAll('thead th').forEach((h,i)=>{h.tabIndex=0;h.classList.add('sortable');\
const go=()=>{const up=h.getAttribute('aria-sort')==='descending';\
t.querySelectorAll('th').forEach(o=>o.removeAttribute('aria-sort'));\
h.setAttribute('aria-sort',up?'ascending':'descending');const d=up?1:-1;\
[...b.rows].map(r=>[key(r.cells[i]),r]).sort(([[n,s]],[[m,u]])=>{\
const a=!isNaN(n),c=!isNaN(m);if(a&&c)return d*(n-m);if(a!==c)return a?-1:1;\
return d*-1*s.localeCompare(u)}).forEach(([,r])=>b.append(r))};\
h.addEventListener('click',go);\
h.addEventListener('keydown',e=>{if(e.key==='Enter'||e.key===' '){e.preventDefault();go()}})})})})()";

#[cfg(test)]
mod tests {
    #[test]
    fn the_script_needs_no_escaping_and_fetches_nothing() {
        let script = super::SCRIPT;
        assert!(!script.contains("</") && !script.contains("fetch") && !script.contains("http"));
    }
}
