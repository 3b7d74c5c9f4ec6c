import { ExternalHyperlink, type IRunOptions, type ParagraphChild, TextRun } from 'docx';
import type { Rich, Span } from '../../content/inline.js';
import type { Metric } from '../../content/model.js';

/** Letters that are read from right to left; Word sets them from another slot of its styles. */
const RIGHT_TO_LEFT = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\u200F]/u;

/** The same with the marks and spaces that stand between them. */
const STRETCHES =
  /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\u200F](?:[^\p{L}\p{N}]*[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{M}])*/gu;

/** What no XML may hold (XML 1.0, 2.2): control characters, and halves of surrogate pairs. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** How a stretch of text is set: a character style, and marks of the text's own. */
type RunLook = Pick<IRunOptions, 'style' | 'bold' | 'boldComplexScript' | 'italics' | 'italicsComplexScript'>;

/** A text as runs; each is of one direction. */
export function text(content: string, look: RunLook = {}): TextRun[] {
  const written = content.replace(UNWRITABLE, '');
  if (!RIGHT_TO_LEFT.test(written)) return [new TextRun({ ...look, text: written })];
  const runs: TextRun[] = [];
  let end = 0;
  for (const { 0: stretch, index } of written.matchAll(STRETCHES)) {
    if (index > end) runs.push(new TextRun({ ...look, text: written.slice(end, index) }));
    runs.push(new TextRun({ ...look, text: stretch, rightToLeft: true }));
    end = index + stretch.length;
  }
  if (end < written.length) runs.push(new TextRun({ ...look, text: written.slice(end) }));
  return runs;
}

/**
 * A tab, behind which a date stands at the edge of the text. A style of characters cannot switch off what the style of
 * their paragraph switches on, so that is said of the date itself.
 */
export function tabbed(content: string): ParagraphChild[] {
  return [new TextRun({ text: '\t' }), ...text(content, { style: 'Dates', bold: false, italics: false })];
}

/** A link where there is an address, and the text alone where there is none. */
export function linked(content: string, url: string | undefined, look: RunLook = {}): ParagraphChild[] {
  const runs = text(content, look);
  return url ? [link(url, runs)] : runs;
}

function link(url: string, children: readonly ParagraphChild[]): ParagraphChild {
  return new ExternalHyperlink({ link: url.replace(UNWRITABLE, ''), children });
}

/** Inline text with its marks. */
export function rich({ spans }: Rich): ParagraphChild[] {
  return spanRuns(spans, {});
}

function spanRuns(spans: readonly Span[], look: RunLook): ParagraphChild[] {
  return spans.flatMap((span) => spanRun(span, look));
}

/** A run has one character style: within another mark, a mark is set by hand. */
function spanRun(span: Span, look: RunLook): ParagraphChild[] {
  const isMarked = look.style !== undefined;
  switch (span.kind) {
    case 'text':
      return text(span.text, look);
    case 'code':
      return text(span.text, { ...look, style: 'Code' });
    case 'break':
      return [new TextRun({ break: 1 })];
    case 'strong':
      return spanRuns(span.children, isMarked ? { ...look, bold: true, boldComplexScript: true } : { style: 'Strong' });
    case 'em': {
      const slanted = { ...look, italics: true, italicsComplexScript: true };
      return spanRuns(span.children, isMarked ? slanted : { style: 'Emphasis' });
    }
    case 'link':
      return [link(span.url, spanRuns(span.children, isMarked ? look : { style: 'Hyperlink' }))];
  }
}

/** Several things in one line. */
export function joined(parts: readonly (readonly ParagraphChild[])[], between: string): ParagraphChild[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? [...part] : [...text(between), ...part]));
}

export function figures(metrics: readonly Metric[], between: string): ParagraphChild[] {
  return joined(
    metrics.map(({ value, label }) => [
      ...text(value, { style: 'Figure' }),
      ...(label ? text(` ${label}`, { style: 'FigureLabel' }) : []),
    ]),
    between,
  );
}
