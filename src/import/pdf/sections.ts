import { type HeadingKind, headingKind, joinedHeadingKind } from '../../ats/headings.js';
import { namesRole } from '../../ats/roles.js';
import { findDates } from './dates.js';
import type { Cell, Line, Stream } from './model.js';
import { textOf } from './model.js';
import { isBullet } from './paragraphs.js';

/** A section of a résumé as it stands in the text. */
export interface Section {
  /** `head` for the lines above the first heading of a stream. */
  kind: HeadingKind | 'head';
  title: string;
  heading: Line | undefined;
  lines: Line[];
  /** The right end of the text around it. */
  right: number;
  /** `true` if the kind follows from words in an unusual heading. */
  isGuess: boolean;
}

/** Divides streams at headings, which are known by their words or look like others that are. */
export function sectionsOf(streams: readonly Stream[]): Section[] {
  return streams.flatMap(({ lines, right }) => {
    const divided = lines.flatMap((line, index) => withoutLeadingHeading(line, lines[index - 1], lines[index + 1]));
    const known = divided.filter((line) => isShort(line) && knownKind(line) !== undefined);
    const look = commonLook(known);
    const entries =
      look === undefined ? [] : divided.filter((line, index) => isEntryOf(line, divided[index + 1], look));
    const isShared = entries.length > 1 || entries.some(({ cells }) => cells.length > 1);
    const sections: Section[] = [{ kind: 'head', title: '', heading: undefined, lines: [], right, isGuess: false }];
    for (const [index, line] of divided.entries()) {
      const heading = headingOf(line, divided, index, {
        look,
        isShared,
        isHead: sections.length === 1,
        isBelowHeading: sections.length > 1 && sections.at(-1)?.lines.length === 0,
        isInSkills: sections.at(-1)?.kind === 'skills',
      });
      if (heading) sections.push({ ...heading, title: titleOf(line), heading: line, lines: [], right });
      else sections.at(-1)?.lines.push(line);
    }
    return withLabels(sections).filter(({ lines: own, kind }) => own.length > 0 || kind !== 'head');
  });
}

/** Below a heading without text of its own, what seems to be the next heading is a label of its section. */
function withLabels(sections: readonly Section[]): Section[] {
  const kept: Section[] = [];
  for (const section of sections) {
    const before = kept.at(-1);
    if (before?.kind === 'other' && before.lines.length === 0 && section.heading)
      before.lines.push(section.heading, ...section.lines);
    else kept.push(section);
  }
  return kept;
}

interface Look {
  size: number;
  bold: boolean;
  caps: boolean;
  font: string;
}

function lookOf(line: Line): Look {
  const [cell] = line.cells;
  const text = cell?.text ?? '';
  return {
    size: Math.round((cell?.size ?? 0) * 2) / 2,
    bold: cell?.bold ?? false,
    caps: isCapital(text),
    font: cell?.font ?? '',
  };
}

function isCapital(text: string): boolean {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}

function isSame(a: Look, b: Look): boolean {
  return a.size === b.size && a.bold === b.bold && a.caps === b.caps && a.font === b.font;
}

/** The degree to which a line stands out. */
function weightOf({ size, bold, caps }: Look): number {
  return size * 2 + (bold ? 3 : 0) + (caps ? 3 : 0);
}

/** The look that most headings have; of several, the one that stands out most. */
function commonLook(known: readonly Line[]): Look | undefined {
  const looks = known.map(lookOf);
  const count = (look: Look) => looks.filter((other) => isSame(look, other)).length;
  return looks.toSorted((a, b) => count(b) - count(a) || weightOf(b) - weightOf(a))[0];
}

interface Context {
  look: Look | undefined;
  /** `true` if entries look like headings, so that the look alone proves nothing. */
  isShared: boolean;
  /** `true` above the first heading. */
  isHead: boolean;
  /** `true` directly below a heading. */
  isBelowHeading: boolean;
  /** `true` among skills, whose groups may have the names of sections. */
  isInSkills: boolean;
}

/** `true` if a known heading stands out as others do, or nearly so. */
function stands(own: Look, look: Look | undefined, kind: HeadingKind, mayBeLabel: boolean): boolean {
  if (!look || weightOf(own) >= weightOf(look) - 1.5) return true;
  if (own.size < look.size - 0.75 && own.bold === look.bold && own.caps === look.caps) return false;
  return !mayBeLabel && kind !== 'other' && (own.bold || own.caps) && weightOf(own) >= weightOf(look) - 6;
}

function headingOf(
  line: Line,
  lines: readonly Line[],
  index: number,
  { look, isShared, isHead, isInSkills, isBelowHeading }: Context,
): Pick<Section, 'kind' | 'isGuess'> | undefined {
  if (!isShort(line)) return undefined;
  const own = lookOf(line);
  const kind = knownKind(line);
  if (kind !== undefined) {
    return stands(own, look, kind, isInSkills || isBelowHeading) || isTopHeading(line, own, look)
      ? { kind, isGuess: false }
      : undefined;
  }
  if (look === undefined || !isSame(own, look) || index === lines.length - 1) return undefined;
  // A heading that is only bold looks like the title of an entry: its words, and what is around it, must prove it.
  const isPlain = !look.caps && look.size <= bodySize(lines) + 0.5;
  if (isPlain && (!look.bold || isBelowHeading || namesRole(textOf(line)))) return undefined;
  const guess = kindByWords(titleOf(line));
  if (guess !== undefined) return { kind: guess, isGuess: true };
  if (isPlain || isShared) return line.role === 'heading' && !isShared ? { kind: 'other', isGuess: true } : undefined;
  if (isHead && line.role !== 'heading' && !isLater(lines, index, look)) return undefined;
  return isBelowHeading ? undefined : { kind: 'other', isGuess: true };
}

/** `true` for a heading of a document that has them, unless it is one within a section. */
function isTopHeading(line: Line, own: Look, look: Look | undefined): boolean {
  return line.role === 'heading' && (!look || own.size >= look.size - 0.5);
}

/** `true` if a heading above the known ones is as far from the text above as they are, and is not the name. */
function isLater(lines: readonly Line[], index: number, look: Look): boolean {
  return index > 1 && lines.slice(0, index).some((line) => lookOf(line).size > look.size);
}

function bodySize(lines: readonly Line[]): number {
  const sizes = lines.map(({ size }) => size).toSorted((a, b) => a - b);
  return sizes[Math.floor(sizes.length / 2)] ?? 0;
}

function titleOf(line: Line): string {
  return textOf(line)
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/ ?\( ?\d{1,3} ?\)$/, '')
    .replace(/[\s:]{1,9}$/, '');
}

function knownKind(line: Line): HeadingKind | undefined {
  // Some themes print the number of entries behind a heading.
  const text = textOf(line).replace(/ ?\( ?\d{1,3} ?\)$/, '');
  return /[,;]$/.test(text) ? undefined : (headingKind(text) ?? joinedHeadingKind(text));
}

/** `true` for a line that could be a heading: few words, without a date or a second cell. */
function isShort(line: Line): boolean {
  const text = textOf(line);
  if (line.cells.length > 1 || text.length > 60 || text.split(' ').length > 7 || isBullet(line)) return false;
  return /[\p{L}\p{M}]{2}/u.test(text) && !/[.,;]$/.test(text) && findDates(text).length === 0 && !/@/.test(text);
}

/** `true` for an entry that looks like a heading: its own line or the next one has a date. */
function isEntryOf(line: Line, next: Line | undefined, look: Look): boolean {
  if (!isSame(lookOf(line), look) || knownKind(line) !== undefined) return false;
  if (line.cells.length > 1) return line.cells.slice(1).some(({ text }) => findDates(text).length > 0);
  return (
    next !== undefined &&
    !isBullet(next) &&
    findDates(textOf(next)).some(({ isPeriod }) => isPeriod) &&
    kindByWords(textOf(line)) === undefined
  );
}

/** Sets a heading that stands on the first line of its section on a line of its own, unless it is a row of a table. */
function withoutLeadingHeading(line: Line, above: Line | undefined, below: Line | undefined): Line[] {
  const [first, ...rest] = line.cells;
  if (line.cells.length > 1 && line.cells.every(({ text }) => headingKind(text) !== undefined))
    return line.cells.map((cell) => ({ ...line, cells: [cell], x: cell.x, right: cell.right }));
  if (!first || rest.length === 0 || !first.bold || headingKind(first.text) === undefined || /:$/.test(first.text))
    return [line];
  if (rest.every(({ bold }) => bold) || [above, below].some((other) => isLabelled(other, first))) return [line];
  const heading = { ...line, cells: [first], right: first.right };
  return [heading, { ...line, cells: rest, x: rest[0]?.x ?? line.x, gap: 0 }];
}

function isLabelled(line: Line | undefined, label: Cell): boolean {
  const [first] = line?.cells ?? [];
  return line !== undefined && line.cells.length > 1 && first?.bold === true && Math.abs(first.x - label.x) < 40;
}

const WORDS: readonly (readonly [RegExp, HeadingKind])[] = [
  [/volunt|ehrenamt|bénévol|community service|leadership|activit|extracurric/i, 'volunteer'],
  [/membership|affiliation/i, 'other'],
  [/project|projekt|projet|proyecto|progett|projeto|проект|项目|專案|프로젝트/i, 'projects'],
  [/publication|papers|veröffentlich|публикац/i, 'publications'],
  [/certif|licen[sc]e|zertifi|trainings?\b/i, 'certificates'],
  [/award|honou?r|achievement|scholarship|recognition|auszeichn|prix|premi/i, 'awards'],
  [/skill|technolog|competenc|expertise|software|tools|kenntnis|compétence|habilidad|навык|技能|스킬/i, 'skills'],
  [
    /experience|employment|work history|career|berufs|expérience|experiencia|experiência|esperienz|опыт|职|職|경력/i,
    'work',
  ],
  [
    /education|academic|studi(?:es|um)|ausbildung|formation|educaci|formação|istruzione|образован|教育|学历|학력/i,
    'education',
  ],
  [/language|sprach|langue|idioma|lingu|язык|语言|語言/i, 'languages'],
  [/interest|hobb/i, 'interests'],
  [/summary|profile|objective|about/i, 'summary'],
  [/reference|referees/i, 'references'],
];

/** The likely meaning of an unusual heading. */
export function kindByWords(title: string): HeadingKind | undefined {
  return WORDS.find(([words]) => words.test(title))?.[1];
}
