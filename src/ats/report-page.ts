import { escapeHtml } from '../template/html.js';
import { standalonePage } from '../template/standalone-page.js';
import type { FieldResult } from './compare.js';
import { formatRecall, type Reading } from './judge.js';

/** The facts that the head of a report states. */
export interface PageFacts {
  /** The file that was read, as messages name it. */
  file: string;
  /** The language of the résumé (BCP 47). */
  lang: string;
  /** The names of the extractors that are not installed. */
  missing: readonly string[];
}

const STYLE = `
:root { color-scheme: light dark; --line: #c9ced6; --lost: #fbe4e1; --soft: #555e6b; }
@media (prefers-color-scheme: dark) { :root { --line: #454c57; --lost: #4d2723; --soft: #aab2bf; } }
body { margin: 2rem auto; max-width: 100rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: start; vertical-align: top; min-width: 11rem; }
thead th { vertical-align: bottom; }
td { overflow-wrap: anywhere; }
.lost { background: var(--lost); }
.same, .place { color: var(--soft); }
.place { display: block; font-weight: normal; }
`;

/**
 * A self-contained HTML page with what a person sees on the left, and what each extractor read beside it. It needs no
 * scripts, and its policy allows none.
 *
 * @param readings comparisons of the same fields
 */
export function reportPage({ file, lang, missing }: PageFacts, readings: readonly Reading[]): string {
  const [first] = readings;
  const rows = (first?.comparison.results ?? []).map((result, index) =>
    rowOf(
      result,
      readings.map(({ comparison }) => comparison.results[index]),
      lang,
    ),
  );
  const heads = readings.map(
    ({ extractor, comparison: { total } }) =>
      `<th scope="col">${escapeHtml(extractor)}<span class="place">recall ${formatRecall(total)}: ${total.found} of ${total.expected}</span></th>`,
  );
  const absent = missing.length === 0 ? '' : `<p>Not installed: ${missing.map(escapeHtml).join(', ')}.</p>\n`;
  return `${standalonePage(`Text read from ${file}`, STYLE)}
<main>
<h1>Text read from ${escapeHtml(file)}</h1>
${absent}<div class="scroll" role="region" aria-label="Fields" tabindex="0">
<table>
<thead><tr><th scope="col">Field</th><th scope="col">Printed</th>${heads.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
</main>
</body>
</html>
`;
}

function rowOf({ kind, at, expected }: FieldResult, cells: readonly (FieldResult | undefined)[], lang: string): string {
  const text = (words: string) => `<span lang="${escapeHtml(lang)}" dir="auto">${escapeHtml(words)}</span>`;
  const place = at === '' ? '' : `<span class="place">${escapeHtml(at)}</span>`;
  const read = cells.map((cell) => {
    if (cell?.isFound) return '<td><span class="same">✓ as printed</span></td>';
    return `<td class="lost">✗ ${cell?.read ? text(cell.read) : 'not read'}</td>`;
  });
  return `<tr><th scope="row">${kind}${place}</th><td>${text(expected)}</td>${read.join('')}</tr>`;
}
