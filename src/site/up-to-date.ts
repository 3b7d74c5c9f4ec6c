import pMap from 'p-map';
import type { BlindKeys } from '../pipeline/blind-keys.js';
import { digestOf, isIntact, type KnownPage, profileOf } from '../pipeline/cache.js';
import { type Discovered, readSourceFile } from '../pipeline/discover.js';
import { MANIFEST_PATH } from '../pipeline/manifest.js';
import type { Output } from '../pipeline/output.js';

/** The inputs of the current page. */
interface PageInputs {
  /** The digest of the code, the style and the fonts of the page. */
  program: string;
  /** The digest of everything that determines how packets may be shown. */
  packets: string;
  /** The month to which open jobs are counted. */
  asOf: string;
  /** `true` if this run has a browser, which can draw missing pictures. */
  canDraw: boolean;
}

/**
 * `true` if the page of an output folder is up to date after a run that changed nothing else in the folder. It loads no
 * code that makes pages, because on most runs nothing has changed.
 */
export async function standsAsMade(
  known: KnownPage | undefined,
  { program, packets, asOf, canDraw }: PageInputs,
  output: Output,
): Promise<boolean> {
  if (!known || known.program !== program || known.packets !== packets || known.asOf !== asOf) return false;
  if (canDraw && known.lacksPictures) return false;
  if ((await ofManifest(output)) !== known.manifest) return false;
  const intact = await pMap(known.artifacts, (stored) => isIntact(output, stored), { concurrency: 32 });
  return intact.every(Boolean);
}

/** The digest of everything that determines how packets may be shown. */
export async function policyDigest(found: Discovered, keys: BlindKeys): Promise<string> {
  const parts = found.packets.map(async (source) => {
    const file = await readSourceFile(source).catch(() => '');
    const bound = await boundBlind(source.slug, keys);
    return [source.slug, file, bound.join()];
  });
  return digestOf(...(await Promise.all(parts)).flat());
}

/** The profiles in the last blind version of a packet. */
export async function boundBlind(packet: string, keys: BlindKeys): Promise<string[]> {
  return (await keys.documentsOf(packet)).map(profileOf);
}

/** The digest of the manifest as it lies there. */
export async function ofManifest(output: Output): Promise<string> {
  return digestOf((await output.read(MANIFEST_PATH)) ?? '');
}

/**
 * `true` if the text of a profile or a packet file that cannot be read says that it must not be published. It errs on
 * the side of saying so.
 */
export function refusesPublishing(text: string): boolean {
  return /publish["']?\s*:\s*["']?(?:false|no|off)\b/i.test(text);
}
