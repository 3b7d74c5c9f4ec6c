import { z } from 'zod';
import { DossierError } from '../errors.js';
import { type Design, designSchema } from './design.js';
import { DESIGN_OPTIONS } from './design-options.js';
import { readDocument, type SourceDocument } from './document.js';
import { unwrap } from './field-metadata.js';
import { nearest } from './names.js';
import { parseWith, type Read } from './read.js';

/**
 * Reads a file of design options, written as in a profile below `design`.
 *
 * @throws DossierError PROFILE_INVALID with all problems, and the errors of `readDocument`
 */
export function readDesign(bytes: Uint8Array, file: string): Read<Design> {
  return parseWith(designSchema, readDocument(bytes, file), file);
}

/**
 * Checks design options that come from no file.
 *
 * @param origin their origin in messages, such as `--set design.accent=#7a1f3d`
 * @throws DossierError PROFILE_INVALID with all problems
 */
export function checkDesign(value: unknown, origin: string): Design {
  return parseWith(designSchema, documentOf(value, origin), origin).value;
}

/** A value that comes from no file, as a document whose only place is its origin. */
export function documentOf(value: unknown, origin: string): SourceDocument {
  return {
    value,
    problem: (_path, _part, what) => ({ ...what, where: { file: origin } }),
    text: '',
    isJson: false,
    rangeOf: () => undefined,
    blankKeys: [],
    anchorHolders: new Set(),
    warnings: [],
    problemAt: (_range, what) => ({ ...what, where: { file: origin } }),
    position: () => ({ line: 1, column: 1 }),
  };
}

/**
 * Reads a design option from the command line: `design.accent=#7a1f3d`. The items of a list are separated by commas.
 *
 * @throws DossierError USAGE for a text of another form, or an unknown option; PROFILE_INVALID for an invalid value
 */
export function parseSetting(setting: string): Design {
  const [, path, value = ''] = /^design\.([a-z.]+)=(.*)$/is.exec(setting) ?? [];
  if (path === undefined)
    throw new DossierError('USAGE', `--set ${setting}: this is not a design option`, {
      hint: 'write design.OPTION=VALUE, such as --set design.accent=#7a1f3d',
    });
  const option = DESIGN_OPTIONS.find((each) => each.path === path);
  if (!option) {
    const paths = DESIGN_OPTIONS.map((each) => each.path);
    const close = nearest(path, paths);
    throw new DossierError('USAGE', `--set ${setting}: there is no option design.${path}`, {
      hint: close
        ? `did you mean design.${close}?`
        : `the options are ${paths.map((each) => `design.${each}`).join(', ')}`,
    });
  }
  const isList = unwrap(option.schema) instanceof z.ZodArray;
  const read = isList ? value.split(',').map((item) => item.trim()) : value;
  const nested = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), read);
  return checkDesign(nested, `--set ${setting}`);
}
