import { entryOf } from '../../profile/values.js';
import type { Fields } from '../draft.js';
import { isAddress } from '../draft.js';
import { type CslItem, type CslName, dateOf } from './csl.js';

/** The groups in which publications stand, in order, with the types of CSL that belong to each. */
const GROUPS: readonly (readonly [title: string, types: readonly string[]])[] = [
  ['Journal articles', ['article-journal', 'review', 'article-magazine', 'article-newspaper']],
  ['Conference papers', ['paper-conference']],
  ['Books', ['book']],
  ['Book chapters', ['chapter', 'entry', 'entry-encyclopedia', 'entry-dictionary']],
  ['Preprints', ['article', 'manuscript']],
  ['Theses', ['thesis']],
  ['Reports', ['report', 'standard']],
  ['Patents', ['patent']],
  ['Software and data', ['software', 'dataset']],
  ['Talks', ['speech']],
];
const OTHERS = 'Other publications';

/** The person whose publications they are; the name is printed in bold among the authors. */
export type Owner = string | undefined;

/**
 * Converts publications to entries of a profile: grouped by kind, the latest first. Kinds are named only if there are
 * several.
 */
export function publicationEntries(items: readonly CslItem[], owner: Owner): Fields[] {
  const ranked = items.map((item) => ({ item, rank: rankOf(item), date: dateOf(item) ?? '' }));
  const hasGroups = new Set(ranked.map(({ rank }) => rank)).size > 1;
  return ranked
    .toSorted((a, b) => a.rank - b.rank || compare(b.date, a.date) || compare(a.item.title, b.item.title))
    .map(({ item, rank }) => publicationOf(item, owner, hasGroups ? (GROUPS[rank]?.[0] ?? OTHERS) : undefined));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rankOf(item: CslItem): number {
  // A preprint in an archive has no type of its own in BibTeX.
  if (item.type === 'document' && /arxiv\.org|biorxiv|ssrn/i.test(item.URL ?? ''))
    return rankOf({ ...item, type: 'article' });
  const index = GROUPS.findIndex(([, types]) => types.includes(item.type));
  return index === -1 ? GROUPS.length : index;
}

function publicationOf(item: CslItem, owner: Owner, group: string | undefined): Fields {
  const authors = (item.author ?? []).map((author) => nameOf(author)).filter(Boolean);
  const editors = (item.editor ?? []).map((editor) => nameOf(editor)).filter(Boolean);
  const people =
    authors.length > 0 ? listed(authors, owner) : editors.length > 0 ? `${listed(editors, owner)} (eds.)` : '';
  const note = item.note === undefined ? '' : escapeMarkdown(item.note);
  const date = dateOf(item);
  const fields: Fields = { name: item.title };
  const publisher = publisherOf(item);
  if (publisher !== '') fields.publisher = publisher;
  if (date !== undefined) fields.releaseDate = date;
  const url = addressOf(item);
  if (url !== undefined) fields.url = url;
  if (people !== '' || note !== '') fields.summary = [people, note].filter(Boolean).join('\n\n');
  if (group !== undefined) fields.group = group;
  return fields;
}

/** Names for the codes that BibLaTeX gives to kinds of theses and reports. */
const GENRES: Readonly<Record<string, string>> = {
  phdthesis: 'PhD thesis',
  mathesis: 'Master’s thesis',
  mastersthesis: 'Master’s thesis',
  bathesis: 'Bachelor’s thesis',
  candthesis: 'Candidate thesis',
  techreport: 'Technical report',
  resreport: 'Research report',
};

/** The journal with volume, issue and pages; or the publisher, for a work without a container. */
function publisherOf(item: CslItem): string {
  const { volume, issue, page, number, genre, publisher } = item;
  const container = item['container-title'];
  const numbers = volume === undefined ? (issue ?? '') : `${volume}${issue === undefined ? '' : `(${issue})`}`;
  const pages = page === undefined ? '' : page.replace(/(?<=\d)-{1,2}(?=\d)/g, '–');
  const first = container ?? [genre && (entryOf(GENRES, genre) ?? genre), publisher].filter(Boolean).join(', ');
  const last =
    container === undefined
      ? (number ?? '')
      : item.type === 'paper-conference' || item.type === 'chapter'
        ? (publisher ?? '')
        : '';
  return [first, numbers, pages, last].filter(Boolean).join(', ');
}

/** The DOI as an address, or else the address that is given. */
function addressOf({ DOI, URL: url }: CslItem): string | undefined {
  const doi = DOI?.trim().replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i, '');
  if (doi && /^10\.\d{4,9}\/\S{1,300}$/.test(doi)) return `https://doi.org/${doi}`;
  return isAddress(url) ? url : undefined;
}

function nameOf(author: CslName): string {
  if (author.literal) return author.literal;
  const family = [author['non-dropping-particle'], author.family].filter(Boolean).join(' ');
  return [author.given, family, author.suffix].filter(Boolean).join(' ');
}

function listed(names: readonly string[], owner: Owner): string {
  const shown = names.map((name) => (isOwner(name, owner) ? `**${escapeMarkdown(name)}**` : escapeMarkdown(name)));
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** `true` if a name is the owner's: the same family name, and given names of which one abbreviates the other. */
export function isOwner(name: string, owner: Owner): boolean {
  if (owner === undefined) return false;
  const [own, other] = [wordsOf(owner), wordsOf(name)];
  const family = own.at(-1);
  if (family === undefined || other.at(-1) !== family) return false;
  const [first = '', given = ''] = [own[0], other[0]];
  if (own.length < 2 || other.length < 2) return own.length === other.length;
  return first.startsWith(given) || given.startsWith(first) || (given.length <= 2 && given[0] === first[0]);
}

function wordsOf(name: string): string[] {
  return (
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{Nd}]+/gu) ?? []
  );
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]]/g, '\\$&');
}
