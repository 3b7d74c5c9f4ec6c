import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DossierError } from '../errors.js';
import { type ChangedArtifact, compareManifests, MANIFEST_PATH, readManifest } from '../pipeline/manifest.js';
import { Output } from '../pipeline/output.js';
import type { Environment } from './environment.js';

/** The maximum number of files that are listed by name; the rest are only counted. */
const MOST_NAMED = 100;

/**
 * `dossier changes`: compares two manifests and prints Markdown for a CI job.
 *
 * @param before the manifest of the earlier run; without it, every file counts as new
 */
export async function changes(
  before: string | undefined,
  options: { out: string },
  environment: Environment,
): Promise<number> {
  const now = await readManifest(new Output(resolve(environment.cwd, options.out)));
  if (now.length === 0)
    throw new DossierError('USAGE', `there is no ${MANIFEST_PATH} in ${options.out}`, {
      hint: 'run dossier render, or choose another folder with --out',
    });
  const earlier = before === undefined ? [] : await readEarlier(resolve(environment.cwd, before), before);
  environment.out(toMarkdown(compareManifests(earlier, now)));
  return 0;
}

const EARLIER_HINT = `give the path of the earlier run's ${MANIFEST_PATH}, or omit it if there was no earlier run`;

/**
 * @param name the name of the file in messages
 * @throws DossierError USAGE for a file that cannot be read or is not a manifest
 */
async function readEarlier(file: string, name: string) {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new DossierError('USAGE', `${name} cannot be read`, {
      hint: EARLIER_HINT,
      cause,
    });
  });
  return readManifest({ read: async () => bytes }).catch((cause: unknown) => {
    throw new DossierError('USAGE', `${name} is not a manifest of an earlier run`, {
      hint: EARLIER_HINT,
      cause,
    });
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
