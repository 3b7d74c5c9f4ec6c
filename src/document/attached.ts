import { DossierError } from '../errors.js';
import type { Attachment } from '../pdf/attach.js';
import { type PrintFacts, readPrintFacts } from '../pdf/page-text.js';
import { isSignedCopy } from '../pdf/sign/signatures.js';
import { DEFAULT_TEMPLATE, slugOf } from '../profile/names.js';
import type { Profile } from '../profile/schema.js';
import { pictureSources } from '../template/pictures.js';
import { type Finisher, finisher } from './finisher.js';
import type { Services } from './model.js';
import { openProfile } from './open-profile.js';
import { makeResume } from './resume.js';

/** The answer to the question if an attached profile renders to the pages of its PDF, and the reason for it. */
export interface Rendition {
  renders: 'yes' | 'no' | 'unknown';
  reason: string;
}

/** A PDF whose attached profiles are compared with its pages. */
export interface Carrier {
  bytes: Uint8Array;
  /** The name of the PDF in messages. */
  name: string;
  /** The number of profiles that are attached to it. */
  profiles: number;
}

/** The share of words that pages of the same template have in common even if somebody changed parts of them. */
const SAME_TEMPLATE = 0.75;

/**
 * Renders an attached profile again and compares the result with the PDF, byte by byte, apart from signatures. A PDF does
 * not record the options of its run, so every template at hand is tried, with and without fitting to its number of
 * pages.
 *
 * @throws DossierError for a browser that cannot be used
 */
export async function compareWithPages(
  { bytes, name, profiles }: Carrier,
  file: Attachment,
  services: Services,
): Promise<Rendition> {
  const facts = await readPrintFacts(bytes, name);
  if (!/^Dossier \d/.test(facts.creator)) return unknown('the PDF does not say that Dossier made it');
  if (profiles > 1) return unknown('a packet prints more on each page than the profile; verify the résumé itself');
  const templates = await services.templates.names();
  let profile: Profile;
  try {
    // The name in messages is not the one in the PDF, which may contain anything.
    profile = (await openProfile({ bytes: file.bytes, file: 'profile.json' }, undefined, undefined, templates)).profile;
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    return unknown(`it cannot be read as a profile here: ${error.message}`);
  }
  const first = profile.meta?.template ?? DEFAULT_TEMPLATE;
  let closest = 0;
  for (const template of [first, ...templates.filter((other) => other !== first)]) {
    const outcome = await tryTemplate(bytes, name, file, profile, template, facts, services);
    if (outcome === 'equal') return { renders: 'yes', reason: `with the template ${template}` };
    closest = Math.max(closest, outcome);
  }
  if (facts.creator !== services.creator) return unknown(otherVersion(facts, services));
  if (closest === 1) return unknown(sameWords(profile));
  if (closest >= SAME_TEMPLATE) return { renders: 'no', reason: 'the pages show other words than the profile' };
  const person = wordsIn(profile.basics?.name ?? '');
  if (person.length > 0 && share(person, facts.words) < 1)
    return { renders: 'no', reason: 'the pages do not show the name of the profile' };
  return unknown('the PDF does not record its template or theme, and no template here prints these pages');
}

/**
 * Renders a profile with a template.
 *
 * @returns `equal` if the result is the PDF, otherwise the share of words that both have in common
 */
async function tryTemplate(
  bytes: Uint8Array,
  name: string,
  file: Attachment,
  profile: Profile,
  template: string,
  facts: PrintFacts,
  services: Services,
): Promise<'equal' | number> {
  // Without a schema, the whole profile was attached, and the pages may show any of its variants.
  const variants = '$schema' in profile ? [] : Object.keys(profile.variants ?? {});
  const slug = slugOf(file.name.replace(/\.json$/i, '')) || 'profile';
  let closest = 0;
  for (const variant of [undefined, ...variants])
    for (const pages of [undefined, facts.pages]) {
      const { standard } = facts;
      const look = { template, pages, variant, standard };
      const request = { slug, profile, pictures: new Map(), formats: ['pdf'] as const, ...look };
      const resume = await makeResume(request, { ...services, date: facts.date, finisher: attaching(file) }).catch(
        (error: unknown) => {
          // A character that no font here can draw, for example.
          if (error instanceof DossierError && error.exit !== 3) return undefined;
          throw error;
        },
      );
      const made = resume?.artifacts[0]?.bytes;
      resume?.taken?.();
      if (!made) continue;
      if (await isSignedCopy(bytes, made, name)) return 'equal';
      const common = share((await readPrintFacts(made, name)).words, facts.words);
      closest = Math.max(closest, common);
      // Fitting changes the size of the type, never the words.
      if (common < 1) break;
    }
  return closest;
}

/** Finishes PDFs with the given file attached: written again, a profile may have its keys in another order. */
function attaching({ bytes }: Attachment): Finisher {
  const finish: Finisher['finish'] = (printed, info, files) =>
    finisher.finish(
      printed,
      info,
      files.map((file) => ({ ...file, bytes })),
    );
  return { ...finisher, finish };
}

function unknown(reason: string): Rendition {
  return { renders: 'unknown', reason };
}

function otherVersion({ creator }: PrintFacts, services: Services): string {
  return `it was made by ${creator.replace(/[^\w .-]/g, '').slice(0, 40)}, and this is ${services.creator}`;
}

/** The reason why pages with the same words may have other bytes. */
function sameWords(profile: Profile): string {
  if (pictureSources(profile).length > 0)
    return 'the words are the same, but the pictures of the profile are not attached';
  return 'the words are the same, but the bytes are not: another browser or other fonts printed the pages, or somebody changed how they look';
}

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** The share of words, from 0 to 1, that two texts have in common. */
function share(one: readonly string[], other: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const word of other) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of one) {
    const left = counts.get(word) ?? 0;
    if (left === 0) continue;
    counts.set(word, left - 1);
    common += 1;
  }
  return common / Math.max(one.length, other.length, 1);
}
