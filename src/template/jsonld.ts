import type { Content } from '../content/model.js';

/** Returns the person as schema.org JSON-LD, with only the data that the page shows. */
export function toJsonLd(content: Content): object {
  const contact = (kind: string) => content.contacts.find((candidate) => candidate.kind === kind);
  const entries = (id: string) =>
    content.sections.flatMap((section) =>
      section.id === id && section.kind === 'entries' ? section.groups.flatMap((group) => group.entries) : [],
    );
  const summary = content.sections.find((section) => section.id === 'summary');
  const skills = content.sections.find((section) => section.id === 'skills');
  const present = {
    '@context': 'https://schema.org',
    '@type': 'Person',
    name: content.name,
    jobTitle: content.label,
    description: summary?.kind === 'prose' ? summary.paragraphs.map(({ plain }) => plain).join(' ') : undefined,
    email: contact('email')?.text,
    telephone: contact('phone')?.text,
    url: contact('url')?.url,
    address: contact('location')?.text,
    sameAs: content.contacts.flatMap((candidate) =>
      candidate.kind === 'profile' && candidate.url ? [candidate.url] : [],
    ),
    alumniOf: entries('education').flatMap((entry) =>
      entry.subtitle ? [{ '@type': 'EducationalOrganization', name: entry.subtitle }] : [],
    ),
    knowsAbout: [
      ...(skills?.kind === 'terms' ? skills.terms.map(({ name, keywords }) => ({ title: name, keywords })) : []),
      ...entries('skills'),
    ].flatMap(({ title, keywords }) => (keywords.length > 0 ? keywords : title ? [title] : [])),
  };
  return Object.fromEntries(
    Object.entries(present).filter(([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0)),
  );
}

/** Converts a value to JSON for a script element, without any `<` that could end it. */
export function toScriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
