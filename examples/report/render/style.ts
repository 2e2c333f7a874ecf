/** The looks of the page: the reader's own light or dark, and ink on paper. */
export const STYLE = `
:root {
  --paper: #fff; --ink: #1c2430; --soft: #5b6675; --line: #dde2e9; --accent: #0f766e; --band: #0f766e26;
  --good: #0f766e; --neutral: #c9d1db; --bad: #c2541b; --on-good: #fff; --on-neutral: #1c2430; --on-bad: #fff;
  --soft-part: #7cc4bc; --heat: 15 118 110;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --ink: #e8ecf1; --soft: #a3aebc; --line: #313947; --accent: #4fc3b5; --band: #4fc3b533;
    --good: #4fc3b5; --neutral: #4b5666; --bad: #f0935c; --on-good: #0b1512; --on-neutral: #f2f5f8; --on-bad: #1d0f06;
    --soft-part: #2b7a71; --heat: 32 140 128;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 50rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans CJK JP", "Yu Gothic UI", sans-serif;
}
h1 { margin: 0 0 .5rem; font-size: 1.9rem; line-height: 1.25; letter-spacing: -.01em; }
h2 { margin: 0 0 .75rem; font-size: 1.2rem; }
header p { margin: 0; color: var(--soft); }
section { margin-top: 2.25rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
p { margin: .6rem 0; }
.headline { font-size: 1.45rem; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.3; }
.note { color: var(--soft); font-size: .875rem; }
figure { margin: 1rem 0; }
figcaption, caption { color: var(--soft); font-size: .875rem; text-align: left; }
caption { padding-bottom: .4rem; }
.figure { display: block; width: 100%; height: auto; margin-top: .35rem; }
svg.range { display: block; width: 12.5rem; height: 1.125rem; }
svg text { fill: var(--soft); font-size: 12.5px; font-variant-numeric: tabular-nums; }
svg .middle { text-anchor: middle; }
svg .end { text-anchor: end; }
svg .good { fill: var(--good); } svg .neutral { fill: var(--neutral); } svg .bad { fill: var(--bad); }
svg .soft { fill: var(--soft-part); }
svg .on-good { fill: var(--on-good); } svg .on-neutral { fill: var(--on-neutral); } svg .on-bad { fill: var(--on-bad); }
svg .frame { fill: none; stroke: var(--line); }
svg .grid { stroke: var(--line); } svg .zero { stroke: var(--soft); stroke-dasharray: 3 3; }
svg .band { fill: var(--band); } svg polyline { fill: none; stroke: var(--accent); stroke-width: 2; }
svg .whisker { stroke: var(--accent); stroke-width: 2; } svg circle { fill: var(--accent); }
svg polyline.line-1 { stroke: var(--bad); } svg polyline.line-2 { stroke: var(--soft); }
svg polyline.line-3 { stroke: var(--accent); stroke-dasharray: 6 3; } svg polyline.line-4 { stroke: var(--bad); stroke-dasharray: 6 3; }
svg polyline.line-5 { stroke: var(--soft); stroke-dasharray: 6 3; } svg .link { stroke: var(--soft); } svg .cut { stroke: var(--paper, #fff); stroke-width: 2; }
figcaption .key { margin-top: .4rem; display: inline-block; }
.key { margin-right: 1rem; white-space: nowrap; }
.key::before { content: ""; display: inline-block; width: .75em; height: .75em; margin-right: .4em; border-radius: 2px; }
.key.good::before { background: var(--good); } .key.neutral::before { background: var(--neutral); }
.key.bad::before { background: var(--bad); } .key.soft::before { background: var(--soft-part); }
.key.line-0::before { background: var(--accent); } .key.line-1::before { background: var(--bad); }
.key.line-2::before { background: var(--soft); }
.key.line-3::before, .key.line-4::before, .key.line-5::before { height: 0; border-radius: 0; vertical-align: middle; border-top: 3px dashed; }
.key.line-3::before { border-color: var(--accent); } .key.line-4::before { border-color: var(--bad); }
.key.line-5::before { border-color: var(--soft); }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; }
thead th { color: var(--soft); font-size: .875rem; white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td.text, th.text { min-width: 6rem; overflow-wrap: anywhere; }
td.range, th.range { width: 12.5rem; }
.heat th, .heat td { padding: .3rem .45rem; } .heat th:first-child { padding-left: 0; white-space: nowrap; min-width: 0; }
.heat .cell { text-align: right; background: rgb(var(--heat) / calc(var(--share) * .65)); border-color: var(--paper); }
.heat .open { font-style: italic; } .heat .star { position: absolute; } .heat .total > * { font-weight: 650; }
.ends { display: flex; justify-content: space-between; width: 12.5rem; }
.absent { color: var(--soft); }
@media (max-width: 40rem) { td.range, th.range { display: none; } }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  section { break-inside: avoid-page; }
  table, figure { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
