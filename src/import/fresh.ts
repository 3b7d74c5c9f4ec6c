import { Draft, type Fields, fits } from './draft.js';
import { EntryMaker } from './entry.js';
import { furtherDetails, genericSection, titleOf } from './generic.js';
import { headOf } from './head.js';
import { PRIVATE } from './left.js';
import type { Source } from './source.js';

/** Sections that a profile has no kind for, with their titles. */
const OWN: Readonly<Record<string, string>> = {
  samples: 'Work samples',
  speaking: 'Speaking',
  governance: 'Governance',
  affiliation: 'Affiliations',
  extracurricular: 'Activities',
  reading: 'Reading',
  disposition: 'Preferences',
};

const KINDS = ['flavor', 'category', 'type'];

/** FRESH: `info`, `contact`, `employment` and the others. */
export function fromFresh(root: Source): Draft {
  const draft = new Draft({ markdown: true, html: true });
  draft.leave(root.get('$schema'));
  draft.leave(root.get('meta').get('format'));
  const version = root.get('meta').get('version');
  if (version.text !== undefined) draft.profile.meta = { version: version.take() };
  const basics = headFields(root, draft);
  if (Object.keys(basics).length > 0) draft.profile.basics = basics;
  for (const item of root.get('employment').get('history').items()) draft.add('work', job(item, draft));
  for (const item of root.get('projects').items()) draft.add('projects', project(item, draft));
  skills(root, draft);
  for (const item of root.get('education').get('history').items()) draft.add('education', study(item, draft));
  for (const item of root.get('writing').items()) draft.add('publications', publication(item, draft));
  for (const item of root.get('recognition').items()) draft.add('awards', award(item, draft));
  for (const item of root.get('service').get('history').items()) draft.add('volunteer', service(item, draft));
  for (const item of root.get('languages').items()) draft.add('languages', language(item, draft));
  for (const item of root.get('interests').items())
    draft.add(
      'interests',
      new EntryMaker(item, 'interests', draft).text('name').prose('summary').list('keywords').finish(),
    );
  for (const item of root.get('testimonials').items()) draft.add('references', testimonial(item, draft));
  const detailed = skillsInDetail(root, draft);
  const own = Object.fromEntries(
    Object.entries(OWN).map(([key, title]) => [key, genericSection(root.get(key), title, draft)]),
  );
  const contacts = references(root, draft);
  // The keys of a newer or private version of the format.
  const taken = ['info', 'contact', 'location', 'meta', 'employment', 'education', 'service', 'skills'];
  const others = root
    .keys()
    .filter((key) => !taken.includes(key) && (root.get(key).isMap || root.get(key).isList))
    .map((key) => genericSection(root.get(key), titleOf(key), draft));
  const further = furtherDetails(
    [
      [root.get('info'), 1],
      [root.get('contact'), 1],
      [root, 0],
    ],
    draft,
  );
  const order = ['summary', 'work', 'projects', 'skills', detailed, own.samples, 'education', 'awards', 'publications']
    .concat([own.speaking, 'volunteer', own.governance, own.affiliation, own.extracurricular, own.reading])
    .concat(['languages', 'interests', own.disposition, ...others, 'references', contacts, further]);
  draft.order.push(
    ...order
      .filter((id) => id !== undefined)
      .map((id) => (id === 'references' ? { id, title: 'Testimonials' } : { id })),
  );
  return draft;
}

function headFields(root: Source, draft: Draft): Fields {
  const [info, contact] = [root.get('info'), root.get('contact')];
  const fields: Fields = {
    ...headOf(root, draft).text('name').fields,
    ...headOf(info, draft).text('label').prose('tagline', 'quote').text('image').prose('summary', 'brief').fields,
    ...headOf(contact, draft).text('email').text('phone').url('url', 'website').fields,
  };
  const location = headOf(root.get('location'), draft)
    .text('address')
    .text('postalCode', 'code')
    .text('city')
    .text('region')
    .text('countryCode', 'country').fields;
  if (Object.keys(location).length > 0) fields.location = location;
  const profiles = [
    ...root
      .get('social')
      .items()
      .map((item) => account(item, draft)),
    ...contact
      .get('other')
      .items()
      .map((item) => reach(item)),
  ].filter((profile) => Object.keys(profile).length > 0);
  if (profiles.length > 0) fields.profiles = profiles;
  return fields;
}

function account(item: Source, draft: Draft): Fields {
  const label = item.get('label');
  const fields = headOf(item, draft).text('network').text('username', 'user').url('url').fields;
  if (label.text !== undefined && (label.text === fields.network || !fields.network)) fields.network = label.take();
  return fields;
}

/** One more way to reach the person, with the word before it that says which. */
function reach(item: Source): Fields {
  const [label, value] = [item.get('label').take(), item.get('value').take()];
  if (value === undefined) return {};
  const kinds = KINDS.flatMap((key) => item.get(key).take() ?? []);
  const said = kinds.filter((kind) => !label?.toLowerCase().includes(kind.toLowerCase()));
  const scheme = kinds.includes('email')
    ? `mailto:${value}`
    : kinds.includes('phone')
      ? `tel:${value.replace(/[^+\d]/g, '')}`
      : value;
  const network = [label, ...said].filter(Boolean).join(', ');
  return {
    ...(network ? { network } : {}),
    username: value,
    ...(fits(['basics', 'url'], scheme) ? { url: scheme } : {}),
  };
}

function job(item: Source, draft: Draft): Fields | undefined {
  const current = item.get('current');
  const isCurrent = current.value === true && item.get('end').text === undefined;
  if (isCurrent) current.take();
  else if (current.value === false) draft.leave(current);
  return new EntryMaker(item, 'work', draft)
    .text('name', 'employer')
    .text('position')
    .text('location')
    .url('url')
    .span(['start'], ['end'])
    .prose('summary')
    .bullets('highlights')
    .list('keywords')
    .finish({ openEnd: isCurrent });
}

function project(item: Source, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'projects', draft)
    .text('name', 'title')
    .text('type', ...KINDS)
    .list('roles', 'role')
    .url('url')
    .span(['start'], ['end'])
    .prose('description', 'description', 'summary')
    .bullets('highlights')
    .list('keywords');
  addLink(maker, item.get('repo'), 'Repository');
  for (const medium of item.get('media').items()) {
    const url = medium.get('url');
    if (url.text === undefined || !fits(['basics', 'url'], url.text)) continue;
    const words = [medium.get('name').take(), ...KINDS.map((key) => medium.get(key).take())].filter(Boolean);
    addLink(maker, url, words.join(', ') || url.text);
  }
  return maker.finish();
}

function addLink(maker: EntryMaker, source: Source, label: string): void {
  if (source.text === undefined || !fits(['basics', 'url'], source.text)) return;
  maker.link({ label: label.charAt(0).toUpperCase() + label.slice(1), url: source.take() ?? '' });
}

function study(item: Source, draft: Draft): Fields | undefined {
  return new EntryMaker(item, 'education', draft)
    .text('institution')
    .text('studyType', 'studyType', 'title')
    .text('area', 'area', 'title')
    .text('location')
    .url('url')
    .span(['start'], ['end'])
    .text('score', 'grade')
    .prose('summary')
    .bullets('highlights')
    .list('courses', 'curriculum')
    .list('keywords')
    .finish();
}

function publication(item: Source, draft: Draft): Fields | undefined {
  const publisher = item.get('publisher');
  const maker = new EntryMaker(item, 'publications', draft)
    .text('name', 'title')
    .date('releaseDate', 'date')
    .url('url')
    .prose('summary')
    .list('keywords', ...KINDS);
  if (publisher.isMap) {
    const name = publisher.get('name').take();
    maker.put('publisher', name);
    addLink(maker, publisher.get('url'), name ?? 'Publisher');
  } else maker.text('publisher');
  return maker.finish();
}

function award(item: Source, draft: Draft): Fields | undefined {
  return new EntryMaker(item, 'awards', draft)
    .text('title')
    .text('awarder', 'from')
    .date('date')
    .prose('summary')
    .list('keywords', 'event', ...KINDS)
    .finish();
}

function service(item: Source, draft: Draft): Fields | undefined {
  return new EntryMaker(item, 'volunteer', draft)
    .text('organization')
    .text('position')
    .text('location')
    .url('url')
    .span(['start'], ['end'])
    .prose('summary')
    .bullets('highlights')
    .list('keywords', 'keywords', ...KINDS)
    .finish();
}

function language(item: Source, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'languages', draft).text('language').text('fluency', 'level');
  addYears(maker, item);
  return maker.finish();
}

function addYears(maker: EntryMaker, item: Source): void {
  const years = item.get('years').text;
  if (years === undefined || !/^\d+\+?$/.test(years)) return;
  if (years !== '0') maker.put('keywords', [`${years} ${years === '1' ? 'year' : 'years'}`]);
  item.get('years').take();
}

/** Sets of skills; the list of single ones too, unless it says more than a line can. */
function skills(root: Source, draft: Draft): void {
  for (const item of root.get('skills').get('sets').items())
    draft.add(
      'skills',
      new EntryMaker(item, 'skills', draft).text('name').text('level').list('keywords', 'skills').finish(),
    );
  if (isDetailed(root)) return;
  for (const item of root.get('skills').get('list').items()) {
    const maker = new EntryMaker(item, 'skills', draft).text('name').text('level');
    addYears(maker, item);
    draft.leave(item.get('id'));
    draft.add('skills', maker.finish());
  }
}

function isDetailed(root: Source): boolean {
  return root
    .get('skills')
    .get('list')
    .items()
    .some((item) => item.keys().some((key) => !['name', 'level', 'years', 'id'].includes(key)));
}

function skillsInDetail(root: Source, draft: Draft): string | undefined {
  const list = root.get('skills').get('list');
  if (!isDetailed(root)) return undefined;
  for (const item of list.items()) draft.leave(item.get('id'));
  return genericSection(list, 'Skills in detail', draft);
}

/** What somebody said of the person, with the name under it. */
function testimonial(item: Source, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'references', draft).text('name').prose('reference', 'quote', 'summary');
  const words = KINDS.flatMap((key) => item.get(key).take() ?? []);
  if (marksPrivate(item, draft)) words.push('private');
  if (words.length > 0) maker.put('name', [maker.fields.name, ...words].filter(Boolean).join(', '));
  const entry = maker.finish();
  if (entry && words.includes('private')) draft.note(entry, 'name', PRIVATE);
  return entry;
}

/** People who can be asked, with how to reach them. */
function references(root: Source, draft: Draft): string | undefined {
  const entries = root
    .get('references')
    .items()
    .flatMap((item) => {
      const maker = new EntryMaker(item, 'custom', draft)
        .text('title', 'name')
        .text('subtitle', 'role')
        .prose('summary')
        .list('keywords', ...KINDS);
      const features = item
        .get('contact')
        .items()
        .flatMap((contact) => reachPair(contact));
      if (features.length > 0) maker.put('features', features);
      const isPrivate = marksPrivate(item, draft);
      if (isPrivate) maker.put('keywords', [...((maker.fields.keywords ?? []) as string[]), 'private']);
      const entry = maker.finish();
      if (entry && isPrivate) draft.note(entry, 'keywords', PRIVATE);
      return entry ? [entry] : [];
    });
  return entries.length > 0 ? String(draft.addSection('References', { entries }).id) : undefined;
}

/** Whether the other tool kept an entry to itself; that it did not is no word of the résumé. */
function marksPrivate(item: Source, draft: Draft): boolean {
  const flag = item.get('private');
  if (flag.value === false) draft.leave(flag);
  return flag.value === true && flag.take() !== undefined;
}

function reachPair(contact: Source): object[] {
  const { network, username } = reach(contact);
  return username === undefined ? [] : [{ ...(network ? { label: network } : {}), value: username }];
}
