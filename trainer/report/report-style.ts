/** For screens of any width, and for A4: a report is printed or saved as PDF, so it is light everywhere. */
export const reportStyle = `
:root { color-scheme: light; --ink: #1d1c1a; --soft: #5b5850; --line: #ddd8cd; --accent: #0b5d4e; --bad: #9c2219; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 3rem; background: #fff; color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.25rem; }
p { margin: 0.25rem 0 0.75rem; }
.soft, caption, thead th { color: var(--soft); }
.figures + p { margin-top: 1rem; font-size: 0.875rem; }
.figures { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin: 1.25rem 0 0; }
.figures dt { color: var(--soft); font-size: 0.875rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
caption { padding-bottom: 0.25rem; text-align: left; font-size: 0.875rem; }
th, td { padding: 0.25rem 0.75rem 0.25rem 0; text-align: left; font-weight: 400; vertical-align: baseline; }
thead th { font-size: 0.8125rem; }
.rows th, .rows td { border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
.rows tbody th { font-weight: 600; }
.bars tbody th { width: 42%; }
.nowrap { white-space: nowrap; overflow-wrap: normal; }
thead th { overflow-wrap: normal; }
.bars .drawn { vertical-align: middle; }
.bars svg { display: block; width: 100%; height: 0.75rem; }
.number { width: 1%; padding-right: 0; white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
.track { fill: #e6e2d8; }
.fill { fill: var(--accent); }
.missed { fill: none; stroke: var(--bad); stroke-width: 1.5; }
.weeks { display: block; margin-bottom: -0.25rem; max-width: 100%; height: 1.875rem; }
@page { size: A4; margin: 18mm 15mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2, caption { break-after: avoid; }
  section, tr, .figures { break-inside: avoid; }
  thead { display: table-header-group; }
}
@media (max-width: 40rem) {
  .bars tr { display: grid; grid-template-columns: 1fr auto; align-items: center; }
  .bars thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .bars tbody th { grid-column: 1 / -1; width: auto; padding-bottom: 0; }
  .bars .number { width: auto; }
  .rows thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .rows tr { display: block; padding: 0.375rem 0; border-bottom: 1px solid var(--line); }
  .rows th, .rows td { display: block; padding: 0; border: 0; }
  .weeks { margin-block: 0.125rem; }
  .rows td:empty { display: none; }
  .rows td::before { content: attr(data-head) " "; color: var(--soft); font-size: 0.8125rem; }
}
`;
