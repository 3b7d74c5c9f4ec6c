import type { Profile } from './schema.js';

/** A profile with what its résumé prints and nothing else: neither hidden sections nor variants nor letters, nor who may see it. */
export function printedProfile(profile: Profile): Profile {
  const hidden = new Set(profile.meta?.sections?.filter((section) => section.hidden).map((section) => section.id));
  const { variants: _variants, letters: _letters, publish: _publish, ...rest } = profile;
  const shown = Object.fromEntries(Object.entries(rest).filter(([key]) => !hidden.has(key))) as Profile;
  return {
    ...shown,
    ...(shown.basics && hidden.has('summary') ? { basics: { ...shown.basics, summary: undefined } } : {}),
    ...(shown.sections ? { sections: shown.sections.filter((section) => !hidden.has(section.id)) } : {}),
    ...(shown.meta?.sections
      ? { meta: { ...shown.meta, sections: shown.meta.sections.filter((section) => !section.hidden) } }
      : {}),
  };
}
