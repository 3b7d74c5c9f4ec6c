import { entryOf } from '../../profile/values.js';

type Scheme = Readonly<Record<string, string>>;

/** Cyrillic letters that all schemes write the same way. */
const CYRILLIC: Scheme = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  і: 'i',
  ї: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  є: 'ye',
  ј: 'j',
  љ: 'lj',
  њ: 'nj',
  ћ: 'c',
  ђ: 'dj',
  џ: 'dz',
  ў: 'u',
};

/** BGN with variants, passports, ISO 9 without diacritics, Ukrainian, Bulgarian, German, French, Serbian. */
const CYRILLIC_SCHEMES: readonly Scheme[] = [
  CYRILLIC,
  { ...CYRILLIC, ё: 'yo', х: 'h' },
  { ...CYRILLIC, й: 'i', ю: 'iu', я: 'ia', ё: 'e' },
  { ...CYRILLIC, й: 'i', ю: 'yu', я: 'ya', ё: 'io', х: 'h' },
  {
    ...CYRILLIC,
    й: 'j',
    ж: 'z',
    х: 'ch',
    ц: 'c',
    ч: 'c',
    ш: 's',
    щ: 'sc',
    ю: 'ju',
    я: 'ja',
    ё: 'jo',
    є: 'je',
    ї: 'ji',
  },
  { ...CYRILLIC, й: 'j', х: 'h', ц: 'c', ю: 'ju', я: 'ja', ё: 'jo', є: 'je', ї: 'ji' },
  { ...CYRILLIC, г: 'h', и: 'y', й: 'i', ї: 'i', ю: 'iu', я: 'ia', є: 'ie' },
  { ...CYRILLIC, г: 'h', и: 'y', й: 'y', ї: 'yi', є: 'ye' },
  { ...CYRILLIC, х: 'h', ъ: 'a', щ: 'sht', й: 'y' },
  { ...CYRILLIC, в: 'w', х: 'ch', ц: 'z', ч: 'tsch', ш: 'sch', щ: 'schtsch', ж: 'sch', ю: 'ju', я: 'ja', й: 'j' },
  { ...CYRILLIC, у: 'ou', ч: 'tch', ш: 'ch', ж: 'j', ю: 'iou', я: 'ia', й: 'i' },
  { ...CYRILLIC, ж: 'z', х: 'h', ц: 'c', ч: 'c', ш: 's' },
];

/** Endings with more spellings than the schemes give. */
const CYRILLIC_ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:iy|ii|ij|yi|yy|yj|iei)$/, ['y', 'i', 'iy', 'ij', 'ii', 'yi', 'ey', 'yj']],
  [/(?:ey|ei|ej)$/, ['ey', 'ei', 'ej', 'eyi']],
  [/(?:ay|ai|aj)$/, ['ay', 'ai', 'aj']],
  [/(?:iya|ija|iia|ija|iya|ia)$/, ['iya', 'ia', 'ija', 'iia']],
  [/(?:ov)$/, ['ov', 'off', 'ow']],
  [/(?:ev)$/, ['ev', 'eff', 'yev', 'iev']],
  [/(?:yea|eya|eia)$/, ['eya', 'eia', 'ea']],
];

/** Greek letters without accents; digraphs come first. */
const GREEK_SCHEMES: readonly Scheme[] = [greek({}), greek({ η: 'e', υ: 'u', χ: 'h', β: 'b', φ: 'ph' })].flatMap(
  (scheme) => [scheme, { ...scheme, μπ: 'mp', ντ: 'nt', γκ: 'gk' }, { ...scheme, χ: 'h', υ: 'i', ου: 'u', γ: 'y' }],
);

function greek(changes: Scheme): Scheme {
  return {
    ου: 'ou',
    αι: 'ai',
    ει: 'ei',
    οι: 'oi',
    υι: 'yi',
    αυ: 'av',
    ευ: 'ev',
    ηυ: 'iv',
    μπ: 'b',
    ντ: 'd',
    γκ: 'g',
    γγ: 'ng',
    γξ: 'nx',
    γχ: 'nch',
    τζ: 'tz',
    α: 'a',
    β: 'v',
    γ: 'g',
    δ: 'd',
    ε: 'e',
    ζ: 'z',
    η: 'i',
    θ: 'th',
    ι: 'i',
    κ: 'k',
    λ: 'l',
    μ: 'm',
    ν: 'n',
    ξ: 'x',
    ο: 'o',
    π: 'p',
    ρ: 'r',
    σ: 's',
    τ: 't',
    υ: 'y',
    φ: 'f',
    χ: 'ch',
    ψ: 'ps',
    ω: 'o',
    ...changes,
  };
}

/** Given names with spellings that are not letter-by-letter transliterations. */
const USUAL: Readonly<Record<string, string>> = {
  александр: 'alexander alexandr aleksander alex',
  александра: 'alexandra aleksandra',
  алексеи: 'alexey alexei aleksey aleksei alexi',
  евгении: 'evgeny evgeni yevgeny yevgeni eugene evgenii',
  евгения: 'evgenia evgeniya yevgenia eugenia',
  дмитрии: 'dmitry dmitri dmitriy dmitrij dmitrii dimitri dimitry dima',
  дмитро: 'dmytro dmitro',
  сергеи: 'sergey sergei serge sergej serhii',
  сергіи: 'serhiy serhii sergiy sergii',
  юрии: 'yuri yury yuriy iurii juri jurij yurii',
  петр: 'petr pyotr piotr peter',
  михаил: 'mikhail michail michael mihail misha',
  николаи: 'nikolay nikolai nikolaj nicholas nikolas nicolai',
  георгии: 'georgy georgi georgiy georgii george',
  наталья: 'natalya natalia nataliya natalie',
  наталия: 'natalia nataliya natalya',
  екатерина: 'ekaterina yekaterina katerina catherine katya',
  елена: 'elena yelena helena',
  ольга: 'olga',
  татьяна: 'tatiana tatyana tatjana',
  мария: 'maria mariya marija',
  виктория: 'victoria viktoria viktoriya',
  виктор: 'victor viktor',
  максим: 'maxim maksim maksym',
  ксения: 'ksenia xenia kseniya',
  юлия: 'yulia julia iuliia yuliya',
  анна: 'anna ann',
  павел: 'pavel paul',
  федор: 'fedor fyodor feodor',
  артем: 'artem artyom',
  андреи: 'andrey andrei andrew andrej',
  іван: 'ivan',
  володимир: 'volodymyr vladimir wolodymyr',
  владимир: 'vladimir wladimir volodymyr',
  олександр: 'oleksandr alexander',
  γεωργιοσ: 'georgios giorgos george yorgos jorgos yiorgos',
  γιωργοσ: 'giorgos yorgos george georgios yiorgos',
  ιωαννησ: 'ioannis giannis yannis john yiannis',
  γιαννησ: 'giannis yannis ioannis john yiannis',
  δημητρησ: 'dimitris dimitrios dimitri',
  δημητριοσ: 'dimitrios dimitris demetrios',
  κωνσταντινοσ: 'konstantinos constantinos constantine kostas costas',
  κωστασ: 'kostas costas konstantinos',
  νικολαοσ: 'nikolaos nicholas nikos',
  νικοσ: 'nikos nicos nikolaos',
  ελενη: 'eleni helen helena',
  μαρια: 'maria',
  παναγιωτησ: 'panagiotis panayiotis panayotis',
  χρηστοσ: 'christos hristos',
  ευαγγελοσ: 'evangelos vangelis evaggelos',
};

/**
 * The Latin spellings of a folded Cyrillic or Greek word; none for other scripts. Each scheme is applied on its own,
 * since authors do not mix them, with the variants of endings used in passports and by habit.
 *
 * @param raw the word in lowercase with its diacritics, which schemes need: й, ё
 * @param folded the word as returned by `fold`
 */
export function transliterate(raw: string, folded: string): string[] {
  const usual = entryOf(USUAL, folded)?.split(' ') ?? [];
  if (/^\p{sc=Cyrl}/u.test(folded)) {
    const spelled = CYRILLIC_SCHEMES.map((scheme) => spell(raw.normalize('NFC').toLowerCase(), scheme));
    return distinct([...usual, ...spelled.flatMap(withEndings).flatMap(withLetters)]);
  }
  if (!/^\p{sc=Grek}/u.test(folded)) return [];
  const spelled = GREEK_SCHEMES.map((scheme) => spell(folded, scheme));
  return distinct([
    ...usual,
    ...spelled.flatMap((word) => [word, word.replaceAll('v', 'f'), word.replaceAll('ks', 'x').replaceAll('ou', 'u')]),
    ...spelled.map((word) => word.replace(/y/g, 'i')),
  ]);
}

function spell(word: string, scheme: Scheme): string {
  let spelled = '';
  for (let at = 0; at < word.length; at++) {
    const pair = scheme[word.slice(at, at + 2)];
    spelled += pair ?? scheme[word[at] ?? ''] ?? word[at];
    if (pair !== undefined) at++;
  }
  return spelled;
}

function withEndings(word: string): string[] {
  const endings = CYRILLIC_ENDINGS.filter(([ending]) => ending.test(word));
  return [word, ...endings.flatMap(([ending, others]) => others.map((other) => word.replace(ending, other)))];
}

function withLetters(word: string): string[] {
  const others = [word];
  if (word.includes('ks')) others.push(word.replaceAll('ks', 'x'));
  if (word.startsWith('e')) others.push(`y${word}`);
  if (/[aeiou]e/.test(word)) others.push(word.replace(/([aeiou])e/g, '$1ye'));
  if (word.includes('kh')) others.push(word.replaceAll('kh', 'h'));
  if (word.includes("'")) others.push(word.replaceAll("'", ''));
  return others;
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => /^[a-z]{2,}$/.test(word));
}
