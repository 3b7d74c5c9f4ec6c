import { readCountry } from '../../profile/fields.js';

const STATES = new Map(
  (
    'AL:Alabama AK:Alaska AZ:Arizona AR:Arkansas CA:California CO:Colorado CT:Connecticut DE:Delaware FL:Florida GA:Georgia HI:Hawaii ' +
    'ID:Idaho IL:Illinois IN:Indiana IA:Iowa KS:Kansas KY:Kentucky LA:Louisiana ME:Maine MD:Maryland MA:Massachusetts MI:Michigan ' +
    'MN:Minnesota MS:Mississippi MO:Missouri MT:Montana NE:Nebraska NV:Nevada NH:New_Hampshire NJ:New_Jersey NM:New_Mexico NY:New_York ' +
    'NC:North_Carolina ND:North_Dakota OH:Ohio OK:Oklahoma OR:Oregon PA:Pennsylvania RI:Rhode_Island SC:South_Carolina SD:South_Dakota ' +
    'TN:Tennessee TX:Texas UT:Utah VT:Vermont VA:Virginia WA:Washington WV:West_Virginia WI:Wisconsin WY:Wyoming DC:District_of_Columbia ' +
    'ON:Ontario QC:Quebec BC:British_Columbia AB:Alberta MB:Manitoba NS:Nova_Scotia SK:Saskatchewan NSW:New_South_Wales VIC:Victoria QLD:Queensland'
  )
    .split(' ')
    .map((pair) => pair.replaceAll('_', ' ').split(':') as [string, string]),
);
const STATE_NAMES = new Set([...STATES.values()].map((name) => name.toLowerCase()));

/** Cities that name a time zone, and others in which many work. */
const CITIES = new Set([
  ...Intl.supportedValuesOf('timeZone').map((zone) =>
    (zone.split('/').at(-1) ?? '').replaceAll('_', ' ').toLowerCase(),
  ),
  ...(
    'Bengaluru|Bangalore|Mumbai|Delhi|New Delhi|Hyderabad|Chennai|Pune|Kolkata|San Francisco|Seattle|Boston|Austin|Washington|Philadelphia|' +
    'Atlanta|Dallas|Houston|Miami|San Diego|San Jose|Montreal|Ottawa|Munich|München|Hamburg|Köln|Cologne|Frankfurt|Stuttgart|Düsseldorf|' +
    'Leipzig|Dresden|Berlin|Wien|Zürich|Genève|Geneva|Basel|Bern|Lyon|Marseille|Toulouse|Lille|Bordeaux|Nantes|Barcelona|Sevilla|Valencia|' +
    'Milano|Milan|Roma|Torino|Napoli|Lisboa|Porto|Rotterdam|Utrecht|Eindhoven|Den Haag|Antwerpen|Gent|Manchester|Birmingham|Edinburgh|' +
    'Cambridge|Oxford|Glasgow|Bristol|Leeds|Cork|Gothenburg|Göteborg|Krakow|Kraków|Wrocław|Brno|Osaka|Kyoto|Beijing|Shenzhen|Guangzhou|' +
    'Hangzhou|Busan|Melbourne|Perth|Brisbane|Auckland|São Paulo|Rio de Janeiro|Buenos Aires|Santiago|Lima|Bogotá|Ciudad de México|Mexico City|' +
    'Tel Aviv|Haifa|Dubai|Abu Dhabi|Riyadh|Cairo|Lagos|Nairobi|Cape Town|Москва|Санкт-Петербург|Москва|東京|北京|上海|서울'
  )
    .toLowerCase()
    .split('|'),
]);

const ANYWHERE =
  /^(?:remote|online|hybrid|virtual|on-?site|home office|homeoffice|à distance|en remoto|remoto|da remoto|télétravail|worldwide|nationwide)$/i;

/** Words that end the name of an organization, not of a place. */
const ORGANIZATION =
  /\b(?:inc|llc|ltd|gmbh|ag|corp|corporation|co|company|university|college|institute|school|department|bank|group|labs?)\b\.?$/i;

/** `true` for a region or country, by its code or name. */
export function isRegion(text: string): boolean {
  const word = text.trim().replace(/\.$/, '');
  if (STATES.has(word) || STATE_NAMES.has(word.toLowerCase())) return true;
  if (/^(?:U\.?S\.?A?|U\.?K|S\. ?Korea|UAE|EU|Europe|[SN]\. ?[A-Z][a-z]+)$/.test(word)) return true;
  return word.length > 3 && readCountry(word) !== undefined;
}

function isCity(text: string): boolean {
  return CITIES.has(text.trim().toLowerCase());
}

/** `true` if a city and its region follow something else: `Quill Systems, Boston, MA`. */
function startsWithName([first = '', middle = '', last = '']: readonly string[]): boolean {
  if (last === '' || isCity(first)) return false;
  return (STATES.has(last.trim()) && !isRegion(middle)) || isCity(middle);
}

/** A likely place: a remote one, a region, a known city, or a name and a region. */
export function isPlace(text: string): boolean {
  const trimmed = text.trim().replace(/^\(|\)$/g, '');
  if (trimmed.length > 60 || trimmed === '' || ORGANIZATION.test(trimmed)) return false;
  // `Seoul & Los Angeles`, `Paris (hybrid)`
  const [first = ''] = trimmed.split(/[/&(]/, 1);
  if (first !== trimmed && isPlace(first)) return true;
  if (ANYWHERE.test(trimmed) || isRegion(trimmed) || isCity(trimmed)) return true;
  const parts = trimmed.split(/, ?/);
  if (parts.length < 2 || parts.length > 3) return false;
  const [city = '', ...rest] = parts;
  if (ORGANIZATION.test(city) || startsWithName(parts)) return false;
  const isNamed = /^\p{Lu}/u.test(city) && city.split(' ').length <= 4 && !/\p{Nd}/u.test(city);
  if (ANYWHERE.test(city) && rest.every((part) => isRegion(part) || isCity(part))) return true;
  const last = (rest.at(-1) ?? '').replace(/ \d{5}(?:-\d{4})?$/, '');
  return (
    isNamed &&
    (isRegion(last) || (isCity(city) && /^\p{Lu}/u.test(last) && last.length < 30) || /^[A-Z]{2}$/.test(last))
  );
}

/** `true` for `Remote` and other words for work that is done at no place or several. */
export function isAnywhere(text: string): boolean {
  return ANYWHERE.test(text.trim());
}

/** `true` for a text in the form of a place: two names with a comma, neither of which is that of an organization. */
export function isPlaceLike(text: string): boolean {
  return (
    isPlace(text) ||
    (/^\p{Lu}\p{L}{1,20}(?: \p{Lu}\p{L}{1,20})?, \p{Lu}\p{L}{1,20}(?: \p{Lu}\p{L}{1,20})?$/u.test(text) &&
      !ORGANIZATION.test(text))
  );
}

/** `true` for a name and a country, of which the name may be that of an organization. */
export function isVaguePlace(text: string): boolean {
  const [name = '', ...rest] = text.split(/, ?/);
  return rest.length === 1 && !isCity(name) && !/^[A-Z]{2}\b/.test(rest[0] ?? '');
}

/** Splits a place at the end of a text from what stands before it, as in `Northwind Bank, India`. */
export function splitPlace(text: string): { before: string; place: string } | undefined {
  // `Northwind Technology. San Jose, California`
  const [, name, behind] = /^(.{2,80}?)\. (\p{Lu}[^.]{2,50})$/u.exec(text) ?? [];
  if (name && behind && isPlace(behind)) return { before: name, place: behind };
  const parts = text.split(/(?:, ?)/);
  for (const length of [3, 2, 1]) {
    if (parts.length <= length) continue;
    const place = parts.slice(-length).join(', ');
    const isLong =
      length > 1
        ? isPlace(place) && parts.slice(-length).every((part) => part.split(' ').length <= 3)
        : isRegion(place) || isCity(place) || ANYWHERE.test(place);
    if (isLong) return { before: parts.slice(0, -length).join(', '), place };
  }
  return undefined;
}

/** The parts of the place where a person lives. */
export function locationOf(
  text: string,
): { city?: string; region?: string; countryCode?: string; postalCode?: string } | undefined {
  if (!isPlace(text) && !/^\p{Lu}[\p{L} .'-]{1,40}, \p{Lu}[\p{L} .'-]{1,40}$/u.test(text)) return undefined;
  const parts = text.split(/, ?/);
  const code = /^(.*?) ?(\d{5}(?:-\d{4})?)$/.exec(parts.at(-1) ?? '');
  if (code) parts[parts.length - 1] = code[1] ?? '';
  const postal = code ? { postalCode: code[2] ?? '' } : {};
  const last = parts.at(-1) ?? '';
  const isState = STATES.has(last) || STATE_NAMES.has(last.toLowerCase());
  const country = isState ? undefined : readCountry(last);
  if (parts.length === 1) return country && !isCity(last) ? { countryCode: country } : { city: text };
  const [city = '', middle] = parts;
  if (country)
    return { city, ...(parts.length > 2 && middle ? { region: middle } : {}), countryCode: country, ...postal };
  return { city, region: parts.slice(1).join(', '), ...postal };
}
