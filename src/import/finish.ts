import { count, DossierError, problemsOf } from '../errors.js';
import { readProfile } from '../profile/read.js';
import type { Profile } from '../profile/schema.js';
import { type Draft, type Fields, profileSlugOf } from './draft.js';
import type { ImportOptions } from './import-options.js';
import type { Imported } from './imported.js';
import { personOf } from './person.js';
import { takeContacts } from './private-contacts.js';
import { writeProfile } from './write.js';

/**
 * Writes a draft as a profile and its private overlay.
 *
 * @throws DossierError if the profile would be invalid
 */
export function finish(
  draft: Draft,
  format: string,
  name: string | undefined,
  file: string,
  options: ImportOptions,
): Pick<Imported, 'slug' | 'format' | 'yaml' | 'overlay' | 'person' | 'language'> {
  const slug = profileSlugOf(name ?? '', file.replace(/^.*[\\/]/, '').replace(/\.\w+$/, ''));
  const person = personOf(draft.profile);
  const overlay = options.publicContacts ? undefined : takeContacts(draft);
  const yaml = writeProfile(draft, headOf(format, file, draft, overlay !== undefined));
  const { meta } = readBack(yaml, file, options.templates);
  return { slug, format, yaml, overlay, person, language: meta?.locale ?? 'en' };
}

/** Throws before anything is written if the profile would be invalid: two sections of one name, or an unknown tag. */
function readBack(yaml: string, file: string, templates: readonly string[] | undefined): Profile {
  try {
    return readProfile(new TextEncoder().encode(yaml), file, templates).value;
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    // Line numbers refer to the generated profile, not to this file.
    const problems = problemsOf(error).map(({ frame: _frame, ...problem }) => ({ ...problem, where: { file } }));
    throw new DossierError(error.code, `${file} cannot be converted to a valid profile`, { problems, cause: error });
  }
}

/** Returns the comment lines at the top of a profile. */
function headOf(format: string, file: string, draft: Draft, hasOverlay: boolean): string[] {
  const { moved, settings, profile, notes } = draft;
  const { email, phone, location } = (profile.basics ?? {}) as { email?: string; phone?: string; location?: Fields };
  return [
    `Made from ${file.replace(/^.*[\\/]/, '')} (${format}) by dossier import.`,
    ...(isPrinted(format) ? [readNote(notes.length)] : []),
    ...(hasOverlay
      ? ['Phone, e-mail and street are in the file of the same name in private/, which is not published.']
      : []),
    ...(isPrinted(format) ? [] : [keyNote(moved.length)]),
    ...(settings.length > 0 ? [`Settings of ${format} were not imported.`] : []),
    ...(email || phone || location?.address
      ? ['Keep phone, e-mail and street in profiles/private/, which is not published.']
      : []),
  ];
}

/** `true` for formats whose text is read by rules. */
function isPrinted(format: string): boolean {
  return ['PDF', 'Word', 'HTML', 'Markdown'].includes(format);
}

function keyNote(moved: number): string {
  return moved === 0
    ? 'Every value had a matching key.'
    : `Without a matching key: ${count(moved, 'value')}; comments mark where they are now.`;
}

function readNote(unsure: number): string {
  return unsure === 0
    ? 'It was read from the pages: compare it with them.'
    : `It was read from the pages: compare it with them. Comments mark what is unsure (${count(unsure, 'place')}).`;
}
