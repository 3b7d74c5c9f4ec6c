import { DossierError } from '../errors.js';
import { STANDARD_SECTIONS } from '../profile/schema.js';
import type { Draft } from './draft.js';
import type { SourceFormatName } from './format-names.js';
import { fromFresh } from './fresh.js';
import { fromJsonResume } from './jsonresume.js';
import { fromRenderCv } from './rendercv.js';
import type { Source } from './source.js';
import { fromYamlResume } from './yamlresume.js';

/** A format that profiles are made from. */
export interface SourceFormat {
  name: SourceFormatName;
  title: string;
  /** What tells it, in words. */
  signs: string;
  is(root: Source): boolean;
  read(root: Source, templates: readonly string[]): Draft;
}

/** The formats, each asked in turn. */
export const SOURCE_FORMATS: readonly SourceFormat[] = [
  {
    name: 'rendercv',
    title: 'RenderCV',
    signs: 'a group cv with a name or sections',
    is: (root) => hasAny(root.get('cv'), ['name', 'sections', 'headline', 'email']),
    read: fromRenderCv,
  },
  {
    name: 'yamlresume',
    title: 'YAMLResume',
    signs: 'a group content with basics, work or education',
    is: (root) => hasAny(root.get('content'), ['basics', 'work', 'education', 'projects', 'skills']),
    read: fromYamlResume,
  },
  {
    name: 'fresh',
    title: 'FRESH',
    signs: 'meta.format FRESH@…, or a name beside info, contact or employment',
    is: (root) =>
      /^FRESH\b/i.test(root.get('meta').get('format').text ?? '') ||
      (root.get('name').text !== undefined && hasAny(root, ['info', 'contact', 'employment'])),
    read: fromFresh,
  },
  {
    name: 'jsonresume',
    title: 'JSON Resume',
    signs: 'a group basics, or a list such as work, education or skills',
    is: (root) => root.get('basics').isMap || STANDARD_SECTIONS.some((id) => root.get(id).isList),
    read: fromJsonResume,
  },
];

function hasAny(source: Source, keys: readonly string[]): boolean {
  return keys.some((key) => source.get(key).value !== undefined);
}

/**
 * The format of a document, by what stands in it.
 *
 * @throws DossierError IMPORT_UNKNOWN
 */
export function recognise(root: Source, file: string): SourceFormat {
  const found = SOURCE_FORMATS.find((format) => format.is(root));
  if (found) return found;
  throw new DossierError('IMPORT_UNKNOWN', 'this is no résumé of a known format', {
    where: { file },
    hint: `looked for ${SOURCE_FORMATS.map(({ title, signs }) => `${title} (${signs})`).join(', ')}; --from NAME says which it is`,
  });
}
