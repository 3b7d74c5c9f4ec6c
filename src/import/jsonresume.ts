import type { Path } from '../profile/document.js';
import { isDate } from '../profile/field-metadata.js';
import { knownKeys, replacements } from '../profile/field-walk.js';
import { additionsAt, usesAdditions } from '../profile/foreign-formats.js';
import { profileSchema, STANDARD_SECTIONS } from '../profile/schema.js';
import { leavePicture } from './basics.js';
import { Draft, type Fields, fits } from './draft.js';
import { EntryMaker, type Kind } from './entry.js';
import { furtherDetails, genericSection, titleOf } from './generic.js';
import type { Source } from './source.js';

/** JSON Resume 0.x fields and their replacements. */
const replaced = replacements(profileSchema);

const LISTS = STANDARD_SECTIONS.filter((id) => id !== 'summary');

/** Imports JSON Resume, of which profiles are a superset: values that fit are kept unchanged. */
export function fromJsonResume(root: Source, templates: readonly string[]): Draft {
  const draft = new Draft({ markdown: false });
  draft.leave(root.get('$schema'));
  const basics = root.get('basics');
  const location = basics.get('location');
  const left = knownKeys(profileSchema, ['basics'], ({ picture }) => picture === true).filter((key) =>
    leavePicture(basics.get(key), draft),
  );
  const fields = copyKnown(basics, ['basics'], ['location', 'profiles', ...(left.length > 0 ? ['image'] : [])]);
  const place = copyKnown(location, ['basics', 'location']);
  if (Object.keys(place).length > 0) fields.location = place;
  const profiles = basics
    .get('profiles')
    .items()
    .map((item) => copyKnown(item, ['basics', 'profiles', 0]))
    .filter((item) => Object.keys(item).length > 0);
  if (profiles.length > 0) fields.profiles = profiles;
  if (Object.keys(fields).length > 0) draft.profile.basics = fields;
  const isPlain = !usesAdditions(root.value);
  for (const id of LISTS) {
    if (!root.get(id).isList) continue;
    for (const item of root.get(id).items()) {
      if (item.isMap) draft.add(id, entryOf(item, id as Kind, draft, isPlain));
    }
  }
  copyOwn(root, draft, templates);
  const own = ((draft.profile.sections ?? []) as { id: string }[]).map(({ id }) => id);
  // Keys of a newer or customized version of the format become sections; single values become details.
  const known = [...LISTS, 'basics', 'meta'];
  const others = root.keys().filter((key) => !known.includes(key) && (root.get(key).isMap || root.get(key).isList));
  const details: readonly (readonly [Source, number])[] = [
    [basics, 1],
    [root, 0],
  ];
  const added = [
    ...others.map((key) => genericSection(root.get(key), titleOf(key), draft)),
    furtherDetails(details, draft),
  ].filter((id) => id !== undefined);
  if (added.length > 0) {
    const usual = STANDARD_SECTIONS.flatMap((id) => (id === 'projects' ? [id, ...own] : [id]));
    draft.order.push(...[...usual, ...added].map((id) => ({ id })));
  }
  return draft;
}

/** @param isPlain `true` if the document has no variants, so that its tags are keywords */
function entryOf(source: Source, kind: Kind, draft: Draft, isPlain: boolean): Fields | undefined {
  const maker = new EntryMaker(source, kind, draft);
  const dates = knownKeys(profileSchema, [kind, 0], isDate);
  Object.assign(maker.fields, copyKnown(source, [kind, 0], isPlain ? [...dates, 'tags'] : dates));
  if (isPlain && knownKeys(profileSchema, [kind, 0]).includes('keywords')) maker.list('keywords', 'tags');
  for (const key of dates) maker.date(key);
  return maker.finish();
}

/** Copies Dossier's additions to JSON Resume. */
function copyOwn(root: Source, draft: Draft, templates: readonly string[]): void {
  const without = templates.includes(root.get('meta').get('template').text ?? '') ? [] : ['template'];
  const meta = copyKnown(root.get('meta'), ['meta'], without);
  if (Object.keys(meta).length > 0) draft.profile.meta = meta;
  for (const key of additionsAt([])) {
    const source = root.get(key);
    if (source.value === undefined || !fits([key], source.value)) continue;
    if (key === 'sections') draft.keepSections(source.value as { id: string }[]);
    else draft.profile[key] = key === 'publish' ? source.value : withKnownTemplates(source, draft, templates);
    source.takeAll();
  }
}

/** Copies variants or letters without unknown templates: a profile that names one is invalid. */
function withKnownTemplates(group: Source, draft: Draft, templates: readonly string[]): Fields {
  const named = group.keys().map((name) => {
    const fields = { ...(group.get(name).value as Fields) };
    const template = group.get(name).get('template');
    if (template.text !== undefined && !templates.includes(template.text)) {
      draft.leave(template);
      delete fields.template;
    }
    return [name, fields];
  });
  return Object.fromEntries(named);
}

/** Copies the values whose keys exist in a profile at a path and which fit there. */
function copyKnown(source: Source, path: Path, without: readonly string[] = []): Fields {
  const known = knownKeys(profileSchema, path);
  const fields: Fields = {};
  for (const name of source.keys()) {
    const value = source.get(name);
    const renamed = replaced.get(name) ?? '';
    const key = known.includes(renamed) && !source.get(renamed).text ? renamed : name;
    if (!known.includes(key) || without.includes(key) || fields[key] !== undefined || value.left().length === 0)
      continue;
    if (value.isList) {
      // For a bullet with keys of its own, the text becomes the bullet.
      const items = value.items().map((item) => (fits([...path, key], [item.value]) ? item : item.get('text')));
      const kept = items.filter((item) => item.left().length > 0 && fits([...path, key], [item.value]));
      if (kept.length === 0) continue;
      fields[key] = kept.map((item) => item.text ?? item.value);
      for (const item of kept) item.takeAll();
    } else if (fits([...path, key], value.value)) {
      fields[key] = value.text ?? value.value;
      value.takeAll();
    }
  }
  return fields;
}
