/** The look of every report. */
const STYLE = `
:root { color-scheme: light dark; --back: #f4f5f7; --card: #fff; --text: #1d2530; --line: #d3d8df; --soft: #565f6c; --sure: #2563c9; --doubt: #b45309; --doubt-back: #fff4e0; --lit: #fde68a; }
@media (prefers-color-scheme: dark) { :root { --back: #14181e; --card: #1d232b; --text: #e8ebef; --line: #3a434f; --soft: #a9b2be; --sure: #8ab4f8; --doubt: #fbbf6b; --doubt-back: #33270f; --lit: #5c4708; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.45 system-ui, sans-serif; }
header { padding: 1.2rem 1.5rem 0.4rem; }
h1 { font-size: 1.35rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 0.5rem; }
h3 { font-size: 0.95rem; margin: 1.2rem 0 0.3rem; color: var(--soft); }
header p, .none { margin: 0.3rem 0 0; color: var(--soft); max-width: 52rem; }
ul { list-style: none; margin: 0; padding: 0; }
.fields, .pages { padding: 0 1.5rem 3rem; }
li { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--sure); border-radius: 5px; margin: 0 0 0.4rem; scroll-margin: 5rem; }
li.doubt { border-left-color: var(--doubt); background: var(--doubt-back); }
li a { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr) auto; gap: 0.2rem 0.8rem; padding: 0.4rem 0.7rem; color: inherit; text-decoration: none; }
.label, .place { color: var(--soft); font-size: 0.9rem; }
.value { overflow-wrap: anywhere; white-space: pre-line; }
li p { margin: 0; padding: 0 0.7rem 0.5rem; font-size: 0.9rem; overflow-wrap: anywhere; }
li p b { color: var(--doubt); }
.page { margin: 0 0 1.2rem; }
.page h3 { margin: 0 0 0.3rem; }
svg { display: block; width: 100%; height: auto; background: #fff; border: 1px solid var(--line); border-radius: 4px; }
svg text { fill: #111; font-family: system-ui, sans-serif; white-space: pre; }
svg .under text { fill: transparent; }
svg rect { fill: #2563c9; fill-opacity: 0.05; stroke: #2563c9; stroke-opacity: 0.55; stroke-width: 0.7; }
svg .doubt rect { fill: #f59e0b; fill-opacity: 0.16; stroke: #b45309; stroke-opacity: 1; stroke-width: 1.2; }
svg a { scroll-margin: 6rem; outline: none; cursor: pointer; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--sure); outline-offset: 2px; border-radius: 5px; }
@media (min-width: 60rem) {
  main { display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); }
  .fields { order: 2; }
  .fields, .pages { height: calc(100vh - 6.5rem); overflow: auto; }
  header { height: 6.5rem; overflow: auto; }
}
@media (max-width: 34rem) {
  header, .fields, .pages { padding-left: 0.8rem; padding-right: 0.8rem; }
  li a { grid-template-columns: minmax(0, 1fr) auto; }
  .value { grid-column: 1 / -1; grid-row: 2; }
}
`;

/**
 * The style of a report with some fields. A field and its box are highlighted together while the pointer or the focus is
 * on either, and after a jump to either; a rule for each pair does this without a script.
 */
export function reportStyle(ids: readonly number[]): string {
  const rules = ids.map((id) => {
    const [box, isOn] = [`.b${id}`, `:is(:hover, :focus-within, :focus, :target)`];
    return `body:has(:is(#f${id}, ${box})${isOn}) #f${id} { background: var(--lit); }
body:has(:is(#f${id}, ${box})${isOn}) ${box} rect { fill: #facc15; fill-opacity: 0.45; stroke: #92400e; stroke-opacity: 1; stroke-width: 1.6; }`;
  });
  return `${STYLE}${rules.join('\n')}\n`;
}
