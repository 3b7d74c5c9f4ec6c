import { plainOf } from '../content/blocks.js';
import type { Content } from '../content/model.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import type { Profile } from '../profile/schema.js';

/** The metadata of a document's files. */
export function infoOf(
  profile: Profile,
  content: Content,
  title: string,
  services: { creator: string; date?: string | undefined },
): DocumentInfo {
  const summary = content.sections.find((section) => section.id === 'summary');
  const skills = content.sections.flatMap((section) =>
    section.id === 'skills' && section.kind === 'terms' ? section.terms.flatMap((term) => [...term.keywords]) : [],
  );
  const keywords =
    skills.length > 0
      ? skills
      : content.sections.flatMap((section) =>
          section.kind === 'entries'
            ? section.groups.flatMap((group) => group.entries.flatMap((entry) => entry.keywords))
            : [],
        );
  return {
    title,
    author: content.name,
    subject: content.label ?? (summary?.kind === 'prose' ? plainOf(summary.paragraphs) : undefined),
    keywords: [...new Set(keywords)].slice(0, 40),
    lang: content.lang,
    direction: content.direction,
    creator: services.creator,
    date: profile.meta?.lastModified || services.date,
  };
}
