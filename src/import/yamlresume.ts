import { readCountry } from '../profile/fields.js';
import { headOf } from './basics.js';
import { Draft, fits } from './draft.js';
import { EntryMaker, type Kind } from './entry.js';
import { furtherDetails, genericSection, titleOf } from './generic.js';
import type { Source } from './source.js';

/** The fields of each section's entries, apart from dates, texts and keywords. */
const MAKERS: Readonly<Record<string, (maker: EntryMaker) => EntryMaker>> = {
  work: (maker) => dated(maker.text('name').text('position').url('url').prose('summary')),
  volunteer: (maker) => dated(maker.text('organization').text('position').url('url').prose('summary')),
  education: (maker) =>
    dated(
      maker
        .text('institution')
        .text('area')
        .text('studyType', 'degree')
        .text('score')
        .url('url')
        .list('courses')
        .prose('summary'),
    ),
  projects: (maker) => dated(maker.text('name').url('url').prose('description', 'description', 'summary')),
  awards: (maker) => maker.text('title').text('awarder').date('date').prose('summary'),
  certificates: (maker) => maker.text('name').text('issuer').url('url').date('date'),
  publications: (maker) => maker.text('name').text('publisher').url('url').date('releaseDate').prose('summary'),
  skills: (maker) => maker.text('name').text('level'),
  languages: (maker) => maker.text('language').text('fluency'),
  interests: (maker) => maker.text('name'),
  references: reference,
};

/** Imports YAMLResume: `content`, `locale` and `layouts`. */
export function fromYamlResume(root: Source): Draft {
  const draft = new Draft({ markdown: true });
  const content = root.get('content');
  const head = headOf(content.get('basics'), draft)
    .text('name')
    .text('label', 'headline')
    .text('email')
    .text('phone')
    .url('url')
    .prose('summary');
  const place = headOf(content.get('location'), draft)
    .text('address')
    .text('postalCode')
    .text('city')
    .text('region')
    .text('countryCode', 'country').fields;
  if (place.countryCode !== undefined) place.countryCode = readCountry(String(place.countryCode)) ?? place.countryCode;
  if (Object.keys(place).length > 0) head.put('location', place);
  const profiles = content
    .get('profiles')
    .items()
    .map((item) => headOf(item, draft).text('network').text('username').url('url').fields)
    .filter((item) => Object.keys(item).length > 0);
  if (profiles.length > 0) head.put('profiles', profiles);
  if (Object.keys(head.fields).length > 0) draft.profile.basics = head.fields;
  for (const [id, make] of Object.entries(MAKERS)) {
    for (const item of content.get(id).items()) {
      if (!item.isMap) continue;
      draft.leave(item.get('computed'));
      draft.add(
        id,
        make(new EntryMaker(item, id as Kind, draft))
          .list('keywords')
          .finish({ openEnd: true }),
      );
    }
  }
  const language = root.get('locale').get('language');
  if (language.text !== undefined && fits(['meta', 'locale'], language.text))
    draft.profile.meta = { locale: language.take() };
  for (const key of ['layouts', 'layout', 'locale', '$schema']) draft.leave(root.get(key));
  const heads = ['basics', 'location', 'profiles'];
  for (const key of content.keys()) {
    const value = content.get(key);
    if (!heads.includes(key) && (value.isMap || value.isList)) genericSection(value, titleOf(key), draft);
  }
  furtherDetails(
    [
      [content.get('basics'), 2],
      [content, 1],
      [root, 0],
    ],
    draft,
  );
  return draft;
}

function dated(maker: EntryMaker): EntryMaker {
  return maker.span(['startDate'], ['endDate']);
}

/** Imports a reference; its contact details become keywords. */
function reference(maker: EntryMaker): EntryMaker {
  const contact = ['relationship', 'email', 'phone'].filter((key) => maker.source.get(key).text !== undefined);
  maker.text('name').prose('reference', 'summary');
  for (const key of contact) maker.list('keywords', key);
  return maker;
}
