import { readCountry } from '../profile/fields.js';
import { entryOf } from '../profile/values.js';
import { headOf } from './basics.js';
import { type Draft, type Fields, isAddress } from './draft.js';
import { labelOf, type Source } from './source.js';

/** Takes a text that may stand beside attributes, such as the language it is written in. */
export function textIn(source: Source): string | undefined {
  if (!source.isMap) return source.take();
  for (const key of ['languageID', 'languageCode', 'schemeName', 'schemeID', 'listName', 'listURI', 'typeCode'])
    source.get(key).take();
  return source.get('text').take();
}

/** Imports the name and the contact details of a candidate. */
export function candidateHead(person: Source, draft: Draft): Fields {
  const name = person.get('PersonName');
  const names = [name.get('GivenName'), name.get('FamilyName')].map((part) => textIn(part));
  const head = headOf(person, draft).put('name', names.filter(Boolean).join(' '));
  const profiles: Fields[] = [];
  for (const item of person.get('Communication').items()) {
    const channel = (textIn(item.get('ChannelCode')) ?? '').toLowerCase();
    const use = textIn(item.get('UseCode')) ?? '';
    const network = /^(|home|work|mobile|personal|business|other)$/i.test(use) ? labelOf(channel) : capitalized(use);
    const location = placeFields(item.get('Address'), draft);
    if (Object.keys(location).length > 0 && head.fields.location === undefined) head.put('location', location);
    const uri = textIn(item.get('URI'));
    const [country, ...parts] = ['CountryDialing', 'AreaDialing', 'DialNumber'].map((key) => textIn(item.get(key)));
    const prefix = country && `+${country.replace(/^\+|^00/, '')}`;
    const number = textIn(item.get('FormattedNumber')) ?? [prefix, ...parts].filter(Boolean).join(' ');
    if (number !== '') addContact(head.fields, profiles, 'phone', number);
    if (uri === undefined) continue;
    if (channel === 'email' || /^[^@\s/]+@[^@\s/]+$/.test(uri)) addContact(head.fields, profiles, 'email', uri);
    else if (isAddress(uri) && network === 'Web' && head.fields.url === undefined) head.put('url', uri);
    else profiles.push({ ...(network ? { network } : {}), ...asAccount(uri) });
  }
  const residence = readCountry(textIn(person.get('ResidenceCountryCode')) ?? '');
  if (residence && head.fields.location === undefined) head.put('location', { countryCode: residence });
  if (profiles.length > 0) head.put('profiles', profiles);
  // Employers must not ask for these, and language codes are about the document.
  for (const key of ['BirthDate', 'GenderCode', 'NationalityCode', 'PrimaryLanguageCode', 'PersonID', 'Photo'])
    draft.leave(person.get(key));
  return head.fields;
}

/** Sets a contact of the header; the second of its kind becomes a link. */
function addContact(fields: Fields, profiles: Fields[], key: 'email' | 'phone', value: string): void {
  if (fields[key] === undefined) fields[key] = value;
  else profiles.push({ network: key === 'email' ? 'E-mail' : 'Phone', username: value });
}

/** Names of networks as their users write them. */
const NETWORKS: Readonly<Record<string, string>> = { linkedin: 'LinkedIn', github: 'GitHub', youtube: 'YouTube' };

function capitalized(use: string): string {
  return entryOf(NETWORKS, use.toLowerCase()) ?? use.charAt(0).toUpperCase() + use.slice(1);
}

function asAccount(uri: string): Fields {
  return isAddress(uri) ? { url: uri } : { username: uri };
}

/** Imports an address. */
export function placeFields(address: Source, draft: Draft): Fields {
  const lines = address
    .get('AddressLine')
    .items()
    .flatMap((line) => textIn(line) ?? []);
  const code = readCountry(address.get('CountryCode').text ?? '');
  if (code) address.get('CountryCode').take();
  draft.leave(address.get('type'));
  return {
    ...(lines.length > 0 ? { address: lines.join(', ') } : {}),
    ...headOf(address, draft)
      .text('postalCode', 'PostalCode')
      .text('city', 'CityName')
      .text('region', 'CountrySubDivisionCode').fields,
    ...(code ? { countryCode: code } : {}),
  };
}
