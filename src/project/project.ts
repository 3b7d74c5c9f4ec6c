import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { FORMATS, type Format } from '../document/formats.js';
import { DossierError, type Problem } from '../errors.js';
import { type Brand, brandSchema } from '../profile/brand.js';
import { type Design, designSchema, type Look } from '../profile/design.js';
import { readDocument } from '../profile/document.js';
import { closed, deciding } from '../profile/field-metadata.js';
import { locale, text } from '../profile/fields.js';
import { nearest } from '../profile/names.js';
import { parseWith } from '../profile/read.js';
import { mergeGroups } from '../profile/values.js';

const projectSchema = closed(
  z.strictObject({
    $schema: text.optional(),
    template: deciding(text).optional().describe('The template of profiles that name none.'),
    design: deciding(designSchema)
      .optional()
      .describe('Design options, below those of profiles, variants and packets.'),
    formats: deciding(z.array(z.enum(FORMATS)))
      .optional()
      .describe('The formats that render writes if --format does not name any.'),
    locale: deciding(locale).optional().describe('The language of profiles that name none.'),
    brand: deciding(brandSchema)
      .optional()
      .describe('The house style: logo, colours, fonts and lines of an agency, on everything that is rendered.'),
  }),
);

/**
 * The defaults of a project.
 *
 * @internal
 */
export interface ProjectDefaults {
  /** The settings of profiles; absent if the file sets none. */
  defaults?: Look;
  formats?: Format[];
  /** The house style, with its pictures. */
  brand?: Brand;
  /** The paths of its pictures. */
  pictures?: string[];
  /** The design options of a house style that override those of profiles, variants and packets. */
  enforced?: Design;
  /** Warnings about the file. */
  warnings: Problem[];
}

/**
 * Reads the file of a project.
 *
 * @internal
 * @param shown the name of the file in messages
 * @param templates returns the names of templates; called only if the file names one
 * @throws DossierError PROFILE_INVALID with all problems, and the errors of `readDocument` and `openHouseStyle`
 */
export async function readProject(
  file: string,
  shown: string,
  templates: () => Promise<readonly string[]>,
): Promise<ProjectDefaults> {
  const bytes = await readFile(file);
  // A file of comments sets nothing, and no parser need be loaded for it.
  if (
    bytes
      .toString('utf8')
      .split('\n')
      .every((line) => /^\s*(#|$)/.test(line))
  )
    return { warnings: [] };
  const document = readDocument(bytes, shown);
  const { value, warnings } = parseWith(projectSchema, document, shown);
  const { template, design: own, formats, locale: lang, brand: style } = value;
  const known = template ? await templates() : [];
  if (template && !known.includes(template)) {
    const close = nearest(template, known);
    const message = `there is no template "${template}"`;
    const hint = `${close ? `did you mean ${close}? ` : ''}the templates are ${known.join(', ')}`;
    const problem = document.problem(['template'], 'value', { severity: 'error', message, hint });
    throw new DossierError('PROFILE_INVALID', message, { hint, problems: [problem] });
  }
  const house = style && (await (await import('./brand.js')).openHouseStyle(style, dirname(file), document, ['brand']));
  const design = mergeGroups(house?.below, own) as Design | undefined;
  const defaults = { template, design, locale: lang };
  const isSet = Object.values(defaults).some((setting) => setting !== undefined);
  return {
    ...(isSet ? { defaults } : {}),
    ...(formats ? { formats } : {}),
    ...(house ? { brand: house.brand, pictures: house.pictures } : {}),
    ...(house?.enforced ? { enforced: house.enforced } : {}),
    warnings,
  };
}

/** Returns the JSON Schema (draft 2020-12) of the file of a project, for editors. */
export function projectJsonSchema(): object {
  return z.toJSONSchema(projectSchema, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' });
}
