import { dirname } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import pMap from 'p-map';
import type { OpenedProfile } from '../document/open-profile.js';
import { readSourceFile, type SourceFile } from '../pipeline/discover.js';
import { digestOf } from '../pipeline/inputs.js';
import type { ManifestArtifact } from '../pipeline/manifest.js';
import type { Output } from '../pipeline/output.js';
import { openSource } from '../pipeline/profiles.js';
import type { CandidateRecord } from '../pipeline/records.js';
import { letterOf } from '../profile/documents.js';
import { entryOf, optional } from '../profile/values.js';
import { readPicture } from '../template/pictures.js';
import type { SiteAssets } from './assets.js';
import { toCall } from './cards.js';
import { type Described, describe } from './describe.js';
import { type Card, type Picture, pdfOf, type Texts } from './model.js';
import { refusesPublishing } from './publish.js';

/** The content of the previous page about its candidates. */
export interface EarlierCards {
  known: Readonly<Record<string, CandidateRecord>>;
  /** The cards without their pictures. */
  cards: ReadonlyMap<string, Card>;
  texts: Texts;
}

/** A candidate of the page: the fields needed for all candidates at once; the rest is opened one by one. */
export interface Shown {
  slug: string;
  name: string;
  label?: string | undefined;
  /** The path of the first PDF. */
  pdf?: string | undefined;
  /** The card, as made from the profile alone, and the search words. */
  described: { open(): Described };
  /** The portrait that the résumé prints; absent if the card was reused. */
  image?: Portrait | undefined;
  isNew: boolean;
  picture?: Picture;
  portrait?: Picture;
  names?: number;
}

export interface Portrait {
  digest: string;
  /** Reads the portrait again, as a data: URL, because the portraits of all candidates do not fit into memory. */
  open(): Promise<string | undefined>;
}

/** Assembles the card of a candidate. The order of its keys is fixed, whichever picture is drawn first. */
export function cardOf({ described, picture, portrait, names }: Shown): Card {
  return { ...described.open().card, ...optional({ picture, portrait, names }) };
}

/** The result for a profile. */
export interface CandidateResult {
  slug: string;
  known: CandidateRecord;
  /** Absent if the candidate has nothing to show, or must not be shown. */
  shown?: Shown;
}

interface CandidateServices {
  output: Output;
  assets: SiteAssets;
  earlier: EarlierCards;
  templates: readonly string[];
  /** The candidates of packets that are shown blind. */
  hidden: ReadonlySet<string>;
  /** The month up to which open jobs are counted. */
  asOf: string;
}

/** The number of profiles that are read at once. */
const AT_ONCE = 16;

/** The path of the script with a candidate's PDFs. */
const pdfPath = (slug: string) => `assets/pdf/${slug}.js`;

/**
 * Makes the candidates of the page from the profiles of a folder and their artifacts in the manifest, sorted by name.
 */
export async function showCandidates(
  sources: readonly SourceFile[],
  manifest: readonly ManifestArtifact[],
  services: CandidateServices,
): Promise<CandidateResult[]> {
  const resumes = new Map<string, ManifestArtifact[]>();
  // A letter is meant for its addressee, not for every reader of the page.
  for (const artifact of manifest)
    if (artifact.profile !== undefined && letterOf(artifact.variant) === undefined)
      resumes.set(artifact.profile, [...(resumes.get(artifact.profile) ?? []), artifact]);
  const asked = await pMap(sources, (source) => ask(source, resumes.get(source.slug) ?? [], services), {
    concurrency: AT_ONCE,
  });
  const nameOf = ({ slug, shown }: CandidateResult) => shown?.name ?? slug;
  return asked.sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en') || (a.slug < b.slug ? -1 : 1));
}

async function ask(
  source: SourceFile,
  artifacts: readonly ManifestArtifact[],
  services: CandidateServices,
): Promise<CandidateResult> {
  const { slug } = source;
  const { known, cards, texts } = services.earlier;
  const before = entryOf(known, slug);
  const bytes = await readSourceFile(source).catch(() => undefined);
  const digest = bytes ? digestOf(bytes) : '';
  const made = fingerprint(artifacts, services.asOf);
  const earlier = cards.get(slug);
  const card = earlier && withMarks(earlier, artifacts);
  const text = entryOf(texts, slug);
  const stands =
    before?.artifacts === made &&
    card !== undefined &&
    text !== undefined &&
    (!card.versions.some(pdfOf) || services.assets.stands(pdfPath(slug)));
  const keep = (now: CandidateRecord): CandidateResult => {
    if (!stands) return { slug, known: now };
    if (card.versions.some(pdfOf)) services.assets.keep(pdfPath(slug));
    return { slug, known: now, shown: { ...headOf(card), described: { open: () => ({ card, text }) }, isNew: false } };
  };
  const isSame = before !== undefined && before.source === digest;
  if (services.hidden.has(slug)) {
    const isPublished = isSame ? before.isPublished : await mayPublish(source, services);
    return { slug, known: { source: digest, isPublished, artifacts: '' } };
  }
  if (isSame && (stands || !before.isPublished || artifacts.length === 0)) return keep(before);
  const opened = await openSource(source, undefined, services.templates).catch(() => undefined);
  // The earlier card of an unreadable profile stays, as its files do, unless the text appears to forbid publishing.
  if (!opened)
    return before && bytes && !refusesPublishing(new TextDecoder().decode(bytes))
      ? keep(before)
      : { slug, known: { source: '', isPublished: false, artifacts: '' } };
  const isPublished = opened.profile.publish !== false;
  const now = { source: digest, isPublished, artifacts: isPublished ? made : '' };
  if (!isPublished || artifacts.length === 0) return { slug, known: now };
  // The card shows the content of the résumés, which may be older than the profile.
  if (stands) return keep(now);
  const packed = new Packed(describe(slug, opened.profile, artifacts, services.asOf));
  // Unpacked again, because substrings keep the whole profile in memory, and cards are kept for all candidates.
  const { card: anew } = packed.open();
  await putPdfs(anew, services);
  const image = portraitOf(source, opened);
  return { slug, known: now, shown: { ...headOf(anew), described: packed, image, isNew: true } };
}

function fingerprint(artifacts: readonly ManifestArtifact[], asOf: string): string {
  return digestOf(asOf, ...artifacts.map(({ path, sha256, title = '' }) => `${path} ${sha256} ${title}`));
}

/** Updates the marks of an earlier card: its files may have become stale, or up to date again. */
function withMarks(card: Card, artifacts: readonly ManifestArtifact[]): Card {
  const staleOf = new Map(artifacts.map(({ path, stale }) => [path, stale]));
  const versions = card.versions.map((version) => ({
    ...version,
    files: version.files.map(({ stale: _stale, ...file }) => ({
      ...file,
      ...optional({ stale: staleOf.get(file.path) }),
    })),
  }));
  return { ...card, versions };
}

/** `true` if a profile may be published; an unreadable profile may not. */
async function mayPublish(source: SourceFile, { templates }: CandidateServices): Promise<boolean> {
  const opened = await openSource(source, undefined, templates).catch(() => undefined);
  return opened !== undefined && opened.profile.publish !== false;
}

function headOf({ slug, name, label, versions }: Card): Pick<Shown, 'slug' | 'name' | 'label' | 'pdf'> {
  return { slug, name, label, pdf: versions.map(pdfOf).find((file) => file !== undefined)?.path };
}

function portraitOf({ path }: SourceFile, { profile, pictures }: OpenedProfile): Portrait | undefined {
  const named = profile.basics?.image;
  const shown = named === undefined ? undefined : pictures.get(named);
  if (named === undefined || shown === undefined) return undefined;
  const image = JSON.parse(JSON.stringify(named)) as string;
  const open = async () => (await readPicture(image, dirname(path))).address;
  return { digest: digestOf(shown), open };
}

/** Writes a candidate's PDFs as a script, because a page that was opened from disk can load nothing else. */
async function putPdfs({ slug, versions }: Card, { output, assets }: CandidateServices): Promise<void> {
  const pdfs: Record<string, string> = {};
  for (const version of versions) {
    const file = pdfOf(version);
    const bytes = file && (await output.read(file.path));
    if (bytes) pdfs[version.variant] = bytes.toString('base64');
  }
  if (Object.keys(pdfs).length > 0) await assets.put(pdfPath(slug), toCall('pdf', slug, pdfs));
}

/** A plain value in compressed form: for thousands of cards, text takes far less memory than objects. */
export class Packed<T> {
  readonly #bytes: Uint8Array;

  constructor(value: T) {
    // Copied, because the compressor's result may be a small part of a large buffer.
    this.#bytes = Uint8Array.from(deflateRawSync(JSON.stringify(value), { level: 1 }));
  }

  open(): T {
    return JSON.parse(inflateRawSync(this.#bytes).toString('utf8')) as T;
  }
}
