import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isDate } from '../profile/field-metadata.js';
import { keysWith } from '../profile/field-walk.js';
import { text } from '../profile/fields.js';
import { profileSchema } from '../profile/schema.js';
import { Draft, type Fields, type Note, profileSlugOf } from './draft.js';

/** Keys at which a year alone needs no quotes. */
const dates = keysWith(profileSchema, isDate);

/**
 * Writes a draft as a commented YAML profile; the same draft always gives the same text.
 *
 * @param head the comment lines at the top
 */
export function writeProfile(draft: Draft, head: readonly string[]): string {
  const order = shownOrder(draft);
  const meta = { ...(order ? { sections: order } : {}), ...(draft.profile.meta as object) };
  const filled: Fields = { ...draft.profile, ...(Object.keys(meta).length > 0 ? { meta } : {}) };
  const profile = Object.fromEntries(Object.keys(profileSchema.shape).map((key) => [key, filled[key]]));
  const document = new Document(null, { version: '1.2' });
  document.contents = toNode(profile, '', notesBy(draft.notes)) as typeof document.contents;
  document.commentBefore = head.map((line) => ` ${text.parse(line).replace(/\s+/g, ' ')}`).join('\n');
  return document.toString({ lineWidth: 100, flowCollectionPadding: false });
}

/** Returns the draft's order of the sections that have content; undefined if it is the default order. */
function shownOrder(draft: Draft): object[] | undefined {
  const own = ((draft.profile.sections ?? []) as { id: string }[]).map(({ id }) => id);
  const { basics } = draft.profile as { basics?: { summary?: string } };
  const isThere = (id: string) =>
    own.includes(id) || (id === 'summary' ? Boolean(basics?.summary) : draft.profile[id] !== undefined);
  const seen = new Set<string>();
  const order = draft.order.filter(({ id }) => isThere(id) && !seen.has(id) && seen.add(id));
  return order.length > 0 && (own.length > 0 || order.some(({ title }) => title)) ? order : undefined;
}

type Notes = ReadonlyMap<object, ReadonlyMap<string, string>>;

function notesBy(notes: readonly Note[]): Notes {
  const byHolder = new Map<object, Map<string, string>>();
  for (const { holder, key, comment } of notes) {
    const own = byHolder.get(holder) ?? new Map<string, string>();
    byHolder.set(holder, own.set(String(key), comment));
  }
  return byHolder;
}

function toNode(value: unknown, key: string, notes: Notes): Node {
  if (Array.isArray(value)) {
    const node = new YAMLSeq();
    for (const item of value) node.add(toNode(item, key, notes));
    // A few short words are written on one line.
    node.flow = isShortList(value);
    return node;
  }
  if (typeof value === 'object' && value !== null) {
    const node = new YAMLMap();
    for (const [name, item] of Object.entries(value)) {
      if (item === undefined) continue;
      const keyNode = new Scalar(name);
      const comment = notes.get(value)?.get(name);
      if (comment) keyNode.commentBefore = ` ${commentOf(comment)}`;
      node.add(new Pair(keyNode, toNode(item, name, notes)));
    }
    node.flow = key === 'sections' && isShortChoice(value);
    return node;
  }
  const clean = typeof value === 'string' ? text.parse(value) : value;
  if (dates.has(key) && typeof clean === 'string' && /^[1-9]\d{3}$/.test(clean)) return new Scalar(Number(clean));
  const node = new Scalar(clean);
  // A folded scalar would join lines or need blank lines between them.
  if (typeof clean === 'string' && clean.includes('\n')) node.type = Scalar.BLOCK_LITERAL;
  return node;
}

/** A comment on one line: a line break in it would end it, and its rest would be read as YAML. */
function commentOf(comment: string): string {
  return text.parse(comment).replace(/[\s\u0085\u2028\u2029]+/gu, ' ');
}

function isShortList(items: readonly unknown[]): boolean {
  const words = items.every((item) => typeof item === 'string' && item.length <= 24 && !/\n/.test(item));
  return words && items.length > 0 && items.join(', ').length <= 70;
}

/** `true` for an item of meta.sections with only an id and possibly a title. */
function isShortChoice(value: object): boolean {
  return Object.keys(value).every((name) => name === 'id' || name === 'title') && JSON.stringify(value).length < 80;
}

/** Returns the path of each part of a profile, keyed by the part. */
export function placesOf(profile: object): ReadonlyMap<object, string> {
  const places = new Map<object, string>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    places.set(value, path);
    for (const [key, item] of Object.entries(value))
      visit(item, Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key);
  };
  visit(profile, '');
  return places;
}

/** The answers given before the first profile is created. */
export interface Starter {
  name: string;
  /** The current or desired role. */
  label: string;
  city?: string | undefined;
  url?: string | undefined;
  template: string;
  paper: 'a4' | 'letter';
}

/** A first profile. */
interface StarterProfile {
  /** The file name without its extension. */
  slug: string;
  yaml: string;
}

/** Creates a commented profile from the answers; it renders unchanged and contains an example for each section. */
export function starterProfile(answers: Starter): StarterProfile {
  const draft = new Draft({ markdown: false });
  const note = (holder: object, key: string, comment: string) => draft.notes.push({ holder, key, comment });
  const basics: Fields = {
    name: answers.name,
    label: answers.label,
    summary: 'What you do best, for whom, and what you are looking for: two or three sentences.',
    ...(answers.city ? { location: { city: answers.city } } : {}),
    ...(answers.url ? { url: answers.url } : {}),
  };
  const work: Fields = {
    name: 'Example Company',
    position: answers.label,
    location: answers.city ?? 'Remote',
    startDate: '2023-04',
    summary: 'What the company or the team does, in one line.',
    highlights: [
      'What you did, for whom, and what came of it: **40 % less** waiting for 2,000 users.',
      'Begin with a verb, end with a figure; three to five bullets say more than ten.',
    ],
    keywords: ['PostgreSQL', 'TypeScript'],
  };
  const earlier: Fields = {
    name: 'Earlier Company',
    position: 'The role you had',
    startDate: '2020-09',
    endDate: '2023-03',
    highlights: ['One bullet is enough for older jobs.'],
  };
  const project: Fields = {
    name: 'A project',
    description: 'What it is and who uses it.',
    url: 'https://example.com',
    startDate: 2022,
  };
  const study: Fields = {
    institution: 'Example University',
    studyType: 'BSc',
    area: 'Computer Science',
    startDate: 2016,
    endDate: 2020,
  };
  const meta: Fields = { template: answers.template, page: { size: answers.paper } };
  Object.assign(draft.profile, {
    basics,
    work: [work, earlier],
    projects: [project],
    education: [study],
    skills: [
      { name: 'Languages', keywords: ['TypeScript', 'Python', 'SQL'] },
      { name: 'Tools', keywords: ['Git', 'Docker'] },
    ],
    languages: [{ language: 'English', fluency: 'Native speaker' }],
    meta,
  });
  note(basics, 'label', 'Your current or desired role, printed below your name.');
  note(basics, 'summary', 'Texts may have **bold**, *italic*, `code` and [links](https://example.com).');
  note(work, 'startDate', 'Dates are written 2023, 2023-04 or 2023-04-17; a job without an endDate is current.');
  note(work, 'keywords', 'Tools and methods, printed as small labels.');
  note(project, 'name', 'Delete anything you do not need: missing fields are not printed.');
  note(meta, 'template', 'To list the templates, run dossier templates.');
  return {
    slug: profileSlugOf(answers.name),
    yaml: writeProfile(draft, [
      'yaml-language-server: $schema=./profile.schema.json',
      'Your profile. Every text except your own answers is an example: replace it.',
      'Put phone, e-mail and street in a file of the same name in private/: they are printed only with --private.',
    ]),
  };
}

/** Creates a private overlay of the same name for details that must not be published; undefined if there are none. */
export function starterOverlay(secrets: {
  email?: string | undefined;
  phone?: string | undefined;
}): string | undefined {
  const { email, phone } = secrets;
  if (!email && !phone) return undefined;
  const draft = new Draft({ markdown: false });
  draft.profile.basics = { ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
  return writeProfile(draft, ['Printed only with --private. Do not commit this file to Git.']);
}
