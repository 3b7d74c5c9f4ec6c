import { headOf } from './basics.js';
import { type Draft, type Fields, fits } from './draft.js';
import { EntryMaker } from './entry.js';
import { KINDS } from './fresh-entries.js';
import type { Source } from './source.js';
import { PRIVATE } from './unmapped.js';

export function account(item: Source, draft: Draft): Fields {
  const label = item.get('label');
  const fields = headOf(item, draft).text('network').text('username', 'user').url('url').fields;
  if (label.text !== undefined && (label.text === fields.network || !fields.network)) fields.network = label.take();
  return fields;
}

/** One more way to reach the person, with the word before it that says which. */
export function reach(item: Source): Fields {
  const value = item.get('value').take();
  // A label alone is no way to reach anybody: it is placed with the rest.
  if (value === undefined) return {};
  const label = item.get('label').take();
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

/** What somebody said of the person, with the name under it. */
export function testimonial(item: Source, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'references', draft).text('name').prose('reference', 'quote', 'summary');
  const words = KINDS.flatMap((key) => item.get(key).take() ?? []);
  if (marksPrivate(item, draft)) words.push('private');
  if (words.length > 0) maker.put('name', [maker.fields.name, ...words].filter(Boolean).join(', '));
  const entry = maker.finish();
  if (entry && words.includes('private')) draft.note(entry, 'name', PRIVATE);
  return entry;
}

/** People who can be asked, with how to reach them. */
export function references(root: Source, draft: Draft): string | undefined {
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
