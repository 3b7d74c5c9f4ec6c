import type { Problem } from '../errors.js';
import type { PartialDate } from '../profile/dates.js';
import type { Look } from '../profile/design.js';
import { type Path, readDocument, type SourceDocument } from '../profile/document.js';
import { tagFilter, tailor } from '../profile/documents.js';
import { type Read, readProfile } from '../profile/read.js';
import type { Profile } from '../profile/schema.js';
import { at } from '../profile/values.js';
import { entriesOf, type LintEntry } from './entries.js';
import type { Found, RuleName } from './finding.js';
import type { Job } from './job.js';
import { type Text, textsOf } from './texts.js';

/**
 * Counts the printed lines of a bullet; `nested` is `true` if its entry is inside another one, `isWide` if no entry of its
 * section has dates.
 */
export type LineCount = (markdown: string, nested: boolean, isWide?: boolean) => number;

/** The input of the rules: a profile and its context. */
export interface LintContext {
  file: string;
  document: SourceDocument;
  profile: Profile;
  /** `true` if the profile is written in English: rules about words support only English. */
  english: boolean;
  texts: Text[];
  entries: LintEntry[];
  /** `true` if private details are kept in a separate file, so that those in the profile are a mistake. */
  keepsPrivate: boolean;
  /** The current month; if omitted, no date is in the future. */
  asOf?: PartialDate | undefined;
  /** Omitted if there is no template to count lines with. */
  lines?: LineCount | undefined;
  /** The job description to compare the profile with. */
  job?: Job | undefined;
}

/** One rule of the check. */
export interface Rule {
  name: RuleName;
  severity: Problem['severity'];
  /** A one-line title. */
  title: string;
  /** Explains what is reported, what is not, and how the rule decides. */
  help: string;
  find(subject: LintContext): Found[];
}

export interface SubjectOptions {
  /** Checks only the content that this variant prints. */
  variant?: string | undefined;
  /** `true` if private details are kept in a separate file. */
  keepsPrivate?: boolean | undefined;
  asOf?: PartialDate | undefined;
  /** The settings of profiles that do not set them. */
  defaults?: Look | undefined;
}

/**
 * Reads a profile and builds the context for the rules.
 *
 * @throws DossierError as `readProfile` does
 */
export function readSubject(
  bytes: Uint8Array,
  file: string,
  templates?: readonly string[],
  { variant, keepsPrivate = false, asOf }: SubjectOptions = {},
): Read<LintContext> {
  const { value: profile, warnings } = readProfile(bytes, file, templates);
  const document = readDocument(bytes, file);
  const isShown = variant === undefined ? () => true : shownIn(profile, variant, document.value);
  const texts = textsOf(document).filter(({ path }) => isShown(path));
  const english = /^en\b/i.test(profile.meta?.locale || 'en');
  const entries = entriesOf(profile, texts).filter(({ path }) => isShown(path));
  return { value: { file, document, profile, english, texts, entries, keepsPrivate, asOf }, warnings };
}

/**
 * Returns a filter for the paths of a profile's document that a variant prints. It excludes entries excluded by tags,
 * hidden sections, and a headline or summary that the variant replaces.
 *
 * @param root the value of the document
 * @throws DossierError PROFILE_INVALID if the profile has no such variant
 */
function shownIn(profile: Profile, variant: string, root: unknown): (path: Path) => boolean {
  const { meta } = tailor(profile, variant);
  const keeps = tagFilter(profile, variant);
  const hidden = new Set(meta?.sections?.filter((section) => section.hidden).map(({ id }) => id));
  const own = at(at(root, 'variants'), variant);
  const isReplaced = (key: string) => typeof at(own, key) === 'string' && at(own, key) !== '';
  return (path) => {
    const [first, second] = path;
    if (first === 'variants') return second === variant;
    if (first === 'letters') return false;
    if (first === 'basics' && (second === 'label' || second === 'summary') && isReplaced(second)) return false;
    const section = first === 'sections' ? at(at(at(root, 'sections'), String(second)), 'id') : first;
    if (hidden.has(String(section)) || (first === 'basics' && second === 'summary' && hidden.has('summary')))
      return false;
    let node = root;
    for (const step of path) {
      node = at(node, String(step));
      if (!keeps(tagsOf(node))) return false;
    }
    return true;
  };
}

function tagsOf(node: unknown): string[] | undefined {
  const tags = at(node, 'tags');
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : undefined;
}
