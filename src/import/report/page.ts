import { count } from '../../errors.js';
import { escapeHtml } from '../../template/html.js';
import { standalonePage } from '../../template/standalone-page.js';
import type { Imported } from '../imported.js';
import type { ReadPage, ReadText } from '../read-value.js';
import { type ReportField, reportFields } from './fields.js';
import { reportStyle } from './style.js';

/** The original of a report. */
export interface ReportSource {
  /** The file as messages name it. */
  file: string;
  /** Pictures of its pages as data: URLs, by page number. A page without one is drawn from its text. */
  pictures: ReadonlyMap<number, string>;
}

/**
 * A self-contained HTML page with the original beside the values that were read in it. It has no scripts, and its policy
 * allows none; links join a value and its box.
 */
export function importReport(imported: Imported, { file, pictures }: ReportSource): string {
  const fields = reportFields(imported);
  const { language, person, pages, format } = imported;
  const unsure = fields.filter(({ why }) => why !== undefined);
  const style = reportStyle(fields.map(({ id }) => id));
  const title = `${person.name ?? 'Résumé'}: import of ${file}`;
  const hasPages = imported.pageCount !== undefined;
  return `${standalonePage(title, style, ['img-src data:'])}
<header>
<h1>${escapeHtml(title)}</h1>
<p>${count(fields.length, 'value')} read from ${hasPages ? count(pages.length, 'page') : `a ${escapeHtml(format)} file`}, ${unsure.length} unsure. Follow a value to its place in the original, and a box back to its value. This page holds personal data.</p>
</header>
<main>
<div class="fields" role="region" aria-label="Values" tabindex="0">
<h2>Unsure values (${unsure.length})</h2>
${unsure.length === 0 ? '<p class="none">The reader is sure of every value. Compare them all the same.</p>' : listOf(unsure, { language, hasGroup: true, hasPages })}
<h2>Other values (${fields.length - unsure.length})</h2>
${groupsOf(fields.filter(({ why }) => why === undefined))
  .map(([group, own]) => `<h3>${escapeHtml(group)}</h3>\n${listOf(own, { language, hasGroup: false, hasPages })}`)
  .join('\n')}
</div>
<div class="pages" role="region" aria-label="Original" tabindex="0">
<h2>Original</h2>
${pages
  .map((page) => {
    return pageOf(page, fields, language, hasPages, pictures.get(page.number));
  })
  .join('\n')}
</div>
</main>
</body>
</html>
`;
}

function groupsOf(fields: readonly ReportField[]): [string, ReportField[]][] {
  const groups = new Map<string, ReportField[]>();
  for (const field of fields) groups.set(field.group, [...(groups.get(field.group) ?? []), field]);
  return [...groups];
}

function listOf(
  fields: readonly ReportField[],
  { language, hasGroup, hasPages }: { language: string; hasGroup: boolean; hasPages: boolean },
): string {
  const text = (words: string) => `<span lang="${escapeHtml(language)}" dir="auto">${escapeHtml(words)}</span>`;
  const items = fields.map(({ id, group, label, text: value, places, why, alternatives }) => {
    const others = alternatives.length > 0 ? ` Printed: ${alternatives.map(text).join(' / ')}` : '';
    const doubt = why === undefined ? '' : `<p><b>Unsure:</b> ${escapeHtml(why)}.${others}</p>`;
    const name = hasGroup && group !== label ? `${group}: ${label}` : label;
    const shown = `<span class="value" lang="${escapeHtml(language)}" dir="auto">${escapeHtml(value)}</span>`;
    const place = hasPages ? ` <span class="place">page ${places[0]?.page}</span>` : '';
    const link = `<a href="#b${id}"><span class="label">${escapeHtml(name)}</span> ${shown}${place}</a>`;
    return `<li id="f${id}"${why === undefined ? '' : ' class="doubt"'}>${link}${doubt}</li>`;
  });
  return `<ul>\n${items.join('\n')}\n</ul>`;
}

function pageOf(
  { number, width, height, texts }: ReadPage,
  fields: readonly ReportField[],
  language: string,
  hasPages: boolean,
  picture: string | undefined,
): string {
  const image = picture === undefined ? '' : `<image href="${picture}" width="${width}" height="${height}"/>\n`;
  const shown = `<g lang="${escapeHtml(language)}"${picture === undefined ? '' : ' class="under"'}>${texts.map(textOf).join('\n')}</g>`;
  const heading = hasPages ? `<h3 id="page-${number}">Page ${number}</h3>\n` : '';
  return `<section class="page"${hasPages ? ` aria-labelledby="page-${number}"` : ''}>
${heading}<svg viewBox="0 0 ${width} ${height}">
${image}${shown}
${fields.flatMap((field) => boxesOf(field, number)).join('\n')}
</svg>
</section>`;
}

function textOf({ text, x, y, width, size, bold, italic }: ReadText): string {
  const weight = bold ? ' font-weight="bold"' : '';
  const slant = italic ? ' font-style="italic"' : '';
  const fitted = width > 0 ? ` textLength="${width}" lengthAdjust="spacingAndGlyphs"` : '';
  return `<text x="${x}" y="${y}" font-size="${size}"${weight}${slant}${fitted}>${escapeHtml(text)}</text>`;
}

/** The boxes of a value on a page. They are no stops of the Tab key, since each value leads to its own. */
function boxesOf({ id, group, label, text, places, why }: ReportField, page: number): string[] {
  const boxes = places.filter((place) => place.page === page).map(({ box }) => rectangleOf(box));
  if (boxes.length === 0) return [];
  const name = `${group}, ${label}: ${text}${why === undefined ? '' : ' (unsure)'}`;
  const isFirst = places[0]?.page === page;
  return [
    `<a${isFirst ? ` id="b${id}"` : ''} class="b${id}${why === undefined ? '' : ' doubt'}" href="#f${id}" tabindex="-1" aria-label="${escapeHtml(name)}">${boxes.join('')}</a>`,
  ];
}

function rectangleOf([left, top, right, bottom]: ReportField['places'][number]['box']): string {
  const wide = Math.max(right - left, 1).toFixed(1);
  const high = Math.max(bottom - top, 1).toFixed(1);
  return `<rect x="${left}" y="${top}" width="${wide}" height="${high}" rx="1.5"/>`;
}
