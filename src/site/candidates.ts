import { dirname } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import pMap from 'p-map';
import { digestOf } from '../pipeline/digest.js';
import { readSourceFile } from '../pipeline/discover.js';
import type { ManifestArtifact } from '../pipeline/manifest.js';
import type { Output } from '../pipeline/output.js';
import type { SourceFile } from '../pipeline/profile-files.js';
import { type OpenedSource, openSource } from '../pipeline/profiles.js';
import type { CandidateRecord } from '../pipeline/records.js';
import { letterOf } from '../profile/documents.js';
import { entryOf, optional } from '../profile/values.js';
import { readPicture } from '../template/pictures.js';
import type { SiteAssets } from './assets.js';
import { toCall } from './cards.js';
import { type Described, describe } from './describe.js';
import { type Card, type Picture, pdfOf, type Texts } from './model.js';
import { refusesPublishing } from './up-to-date.js';

/** What the page before this one said of its candidates. */
export interface EarlierCards {
  known: Readonly<Record<string, CandidateRecord>>;
  /** Without their pictures. */
  cards: ReadonlyMap<string, Card>;
  texts: Texts;
}

/** A candidate of the page: what is needed of all at once, and the rest, which is asked for one by one. */
export interface Shown {
  slug: string;
  name: string;
  label?: string | undefined;
  /** The path of the first PDF. */
  pdf?: string | undefined;
  /** The card as it is made of the profile alone, and the words. */
  described: { open(): Described };
  /** The portrait that the résumé prints; only where the card was made anew. */
  image?: Portrait | undefined;
  isNew: boolean;
  picture?: Picture;
  portrait?: Picture;
  names?: number;
}

export interface Portrait {
  digest: string;
  /** Reads it again, as a data: address: those of all candidates would be more than memory holds. */
  open(): Promise<string | undefined>;
}

/** The card of a candidate with all that belongs to it: in this order, whichever picture is drawn first. */
export function cardOf({ described, picture, portrait, names }: Shown): Card {
  return { ...described.open().card, ...optional({ picture, portrait, names }) };
}

/** What became of a profile. */
export interface CandidateResult {
  slug: string;
  known: CandidateRecord;
  /** Absent where there is nothing of the candidate to show, or nothing may be shown. */
  shown?: Shown;
}

interface CandidateKit {
  output: Output;
  assets: SiteAssets;
  earlier: EarlierCards;
  templates: readonly string[];
  /** Candidates who are in a packet that is shown blind. */
  hidden: ReadonlySet<string>;
  /** The month to which open jobs are counted. */
  asOf: string;
}

/** Profiles that are read at once. */
const AT_ONCE = 16;

/** Where the PDFs of a candidate lie as data. */
const pdfPath = (slug: string) => `assets/pdf/${slug}.js`;

/** The profiles of a folder with what the manifest names of them -> candidates, by name. */
export async function showCandidates(
  sources: readonly SourceFile[],
  manifest: readonly ManifestArtifact[],
  kit: CandidateKit,
): Promise<CandidateResult[]> {
  const resumes = new Map<string, ManifestArtifact[]>();
  // A letter is written to somebody, and not for whoever opens the page.
  for (const artifact of manifest)
    if (artifact.profile !== undefined && letterOf(artifact.variant) === undefined)
      resumes.set(artifact.profile, [...(resumes.get(artifact.profile) ?? []), artifact]);
  const asked = await pMap(sources, (source) => ask(source, resumes.get(source.slug) ?? [], kit), {
    concurrency: AT_ONCE,
  });
  const nameOf = ({ slug, shown }: CandidateResult) => shown?.name ?? slug;
  return asked.sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en') || (a.slug < b.slug ? -1 : 1));
}

async function ask(
  source: SourceFile,
  artifacts: readonly ManifestArtifact[],
  kit: CandidateKit,
): Promise<CandidateResult> {
  const { slug } = source;
  const { known, cards, texts } = kit.earlier;
  const before = entryOf(known, slug);
  const bytes = await readSourceFile(source).catch(() => undefined);
  const digest = bytes ? digestOf(bytes) : '';
  const made = fingerprint(artifacts, kit.asOf);
  const earlier = cards.get(slug);
  const card = earlier && withMarks(earlier, artifacts);
  const text = entryOf(texts, slug);
  const stands =
    before?.artifacts === made &&
    card !== undefined &&
    text !== undefined &&
    (!card.versions.some(pdfOf) || kit.assets.stands(pdfPath(slug)));
  const keep = (now: CandidateRecord): CandidateResult => {
    if (!stands) return { slug, known: now };
    if (card.versions.some(pdfOf)) kit.assets.keep(pdfPath(slug));
    return { slug, known: now, shown: { ...headOf(card), described: { open: () => ({ card, text }) }, isNew: false } };
  };
  const isSame = before !== undefined && before.source === digest;
  if (kit.hidden.has(slug)) {
    const isPublished = isSame ? before.isPublished : await mayPublish(source, kit);
    return { slug, known: { source: digest, isPublished, artifacts: '' } };
  }
  if (isSame && (stands || !before.isPublished || artifacts.length === 0)) return keep(before);
  const opened = await openSource(source, undefined, kit.templates).catch(() => undefined);
  // Of a profile that cannot be read what was shown is shown on, as its earlier files stay; but not against its word.
  if (!opened)
    return before && bytes && !refusesPublishing(new TextDecoder().decode(bytes))
      ? keep(before)
      : { slug, known: { source: '', isPublished: false, artifacts: '' } };
  const isPublished = opened.profile.publish !== false;
  const now = { source: digest, isPublished, artifacts: isPublished ? made : '' };
  if (!isPublished || artifacts.length === 0) return { slug, known: now };
  // What is shown is what the résumés say, which may be older than the profile.
  if (stands) return keep(now);
  const packed = new Packed(describe(slug, opened.profile, artifacts, kit.asOf));
  // Read back, since pieces of a text keep the whole of it in memory, and these are kept for all.
  const { card: anew } = packed.open();
  await putPdfs(anew, kit);
  const image = portraitOf(source, opened);
  return { slug, known: now, shown: { ...headOf(anew), described: packed, image, isNew: true } };
}

function fingerprint(artifacts: readonly ManifestArtifact[], asOf: string): string {
  return digestOf(asOf, ...artifacts.map(({ path, sha256, title = '' }) => `${path} ${sha256} ${title}`));
}

/** A card of an earlier page with today's marks: its files may have become stale, or up to date again. */
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
async function mayPublish(source: SourceFile, { templates }: CandidateKit): Promise<boolean> {
  const opened = await openSource(source, undefined, templates).catch(() => undefined);
  return opened !== undefined && opened.profile.publish !== false;
}

function headOf({ slug, name, label, versions }: Card): Pick<Shown, 'slug' | 'name' | 'label' | 'pdf'> {
  return { slug, name, label, pdf: versions.map(pdfOf).find((file) => file !== undefined)?.path };
}

function portraitOf({ path }: SourceFile, { profile, pictures }: OpenedSource): Portrait | undefined {
  const named = profile.basics?.image;
  const shown = named === undefined ? undefined : pictures.get(named);
  if (named === undefined || shown === undefined) return undefined;
  const image = JSON.parse(JSON.stringify(named)) as string;
  const open = async () => (await readPicture(image, dirname(path))).address;
  return { digest: digestOf(shown), open };
}

/** A candidate's PDFs as a script: a page that was opened from a disk can load nothing else. */
async function putPdfs({ slug, versions }: Card, { output, assets }: CandidateKit): Promise<void> {
  const pdfs: Record<string, string> = {};
  for (const version of versions) {
    const file = pdfOf(version);
    const bytes = file && (await output.read(file.path));
    if (bytes) pdfs[version.variant] = bytes.toString('base64');
  }
  if (Object.keys(pdfs).length > 0) await assets.put(pdfPath(slug), toCall('pdf', slug, pdfs));
}

/** A plain value that is kept for later: of thousands of cards the texts take far less memory than the values. */
export class Packed<T> {
  readonly #bytes: Uint8Array;

  constructor(value: T) {
    // Copied, since what the compressor gives may be a small part of a large buffer.
    this.#bytes = Uint8Array.from(deflateRawSync(JSON.stringify(value), { level: 1 }));
  }

  open(): T {
    return JSON.parse(inflateRawSync(this.#bytes).toString('utf8')) as T;
  }
}
