import { headOf } from './basics.js';
import { Draft, type Fields } from './draft.js';
import { EntryMaker } from './entry.js';
import {
  account,
  addYears,
  award,
  job,
  language,
  project,
  publication,
  reach,
  references,
  service,
  study,
  testimonial,
} from './fresh-entries.js';
import { furtherDetails, genericSection, titleOf } from './generic.js';
import type { Source } from './source.js';

/** Sections without a counterpart in a profile, with their titles. */
const OWN: Readonly<Record<string, string>> = {
  samples: 'Work samples',
  speaking: 'Speaking',
  governance: 'Governance',
  affiliation: 'Affiliations',
  extracurricular: 'Activities',
  reading: 'Reading',
  disposition: 'Preferences',
};

/** Imports FRESH: `info`, `contact`, `employment` and the other sections. */
export function fromFresh(root: Source): Draft {
  const draft = new Draft({ markdown: true });
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
    Object.entries(OWN).map(([key, title]) => [key, genericSection(root.get(key), title, draft, { openEnd: true })]),
  );
  const contacts = references(root, draft);
  // Other keys come from a newer or customized version of the format.
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
    ...headOf(info, draft).text('label').prose('tagline', 'quote').picture('image').prose('summary', 'brief').fields,
    ...headOf(contact, draft).text('email').text('phone').url('url', 'website').fields,
  };
  const location = headOf(root.get('location'), draft)
    .text('address')
    .text('postalCode', 'code')
    .text('city')
    .text('region')
    .text('countryCode', 'country').fields;
  if (Object.keys(location).length > 0) fields.location = location;
  if (location.city && String(location.address ?? '').includes(String(location.city)))
    draft.note(location, 'address', 'includes the city, which is also below: keep only the street here');
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

/** Imports skill sets; also the list of single skills, unless it holds more than fits on a line. */
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
