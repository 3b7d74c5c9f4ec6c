import { count, type Problem } from '../errors.js';
import type { BlindKeys } from '../pipeline/blind-keys.js';
import type { Discovered } from '../pipeline/discover.js';
import { digestOf } from '../pipeline/inputs.js';
import { isPrivate, type ManifestArtifact, readManifest } from '../pipeline/manifest.js';
import type { Output } from '../pipeline/output.js';
import type { PageRecord } from '../pipeline/records.js';
import type { Brand } from '../profile/brand.js';
import { type SiteAssets, type SiteFiles, toIndexPage } from './assets.js';
import { brandDigest, siteBrand } from './brand.js';
import { type CandidateResult, cardOf, type EarlierCards, type Shown, showCandidates } from './candidates.js';
import { CARDS_PATH, callParts, readCall, readCards, toCall } from './cards.js';
import type { Card, PacketCard, Picture, SiteParts, Texts } from './model.js';
import { putCover } from './packet-cover.js';
import { blindMembers, listPackets, type NamesServices, packetPolicies, putNames } from './packets.js';
import { type EarlierPictures, Easel, type EaselServices } from './pictures.js';
import { policyDigest } from './publish.js';

interface SiteRequest {
  found: Discovered;
  output: Output;
  /** The record of the previous page. */
  record: PageRecord | undefined;
  assets: SiteAssets;
  /** Maps aliases of blind packets to candidates; the page must not show these by name. */
  keys: BlindKeys;
  /** The month up to which open jobs are counted. */
  asOf: string;
  /** The house style. */
  brand?: Brand | undefined;
  files: SiteFiles;
  /** The templates that profiles may name. */
  templates: readonly string[];
  browser: EaselServices['browser'];
  /** The services that print the names of candidates. */
  print: Pick<NamesServices, 'templates' | 'fonts' | 'creator'>;
  signal?: AbortSignal | undefined;
}

/** A page, after its files are written. */
interface MadeSite {
  candidates: number;
  packets: number;
  warnings: Problem[];
  record: Omit<PageRecord, 'artifacts'>;
}

/** The number of scripts that share the search words of all candidates: few to load, and few to write again. */
const SHARDS = 16;

/**
 * Makes the download page of an output folder, from the artifacts in its manifest and the profiles that may be
 * published. Files that are up to date are not written again.
 *
 * @throws DossierError OUTPUT_WRITE; the reason of an aborted signal
 */
export async function makeSite(request: SiteRequest): Promise<MadeSite> {
  const {
    found,
    output,
    record: before,
    assets,
    keys,
    asOf,
    brand,
    files,
    templates,
    browser,
    print,
    signal,
  } = request;
  const listed = await readManifest(output);
  const manifest = listed.filter((artifact) => !isPrivate(artifact));
  await assets.look(listed, before?.artifacts ?? []);
  const earlier = await readEarlier(assets, before, files.program);
  const [policies, policy] = await Promise.all([packetPolicies(found, keys, asOf), policyDigest(found, keys)]);
  const hidden = blindMembers(policies);
  const asked = await showCandidates(found.profiles, manifest, {
    output,
    assets,
    earlier,
    templates,
    hidden,
    asOf,
  });
  const published = new Set(asked.filter(({ known }) => known.isPublished).map(({ slug }) => slug));
  const packets = listPackets(manifest, policies, (slug) => published.has(slug));
  const easel = new Easel({ output, assets, earlier, browser, signal });
  sketch(asked, packets, manifest, easel);
  const warnings = [...hiddenNote(asked, hidden), ...(await easel.draw())];
  // A portrait is read only with its profile: if it could not be drawn, the next run must make the card again.
  for (const { known, shown } of asked) if (shown?.image && !shown.portrait && !browser) known.artifacts = '';
  const shown = asked.flatMap((one) => one.shown ?? []);
  const printer = browser?.printer;
  const bindable = shown.filter(({ pdf }) => pdf !== undefined);
  await putNames(bindable, { ...print, assets, printer, signal });
  const hasCover = bindable.length > 0 && (await putCover(brand, { ...print, assets, printer, signal }));
  const cards = { [Symbol.iterator]: () => cardsOf(shown) };
  const data: SiteParts = {
    candidates: cards,
    packets,
    texts: await putTexts(shown, assets),
    ...(hasCover ? { cover: true } : {}),
  };
  await assets.put(CARDS_PATH, callParts('cards', data));
  for (const [path, bytes] of files.assets) await assets.put(path, bytes);
  const house = brand && siteBrand(brand, files.brandStyle);
  for (const [path, bytes] of house?.assets ?? []) await assets.put(path, bytes);
  await assets.put('index.html', toIndexPage(files.shell, data, house), 'page');
  return {
    candidates: shown.length,
    packets: packets.length,
    warnings,
    record: {
      inputs: { program: files.program, packets: policy, brand: brandDigest(brand), asOf },
      lacksPictures: easel.lacking > 0,
      candidates: Object.fromEntries(asked.map(({ slug, known }) => [slug, known])),
      drawn: easel.drawn,
    },
  };
}

/** Reports the number of candidates that a blind packet hides, since the page does not show it. */
function hiddenNote(asked: readonly CandidateResult[], hidden: ReadonlySet<string>): Problem[] {
  const hiding = asked.filter(({ slug, known }) => known.isPublished && hidden.has(slug)).length;
  if (hiding === 0) return [];
  const who = `${count(hiding, 'candidate')} ${hiding === 1 ? 'is' : 'are'}`;
  return [
    {
      severity: 'note',
      message: `${who} not shown by name on the page or in other packets, because a blind packet contains them`,
      hint: 'set publish: false in that packet file to show the candidates instead',
    },
  ];
}

/** Requests the pictures of candidates and packets. */
function sketch(
  asked: readonly CandidateResult[],
  packets: readonly PacketCard[],
  manifest: readonly ManifestArtifact[],
  easel: Easel,
): void {
  const files = new Map(manifest.map((artifact) => [artifact.path, artifact]));
  for (const { slug, shown } of asked) {
    if (!shown) continue;
    const { image, isNew } = shown;
    const pdf = files.get(shown.pdf ?? '');
    if (pdf)
      easel.page(`assets/pictures/${slug}.jpg`, pdf, (picture) => {
        shown.picture = picture;
      });
    const path = `assets/portraits/${slug}.jpg`;
    const hang = (picture: Picture) => {
      shown.portrait = picture;
    };
    if (image) easel.portrait(path, image, hang);
    else if (!isNew) easel.keep(path, hang);
  }
  for (const packet of packets) {
    const pdf = files.get(packet.path);
    if (pdf && !packet.isProtected)
      easel.page(`assets/pictures/${packet.path.replace(/\.pdf$/, '.jpg')}`, pdf, (picture) => {
        packet.cover = picture;
      });
  }
}

/**
 * Reads the content of the previous page as far as its files are intact. If another version of the program made that
 * page, only its pictures are reused.
 */
async function readEarlier(
  assets: SiteAssets,
  before: PageRecord | undefined,
  program: string,
): Promise<EarlierCards & EarlierPictures> {
  const data = readCards(await assets.read(CARDS_PATH));
  const texts: Texts = {};
  for (const path of data?.texts ?? []) Object.assign(texts, readCall('texts', await assets.read(path)));
  const cards = (data?.candidates ?? []).map(
    ({ picture: _picture, portrait: _portrait, names: _names, ...card }) => card,
  );
  const pictures = [...(data?.candidates ?? []), ...(data?.packets ?? [])]
    .flatMap((card) => ('slug' in card ? [card.picture, card.portrait] : [card.cover]))
    .filter((picture) => picture !== undefined);
  return {
    known: before?.inputs.program === program ? before.candidates : {},
    cards: new Map(cards.map((card) => [card.slug, card])),
    texts,
    pictures: new Map(pictures.map((picture) => [picture.path, picture])),
    drawn: (data && before?.drawn) ?? {},
  };
}

/** Writes the search words of all candidates; returns the paths of the scripts. */
async function putTexts(shown: readonly Shown[], assets: SiteAssets): Promise<string[]> {
  const shards = new Map<string, Shown[]>();
  for (const one of shown) {
    const path = `assets/text/${digestOf(one.slug).charCodeAt(0) % SHARDS}.js`;
    const shard = shards.get(path);
    if (shard) shard.push(one);
    else shards.set(path, [one]);
  }
  for (const [path, some] of shards) {
    const texts: Texts = Object.fromEntries(some.map(({ slug, described }) => [slug, described.open().text]));
    await assets.put(path, toCall('texts', texts));
  }
  return [...shards.keys()].sort();
}

/** Generates the cards of a page one by one: all of them at once would be the largest use of memory in a run. */
function* cardsOf(shown: readonly Shown[]): Generator<Card> {
  for (const one of shown) yield cardOf(one);
}
