import { ExternalHyperlink, type IRunOptions, type ParagraphChild, TextRun } from 'docx';
import type { Rich, Span } from '../../content/inline.js';
import type { Metric } from '../../content/model.js';

/** Letters of right-to-left scripts, for which Word uses a separate slot of its styles. */
const RIGHT_TO_LEFT = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\u200F]/u;

/** Sequences of such letters, including the marks and spaces between them. */
const STRETCHES =
  /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\u200F](?:[^\p{L}\p{N}]*[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{M}])*/gu;

/** Characters that XML cannot contain (XML 1.0, 2.2): control characters and lone surrogates. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The formatting of a run: a character style, and direct formatting. */
type RunLook = Pick<IRunOptions, 'style' | 'bold' | 'boldComplexScript' | 'italics' | 'italicsComplexScript'>;

/** Splits a text into runs of one direction each. */
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
 * Creates a tab followed by a date at the right margin. A character style cannot turn off formatting of the paragraph
 * style, so bold and italics are turned off in the run.
 */
export function tabbed(content: string): ParagraphChild[] {
  return [new TextRun({ text: '\t' }), ...text(content, { style: 'Dates', bold: false, italics: false })];
}

/** Creates a link, or plain text if there is no address. */
export function linked(content: string, url: string | undefined, look: RunLook = {}): ParagraphChild[] {
  const runs = text(content, look);
  return url ? [link(url, runs)] : runs;
}

function link(url: string, children: readonly ParagraphChild[]): ParagraphChild {
  return new ExternalHyperlink({ link: url.replace(UNWRITABLE, ''), children });
}

/** Converts inline text with its formatting. */
export function rich({ spans }: Rich): ParagraphChild[] {
  return spanRuns(spans, {});
}

function spanRuns(spans: readonly Span[], look: RunLook): ParagraphChild[] {
  return spans.flatMap((span) => spanRun(span, look));
}

/** A run can have only one character style, so a nested mark becomes direct formatting. */
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

/** Joins several items on one line. */
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
