import { headOf, leavePicture, placeOf } from './basics.js';
import { Draft, type Fields, fits } from './draft.js';
import type { Kind } from './entry.js';
import { furtherDetails } from './generic.js';
import { addCustom, addItems, addressOf } from './reactive-resume-items.js';
import type { Source } from './source.js';

/** The lists of a profile for the types of sections; version 4 and 5 name them alike. */
const KINDS: Readonly<Record<string, Kind>> = {
  experience: 'work',
  work: 'work',
  volunteer: 'volunteer',
  education: 'education',
  projects: 'projects',
  awards: 'awards',
  certifications: 'certificates',
  publications: 'publications',
  skills: 'skills',
  languages: 'languages',
  interests: 'interests',
  references: 'references',
};

/** Sections that a profile has in its header, where they have no title. */
const IN_HEADER = ['summary', 'profiles'];

/**
 * Imports Reactive Resume, versions 4 and 5: `basics`, `sections` with their items, and custom sections. Hidden sections
 * and items are settings: their author does not show them.
 */
export function fromReactiveResume(root: Source): Draft {
  const draft = new Draft({ markdown: false, lists: true });
  const sections = root.get('sections');
  leaveHidden(root, draft);
  const basics = headFields(root, draft);
  if (Object.keys(basics).length > 0) draft.profile.basics = basics;
  const locale = root.get('metadata').get('page').get('locale');
  if (locale.text !== undefined && fits(['meta', 'locale'], locale.text))
    draft.profile.meta = { locale: locale.take() };
  for (const key of ['metadata', 'picture']) draft.leave(root.get(key));
  const titles = new Map<string, string>();
  for (const key of sections.keys()) {
    const section = sections.get(key);
    const kind = KINDS[key];
    const title = [section.get('title'), section.get('name')].find(({ text }) => text !== undefined);
    if (title && (IN_HEADER.includes(key) || (kind && title.text?.toLowerCase() === key.toLowerCase())))
      draft.leave(title);
    else if (title && kind) titles.set(kind, title.take() ?? '');
    if (kind) addItems(section, kind, draft);
  }
  const custom = sections.get('custom');
  const own = [
    ...root.get('customSections').items(),
    ...custom.keys().map((key) => custom.get(key)),
    ...sections.keys().flatMap((key) => (key in KINDS || key === 'custom' ? [] : [sections.get(key)])),
  ].flatMap((section) => addCustom(section, draft) ?? []);
  const further = furtherDetails(
    [
      [root.get('basics'), 1],
      [sections, 1],
      [root, 0],
    ],
    draft,
  );
  for (const key of sections.keys()) {
    const kind = KINDS[key];
    if (kind) draft.order.push({ id: kind, ...(titles.has(kind) ? { title: titles.get(kind) as string } : {}) });
  }
  draft.order.unshift({ id: 'summary' });
  draft.order.push(...[...own, ...(further ? [further] : [])].map((id) => ({ id })));
  return draft;
}

/** Sets aside sections and items that are marked as hidden, and those without a mark of their own in a hidden section. */
function leaveHidden(root: Source, draft: Draft): void {
  const sections = root.get('sections');
  const groups = [root.get('summary'), ...sections.keys().map((key) => sections.get(key))];
  const custom = sections.get('custom');
  groups.push(...custom.keys().map((key) => custom.get(key)), ...root.get('customSections').items());
  for (const group of groups) {
    for (const item of [group, ...group.get('items').items()])
      if (item.get('hidden').value === true || item.get('visible').value === false) draft.leave(item);
  }
}

function headFields(root: Source, draft: Draft): Fields {
  const basics = root.get('basics');
  const head = headOf(basics, draft).text('name').text('label', 'headline').text('email').text('phone');
  const place = basics.get('location').take();
  if (place !== undefined) head.put('location', placeOf(place, draft));
  leavePicture(basics.get('picture').get('url'), draft);
  draft.leave(basics.get('picture'));
  // The summary is a section in version 4 and a group of its own in version 5.
  for (const source of [root.get('summary'), root.get('sections').get('summary')]) {
    head.put('summary', headOf(source, draft).prose('summary', 'content').fields.summary);
    draft.leave(source);
  }
  const [site, ...sites] = [addressOf(basics.get('website')), addressOf(basics.get('url'))].flatMap((url) => url ?? []);
  head.put('url', site?.url);
  const profiles = [
    ...sites.map(({ label, url }) => ({ network: 'Website', ...(label ? { username: label } : {}), url })),
    ...root
      .get('sections')
      .get('profiles')
      .get('items')
      .items()
      .map((item) => accountOf(item, draft)),
    ...basics
      .get('customFields')
      .items()
      .map((item) => fieldOf(item, draft)),
  ].filter((profile) => Object.keys(profile).length > 0);
  if (profiles.length > 0) head.put('profiles', profiles);
  return head.fields;
}

function accountOf(item: Source, draft: Draft): Fields {
  const fields = headOf(item, draft).text('network').text('username').fields;
  const link = addressOf(item.get('website')) ?? addressOf(item.get('url'));
  if (link) fields.url = link.url;
  // The label of the link repeats the address or the username.
  if (fields.username === undefined && link?.label) fields.username = link.label;
  for (const key of ['icon', 'iconColor']) draft.leave(item.get(key));
  return fields;
}

/** Imports a field that the author added to the header. */
function fieldOf(item: Source, draft: Draft): Fields {
  const fields = headOf(item, draft).text('network', 'name').text('username', 'text', 'value').fields;
  const link = addressOf(item.get('link'));
  if (link) fields.url = link.url;
  draft.leave(item.get('icon'));
  return fields;
}
