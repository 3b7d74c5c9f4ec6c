import { parseDate } from '../profile/dates.js';
import { readCountry } from '../profile/fields.js';
import { headOf, leavePicture } from './basics.js';
import { Draft, type Fields, fits, isAddress } from './draft.js';
import { EntryMaker } from './entry.js';
import { furtherDetails, genericSection } from './generic.js';
import { proseOf, type Source } from './source.js';

/** `true` for a Europass document of Cedefop. */
export function isSkillsPassport(root: Source): boolean {
  return root.get('SkillsPassport').get('LearnerInfo').isMap || root.get('LearnerInfo').isMap;
}

/**
 * Imports the Europass document of Cedefop (versions 3.0 to 3.4), as XML or JSON: a `SkillsPassport` with its
 * `LearnerInfo`.
 */
export function fromSkillsPassport(root: Source): Draft {
  const draft = new Draft({ markdown: false, lists: true });
  const passport = root.get('SkillsPassport').isMap ? root.get('SkillsPassport') : root;
  const learner = passport.get('LearnerInfo');
  const basics = headFields(learner, draft);
  if (Object.keys(basics).length > 0) draft.profile.basics = basics;
  const locale = [passport.get('locale'), passport.get('Locale')].find(({ text }) => text !== undefined);
  if (locale && fits(['meta', 'locale'], locale.text)) draft.profile.meta = { locale: locale.take() };
  for (const key of ['DocumentInfo', 'PrintingPreferences', 'schemaLocation', 'AttachmentList', 'Attachment'])
    draft.leave(passport.get(key));
  for (const item of listOf(learner, 'WorkExperience')) draft.add('work', job(item, draft));
  for (const item of listOf(learner, 'Education')) draft.add('education', study(item, draft));
  skills(learner.get('Skills'), draft);
  achievements(listOf(learner, 'Achievement'), draft);
  for (const key of ['Documentation', 'ReferenceTo', 'ReferenceToList']) draft.leave(learner.get(key));
  const further = furtherDetails(
    [
      [learner, 2],
      [root, 1],
    ],
    draft,
  );
  if (further) draft.note(draft.profile, 'sections', 'the last section has values without a field of their own');
  return draft;
}

/** The items of a list, which XML wraps in an element of its own, and JSON does not. */
function listOf(source: Source, name: string): Source[] {
  const wrapped = source.get(`${name}List`);
  return (wrapped.isMap ? wrapped.get(name) : source.get(name)).items();
}

/** The source of a text that may be wrapped in an element for its label, its content or a contact. */
function textOf(source: Source): Source {
  for (const key of ['Label', 'Contact', 'Name', 'text', 'Code'])
    if (source.isMap && source.get(key).text !== undefined) return source.get(key);
  return source;
}

/** Takes a text with its code, which says the same to machines. */
function takeText(source: Source, draft: Draft): string | undefined {
  const text = textOf(source).take();
  if (text !== undefined) draft.leave(source.get('Code'));
  return text;
}

/** Joins the parts of a date, which XML writes as `year="2010" month="--09" day="---01"`. */
function takeDate(source: Source): string | undefined {
  if (!source.isMap) return parseDate(source.text ?? '') ? source.take() : undefined;
  const part = (name: string, width: number) => {
    const found = [source.get(name), source.get(name.toLowerCase())].find(({ text }) => text !== undefined);
    return found?.text?.replace(/^-+/, '').padStart(width, '0');
  };
  const text = [part('Year', 4), part('Month', 2), part('Day', 2)].filter((each) => each !== undefined).join('-');
  if (!parseDate(text)) return undefined;
  source.takeAll();
  return text;
}

function addPeriod(maker: EntryMaker, period: Source, draft: Draft): EntryMaker {
  const current = period.get('Current');
  const end = takeDate(period.get('To')) ?? (current.text === 'true' ? 'present' : undefined);
  draft.leave(current);
  return maker.put('startDate', takeDate(period.get('From'))).put('endDate', end);
}

function headFields(learner: Source, draft: Draft): Fields {
  const identity = learner.get('Identification');
  const person = identity.get('PersonName');
  const contact = identity.get('ContactInfo');
  const names = [takeText(person.get('Title'), draft), person.get('FirstName').take(), person.get('Surname').take()];
  const head = headOf(identity, draft).put('name', names.filter(Boolean).join(' '));
  // A headline may be a job, a position or a personal statement.
  const headline = learner.get('Headline');
  const kind = headline.get('Type').get('Code').text ?? '';
  const text = takeText(headline.get('Description'), draft);
  if (text !== undefined) head.put(kind === 'personal_statement' ? 'summary' : 'label', proseOf(text, false));
  draft.leave(headline.get('Type'));
  const [email, phone] = [contact.get('Email'), listOf(contact, 'Telephone')];
  head.put('email', takeText(email, draft)).put('phone', phone[0] && takeText(phone[0], draft));
  for (const item of phone) draft.leave(item.get('Use'));
  const address = contact.get('Address').get('Contact');
  const location = placeFields(address, draft);
  if (Object.keys(location).length > 0) head.put('location', location);
  const [site, ...sites] = listOf(contact, 'Website').flatMap((item) => {
    draft.leave(item.get('Use'));
    return isAddress(textOf(item).text) ? (takeText(item, draft) ?? []) : [];
  });
  head.put('url', site);
  const profiles = [
    ...sites.map((url): Fields => ({ network: 'Website', url })),
    ...listOf(contact, 'InstantMessaging').flatMap((item): Fields[] => {
      const username = item.get('Contact').take();
      const network = takeText(item.get('Use'), draft);
      return username === undefined ? [] : [{ ...(network ? { network } : {}), username }];
    }),
  ];
  if (profiles.length > 0) head.put('profiles', profiles);
  leavePicture(identity.get('Photo').get('Data'), draft);
  for (const key of ['Photo', 'Signature']) draft.leave(identity.get(key));
  // Employers must not ask for these.
  draft.leave(identity.get('Demographics'));
  return head.fields;
}

function placeFields(address: Source, draft: Draft): Fields {
  const country = address.get('Country');
  const code = readCountry(country.get('Code').text ?? '') ?? readCountry(textOf(country).text ?? '');
  const lines = ['AddressLine', 'AddressLine2'].flatMap((key) => address.get(key).take() ?? []);
  const fields: Fields = {
    ...(lines.length > 0 ? { address: lines.join(', ') } : {}),
    ...headOf(address, draft).text('postalCode', 'PostalCode').text('city', 'Municipality').fields,
  };
  if (code) {
    country.takeAll();
    fields.countryCode = code;
  }
  return fields;
}

/** Takes the place of an employer or a school as one text. */
function takePlace(holder: Source): string | undefined {
  const address = holder.get('ContactInfo').get('Address').get('Contact');
  const country = address.get('Country');
  const parts = [address.get('Municipality').take(), textOf(country).take()];
  country.takeAll();
  return parts.filter(Boolean).join(', ') || undefined;
}

function site(holder: Source): Source {
  return textOf(holder.get('ContactInfo').get('Website'));
}

function job(item: Source, draft: Draft): Fields | undefined {
  const employer = item.get('Employer');
  const maker = new EntryMaker(item, 'work', draft)
    .put('name', employer.get('Name').take())
    .put('position', takeText(item.get('Position'), draft))
    .put('location', takePlace(employer));
  const sector = takeText(employer.get('Sector'), draft);
  if (sector !== undefined) maker.put('features', [{ label: 'Sector', value: sector }]);
  if (isAddress(site(employer).text)) maker.put('url', site(employer).take());
  return addPeriod(maker, item.get('Period'), draft).prose('summary', 'Activities').finish();
}

function study(item: Source, draft: Draft): Fields | undefined {
  const school = item.get('Organisation');
  const maker = new EntryMaker(item, 'education', draft)
    .text('studyType', 'Title')
    .put('institution', school.get('Name').take())
    .put('area', takeText(item.get('Field'), draft))
    .put('location', takePlace(school));
  const level = takeText(item.get('Level'), draft);
  if (level !== undefined) maker.put('features', [{ label: 'Level', value: level }]);
  if (isAddress(site(school).text)) maker.put('url', site(school).take());
  return addPeriod(maker, item.get('Period'), draft).prose('summary', 'Activities').finish();
}

/** The parts of a language level, in the order of the Europass form. */
const LEVELS = ['Listening', 'Reading', 'SpokenInteraction', 'SpokenProduction', 'Writing'] as const;

function skills(source: Source, draft: Draft): void {
  const linguistic = source.get('Linguistic');
  for (const item of listOf(linguistic, 'MotherTongue')) {
    const language = takeText(item.get('Description'), draft);
    if (language !== undefined) draft.add('languages', { language, fluency: 'Mother tongue' });
  }
  for (const item of listOf(linguistic, 'ForeignLanguage')) {
    const maker = new EntryMaker(item, 'languages', draft).put('language', takeText(item.get('Description'), draft));
    const level = item.get('ProficiencyLevel');
    maker.put(
      'fluency',
      levelOf(LEVELS.map((name) => [name.replace(/(?<=[a-z])(?=[A-Z])/, ' '), level.get(name).take()])),
    );
    const proofs = listOf(item, 'Certificate').flatMap((proof) => takeText(proof.get('Title'), draft) ?? []);
    if (proofs.length > 0) maker.put('keywords', proofs);
    draft.add('languages', maker.finish());
  }
  // The other groups are texts, such as "Communication" and "JobRelated".
  for (const key of source.keys()) {
    if (key === 'Linguistic') continue;
    const group = source.get(key);
    const text = group.get('Description').take();
    const name = key.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').replace(/(?<=. )[A-Z]/g, (letter) => letter.toLowerCase());
    if (text !== undefined) draft.addSection(`${name} skills`, { text: proseOf(text, false) });
    if (group.left().length > 0) genericSection(group, `${name} skills`, draft);
  }
}

/**
 * Describes a language level: one level if all parts have it, as `C1`, otherwise each, as `Listening C1, Reading B2`.
 */
export function levelOf(parts: readonly (readonly [name: string, level: string | undefined])[]): string | undefined {
  const known = parts.filter(([, level]) => level !== undefined && level !== '');
  const levels = new Set(known.map(([, level]) => level));
  if (levels.size <= 1 && (known.length === parts.length || known.length === 0)) return [...levels][0];
  return known.map(([name, level], index) => `${index === 0 ? name : name.toLowerCase()} ${level}`).join(', ');
}

/** Imports achievements as sections by their titles, such as "Publications" and "Projects". */
function achievements(items: readonly Source[], draft: Draft): void {
  const groups = new Map<string, string[]>();
  for (const item of items) {
    const title = takeText(item.get('Title'), draft) ?? 'Further achievements';
    const text = takeText(item.get('Description'), draft);
    draft.leave(item.get('ReferenceTo'));
    if (text !== undefined) groups.set(title, [...(groups.get(title) ?? []), proseOf(text, false)]);
  }
  for (const [title, texts] of groups) draft.addSection(title, { text: texts.join('\n\n') });
}
