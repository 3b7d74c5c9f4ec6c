import pMap from 'p-map';
import { DossierError } from '../errors.js';
import type { BlindKeys } from '../pipeline/blind-keys.js';
import { type Discovered, readSourceFile } from '../pipeline/discover.js';
import { isSameFingerprint, reasonOf } from '../pipeline/fingerprint-inputs.js';
import { FILES_AT_ONCE } from '../pipeline/fingerprints.js';
import { digestOf } from '../pipeline/inputs.js';
import {
  MANIFEST_PATH,
  type ManifestArtifact,
  readListing,
  readManifest,
  writeManifest,
} from '../pipeline/manifest.js';
import { type Output, PUBLISHED_PATH } from '../pipeline/output.js';
import { requirePublic } from '../pipeline/privacy.js';
import { isIntact, type PageRecord, profileOf } from '../pipeline/records.js';
import { CARDS_PATH, readCards } from './cards.js';

/**
 * Copies the page and the files that it links to, and writes a manifest of the copy. Nothing else is copied, such as
 * candidates that are not published, or packets that contain one.
 *
 * @returns the number of files in the copy, and their total bytes
 * @throws DossierError USAGE if there is no page, or if the folder contains files that `publish` did not write;
 *   MANIFEST_INVALID if the page is damaged; OUTPUT_WRITE; OUTPUT_PRIVACY if any of its files may contain private
 *   details
 */
export async function publishSite(
  source: Output,
  target: Output,
  signal?: AbortSignal,
): Promise<{ files: number; bytes: number }> {
  const listing = await readListing(source);
  const artifacts = listing?.artifacts ?? [];
  requirePublic(source, listing, 'publish a folder that was rendered without --private');
  const script = await source.read(CARDS_PATH);
  if (!script || !artifacts.some(({ kind }) => kind === 'page'))
    throw new DossierError('USAGE', `there is no download page in ${source.folder}`, {
      hint: 'run dossier render, or choose another folder with --out',
    });
  const data = readCards(script);
  if (!data)
    throw new DossierError('MANIFEST_INVALID', `${CARDS_PATH} in ${source.folder} is damaged`, {
      hint: 'rebuild the page with dossier render, or choose another folder with --out',
    });
  const [strange] = (await target.read(PUBLISHED_PATH)) ? [] : await target.names();
  if (strange !== undefined)
    throw new DossierError('USAGE', `${target.folder} contains ${strange}, which \`dossier publish\` did not write`, {
      hint: 'choose an empty folder, or one that dossier publish wrote before',
    });
  await target.write(PUBLISHED_PATH, new TextEncoder().encode('The next `dossier publish` replaces these files.\n'));
  const earlier = await readManifest(target);
  const named = new Set([
    ...data.candidates.flatMap(({ versions }) => versions.flatMap(({ files }) => files.map(({ path }) => path))),
    ...data.packets.map(({ path }) => path),
  ]);
  // A manifest is untrusted: a file that it lists as part of the page must have the path of such a part.
  const isOfPage = ({ kind, path }: ManifestArtifact) =>
    (kind === 'page' && path === 'index.html') || (kind === 'asset' && path.startsWith('assets/'));
  const isHidden = (path: string) => path.split('/').some((part) => part.startsWith('.'));
  const isShown = (artifact: ManifestArtifact) =>
    !isHidden(artifact.path) && (isOfPage(artifact) || named.has(artifact.path));
  const shown = artifacts.filter(isShown);
  const written: ManifestArtifact[] = [];
  for (const artifact of shown) {
    signal?.throwIfAborted();
    const bytes = await source.read(artifact.path);
    if (bytes) written.push({ ...artifact, ...(await target.write(artifact.path, bytes)) });
  }
  const kept = new Set(written.map(({ path }) => path));
  for (const { path } of earlier) if (!kept.has(path)) await target.remove(path);
  await writeManifest(target, written);
  return { files: written.length, bytes: written.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The inputs of the page beside the manifest of the folder, and why it is stale if one of them differs. */
const INPUTS = [
  { name: 'program', reason: 'its code, style or fonts changed' },
  { name: 'packets', reason: 'a packet file or the key of a blind packet changed' },
  { name: 'brand', reason: 'the brand in dossier.yaml changed' },
  { name: 'asOf', reason: 'the month up to which jobs count changed' },
  { name: 'manifest', reason: 'the files of the folder changed' },
] as const;

/** The current inputs of the page. */
type PageInputs = Record<Exclude<(typeof INPUTS)[number]['name'], 'manifest'>, string>;

/**
 * Returns the reason why the page of an output folder is stale after a run that changed nothing else in the folder;
 * undefined if it is up to date. It loads no code that makes pages, because on most runs nothing has changed.
 *
 * @param canDraw `true` if the run has a browser, which can draw missing pictures
 */
export async function findStalePage(
  record: PageRecord | undefined,
  inputs: PageInputs,
  canDraw: boolean,
  output: Output,
): Promise<string | undefined> {
  if (!record) return 'there is no record of it';
  const now = { ...inputs, manifest: digestOf((await output.read(MANIFEST_PATH)) ?? '') };
  if (!isSameFingerprint(record.inputs, now)) return reasonOf(INPUTS, record.inputs, now);
  if (canDraw && record.lacksPictures) return 'pictures are missing';
  const intact = await pMap(record.artifacts, (stored) => isIntact(output, stored), { concurrency: FILES_AT_ONCE });
  return intact.every(Boolean) ? undefined : 'one of its files was changed or removed';
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

/**
 * `true` if the text of a profile or a packet file that cannot be read says that it must not be published. It errs on
 * the side of saying so.
 */
export function refusesPublishing(text: string): boolean {
  return /publish["']?\s*:\s*["']?(?:false|no|off)\b/i.test(text);
}
