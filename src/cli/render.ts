import { DEFAULT_FORMATS, type Format } from '../document/formats.js';
import { DossierError } from '../errors.js';
import { resolveNames } from '../pipeline/named-sources.js';
import type { VariantChoice } from '../pipeline/variants.js';
import { letterDocument } from '../profile/documents.js';
import type { Environment } from './environment.js';
import type { RunOptions } from './request.js';
import { runBuild } from './run.js';

/** `dossier render`: renders profiles to résumés and packets in the output folder. */
export async function render(
  named: readonly string[],
  options: RunOptions & { format?: Format[]; variant?: string[]; letter?: string[] },
  environment: Environment,
): Promise<number> {
  const { format = [...DEFAULT_FORMATS], variant, letter } = options;
  const choice = (names: string[] | undefined): VariantChoice => {
    if (!names?.includes('all')) return names && { names, only: named.length > 0 };
    if (names.length === 1) return 'all';
    throw new DossierError('USAGE', '"all" cannot be combined with names', { hint: 'use either all or names' });
  };
  const variants = choice(variant);
  const letters = choice(letter?.map((name) => (name === 'all' ? name : letterDocument(name))));
  const { slugs, files, notes } = await resolveNames(named, { ...environment, profiles: options.profiles });
  return runBuild({ named: slugs, files, notes, formats: format, variants, letters }, options, environment);
}
