import { DossierError } from '../errors.js';
import { FOREIGN_FORMATS, type SourceFormatName } from '../profile/foreign-formats.js';
import { STANDARD_SECTIONS } from '../profile/schema.js';
import type { Draft } from './draft.js';
import { fromSkillsPassport, isSkillsPassport } from './europass.js';
import { fromCandidate, isCandidate } from './europass-candidate.js';
import { fromFresh } from './fresh.js';
import { fromJsonResume } from './jsonresume.js';
import { fromLinkedIn } from './linkedin.js';
import { fromReactiveResume } from './reactive-resume.js';
import { fromRenderCv } from './rendercv.js';
import type { Source } from './source.js';
import { fromYamlResume } from './yamlresume.js';

/** A source format that profiles can be imported from. */
export interface SourceFormat {
  name: SourceFormatName;
  title: string;
  /** The characteristic keys of the format, for messages. */
  signs: string;
  is(root: Source): boolean;
  read(root: Source, templates: readonly string[]): Draft;
}

const READERS = {
  rendercv: fromRenderCv,
  yamlresume: fromYamlResume,
  fresh: fromFresh,
  'reactive-resume': fromReactiveResume,
};

/** The source formats, in detection order. */
export const SOURCE_FORMATS: readonly SourceFormat[] = [
  ...FOREIGN_FORMATS.map(
    ({ name, title, signs, is }): SourceFormat => ({
      name,
      title,
      signs,
      is: (root) => is(root.value),
      read: READERS[name],
    }),
  ),
  {
    name: 'europass',
    title: 'Europass',
    signs: 'a SkillsPassport or a Candidate',
    is: (root) => isSkillsPassport(root) || isCandidate(root),
    read: (root) => (isCandidate(root) ? fromCandidate(root) : fromSkillsPassport(root)),
  },
  {
    name: 'linkedin',
    title: 'LinkedIn',
    signs: 'the tables Profile.csv or Positions.csv in a ZIP archive',
    is: (root) => root.get('profile').items()[0]?.get('First Name').text !== undefined || root.get('positions').isList,
    read: fromLinkedIn,
  },
  {
    name: 'jsonresume',
    title: 'JSON Resume',
    signs: 'a group basics, or a list such as work, education or skills',
    is: (root) => root.get('basics').isMap || STANDARD_SECTIONS.some((id) => root.get(id).isList),
    read: fromJsonResume,
  },
];

/**
 * Detects the format of a document by its content.
 *
 * @throws DossierError IMPORT_UNKNOWN
 */
export function recognize(root: Source, file: string): SourceFormat {
  const found = SOURCE_FORMATS.find((format) => format.is(root));
  if (found) return found;
  throw new DossierError('IMPORT_UNKNOWN', 'this is not a résumé in a known format', {
    where: { file },
    hint: `looked for ${SOURCE_FORMATS.map(({ title, signs }) => `${title} (${signs})`).join(', ')}; set the format with --from NAME`,
  });
}
