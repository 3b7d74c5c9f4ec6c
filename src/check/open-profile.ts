import { parseInline, type Span } from '../content/markup.js';
import type { Problem } from '../errors.js';
import { readMetrics } from '../pdf/fonts/sfnt.js';
import type { SourceDocument } from '../profile/document.js';
import { withLook } from '../profile/documents.js';
import { DEFAULT_TEMPLATE, nearest } from '../profile/names.js';
import type { Read } from '../profile/read.js';
import type { Profile } from '../profile/schema.js';
import { textStart } from '../profile/source-text.js';
import { withDesign } from '../template/designed.js';
import type { FontLibrary } from '../template/fonts.js';
import type { TemplateOptions } from '../template/load.js';
import { pageBox, paperFor } from '../template/page.js';
import type { TemplateStore } from '../template/store.js';
import { isRuleName, type Located, RULE_NAMES, type RuleName } from './finding.js';
import { type LineCount, type LintContext, readSubject, type SubjectOptions } from './lint-context.js';
import type { Text } from './texts.js';

/**
 * Reads a profile as the rules see it, with the line lengths of its own template.
 *
 * @throws DossierError as `readProfile` does, TEMPLATE_INVALID, or FONT_MISSING
 */
export async function openForCheck(
  bytes: Uint8Array,
  file: string,
  { templates, fonts }: { templates: Pick<TemplateStore, 'names' | 'get'>; fonts: FontLibrary },
  options: SubjectOptions,
): Promise<Read<LintContext>> {
  const { value, warnings } = readSubject(bytes, file, await templates.names(), options);
  const { meta } = withLook(value.profile, options.defaults, undefined);
  const { template } = await templates.get(meta?.template || DEFAULT_TEMPLATE);
  const { page, design } = meta ?? {};
  const { options: shown } = design ? await withDesign(template, design, fonts) : template;
  const size = paperFor(page?.size, meta?.locale, shown);
  const margin = design?.margin === undefined ? page?.margin : undefined;
  const lines = await lineCounter(shown, { ...page, size, margin }, fonts);
  return { value: { ...value, lines }, warnings };
}

/** The font size of code relative to the surrounding text (templates/partials/base.css). */
const CODE_SIZE = 0.86;

/** The bullet indentation of a template that does not specify it. */
const USUAL = { indent: 1.1, nested: 1.1, wide: undefined };

/** The average ratio of a line's width to the sum of its character widths, because of kerning. */
const KERNED = 0.995;

/** A word or a part of one, with its width; or the space between two words. */
interface Piece {
  width: number;
  /** `true` for a space, where a line may end. */
  parted: boolean;
}

/**
 * Creates a function that counts the lines of bullets as a template prints them, without a browser. Character widths
 * come from the template's fonts; text size and column width from its template.yaml. A line breaks only at a space, as
 * in print, where compound words are kept whole. Kerning is averaged.
 */
export async function lineCounter(
  options: TemplateOptions,
  page: NonNullable<Profile['meta']>['page'],
  fonts: FontLibrary,
): Promise<LineCount> {
  const { size } = options;
  const { indent, nested: further, wide = indent } = options.bullets ?? USUAL;
  const box = pageBox({ options }, page?.size ?? options.paper, page?.margin);
  const column = box.width - box.left - box.right;
  const width = await widths(options, fonts, size);
  return (markdown, nested, isWide) => {
    const room = column - ((isWide ? wide : indent) + (nested ? further : 0)) * size;
    const space = width(' ', 'text');
    let lines = 1;
    let used = 0;
    for (const word of joinParts(pieces(parseInline(markdown).spans, 'text', width))) {
      if (used > 0 && used + space + word > room) {
        lines += 1;
        used = 0;
      }
      used += (used > 0 ? space : 0) + word;
      // A word wider than the column is broken.
      while (used > room && word > room) {
        lines += 1;
        used -= room;
      }
    }
    return lines;
  };
}

type Style = 'text' | 'bold' | 'code';
type Width = (text: string, style: Style) => number;

async function widths(options: TemplateOptions, fonts: FontLibrary, size: number): Promise<Width> {
  const body = options.fonts.find(({ use }) => use === 'text');
  const code = options.fonts.find(({ use }) => use === 'code') ?? body;
  const read = async (font: typeof body, wanted: string) => {
    const face = font?.faces.includes(wanted) ? wanted : font?.faces[0];
    return font && face ? readMetrics(await fonts.wholeFont(font.package, face)) : undefined;
  };
  const metrics = { text: await read(body, '400'), bold: await read(body, '600'), code: await read(code, '400') };
  return (text, style) => {
    const font = metrics[style];
    // Without a font, the average character width is half the font size.
    if (!font) return [...text].length * size * 0.5;
    const units = [...text].reduce((sum, character) => sum + font.widthOf(character.codePointAt(0) ?? 0), 0);
    return (units / font.unitsPerEm) * size * KERNED * (style === 'code' ? CODE_SIZE : 1);
  };
}

function pieces(spans: readonly Span[], style: Style, width: Width): Piece[] {
  return spans.flatMap((span) => {
    if (span.kind === 'break') return [];
    if ('children' in span) return pieces(span.children, span.kind === 'strong' ? 'bold' : style, width);
    const own = span.kind === 'code' ? 'code' : style;
    return span.text
      .split(/(?<= )|(?= )/)
      .map((part): Piece => (part === ' ' ? { width: 0, parted: true } : { width: width(part, own), parted: false }));
  });
}

/** Joins pieces into the widths of whole words: inline formatting may begin or end inside a word. */
function joinParts(parts: readonly Piece[]): number[] {
  const words = [0];
  for (const { width, parted } of parts) {
    if (parted) words.push(0);
    else words[words.length - 1] = (words.at(-1) ?? 0) + width;
  }
  return words.filter((width) => width > 0);
}

const COMMENT = /#[ \t]*dossier-check-off:([^\r\n]*)/g;

/** The suppressions in a profile's comments. */
export interface Suppressions {
  covers(finding: Located): boolean;
  /** Warnings about unknown rule names. */
  warnings: Problem[];
}

/**
 * Reads the comments `# dossier-check-off: rule, rule`. A comment on its own line suppresses the rules for the whole
 * profile; after other text, only for values on or beginning on that line.
 */
export function readSuppressions(document: SourceDocument, texts: readonly Text[]): Suppressions {
  const everywhere = new Set<RuleName>();
  const onLine = new Map<number, Set<RuleName>>();
  const warnings: Problem[] = [];
  for (const match of document.text.matchAll(COMMENT)) {
    if (isInText(match.index, document, texts)) continue;
    const { line, column } = document.position(match.index);
    const alone = document.text.slice(match.index - column + 1, match.index).trim() === '';
    const names = alone ? everywhere : (onLine.get(line) ?? new Set<RuleName>());
    if (!alone) onLine.set(line, names);
    for (const name of (match[1] ?? '').split(/[,\s]+/).filter(Boolean)) {
      if (isRuleName(name)) names.add(name);
      else warnings.push(unknownRule(name, match.index, document));
    }
  }
  return {
    covers: ({ rule, where, beginsOn }) =>
      everywhere.has(rule) || onLine.get(where.line)?.has(rule) === true || onLine.get(beginsOn)?.has(rule) === true,
    warnings,
  };
}

/** Returns the hint for an unknown rule name. */
export function ruleHint(name: string): string {
  const close = nearest(name, RULE_NAMES);
  return close ? `did you mean ${close}?` : `the rules are ${RULE_NAMES.join(', ')}`;
}

function unknownRule(name: string, offset: number, document: SourceDocument): Problem {
  const at = document.text.indexOf(name, offset);
  return document.problemAt([at, at + name.length], {
    severity: 'warning',
    message: `there is no rule "${name}"`,
    hint: ruleHint(name),
  });
}

/** `true` if an offset is inside a text, where `#` does not begin a comment. */
function isInText(offset: number, document: SourceDocument, texts: readonly Text[]): boolean {
  return texts.some(({ path }) => {
    const range = document.rangeOf(path, 'value');
    return range !== undefined && offset >= textStart(document.text, range) && offset < range[1];
  });
}
