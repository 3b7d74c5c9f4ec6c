import pMap from 'p-map';
import { digestOf, isIntact, type KnownPage } from '../build/cache.js';
import { MANIFEST_PATH } from '../build/manifest.js';
import type { Output } from '../build/output.js';

/**
 * Whether the page of an output folder is as it would be made, when nothing else of the folder was made anew. It loads
 * nothing of what makes a page: on most runs nothing has changed.
 *
 * @param program of what the page consists of
 * @param canDraw whether this run has a browser, which can draw what is lacking
 */
export async function standsAsMade(
  known: KnownPage | undefined,
  program: string,
  output: Output,
  canDraw: boolean,
): Promise<boolean> {
  if (!known || known.program !== program || (canDraw && known.lacksPictures)) return false;
  if ((await ofManifest(output)) !== known.manifest) return false;
  const intact = await pMap(known.artifacts, (stored) => isIntact(output, stored), { concurrency: 32 });
  return intact.every(Boolean);
}

/** The digest of the manifest as it lies there. */
export async function ofManifest(output: Output): Promise<string> {
  return digestOf((await output.read(MANIFEST_PATH)) ?? '');
}
