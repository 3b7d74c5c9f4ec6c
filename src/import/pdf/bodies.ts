import { isTermList } from '../../ats/lines.js';
import type { Fields } from '../draft.js';
import type { Findings } from './evidence.js';
import { type Block, placeOfPassage } from './paragraphs.js';

const TERMS =
  /^(?:technologies|technology|tech stack|tech|stack|tools|keywords|skills|environment|technologien|technologies utilisées|tecnologías)\s?:\s?/i;

/**
 * Sets what stands below the heading of an entry: list items, and paragraphs. Several paragraphs without a list are a
 * list whose bullets are not printed.
 *
 * @param isList `true` if the paragraphs of the section are items
 */
export function setBody(
  fields: Fields,
  body: readonly Block[],
  findings: Findings,
  isList = true,
  prose = 'summary',
): void {
  const hasBullets = body.some(({ kind }) => kind === 'bullet');
  for (const block of body) {
    const place = placeOfPassage(block);
    const terms = TERMS.exec(block.text);
    if (block.kind !== 'bullet' && block !== body[0] && isTermList(block.text) && !/[.!?]$/.test(block.text)) {
      for (const term of splitTerms(block.text)) findings.push(fields, 'keywords', term, place);
    } else if (block.kind === 'bullet' && block.level > 0 && isNested(body, block)) nest(fields, block.prose);
    else if (block.kind === 'bullet' || (!hasBullets && isList))
      findings.push(fields, 'highlights', block.prose, place);
    else if (terms && block.text.length < 300) {
      for (const term of splitTerms(block.text.slice(terms[0].length))) findings.push(fields, 'keywords', term, place);
    } else findings.append(fields, prose, block.prose, place);
  }
}

/** `true` if there is an item of a higher level before a block. */
function isNested(body: readonly Block[], block: Block): boolean {
  return body.slice(0, body.indexOf(block)).some(({ kind, level }) => kind === 'bullet' && level < block.level);
}

function nest(fields: Fields, text: string): void {
  const list = fields.highlights as string[];
  const last = list.length - 1;
  const above = list[last] ?? '';
  list[last] = `${above}${above.includes('\n- ') ? '\n' : '\n\n'}- ${text}`;
}

/** Divides a list of terms at its separators, except in brackets. */
export function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  let start = 0;
  const end = (at: number) => {
    const term = text
      .slice(start, at)
      .replace(/^[\s•·|,;]{1,20}/, '')
      .replace(/[\s•·|,;]{1,20}$/, '');
    if (term !== '') terms.push(term);
    start = at + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (/[([]/.test(character)) depth++;
    else if (/[)\]]/.test(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && /[,;、،؛•|·]/.test(character) && !(character === ',' && /^\d{3}/.test(text.slice(at + 1))))
      end(at);
  }
  end(text.length);
  return terms;
}
