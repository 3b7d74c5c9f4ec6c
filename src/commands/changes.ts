import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type ChangedArtifact, compareManifests } from '../build/changes.js';
import { MANIFEST_PATH, readManifest } from '../build/manifest.js';
import { Output } from '../build/output.js';
import { DossierError } from '../errors.js';
import type { World } from './world.js';

/** Files that are named one by one; of more there is the number only. */
const MOST_NAMED = 100;

/** `dossier changes`: two manifests -> Markdown, as a CI job shows it. */
export async function changes(before: string, options: { out: string }, world: World): Promise<number> {
  const now = await readManifest(new Output(resolve(world.cwd, options.out)));
  if (now.length === 0)
    throw new DossierError('USAGE', `there is no ${MANIFEST_PATH} in ${options.out}`, {
      hint: 'make one with dossier render, or name another folder with --out',
    });
  world.out(toMarkdown(compareManifests(await readEarlier(resolve(world.cwd, before)), now)));
  return 0;
}

/** @throws DossierError USAGE for a file that is there and no manifest */
async function readEarlier(file: string) {
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) return [];
  const found = await readManifest({ read: async () => bytes });
  if (found.length > 0) return found;
  throw new DossierError('USAGE', `${file} is no manifest of an earlier run`, {
    hint: `name the ${MANIFEST_PATH} of ${dirname(file)}, or a file that is not there where all is new`,
  });
}

function toMarkdown(all: readonly ChangedArtifact[]): string {
  const files = all.filter(({ artifact }) => artifact.kind !== 'page' && artifact.kind !== 'asset');
  const count = (change: ChangedArtifact['change']) => files.filter((file) => file.change === change).length;
  const counts = (['added', 'changed', 'removed', 'unchanged'] as const).map((change) => `${count(change)} ${change}`);
  const changed = files.filter(({ change }) => change !== 'unchanged');
  const packets = files.filter(({ artifact }) => artifact.kind === 'packet');
  const rest = changed.length - MOST_NAMED;
  return [
    '## Candidates',
    '',
    `${counts.join(', ')}.`,
    '',
    ...(packets.length > 0 ? ['### Packets', '', ...toTable(packets), ''] : []),
    ...(changed.length > 0 ? ['### What changed', '', ...toTable(changed.slice(0, MOST_NAMED)), ''] : []),
    ...(rest > 0 ? [`… and ${rest} more.`, ''] : []),
  ].join('\n');
}

function toTable(files: readonly ChangedArtifact[]): string[] {
  return [
    '| file | what | pages | size |',
    '| --- | --- | --: | --: |',
    ...files.map(({ change, artifact: { path, pages = '', bytes, stale } }) => {
      const what = stale ? `${change}, stale` : change;
      return `| ${path} | ${what} | ${pages} | ${Math.ceil(bytes / 1000)} kB |`;
    }),
  ];
}
