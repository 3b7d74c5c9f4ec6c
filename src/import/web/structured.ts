import { DomUtils, type parseDocument } from 'htmlparser2';
import { at, scalarText } from '../../profile/values.js';
import { readDate } from '../basics.js';
import { type Fields, isAddress } from '../draft.js';

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Node, { attribs: unknown }>;

/** Data about a person that a page has in a form for machines. */
export interface StructuredPerson {
  basics: Fields;
  work: Fields[];
  education: Fields[];
}

/**
 * Reads schema.org's Person, as JSON-LD or microdata, and the microformats h-card and h-resume, also with their older
 * names. Undefined if the page has none of them.
 */
export function structuredPerson(nodes: readonly Node[]): StructuredPerson | undefined {
  const elements = DomUtils.find((node) => 'attribs' in node, nodes as Node[], true, 20_000) as Element[];
  const person = fromJsonLd(elements) ?? fromMicrodata(elements);
  const resume = fromMicroformats(elements);
  if (!person && !resume) return undefined;
  return {
    basics: { ...resume?.basics, ...person },
    work: resume?.work ?? [],
    education: resume?.education ?? [],
  };
}

/** The fields of a header from the properties of schema.org's Person. */
function headOf(value: (name: string) => string[], place: (name: string) => string | undefined): Fields {
  const [name, label, email, phone, url] = ['name', 'jobTitle', 'email', 'telephone', 'url'].map(
    (key) => value(key)[0],
  );
  const location: Fields = {};
  for (const [key, property] of [
    ['address', 'streetAddress'],
    ['postalCode', 'postalCode'],
    ['city', 'addressLocality'],
    ['region', 'addressRegion'],
  ] as const)
    if (place(property)) location[key] = place(property);
  const profiles = value('sameAs')
    .filter(isAddress)
    .map((address) => ({ url: address }));
  const fields: Fields = {
    name,
    label,
    email: email?.replace(/^mailto:/i, ''),
    phone: phone?.replace(/^tel:/i, ''),
    url: isAddress(url) ? url : undefined,
    location: Object.keys(location).length > 0 ? location : undefined,
    profiles: profiles.length > 0 ? profiles : undefined,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, each]) => each !== undefined && each !== ''));
}

function fromJsonLd(elements: readonly Element[]): Fields | undefined {
  for (const element of elements) {
    if (!/^script$/i.test(element.name) || !/ld\+json/i.test(element.attribs.type ?? '')) continue;
    const person = personIn(parseJson(DomUtils.textContent(element)), 0);
    if (person === undefined) continue;
    const address = listed(at(person, 'address'))[0];
    return headOf(
      (name) => listed(at(person, name)).map(scalarText).filter(Boolean),
      (name) => scalarText(at(address, name)) || undefined,
    );
  }
  return undefined;
}

/** The values of a property, which JSON-LD writes as a list or as a single value. */
function listed(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Finds a person at the top of the data, in its graph, or as the subject of the page. */
function personIn(value: unknown, depth: number): unknown {
  if (depth > 4) return undefined;
  for (const item of listed(value)) {
    if (listed(at(item, '@type')).some((type) => scalarText(type) === 'Person')) return item;
    for (const key of ['@graph', 'mainEntity', 'about', 'author']) {
      const inner = at(item, key) === undefined ? undefined : personIn(at(item, key), depth + 1);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function fromMicrodata(elements: readonly Element[]): Fields | undefined {
  const person = elements.find(({ attribs }) => /schema\.org\/Person\/?$/i.test(attribs.itemtype ?? ''));
  if (!person) return undefined;
  const inside = (name: string) =>
    (
      DomUtils.find(
        (node) => 'attribs' in node && (node.attribs.itemprop ?? '').split(/\s+/).includes(name),
        person.children,
        true,
        20,
      ) as Element[]
    ).map(valueOfElement);
  return headOf(inside, (name) => inside(name)[0]);
}

/** The value of a property: the address of a link, the content of a meta element, a time for machines, or the text. */
function valueOfElement(element: Element): string {
  const { content, href, datetime, value } = element.attribs;
  const own = content ?? (/^(a|link|area)$/i.test(element.name) ? href : undefined) ?? datetime ?? value;
  return (own ?? DomUtils.textContent(element)).replace(/\s+/g, ' ').trim();
}

/** The classes of microformats, the newer and the older name of each property. */
const CLASSES: Readonly<Record<string, RegExp>> = {
  resume: /(?:^|\s)(?:h-resume|hresume)(?:\s|$)/,
  card: /(?:^|\s)(?:h-card|vcard)(?:\s|$)/,
  experience: /(?:^|\s)(?:p-experience|experience)(?:\s|$)/,
  education: /(?:^|\s)(?:p-education|education)(?:\s|$)/,
  event: /(?:^|\s)(?:h-event|vevent|h-card|vcard)(?:\s|$)/,
  start: /(?:^|\s)(?:dt-start|dtstart)(?:\s|$)/,
  end: /(?:^|\s)(?:dt-end|dtend)(?:\s|$)/,
  name: /(?:^|\s)(?:p-name|fn)(?:\s|$)/,
  title: /(?:^|\s)(?:p-job-title|title)(?:\s|$)/,
  org: /(?:^|\s)(?:p-org|org)(?:\s|$)/,
  location: /(?:^|\s)(?:p-location|location)(?:\s|$)/,
  email: /(?:^|\s)(?:u-email|email)(?:\s|$)/,
  phone: /(?:^|\s)(?:p-tel|tel)(?:\s|$)/,
  locality: /(?:^|\s)(?:p-locality|locality)(?:\s|$)/,
};

function fromMicroformats(elements: readonly Element[]): StructuredPerson | undefined {
  const resume = elements.find((element) => has(element, 'resume'));
  if (!resume) return undefined;
  const card = first(resume, 'card');
  const basics: Fields = {};
  const contact: readonly (readonly [key: string, name: string])[] = [
    ['name', 'name'],
    ['label', 'title'],
    ['email', 'email'],
    ['phone', 'phone'],
  ];
  for (const [key, name] of contact) {
    const found = card && !has(card, 'event', 'experience') ? first(card, name) : undefined;
    if (found) basics[key] = valueOfElement(found).replace(/^(?:mailto|tel):/i, '');
  }
  const city = card && first(card, 'locality');
  if (city) basics.location = { city: valueOfElement(city) };
  return {
    basics,
    work: eventsOf(resume, 'experience', (event) => [
      ['name', textOf(event, 'org')],
      ['position', textOf(event, 'title') ?? (first(event, 'org') ? textOf(event, 'name') : undefined)],
    ]),
    education: eventsOf(resume, 'education', (event) => [
      ['institution', textOf(event, 'org') ?? textOf(event, 'name')],
    ]),
  };
}

function has(element: Element, ...names: string[]): boolean {
  return names.every((name) => CLASSES[name]?.test(element.attribs.class ?? ''));
}

function first(element: Element, name: string): Element | undefined {
  return DomUtils.find((node) => 'attribs' in node && has(node, name), element.children, true, 1)[0] as
    | Element
    | undefined;
}

function textOf(element: Element, name: string): string | undefined {
  const found = first(element, name);
  return found && valueOfElement(found);
}

/** The events of a section: elements of that class, or events inside one that holds several. */
function eventsOf(
  resume: Element,
  name: string,
  names: (event: Element) => (readonly [key: string, value: string | undefined])[],
): Fields[] {
  const parts = DomUtils.find((node) => 'attribs' in node && has(node, name), resume.children, true, 200) as Element[];
  const events = parts.flatMap((part) => {
    if (has(part, 'event')) return [part];
    const inside = DomUtils.find(
      (node) => 'attribs' in node && has(node, 'event'),
      part.children,
      true,
      200,
    ) as Element[];
    return inside.length > 0 ? inside : [part];
  });
  return events.flatMap((event) => {
    const dates = [
      ['startDate', textOf(event, 'start')],
      ['endDate', textOf(event, 'end')],
    ].map(([key, text]) => [key, text === undefined ? undefined : readDate(text, key === 'endDate')] as const);
    const known = [...names(event), ['location', textOf(event, 'location')] as const, ...dates].filter(
      ([, value]) => value !== undefined && value !== '',
    );
    return known.length > 0 ? [Object.fromEntries(known) as Fields] : [];
  });
}
