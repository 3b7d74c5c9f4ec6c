import { DossierError } from '../errors.js';
import { type RunOptions, runBuild } from './run.js';
import type { World } from './world.js';

export interface PacketOptions extends RunOptions {
  title?: string;
  role?: string;
  date?: string;
}

/** `dossier packet`: packets alone, from their files or from a list of profiles and a title. */
export function packet(named: readonly string[], options: PacketOptions, world: World): Promise<number> {
  const formats = ['pdf'] as const;
  if (options.title === undefined) {
    const alone = options.role !== undefined ? '--role' : options.date !== undefined ? '--date' : undefined;
    if (alone)
      throw new DossierError('USAGE', `${alone} goes with --title`, { hint: 'a packet file says these itself' });
    return runBuild({ named: [], formats, variants: undefined, packets: { named } }, options, world);
  }
  if (options.title.trim() === '')
    throw new DossierError('USAGE', 'the title is empty', { hint: 'write --title "Backend Engineers"' });
  if (named.length === 0) {
    throw new DossierError('USAGE', 'a packet with --title needs the profiles that it binds', {
      hint: 'dossier packet krish-arora aryan-mishra --title "Backend Engineers"',
    });
  }
  const slug = toSlug(options.title);
  const profiles = named.map((name) => name.replace(/^.*[\\/]/, '').replace(/\.(ya?ml|json)$/, ''));
  const twice = profiles.find((profile, index) => profiles.indexOf(profile) < index);
  if (twice) throw new DossierError('USAGE', `${twice} is named twice`, { hint: 'name each candidate once' });
  const made = {
    $schema: undefined,
    title: options.title,
    role: options.role,
    date: options.date,
    locale: undefined,
    page: undefined,
    front: undefined,
    criteria: undefined,
    blind: undefined,
    publish: undefined,
    candidates: profiles.map((profile) => ({ profile })),
  };
  return runBuild({ named: [], formats, variants: undefined, packets: { slug, packet: made } }, options, world);
}

/** A title as a file name: `Backend Engineers, 2026` becomes `backend-engineers-2026`. */
function toSlug(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug || 'packet';
}
