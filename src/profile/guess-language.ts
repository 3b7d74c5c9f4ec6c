import { francAll } from 'franc-min';
import { searchedTexts } from './field-roles.js';
import { type Profile, profileSchema } from './schema.js';

/** Characters of prose from which a language can be told. */
const ENOUGH = 300;

/** Characters that are looked at: more of them do not make the guess better. */
const MOST = 3000;

/** How far the next language must be behind, where the first one counts 1. */
const MARGIN = 0.1;

/** ISO 639-3 codes of the languages that documents have words for, and the language tags for them. */
const TAGS: Readonly<Record<string, string>> = {
  arb: 'ar',
  deu: 'de',
  spa: 'es',
  fra: 'fr',
  hin: 'hi',
  ita: 'it',
  jpn: 'ja',
  kor: 'ko',
  nld: 'nl',
  por: 'pt',
  rus: 'ru',
  cmn: 'zh',
};

/** Languages that are hard to tell from Hindi, and that few résumés are written in. */
const NEIGHBOURS = ['mag', 'bho', 'mai'];

/** The library has no data of Hebrew, which has a script of its own. */
const HEBREW = /\p{Script=Hebrew}/gu;

/** Letters that only one of the two Chinese scripts has. */
const [TRADITIONAL, SIMPLIFIED] = [/[這個們來國會學為時對開發與業]/gu, /[这个们来国会学为时对开发与业]/gu];

/**
 * The language (BCP 47) in which a profile is written, from its prose. Undefined if it is English or cannot be told: if
 * the prose is shorter than 300 characters, if a second language is close, or if documents have no words for it.
 */
export function guessLanguage(profile: Profile): string | undefined {
  const { meta: _meta, letters: _letters, variants: _variants, ...shown } = profile;
  const prose = searchedTexts(profileSchema, shown).filter(({ role }) => role === 'prose');
  const text = prose
    .map(({ value }) => value)
    .join('\n')
    .slice(0, MOST);
  if (text.length < ENOUGH) return undefined;
  if ((text.match(HEBREW)?.length ?? 0) > text.length / 2) return 'he';
  const [[first, score] = ['', 0], [, next] = ['', 0]] = francAll(text, { ignore: NEIGHBOURS });
  const tag = Object.hasOwn(TAGS, first) ? TAGS[first] : undefined;
  if (tag === undefined || score - next < MARGIN) return undefined;
  if (tag !== 'zh') return tag;
  return (text.match(TRADITIONAL)?.length ?? 0) > (text.match(SIMPLIFIED)?.length ?? 0) ? 'zh-Hant' : 'zh-Hans';
}
