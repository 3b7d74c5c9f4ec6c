import { headingKind } from '../../ats/headings.js';
import { namesRole } from '../../ats/roles.js';
import type { Fields } from '../draft.js';
import { type Contacts, contactsOf } from './contacts.js';
import type { Findings } from './evidence.js';
import { setHeadline } from './headline.js';
import { type Cell, type Line, placeOf } from './model.js';
import { blocksOf, joinText, passageOf, placeOfPassage } from './paragraphs.js';

/** Titles of documents, which are no names. */
const TITLE =
  /\b(?:curriculum vitae|r[ée]sum[ée]|cv|lebenslauf|hoja de vida|currículo|sample|template)\b|履歴書|职务经历书|이력서/i;

/** The header of a résumé. */
export interface Header {
  basics: Fields;
  /** Lines that fit no field. */
  rest: Line[];
}

/**
 * Reads the header: the largest text is the name, contact details are known by their forms, and running text is the
 * summary.
 *
 * @param lines the lines above the first heading of each column
 * @param details the lines of sections with contact details
 */
export function headerOf(lines: readonly Line[], details: readonly Line[], right: number, findings: Findings): Header {
  const name = nameCell(lines, details);
  const prose = proseIn(
    lines.filter((line) => !name || !line.cells.includes(name)),
    right,
  );
  const own = lines.filter((line) => !prose.includes(line));
  const cells = [...own, ...details].flatMap((line) => line.cells).filter((cell) => cell !== name);
  const contacts = contactsOf(cells, findings);
  const basics: Fields = {};
  if (name) setName(basics, name, contacts, lines, findings);
  const rest = setHeadline(
    basics,
    contacts.rest.filter(({ text }) => !TITLE.test(text)),
    name,
    findings,
  );
  Object.assign(basics, contacts.basics);
  for (const evidence of findings.evidence) if (evidence.holder === contacts.basics) evidence.holder = basics;
  if (Object.keys(contacts.location).length > 0) basics.location = contacts.location;
  if (contacts.profiles.length > 0) basics.profiles = contacts.profiles;
  for (const block of blocksOf(prose, right)) findings.append(basics, 'summary', block.prose, placeOfPassage(block));
  const left = [...own, ...details].flatMap((line) => {
    const kept = rest.filter(({ cell }) => line.cells.includes(cell)).map(({ cell, text }) => ({ ...cell, text }));
    return kept.length > 0 ? [{ ...line, cells: kept }] : [];
  });
  return { basics, rest: left };
}

/** The cell with the name: the largest that can be one. A name that the e-mail address repeats wins. */
function nameCell(lines: readonly Line[], details: readonly Line[]): Cell | undefined {
  const all = [...lines, ...details]
    .map((line) => line.cells.map(({ text, links }) => `${text} ${links.map(({ url }) => url).join(' ')}`).join(' '))
    .join(' ')
    .toLowerCase();
  const accounts = [...all.matchAll(/[^\s@/:|]{2,64}@|(?:\/in|github\.com|gitlab\.com)\/[^\s/|]{2,64}/g)].map(
    ([account]) => account.replace(/[^\p{L}]/gu, ''),
  );
  const candidates = lines
    .slice(0, 60)
    .flatMap((line, index) => line.cells.filter(({ text }) => isName(text)).map((cell) => ({ cell, index })));
  const score = ({ cell, index }: { cell: Cell; index: number }) => {
    const words = cell.text
      .toLowerCase()
      .split(/[\s.-]+/)
      .filter((word) => word.length > 2);
    const isRepeated = accounts.some((account) => words.some((word) => account.includes(word)));
    return cell.size + (isRepeated ? 8 : 0) - index * 0.2 - (namesRole(cell.text) ? 6 : 0) + (cell.bold ? 1 : 0);
  };
  return candidates.toSorted((a, b) => score(b) - score(a))[0]?.cell;
}

function isName(text: string): boolean {
  if (TITLE.test(text) || headingKind(text) !== undefined || text.length > 60) return false;
  return /^[\p{L}\p{M}][\p{L}\p{M}'’.\- ,()]{1,59}$/u.test(text) && text.split(' ').length <= 6;
}

function setName(basics: Fields, name: Cell, { rest }: Contacts, lines: readonly Line[], findings: Findings): void {
  // A name that is too long for its column goes on in the same size.
  let index = lines.findIndex((line) => line.cells.includes(name));
  let text = name.text;
  for (let more = nextOfName(lines, index, name); more; more = nextOfName(lines, index, name)) {
    text = joinText(text, more.text);
    const at = rest.findIndex(({ cell }) => cell === more);
    if (at !== -1) rest.splice(at, 1);
    index++;
  }
  const larger = lines.flatMap(({ cells }) => cells).find((cell) => cell.size > name.size + 0.5);
  const doubt =
    larger && !TITLE.test(larger.text)
      ? { why: 'another text at the top is larger', alternatives: [larger.text] }
      : undefined;
  findings.set(basics, 'name', text, placeOf(name), doubt);
}

/** The line below a part of a name, if it goes on there. */
function nextOfName(lines: readonly Line[], index: number, name: Cell): Cell | undefined {
  const [next, second] = lines[index + 1]?.cells ?? [];
  if (!next || second || name.size <= 14 || Math.abs(next.size - name.size) >= 0.5) return undefined;
  const isSame = next.bold === name.bold && next.font === name.font && Math.abs(next.x - name.x) < 4;
  return isSame && isName(next.text) ? next : undefined;
}

/** Lines of running text: sentences of several lines, or one long one. */
function proseIn(lines: readonly Line[], right: number): Line[] {
  return blocksOf(lines, right)
    .filter(
      ({ kind, lines: own }) =>
        kind === 'prose' && !/@|\| /.test(passageOf(own).text) && passageOf(own).text.split(' ').length > 8,
    )
    .flatMap(({ lines: own }) => own);
}
