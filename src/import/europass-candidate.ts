import { parseDate } from '../profile/dates.js';
import { readCountry } from '../profile/fields.js';
import { Draft, type Fields, isAddress } from './draft.js';
import { EntryMaker, type Kind } from './entry.js';
import { levelOf } from './europass.js';
import { candidateHead, placeFields, textIn } from './europass-person.js';
import { furtherDetails, genericSection } from './generic.js';
import { labelOf, proseOf, type Source } from './source.js';

/** `true` for a document of the Europass portal since 2020: a `Candidate` in the HR Open vocabulary. */
export function isCandidate(root: Source): boolean {
  return root.get('Candidate').get('CandidatePerson').isMap || root.get('Candidate').get('CandidateProfile').isMap;
}

/** Imports the XML that the Europass portal puts into the PDFs it makes. */
export function fromCandidate(root: Source): Draft {
  const draft = new Draft({ markdown: false, lists: true });
  const candidate = root.get('Candidate');
  const [profile] = candidate.get('CandidateProfile').items();
  const basics = candidateHead(candidate.get('CandidatePerson'), draft);
  for (const key of candidate.keys())
    if (key !== 'CandidatePerson' && key !== 'CandidateProfile') draft.leave(candidate.get(key));
  if (profile) {
    const summary = textIn(profile.get('ExecutiveSummary'));
    if (summary !== undefined) basics.summary = proseOf(summary, false);
    for (const key of ['ID', 'Attachment', 'RenderingInformation', 'languageCode']) draft.leave(profile.get(key));
    for (const employer of profile.get('EmploymentHistory').get('EmployerHistory').items()) jobs(employer, draft);
    for (const school of profile.get('EducationHistory').get('EducationOrganizationAttendance').items())
      draft.add('education', study(school, draft));
    languages(profile.get('PersonQualifications'), draft);
    for (const item of profile.get('Certifications').get('Certification').items())
      draft.add('certificates', certificate(item, draft));
    for (const item of profile.get('PublicationHistory').get('Publication').items())
      draft.add('publications', publication(item, draft));
    titled(profile.get('Projects').get('Project'), 'projects', draft);
    titled(profile.get('VoluntaryWorks').get('VoluntaryWork'), 'volunteer', draft);
    for (const key of profile.keys()) own(profile.get(key), draft);
  }
  if (Object.keys(basics).length > 0) draft.profile.basics = basics;
  furtherDetails([[candidate, 1]], draft);
  return draft;
}

/** Takes a date that is wrapped in elements; its day may be missing. */
function dateIn(source: Source): string | undefined {
  const value = source.isMap ? source.get('FormattedDateTime') : source;
  return parseDate(value.text ?? '') ? value.take()?.split('T', 1)[0] : undefined;
}

function addPeriod(maker: EntryMaker, period: Source): EntryMaker {
  const open = [period.get('CurrentIndicator'), period.get('Ongoing')];
  const isOpen = open.some(({ text }) => text === 'true');
  for (const flag of open) flag.take();
  return maker
    .put('startDate', dateIn(period.get('StartDate')))
    .put('endDate', dateIn(period.get('EndDate')) ?? (isOpen ? 'present' : undefined));
}

/** Takes the place of an employer or a school as one text, and its address on the web. */
function contactOf(holder: Source, draft: Draft): { location?: string; url?: string } {
  const found: { location?: string; url?: string } = {};
  for (const item of holder.get('OrganizationContact').get('Communication').items()) {
    const { city, countryCode } = placeFields(item.get('Address'), draft) as { city?: string; countryCode?: string };
    const place = [city, countryCode && (regionName(countryCode) ?? countryCode)].filter(Boolean).join(', ');
    if (place !== '') found.location ??= place;
    const uri = item.get('URI');
    if (isAddress(uri.text)) found.url ??= uri.take() ?? '';
    draft.leave(item.get('ChannelCode'));
  }
  return found;
}

function regionName(code: string): string | undefined {
  return new Intl.DisplayNames('en', { type: 'region' }).of(code);
}

/** Imports the positions at one employer. */
function jobs(employer: Source, draft: Draft): void {
  const name = textIn(employer.get('OrganizationName'));
  const place = contactOf(employer, draft);
  draft.leave(employer.get('IndustryCode'));
  const positions = employer.get('PositionHistory').items();
  for (const item of positions.length > 0 ? positions : [employer]) {
    const maker = new EntryMaker(item, 'work', draft)
      .put('name', name)
      .put('position', textIn(item.get('PositionTitle')))
      .put(
        'location',
        place.location ?? ([textIn(item.get('City')), countryIn(item)].filter(Boolean).join(', ') || undefined),
      )
      .put('url', place.url);
    for (const period of [employer.get('EmploymentPeriod'), item.get('EmploymentPeriod')]) addPeriod(maker, period);
    draft.add('work', addProse(maker, 'summary', item.get('Description')).finish());
  }
}

function countryIn(item: Source): string | undefined {
  const code = textIn(item.get('Country')) ?? textIn(item.get('CountryCode'));
  return code && readCountry(code) ? regionName(readCountry(code) ?? code) : code;
}

/** Adds a text, whose list becomes bullets. */
function addProse(maker: EntryMaker, key: string, source: Source): EntryMaker {
  return source.isMap ? maker.append(key, proseOf(textIn(source) ?? '', false)) : maker.prose(key, source.key);
}

function study(item: Source, draft: Draft): Fields | undefined {
  const degree = item.get('EducationDegree');
  const [program, title] = [textIn(item.get('ProgramName')), textIn(degree.get('DegreeName'))];
  const maker = new EntryMaker(item, 'education', draft)
    .put('institution', textIn(item.get('OrganizationName')))
    .put('studyType', title ?? program)
    .put('area', title === undefined || title === program ? undefined : program)
    .put('score', textIn(degree.get('FinalGrade').get('ScoreText')));
  const { location, url } = contactOf(item, draft);
  addPeriod(maker.put('location', location).put('url', url), item.get('AttendancePeriod'));
  // A level of the European Qualifications Framework.
  draft.leave(item.get('EducationLevelCode'));
  const covered = textIn(degree.get('OccupationalSkillsCovered'));
  if (covered !== undefined) maker.append('summary', proseOf(covered, false));
  return maker.finish();
}

/** Imports languages: names by their codes, and the levels of the five skills of the CEFR. */
function languages(source: Source, draft: Draft): void {
  for (const item of source.get('PersonCompetency').items()) {
    if (textIn(item.get('TaxonomyID')) !== 'language') continue;
    const code = textIn(item.get('CompetencyID')) ?? '';
    const parts = item
      .get('CompetencyDimension')
      .items()
      .map((part) => {
        const name = textIn(part.get('CompetencyDimensionTypeCode')) ?? '';
        return [wordsOf(name), textIn(part.get('Score').get('ScoreText'))] as const;
      });
    const maker = new EntryMaker(item, 'languages', draft).put('language', languageName(code));
    // A language without levels is the mother tongue.
    draft.add('languages', maker.put('fluency', parts.length > 0 ? levelOf(parts) : 'Mother tongue').finish());
  }
}

/** Words for a part of a level: `CEF-Speaking-Interaction` is "Speaking interaction". */
function wordsOf(code: string): string {
  return labelOf(code.replace(/^CEF-(?:Understanding-)?/, ''));
}

function languageName(code: string): string {
  if (!/^[a-z]{2,3}$/i.test(code)) return code;
  return new Intl.DisplayNames('en', { type: 'language' }).of(code.toLowerCase()) ?? code;
}

function certificate(item: Source, draft: Draft): Fields | undefined {
  return new EntryMaker(item, 'certificates', draft)
    .put('name', textIn(item.get('CertificationName')))
    .put('issuer', textIn(item.get('IssuingAuthority').get('Name')))
    .put('date', dateIn(item.get('FirstIssuedDate')) ?? dateIn(item.get('CertificationDate')))
    .finish();
}

function publication(item: Source, draft: Draft): Fields | undefined {
  const maker = new EntryMaker(item, 'publications', draft).put('name', textIn(item.get('Title')));
  maker.put('releaseDate', dateIn(item.get('Year')) ?? dateIn(item.get('PublicationDate')));
  if (isAddress(item.get('Link').text)) maker.put('url', item.get('Link').take());
  for (const key of ['Reference', 'FormattedPublicationDescription', 'Description'])
    if (item.get(key).value !== undefined) addProse(maker, 'summary', item.get(key));
  return maker.finish();
}

/** Imports items that have a title, a period and a description. */
function titled(source: Source, kind: Kind, draft: Draft): void {
  for (const item of source.items()) draft.add(kind, titledEntry(item, kind, draft));
}

function titledEntry(item: Source, kind: Kind, draft: Draft): Fields | undefined {
  const heading = kind === 'projects' ? 'name' : kind === 'volunteer' ? 'position' : 'title';
  const maker = new EntryMaker(item, kind, draft).put(heading, textIn(item.get('Title')));
  addPeriod(maker, item.get('Period'));
  if (isAddress(item.get('Link').text)) maker.put('url', item.get('Link').take());
  if (item.get('Description').value !== undefined)
    addProse(maker, kind === 'projects' ? 'description' : 'summary', item.get('Description'));
  return maker.finish();
}

/** Imports any other group of items, such as hobbies and memberships, as a section. */
function own(group: Source, draft: Draft): void {
  if (!group.isMap || group.left().length === 0) return;
  const items = group.keys().flatMap((key) => group.get(key).items());
  const title = textIn(group.get('Title')) ?? labelOf(group.key);
  const entries = items.flatMap((item) => (item.isMap ? (titledEntry(item, 'custom', draft) ?? []) : []));
  if (entries.length > 0) draft.addSection(title, { entries });
  else genericSection(group, title, draft);
}
