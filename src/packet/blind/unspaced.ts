import { fold } from './fold.js';
import type { BlindWord, WordScript } from './words.js';

/** The folded forms of a name in a script without spaces between words. */
export interface UnspacedForms {
  /** Full names, which match anywhere. */
  full: string[];
  /** Given names and long surnames, which match only at word boundaries. */
  parts: string[];
  /** Surnames of one character, which match only before a form of address. */
  surnames: string[];
}

/** A match in a word; `isSure` is `false` if the name may be part of another word. */
interface UnspacedMatch {
  from: number;
  to: number;
  isSure: boolean;
}

const LONG_SURNAMES = new Set(
  fold(
    '欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 夏侯 东方 東方 皇甫 尉迟 公孙 公孫 慕容 令狐 宇文 长孙 南宫 南宮 남궁 황보 제갈 사공 선우 서문 독고',
  ).split(' '),
);

/** Frequent surnames of Japan, most of them two characters long: 田中誠 is 田中 and 誠. */
const JAPANESE_SURNAMES = new Set(
  fold(
    '佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 斉藤 清水 山崎 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 太田 西村 藤井 金子 岡本 藤原 中野 中川 三浦 原田 松田 竹内 小野 田村 中山 和田 石田 森田 上田 内田 柴田 酒井 宮崎 横山 高木 安藤 宮本 大野 小島 工藤 谷口 今井 高田 丸山 増田 杉山 大塚 新井 小山 平野 村田 野口 菅原 武田 佐野 松井 菊地 千葉 久保 木下 野村 松尾 市川 菊池 杉本',
  ).split(' '),
);

const HONORIFICS =
  '先生 女士 小姐 太太 老师 老師 教授 博士 同学 同學 经理 經理 主任 工程师 工程師 师傅 院士 医生 醫生 总 總 さん さま 様 氏 君 くん ちゃん 殿 部長 課長 社長 係長 씨 님 선생 교수 박사 과장 부장 대리 대표 사원 팀장 이사 군 양'
    .split(' ')
    .map(fold);

/** Particles that follow a Korean noun without a space. */
const PARTICLES =
  '은 는 이 가 을 를 의 에 와 과 도 로 으로 만 까지 부터 보다 처럼 입니다 라 랑 하고 한테 께 아 야 여 였 나 고 며'.split(
    ' ',
  );

/** The forms of a name, whose parts are in order with the surname first, as one word or several. */
export function unspacedForms(parts: readonly string[]): UnspacedForms {
  const folded = parts.map((part) => fold(part));
  const full = folded.join('');
  if ([...full].length < 2) return { full: [], parts: [], surnames: [full].filter(Boolean) };
  // Kana only spells a name out, and Thai has no surname of one letter.
  const splits = folded.length > 1 ? [[folded[0] ?? '', folded.slice(1).join('')]] : splitsOf(full);
  const pieces = [...splits.flat(), ...folded];
  return {
    full: [full],
    parts: [...new Set(pieces.filter((piece) => [...piece].length > 1 && piece !== full))],
    surnames: [...new Set(splits.flatMap(([surname = '']) => ([...surname].length === 1 ? [surname] : [])))],
  };
}

function splitsOf(full: string): string[][] {
  const characters = [...full];
  if (!/^[\p{sc=Han}\p{sc=Hangul}]/u.test(full)) return [];
  const at = (length: number) => [characters.slice(0, length).join(''), characters.slice(length).join('')];
  const three = at(3)[0] ?? '';
  if (JAPANESE_SURNAMES.has(three) && characters.length > 3) return [at(3)];
  const two = at(2)[0] ?? '';
  if (LONG_SURNAMES.has(two) || JAPANESE_SURNAMES.has(two)) return [at(2)];
  return characters.length > 3 ? [at(2), at(1)] : [at(1)];
}

/**
 * Finds the names inside a word of a script without spaces.
 *
 * @param next the next word, which may be a form of address: 김 씨
 * @param isBesideName `true` if another part of the name is beside the word
 */
export function findUnspaced(
  word: BlindWord,
  forms: UnspacedForms,
  next: BlindWord | undefined,
  isBesideName: boolean,
): UnspacedMatch[] {
  const { text, from, to } = foldInPlace(word.raw);
  const matches: UnspacedMatch[] = [];
  const taken = new Uint8Array(text.length);
  const add = (start: number, length: number, isSure: boolean) => {
    if (taken[start]) return;
    matches.push({ from: start, to: start + length, isSure });
    taken.fill(1, start, start + length);
  };
  let boundaries: Set<number> | undefined;
  const aligned = (start: number, length: number) => {
    // The dictionary knows words as written, and not with the variants of their characters folded.
    boundaries ??= boundariesIn(word.raw, from);
    return isAligned(text, start, length, forms, boundaries, word.script);
  };
  for (const form of forms.full) {
    for (const start of placesOf(text, form)) {
      add(start, form.length, word.script !== 'han' || [...form].length > 2 || aligned(start, form.length));
    }
  }
  for (const form of forms.parts) {
    for (const start of placesOf(text, form)) add(start, form.length, aligned(start, form.length));
  }
  for (const form of forms.surnames) {
    for (const start of placesOf(text, form)) {
      const rest = text.slice(start + form.length, start + form.length + 4);
      const isAddressed =
        startsWithAny(rest, HONORIFICS) || (rest === '' && startsWithAny(next?.raw ?? '', HONORIFICS));
      const isFamiliar = /[小老阿]/.test(text[start - 1] ?? '') && text.length === form.length + 1;
      const isWhole = isBesideName && text === form;
      if (isAddressed || isFamiliar || isWhole) add(start, form.length, true);
    }
  }
  return matches.map((match) => ({
    from: word.from + (from[match.from] ?? 0),
    to: word.from + (to[match.to - 1] ?? 0),
    isSure: match.isSure,
  }));
}

/** The offsets of phrases in a word of a script without spaces. */
export function findLiterals<T extends { text: string }>(
  word: BlindWord,
  literals: readonly T[],
): { from: number; to: number; literal: T }[] {
  if (literals.length === 0) return [];
  const { text, from, to } = foldInPlace(word.raw);
  return literals.flatMap((literal) =>
    placesOf(text, literal.text).map((start) => ({
      from: word.from + (from[start] ?? 0),
      to: word.from + (to[start + literal.text.length - 1] ?? 0),
      literal,
    })),
  );
}

function placesOf(text: string, form: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) places.push(at);
  return places;
}

/** `true` if a match is a word of its own: alone, after a surname, or before a form of address or a particle. */
function isAligned(
  text: string,
  start: number,
  length: number,
  forms: UnspacedForms,
  boundaries: ReadonlySet<number>,
  script: WordScript,
): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(start + length, start + length + 4);
  if (script === 'hangul') {
    const begins = start === 0 || forms.surnames.includes(before.slice(-1));
    return begins && (after === '' || startsWithAny(after, HONORIFICS) || startsWithAny(after, PARTICLES));
  }
  const begins = boundaries.has(start) || forms.surnames.includes(before.slice(-1));
  return begins && (boundaries.has(start + length) || startsWithAny(after, HONORIFICS));
}

function startsWithAny(text: string, starts: readonly string[]): boolean {
  return starts.some((start) => text.startsWith(start));
}

/**
 * The runtime segments long texts in quadratic time, so they are split into pieces; the ends of a piece count as
 * boundaries.
 */
const PIECE = 1_000;

/** The folded offsets at which words begin and end, according to the runtime's dictionary. */
function boundariesIn(raw: string, from: readonly number[]): Set<number> {
  const boundaries = new Set([0, raw.length]);
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
  for (let start = 0; start < raw.length; start += PIECE) {
    for (const { index } of segmenter.segment(raw.slice(start, start + PIECE))) boundaries.add(start + index);
  }
  return new Set([...from.flatMap((source, at) => (boundaries.has(source) ? [at] : [])), from.length]);
}

/** A folded text with the source offsets of each of its units: a letter includes its marks, a syllable its jamo. */
function foldInPlace(raw: string): { text: string; from: number[]; to: number[] } {
  const folded = { text: '', from: [] as number[], to: [] as number[] };
  let start = 0;
  const characters = [...raw];
  let at = 0;
  characters.forEach((character, index) => {
    at += character.length;
    const following = characters[index + 1];
    if (following !== undefined && /[\p{M}\u1160-\u11ff]/u.test(following)) return;
    const piece = fold(raw.slice(start, at));
    for (let unit = 0; unit < piece.length; unit++) {
      folded.from.push(start);
      folded.to.push(at);
    }
    folded.text += piece;
    start = at;
  });
  return folded;
}
