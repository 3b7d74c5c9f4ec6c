import { namesRole, namesSchool } from '../../ats/roles.js';
import type { Fields } from '../draft.js';
import { setBody } from './bodies.js';
import type { NumberOrder } from './date-points.js';
import type { Entry } from './entries.js';
import type { Doubt, Findings } from './evidence.js';
import { type Head, headOf, type Part, takePlace } from './parts.js';
import { isAnywhere, isPlaceLike, splitPlace } from './places.js';
import { SPAN, setDates } from './spans.js';

const COMPANY =
  /\b(?:inc|llc|ltd|limited|gmbh|ag|s\.?a|plc|corp|corporation|co|company|group|labs?|bank|studios?|systems|solutions|technologies|consulting|partners|agency|foundation|association|hospital|ministry|e\.v|kg|oy|ab|bv|srl|sarl|sas|kft|llp|pty|sp\. z o\.? ?o|s\.r\.o|d\.o\.o|s\. ?l)\b\.?/i;

/** The names under which jobs and offices hold their employer and their title. */
export interface JobKeys {
  employer: 'name' | 'organization';
}

/** The title and the employer of one entry, with what is left of its heading. */
interface Names {
  title: Part | undefined;
  employer: Part | undefined;
  /** `true` if words prove which is which. */
  isProven: boolean;
}

/** Reads the entries of a section of jobs. */
export function jobsOf(entries: readonly Entry[], keys: JobKeys, order: NumberOrder, findings: Findings): Fields[] {
  const heads = entries.map(({ head }) => headOf(head, order));
  const places = heads.map((head) => placeOfHead(head));
  for (const head of heads) head.parts = head.parts.flatMap((part) => splitName(part, head));
  const names = heads.map((head) => namesOf(head));
  const titleFirst = majority(names);
  let employer: Part | undefined;
  let banner: { part: Part; head: Head; place: Part | undefined } | undefined;
  const jobs: Fields[] = [];
  for (const [index, entry] of entries.entries()) {
    const head = heads[index];
    const own = names[index];
    if (!head || !own) continue;
    const { title, employer: named } = own.isProven ? own : ordered(own, titleFirst);
    const fields: Fields = {};
    if (!title && named && entry.body.length === 0 && index < entries.length - 1) {
      // The roles below share this employer.
      banner = { part: named, head, place: places[index] };
      employer = named;
      continue;
    }
    const inherited = named ?? (title ? employer : undefined);
    if (named) employer = named;
    const doubt = doubtOf(own, title, named);
    findings.set(fields, keys.employer, inherited && withRest(inherited, head, [title]), inherited?.place, doubt);
    findings.set(fields, 'position', title && withRest(title, head, [named]), title?.place, doubt);
    const place = places[index] ?? (named ? undefined : banner?.place);
    findings.set(fields, 'location', place?.text, place?.place);
    setLinks(fields, head, findings);
    setDates(fields, head, SPAN, findings);
    if (!named && banner) setBannerDates(fields, banner.head, findings);
    if (banner && (named || banner.head.dates.length > 0))
      banner = named ? undefined : { ...banner, head: { ...banner.head, dates: [] } };
    for (const part of unplaced(head, [title, named])) setRest(fields, part, named, keys, findings);
    setBody(fields, entry.body, findings);
    jobs.push(fields);
  }
  return jobs;
}

/** Keeps the dates that are printed beside an employer above the first of its roles. */
function setBannerDates(fields: Fields, { dates }: Head, findings: Findings): void {
  const [first] = dates;
  if (!first || fields.eyebrow !== undefined) return;
  const doubt = { why: 'these are the dates of all roles with this employer', alternatives: [] };
  findings.set(fields, 'eyebrow', dates.map(({ text }) => text.trim()).join(', '), first.place, doubt);
}

function placeOfHead(head: Head): Part | undefined {
  const place = takePlace(head.parts) ?? takePlaceLike(head.parts);
  if (place) return isAnywhere(place.text) ? withTown(place, head.parts) : place;
  for (const part of head.parts.toReversed()) {
    const split = namesSchool(part.text) && !/\) ?,/.test(part.text) ? undefined : splitPlace(part.text);
    if (!split || split.before.length < 2) continue;
    part.text = split.before;
    return { ...part, text: split.place };
  }
  return undefined;
}

/** Takes a part in the form of a place behind a title and an employer. */
function takePlaceLike(parts: Part[]): Part | undefined {
  const index = parts.findLastIndex(
    ({ text, mark }, at) => at > 1 && /^[·|•]$/.test(mark) && isPlaceLike(text) && !namesRole(text),
  );
  return index === -1 ? undefined : parts.splice(index, 1)[0];
}

/** A place and how much of the work is done there: `Berlin · Remote`. */
function withTown(anywhere: Part, parts: Part[]): Part {
  const town = parts.findLastIndex(
    ({ text, line, index }, at) =>
      at > 0 && line === anywhere.line && index === anywhere.index - 1 && isPlaceLike(text),
  );
  const [found] = town === -1 ? [] : parts.splice(town, 1);
  return found ? { ...found, text: `${found.text} ${anywhere.mark || '·'} ${anywhere.text}` } : anywhere;
}

/** Divides a part that holds a title and an employer, if nothing else in the heading is the one or the other. */
function splitName(part: Part, head: Head): Part[] {
  const others = head.parts.filter((other) => other !== part && other.text.length < 80);
  if (others.length > 0 && (namesRole(part.text) ? others.some((other) => !namesRole(other.text)) : true))
    return [part];
  const at = [...part.text.matchAll(/, | (?:at|bei|chez|@) /g)];
  const splits = at.map(({ 0: mark, index }) => ({
    before: part.text.slice(0, index),
    after: part.text.slice(index + mark.length),
    mark: mark.trim(),
  }));
  const found =
    splits.findLast(({ before, after }) => namesRole(before) && !namesRole(after)) ??
    splits.find(({ before, after }) => !namesRole(before) && namesRole(after)) ??
    splits.find(({ mark }) => mark !== ',');
  if (!found) return [part];
  return [
    { ...part, text: found.before },
    { ...part, text: found.after, mark: found.mark, index: part.index + 0.5 },
  ];
}

function namesOf(head: Head): Names {
  const parts = head.parts.filter(({ text }) => text.length < 120 && !/^[^:]{1,30}:\s/.test(text));
  const roles = parts.filter(({ text }) => roleScore(text) > 0);
  const [first] = parts;
  if (parts.length === 0 || !first) return { title: undefined, employer: undefined, isProven: false };
  if (parts.length === 1)
    return roleScore(first.text) > 0
      ? { title: first, employer: undefined, isProven: true }
      : { title: undefined, employer: first, isProven: false };
  const best = roles.toSorted((a, b) => roleScore(b.text) - roleScore(a.text))[0];
  if (
    best &&
    (roles.length === 1 || roleScore(best.text) > roleScore(roles.find((role) => role !== best)?.text ?? ''))
  ) {
    const employer = nearest(parts, best);
    return { title: best, employer, isProven: true };
  }
  const [title, employer] = parts;
  return { title, employer, isProven: false };
}

/** The higher, the more a text looks like a title and not like an employer. */
function roleScore(text: string): number {
  const isCompany = COMPANY.test(text) || namesSchool(text);
  return (namesRole(text) ? 2 : 0) - (isCompany ? 1.5 : 0);
}

/** The employer beside a title: a company by its name, else the first part on another line, else the next one. */
function nearest(parts: readonly Part[], title: Part): Part | undefined {
  const others = parts.filter((part) => part !== title);
  return (
    others.find(({ text }) => COMPANY.test(text) || namesSchool(text)) ??
    others.find(({ line, cell, mark }) => line === title.line && cell === title.cell && mark === '') ??
    others.find(({ line, mark }) => line !== title.line && mark === '') ??
    others[0]
  );
}

/** `true` if titles stand before employers in most entries. */
function majority(names: readonly Names[]): boolean {
  const votes = names.flatMap(({ title, employer, isProven }) =>
    isProven && title && employer ? [position(title) < position(employer) ? 1 : -1] : [],
  );
  return votes.reduce((sum, vote) => sum + vote, 0) >= 0;
}

function position({ line, index }: Part): number {
  return line * 100 + index;
}

function ordered(names: Names, titleFirst: boolean): Names {
  const { title, employer } = names;
  if (!title || !employer) return names;
  const isFirst = position(title) < position(employer);
  return isFirst === titleFirst ? names : { ...names, title: employer, employer: title };
}

function doubtOf(names: Names, title: Part | undefined, employer: Part | undefined): Doubt | undefined {
  if (names.isProven || !title || !employer) return undefined;
  return {
    why: 'no word shows which of the two is the title and which the employer',
    alternatives: [title.text, employer.text],
  };
}

/** A name with the parts behind it on its line, which have no field of their own. */
function withRest(part: Part, head: Head, others: readonly (Part | undefined)[]): string {
  let text = part.text;
  for (const next of followers(part, head, others))
    text += next.mark === ',' ? `, ${next.text}` : ` ${next.mark || '·'} ${next.text}`.replace(' · (', ' (');
  return text;
}

/** A part beside the employer describes it. */
function setRest(fields: Fields, part: Part, employer: Part | undefined, keys: JobKeys, findings: Findings): void {
  const isBeside = employer !== undefined && part.line === employer.line && keys.employer === 'name';
  if (isBeside && fields.description === undefined) findings.set(fields, 'description', part.text, part.place);
  else findings.append(fields, 'summary', part.text, part.place);
}

function followers(part: Part, head: Head, others: readonly (Part | undefined)[]): Part[] {
  const own = head.parts.filter(({ line, cell }) => line === part.line && cell === part.cell);
  const at = own.indexOf(part);
  if (at === -1) return [];
  const end = own.findIndex((other, index) => index > at && (others.includes(other) || !/^[,–—-]$/.test(other.mark)));
  return own.slice(at + 1, end === -1 ? own.length : end);
}

function unplaced(head: Head, used: readonly (Part | undefined)[]): Part[] {
  const taken = new Set(used.flatMap((part) => (part ? [part, ...followers(part, head, used)] : [])));
  return head.parts.filter((part) => !taken.has(part));
}

/** Keeps the address behind a name, and other links as links. */
export function setLinks(fields: Fields, head: Head, findings: Findings): void {
  const links = head.parts.flatMap((part) => part.links.map((link) => ({ ...link, place: part.place })));
  const [first, ...others] = links.filter(({ url }, index) => links.findIndex((other) => other.url === url) === index);
  if (first && /^https?:/i.test(first.url)) findings.set(fields, 'url', first.url, first.place);
  for (const { url, text, place } of others) findings.push(fields, 'links', { label: text, url }, place);
}
