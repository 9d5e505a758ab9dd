/** The page's style; colours as in the till's window, each pair 4.5:1 at least. */
export const FLEET_STYLE = `:root {
  color-scheme: light dark;
  --page: #f2f4f7;
  --surface: #ffffff;
  --text: #171b21;
  --quiet: #535c68;
  --line: #d5dae1;
  --edge: #7d8794;
  --accent: #1652b8;
  --accent-soft: #e6eefb;
  --on-accent: #ffffff;
  --well: #0b6b37;
  --well-soft: #e0f4e8;
  --attention: #7a4a00;
  --attention-soft: #fff0d1;
  --trouble: #b01b1b;
  --trouble-soft: #fdeaea;
  --neutral-soft: #e9ecf0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151a;
    --surface: #1b2027;
    --text: #eef1f5;
    --quiet: #a9b3c0;
    --line: #333b46;
    --edge: #7f8b9a;
    --accent: #8ab8ff;
    --accent-soft: #1d3152;
    --on-accent: #06204a;
    --well: #7fdca4;
    --well-soft: #10341f;
    --attention: #ffcf7a;
    --attention-soft: #40300d;
    --trouble: #ff9d95;
    --trouble-soft: #471a1a;
    --neutral-soft: #2a313a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 15px/1.45 "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", system-ui, sans-serif;
  font-variant-numeric: tabular-nums;
}
body.old main { opacity: 0.55; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; border-radius: 6px; }
header {
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: 16px;
  padding: 10px 20px;
  background: var(--surface);
  border-bottom: 1px solid var(--line);
}
h1 { margin: 0; font-size: 20px; }
h1 a { color: inherit; }
nav { display: flex; align-items: center; gap: 16px; }
main { padding: 14px 20px 24px; max-width: 1720px; margin: 0 auto; }
button {
  min-height: 38px;
  padding: 0 16px;
  border: 1px solid var(--accent);
  border-radius: 8px;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  cursor: pointer;
}
button.plain { background: none; color: var(--accent); border-color: var(--line); }
input[type="search"], input[type="password"] {
  min-height: 38px;
  padding: 0 12px;
  border: 1px solid var(--edge);
  border-radius: 8px;
  background: var(--surface);
  color: var(--text);
  font: inherit;
}
::placeholder { color: var(--quiet); opacity: 1; }
.quiet { color: var(--quiet); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.away {
  margin: 0 0 12px;
  padding: 10px 14px;
  border-radius: 8px;
  background: var(--trouble-soft);
  color: var(--trouble);
}
.counts {
  display: grid;
  grid-template-columns: repeat(8, 1fr);
  gap: 10px;
  margin: 0 0 14px;
  padding: 0;
  list-style: none;
}
.counts a {
  display: block;
  height: 100%;
  padding: 8px 14px;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--surface);
  color: var(--quiet);
}
.counts b { display: block; font-size: 24px; line-height: 1.25; color: var(--text); }
.counts .needy.some b, .counts .held.some b { color: var(--attention); }
.counts .silent.some b, .counts .paused.some b { color: var(--trouble); }
.tools { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; margin-bottom: 12px; }
.choice { display: flex; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--surface); }
.choice a { padding: 7px 14px; }
.choice a + a { border-left: 1px solid var(--line); }
.choice a[aria-current] { background: var(--accent-soft); font-weight: 600; }
.choice a:focus-visible { outline-offset: -3px; }
.search { display: flex; gap: 8px; flex: 1; min-width: 260px; max-width: 560px; margin-left: auto; }
.search input { flex: 1; min-width: 0; }
.one-shop { margin: 0 0 12px; }
.one-shop a { margin-left: 12px; text-decoration: underline; }
.nothing { padding: 32px; text-align: center; color: var(--quiet); background: var(--surface); border-radius: 10px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 7px 10px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tbody tr:last-child td { border-bottom: 0; }
th { background: var(--neutral-soft); font-weight: 600; white-space: nowrap; }
th a { display: block; color: inherit; }
td { overflow-wrap: anywhere; }
td.look { min-width: 200px; overflow-wrap: normal; }
td.seen, td.accepted, td.oldest, td.clock, td.disk { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
td small { display: block; font-size: 13px; color: var(--quiet); }
.badge {
  display: inline-block;
  padding: 1px 9px;
  border-radius: 99px;
  background: var(--neutral-soft);
  font-size: 14px;
  font-weight: 600;
  white-space: nowrap;
}
.trouble .badge { background: var(--trouble-soft); color: var(--trouble); }
.attention .badge { background: var(--attention-soft); color: var(--attention); }
.well .badge { background: var(--well-soft); color: var(--well); }
.trouble td.look small { color: var(--trouble); }
footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 8px 24px; }
.pager span { margin: 0 6px; }
.enter { display: grid; place-items: center; min-height: 100vh; padding: 16px; }
.enter form {
  display: grid;
  gap: 10px;
  width: min(380px, 100%);
  padding: 26px;
  border: 1px solid var(--line);
  border-radius: 12px;
  background: var(--surface);
}
.enter p { margin: 0; }
.wrong { color: var(--trouble); }
@media (max-width: 1180px) {
  .counts { grid-template-columns: repeat(4, 1fr); }
}
@media (max-width: 760px) {
  header { padding: 8px 12px; }
  main { padding: 10px 12px 20px; }
  .counts { gap: 6px; }
  .counts a { padding: 6px 8px; font-size: 13px; }
  .counts b { font-size: 19px; }
  .choice { flex: 1 1 100%; }
  .choice a { flex: 1; padding: 10px 8px; text-align: center; }
  .search { flex: 1 1 100%; max-width: none; }
  .scroll { overflow: visible; border: 0; border-radius: 0; background: none; }
  table, thead, tbody, tr { display: block; }
  thead tr { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 12px; }
  th, th.number { padding: 0; border: 1px solid var(--line); border-radius: 99px; background: var(--surface); font-weight: 400; }
  th[aria-sort] { background: var(--accent-soft); font-weight: 600; }
  th a { padding: 6px 12px; font-size: 14px; color: var(--accent); }
  tbody tr {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    margin-bottom: 10px;
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--surface);
  }
  td, td.number { padding: 4px 0; border: 0; text-align: left; white-space: normal; }
  td.look { grid-column: 1 / -1; min-width: 0; }
  td.shop { grid-column: 1 / 3; }
  td::before { content: attr(data-title); display: block; font-size: 12px; color: var(--quiet); }
  td.look::before { content: none; }
  button, .choice a, input[type="search"], input[type="password"] { min-height: 44px; }
}
`;

/** The mark in the browser's tab. */
export const FLEET_ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="1" y="3" width="14" height="10" rx="2" fill="#1652b8"/><path d="M4 8.5 7 11l5-5.5" fill="none" stroke="#fff" stroke-width="1.8"/></svg>
`;
