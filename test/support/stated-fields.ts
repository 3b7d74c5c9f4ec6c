import { textOfHtml } from '../../src/template/render.js';
import { collapse } from './pdf.js';

/** Elements within a sentence. The end of any other element is the end of a field. */
const IN_SENTENCE = /<\/?(?:strong|em|code|a|b|i|bdi)\b[^<>]*>/g;

/**
 * The texts of an HTML document between the tags of its blocks, in order: names, dates, bullets. Those that only a screen
 * shows are left out.
 */
export function statedFields(html: string): string[] {
  return html
    .slice(html.indexOf('<body>'))
    .replace(/<nav[\s\S]*?<\/nav>|<style>[\s\S]*?<\/style>/g, '')
    .replace(/<span class="whole">([^<]*)<\/span>/g, '$1')
    .replace(/<br>/g, ' ')
    .replace(IN_SENTENCE, '')
    .split(/<[^<>]*>/)
    .map((part) => plain(textOfHtml(part)))
    .filter((field) => /[\p{L}\p{N}]/u.test(field));
}

/** A space beside a full-width character, where the browser leaves a gap between scripts. */
const SQUARE_GAP =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F]) | (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F])/gu;

/** Text with single spaces; full-width characters have none between them, because they break anywhere. */
function plain(text: string): string {
  return collapse(text.normalize('NFKC').replace(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069\u00AD]/g, '')).replace(
    SQUARE_GAP,
    '',
  );
}

/** The longest word that fits on a line of every template; a longer one may be divided anywhere. */
const LONGEST = 28;

/** A pattern for a field, with a space allowed within words that are too long for a line. */
function patternOf(field: string): RegExp {
  const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const words = field
    .split(' ')
    .map((word) => (word.length > LONGEST ? [...word].map(escaped).join(' ?') : escaped(word)));
  return new RegExp(words.join(' '), 'gu');
}

/**
 * The fields that a text does not have, or not as words of their own.
 *
 * @param inOrder `true` if the fields must come one after another
 */
export function lostFields(text: string, fields: readonly string[], inOrder: boolean): string[] {
  const said = plain(text);
  let from = 0;
  return fields.filter((field) => {
    const pattern = patternOf(field);
    pattern.lastIndex = from;
    for (let found = pattern.exec(said); found; found = pattern.exec(said)) {
      const end = found.index + found[0].length;
      if (!isGlued(said[found.index - 1], field[0]) && !isGlued(said[end], field.at(-1))) {
        if (inOrder) from = end;
        return false;
      }
      pattern.lastIndex = found.index + 1;
    }
    return true;
  });
}

const WORD = /[\p{L}\p{N}]/u;
const SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** `true` if two characters belong to one word. */
function isGlued(outside = '', inside = ''): boolean {
  return WORD.test(outside) && WORD.test(inside) && !SQUARE.test(outside + inside);
}
