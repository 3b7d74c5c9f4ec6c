import { basename } from 'node:path';
import { coverSheetOf, mentionsCoverSheet } from '../packet/cover-sheet.js';
import { type PrintedName, printNames } from '../packet/print-template.js';
import type { BlindKeys } from '../pipeline/blind-keys.js';
import { type Discovered, readSourceFile, type SourceFile } from '../pipeline/discover.js';
import { digestOf } from '../pipeline/inputs.js';
import { isPrivate, type ManifestArtifact } from '../pipeline/manifest.js';
import { planPackets } from '../pipeline/packets.js';
import { isBlindPath } from '../pipeline/protection.js';
import type { Printer } from '../print/printer.js';
import { optional } from '../profile/values.js';
import type { FontLibrary } from '../template/fonts.js';
import type { LoadedTemplate, TemplateStore } from '../template/store.js';
import type { SiteAssets } from './assets.js';
import { readCall, toCall } from './cards.js';
import type { NamesData, PacketCard, PacketFonts } from './model.js';
import { boundBlind, refusesPublishing } from './publish.js';

/** The way in which a packet may be shown, and the candidates that its file names. */
interface PacketPolicy {
  publish: 'named' | 'blind' | 'false';
  /** `true` if it has confidential details, and its file does not say that it may be shown. */
  isConfidential?: boolean;
  members: readonly string[];
}

/**
 * The policy of each packet, by its name. A file that cannot be read gets the most careful policy that it may contain:
 * if it mentions blind packets, all candidates whom it may include count as candidates of a blind packet.
 */
export async function packetPolicies(
  found: Discovered,
  keys: BlindKeys,
  asOf: string,
): Promise<Map<string, PacketPolicy>> {
  const { planned } = await planPackets(found.packets, found.profiles, asOf);
  const policies = new Map<string, PacketPolicy>();
  for (const source of found.packets) {
    const read = planned.find((one) => one.source === source)?.packet;
    const bound = await boundBlind(source.slug, keys);
    policies.set(
      source.slug,
      read
        ? {
            publish: read.publish ?? (read.blind ? 'blind' : 'named'),
            isConfidential: read.publish === undefined && read.candidates.some(coverSheetOf),
            members: [...bound, ...read.candidates.map(({ profile }) => profile)],
          }
        : await guessPolicy(source, found, bound),
    );
  }
  return policies;
}

async function guessPolicy(source: SourceFile, found: Discovered, bound: string[]): Promise<PacketPolicy> {
  const text = (await readSourceFile(source).catch(() => undefined))?.toString('utf8');
  if (text === undefined) return { publish: bound.length > 0 ? 'blind' : 'false', members: bound };
  const slugs = found.profiles.map(({ slug }) => slug);
  const isQuery = /^[^\S\n\r\u2028\u2029]*["']?profiles["']?\s*:/m.test(text);
  const isConfidential = mentionsCoverSheet(text);
  const members = [...bound, ...(isQuery ? slugs : slugs.filter((slug) => text.includes(slug)))];
  if (bound.length > 0 || text.includes('blind')) return { publish: 'blind', isConfidential, members };
  return { publish: refusesPublishing(text) ? 'false' : 'named', isConfidential, members };
}

/** The candidates of packets that are shown blind; the page shows neither them nor other packets that name them. */
export function blindMembers(policies: ReadonlyMap<string, PacketPolicy>): Set<string> {
  return new Set([...policies.values()].flatMap(({ publish, members }) => (publish === 'blind' ? members : [])));
}

/**
 * The packets that the page lists, sorted by title: those whose candidates may all be published, named or blind as the
 * packet file says. A packet with unknown candidates is not listed.
 */
export function listPackets(
  manifest: readonly ManifestArtifact[],
  policies: ReadonlyMap<string, PacketPolicy>,
  isPublished: (slug: string) => boolean,
): PacketCard[] {
  const blind = blindMembers(policies);
  const isShown = (artifact: ManifestArtifact): boolean => {
    if (artifact.kind !== 'packet' || isPrivate(artifact)) return false;
    const policy = artifact.adHoc ? undefined : policies.get(artifact.packet ?? '');
    const members = [...(artifact.candidates ?? []), ...(policy?.members ?? [])];
    if (members.length === 0 || !members.every(isPublished)) return false;
    if (policy?.isConfidential) return false;
    const { publish = 'named' } = policy ?? {};
    if (isBlindPath(artifact.path)) return publish === 'blind';
    return publish === 'named' && !members.some((slug) => blind.has(slug));
  };
  const cards = manifest.filter(isShown).map(toCard);
  return cards.sort((a, b) => a.title.localeCompare(b.title, 'en') || (a.path < b.path ? -1 : 1));
}

function toCard({ path, title, candidates, pages, bytes, date, ...marks }: ManifestArtifact): PacketCard {
  return {
    path,
    title: title ?? basename(path, '.pdf'),
    candidates: candidates ?? [],
    pages: pages ?? 0,
    bytes,
    ...optional({ date }),
    isBlind: isBlindPath(path),
    isProtected: marks.protected === true,
    isStale: marks.stale === true,
  };
}

/** The fonts and printed names that the page binds into packets, besides the candidates' own PDFs. */
const FONTS_PATH = 'assets/fonts.js';
const namesPath = (number: number) => `assets/names/${number}.js`;

/** The number of names that are printed at once: documents with thousands of pages are slow to print. */
const AT_ONCE = 200;

/** The printed fields of a candidate; `names` receives the number of the script. */
interface Nameable extends PrintedName {
  slug: string;
  names?: number;
}

export interface NamesServices {
  assets: SiteAssets;
  templates: Pick<TemplateStore, 'get'>;
  fonts: FontLibrary;
  /** Absent if the run has no browser; names that were printed earlier are then kept. */
  printer?: Printer | undefined;
  creator: string;
  signal?: AbortSignal | undefined;
}

/** Prints the names of the candidates of a page, unless they are up to date, and sets `names` on each card. */
export async function putNames(cards: readonly Nameable[], services: NamesServices): Promise<void> {
  const templates = await Promise.all(['packet-strip', 'packet-row'].map((name) => services.templates.get(name)));
  const [strip, row] = templates as [LoadedTemplate, LoadedTemplate];
  let isAny = false;
  for (let number = 0; number * AT_ONCE < cards.length; number++) {
    const some = cards.slice(number * AT_ONCE, (number + 1) * AT_ONCE);
    if (!(await putSome(number, some, { strip, row }, services))) continue;
    for (const card of some) card.names = number;
    isAny = true;
  }
  if (isAny && !services.assets.keep(FONTS_PATH))
    await services.assets.put(FONTS_PATH, toCall('fonts', await readFonts(services)));
}

/** @returns `true` if the script with these names exists now */
async function putSome(
  number: number,
  cards: readonly Nameable[],
  templates: Record<'strip' | 'row', LoadedTemplate>,
  services: NamesServices,
): Promise<boolean> {
  const { assets, fonts, printer, creator, signal } = services;
  const path = namesPath(number);
  const looks = Object.values(templates).map(({ template }) => `${template.source} ${template.style}`);
  const key = digestOf(creator, ...looks, ...cards.map(({ slug, name, label = '' }) => `${slug}\n${name}\n${label}`));
  const before = readCall('names', await assets.read(path)) as NamesData | undefined;
  const shown = new Set(cards.map(({ slug }) => slug));
  // Names of candidates who are no longer shown are removed, even without a browser to print the others again.
  const mayStay = before?.key === key || (!printer && before?.slugs.every((slug) => shown.has(slug)));
  if (before && mayStay) return assets.keep(path);
  if (!printer) return false;
  const printed = await printNames(cards, templates, { printer, fonts, signal });
  const names: NamesData = {
    number,
    key,
    slugs: cards.map(({ slug }) => slug),
    strips: toBase64(undated(printed.strips)),
    rows: toBase64(undated(printed.rows)),
    creator,
  };
  await assets.put(path, toCall('names', names));
  return true;
}

async function readFonts({ fonts }: NamesServices): Promise<PacketFonts> {
  const [serif, sans] = await Promise.all([
    fonts.wholeFont('@fontsource/source-serif-4', '600'),
    fonts.wholeFont('@fontsource/source-sans-3', '400'),
  ]);
  return { serif: toBase64(serif), sans: toBase64(sans) };
}

/** Replaces the dates of a print at the same length, so that equal names give equal files. */
export function undated(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const still = text.replace(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/g, (_, head: string) => `${head}19700101000000`);
  return Buffer.from(still, 'latin1');
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
