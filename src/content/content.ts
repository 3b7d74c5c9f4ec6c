import { parseDate } from '../profile/dates.js';
import { type Basics, type Profile, STANDARD_SECTIONS } from '../profile/schema.js';
import { raiseBreaks } from './breaks.js';
import { toContacts } from './contacts.js';
import { type DateStyle, formatDate } from './dates.js';
import * as from from './entries.js';
import { parseInline } from './inline.js';
import { directionOf } from './locale.js';
import type { Content, PageBreak } from './model.js';
import { toSection } from './sections.js';
import { wordsFor } from './words.js';

/**
 * Profile -> what the résumé says. Sections that meta.sections names come in its order, after them those of `first`, and
 * then the others in the usual one; sections without content are left out.
 *
 * @param fallbackName what the résumé is called when the profile has no name
 * @param first ids of sections that a template puts before the others; those that the profile has not are passed over
 */
export function toContent(profile: Profile, fallbackName: string, first: readonly string[] = []): Content {
  const basics: Partial<Basics> = profile.basics ?? {};
  const lang = profile.meta?.locale || 'en';
  const words = wordsFor(lang);
  const style: DateStyle = { locale: lang, present: words.present, span: words.span };
  const updated = parseDate(profile.meta?.lastModified ?? '');
  return {
    lang,
    direction: directionOf(lang),
    marks: { comma: words.comma, colon: words.colon },
    name: basics.name || fallbackName,
    ...from.optional({
      label: basics.label,
      tagline: basics.tagline ? parseInline(basics.tagline) : undefined,
      availability: basics.availability,
      image: basics.image,
      updated: updated && formatDate(updated, style),
    }),
    contacts: toContacts(basics, words, lang),
    metrics: from.toMetrics(basics.metrics),
    sections: chooseSections(profile, first).flatMap((choice) => {
      const section = toSection(profile, choice.id, choice.title, words, style);
      const own = profile.sections?.find((candidate) => candidate.id === choice.id)?.break;
      return section ? [raiseBreaks({ ...section, ...from.optional({ break: choice.break ?? own }) })] : [];
    }),
  };
}

interface Choice {
  id: string;
  title?: string | undefined;
  break?: PageBreak | undefined;
}

function chooseSections(profile: Profile, first: readonly string[]): Choice[] {
  const chosen = profile.meta?.sections ?? [];
  const custom = (profile.sections ?? []).map((section) => section.id);
  const usual = STANDARD_SECTIONS.flatMap((id) => (id === 'projects' ? [id, ...custom] : [id]));
  const ordered = [...first.filter((id) => usual.includes(id)), ...usual.filter((id) => !first.includes(id))];
  const rest = ordered.filter((id) => !chosen.some((choice) => choice.id === id));
  return [...chosen.filter((choice) => !choice.hidden), ...rest.map((id) => ({ id }))];
}
