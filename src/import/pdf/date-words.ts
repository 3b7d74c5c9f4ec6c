import { WORDS } from '../../content/words.js';

/** Languages whose months are read, although no résumé is written with words of theirs. */
const OTHERS = 'pl cs sk hu ro bg uk el tr sv da nb fi vi id'.split(' ');

/** The numbers of months by their names. */
export const MONTHS: ReadonlyMap<string, number> = readMonths();

function readMonths(): Map<string, number> {
  const months = new Map<string, number>([
    ['sept', 9],
    ['mrz', 3],
    ['janv', 1],
    ['févr', 2],
    ['avr', 4],
    ['juil', 7],
    ['ene', 1],
    ['abr', 4],
    ['ago', 8],
    ['dic', 12],
    ['set', 9],
    ['out', 10],
    ['dez', 12],
    ['gen', 1],
    ['mag', 5],
    ['giu', 6],
    ['lug', 7],
    ['ott', 10],
  ]);
  for (const tag of [...Object.keys(WORDS), ...OTHERS])
    for (const month of ['short', 'long'] as const)
      for (const day of ['numeric', undefined] as const) {
        const format = new Intl.DateTimeFormat(tag, {
          month,
          day,
          year: 'numeric',
          calendar: 'gregory',
          timeZone: 'UTC',
        });
        for (let index = 0; index < 12; index++)
          for (const { type, value } of format.formatToParts(Date.UTC(2024, index, 15))) {
            const name = foldWord(value);
            if (type === 'month' && /[\p{L}\p{M}]{2}/u.test(name) && !months.has(name)) months.set(name, index + 1);
          }
      }
  return months;
}

/** Words for an end that is still open. */
export const OPEN: ReadonlySet<string> = new Set([
  ...Object.values(WORDS).map(({ present }) => foldWord(present)),
  ...(
    'present now today current currently ongoing date heute jetzt laufend aktuell actuel actuellement aujourd’hui aujourdhui présent actualidad ' +
    'actual presente hoy hoje atual atualmente oggi attuale corso heden nu настоящее сейчас 至今 今 现在 現在 현재 ' +
    'dzis obecnie nuværende nå nykyinen'
  ).split(' '),
]);

/** Words between the two dates of a period. */
export const UNTIL: ReadonlySet<string> = new Set(
  'to until till through thru bis au à a al hasta até tot по до fino alla al'.split(' '),
);

/** Words before a start without an end. */
export const SINCE: ReadonlySet<string> = new Set('since seit depuis desde dal sinds с from ab von vanaf'.split(' '));

/** Words before a date that is expected. */
export const EXPECTED: ReadonlySet<string> = new Set(
  'expected exp anticipated graduating graduation graduated completed expires expiry issued est voraussichtlich previsto prevista prévu'.split(
    ' ',
  ),
);

/** Words that stand inside a date without a meaning. */
export const FILLERS: ReadonlySet<string> = new Set('of de del do di г года lat the'.split(' '));

export const SEASONS: ReadonlySet<string> = new Set(
  (
    'spring summer fall autumn winter frühling frühjahr sommer herbst sommersemester wintersemester ws ss printemps été automne hiver ' +
    'primavera verano otoño invierno verão outono inverno estate autunno lente zomer herfst весна лето осень зима'
  ).split(' '),
);

export function foldWord(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[.’'\u0970\u05f3]/g, '')
    .trim();
}
