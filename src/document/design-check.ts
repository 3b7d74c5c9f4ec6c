import { DossierError, type Problem } from '../errors.js';
import type { Brand } from '../profile/brand.js';
import type { Design } from '../profile/design.js';
import { optionIn, setOptions } from '../profile/design-options.js';
import { PROJECT_FILE } from '../profile/names.js';
import type { Places } from '../profile/places.js';
import type { FontLibrary } from '../template/fonts.js';
import type { TemplateOptions } from '../template/load.js';
import type { ResumeRequest } from './model.js';

/** The origins of the options of a design. */
type Origin = Pick<ResumeRequest, 'design' | 'defaults' | 'places' | 'variant'> & { brand?: Brand | undefined };

/**
 * Checks that the fonts of a design are installed.
 *
 * @throws DossierError FONT_MISSING at the place of the option
 */
export async function requireFonts(design: Design, fonts: FontLibrary, origin: Origin): Promise<void> {
  for (const { path, value } of setOptions(design)) {
    if (!path.startsWith('fonts.')) continue;
    await fonts.family(String(value), []).catch((error: unknown) => {
      if (!(error instanceof DossierError)) throw error;
      const place = placeOf(path, origin);
      const { code, message, hint } = error;
      const problem: Problem = { severity: 'error', message, ...(hint ? { hint } : {}), ...place };
      throw new DossierError(code, message, { hint, where: place.where, problems: [problem], cause: error });
    });
  }
}

/** Warns about the options of a design that have no effect in a template. */
export function ineffectiveOptions(
  design: Design,
  name: string,
  template: Pick<TemplateOptions, 'unsupported' | 'side'>,
  origin: Origin,
): Problem[] {
  const without = new Set<string>(template.unsupported);
  const hasEffect = (path: string) => !without.has(path) && (template.side !== undefined || !path.startsWith('side'));
  return setOptions(design)
    .filter(({ path }) => !hasEffect(path))
    .map(({ path }) => ({
      severity: 'warning',
      message: `the template ${name} does not support the option design.${path}: it has no effect`,
      hint: 'remove the option, or choose another template',
      ...placeOf(path, origin),
    }));
}

/** The place of an option: in the profile, unless the run, a packet, the house style or the project sets it. */
function placeOf(path: string, { design, defaults, places, variant, brand }: Origin): ReturnType<Places['ofDesign']> {
  const house = brand?.places?.[path];
  const isHouse = (own: unknown) => house !== undefined && optionIn(own, path) === optionIn(brand?.design, path);
  if (house && isHouse(design)) return house;
  if (optionIn(design, path) !== undefined) return { where: { file: `design.${path}` } };
  const own = places?.ofDesign(path, variant);
  if (own?.where) return own;
  if (house && isHouse(defaults?.design)) return house;
  return optionIn(defaults?.design, path) === undefined ? {} : { where: { file: PROJECT_FILE } };
}
