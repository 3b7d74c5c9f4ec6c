import type { Format } from '../document/formats.js';
import { DossierError } from '../errors.js';
import { resolveNames, type VariantChoice } from '../pipeline/selection.js';
import { letterDocument } from '../profile/documents.js';
import { slugOf } from '../profile/names.js';
import type { Environment } from './environment.js';
import type { RunOptions } from './request.js';
import { runBuild } from './run.js';
import { asOfOf } from './services.js';

/** `dossier render`: renders profiles to résumés and packets in the output folder. */
export async function render(
  named: readonly string[],
  options: RunOptions & { format?: Format[]; variant?: string[]; letter?: string[] },
  environment: Environment,
): Promise<number> {
  const { format, variant, letter } = options;
  if (options.atsGate !== undefined && format?.includes('pdf') === false)
    throw new DossierError('USAGE', '--ats-gate reads PDFs, and --format names none', {
      hint: 'add pdf to --format, or leave --ats-gate out',
    });
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

interface PacketOptions extends RunOptions {
  title?: string;
  role?: string;
  date?: string;
}

/** `dossier packet`: binds only packets, either from packet files or from a list of profiles and a title. */
export async function packet(
  named: readonly string[],
  options: PacketOptions,
  environment: Environment,
): Promise<number> {
  const formats = ['pdf'] as const;
  if (options.title === undefined) {
    const alone = options.role !== undefined ? '--role' : options.date !== undefined ? '--date' : undefined;
    if (alone)
      throw new DossierError('USAGE', `${alone} requires --title`, {
        hint: 'set the role and date of a packet file in the file',
      });
    return runBuild({ ...NOBODY, formats, variants: undefined, packets: { named } }, options, environment);
  }
  if (options.title.trim() === '')
    throw new DossierError('USAGE', 'the title is empty', { hint: 'write --title "Backend Engineers"' });
  if (named.length === 0) {
    throw new DossierError('USAGE', '--title requires the profiles to bind', {
      hint: 'name them, such as dossier packet krish-arora aryan-mishra --title "Backend Engineers"',
    });
  }
  const slug = slugOf(options.title) || 'packet';
  const { slugs, files, notes } = await resolveNames(named, { ...environment, profiles: options.profiles });
  const twice = slugs.find((name, index) => slugs.indexOf(name) < index);
  if (twice) throw new DossierError('USAGE', `${twice} is named twice`, { hint: 'list each candidate once' });
  const made = {
    $schema: undefined,
    title: options.title,
    role: options.role,
    date: options.date,
    asOf: asOfOf({ asOf: options.date ?? options.asOf }, environment),
    locale: undefined,
    page: undefined,
    design: undefined,
    front: undefined,
    criteria: undefined,
    blind: undefined,
    publish: undefined,
    candidates: slugs.map((profile) => ({ profile })),
  };
  const packets = { slug, packet: made };
  return runBuild({ ...NOBODY, files, notes, formats, variants: undefined, packets }, options, environment);
}

/** Renders no profiles on their own, only packets. */
const NOBODY = { named: [], files: [], notes: [] };
