import { existsSync } from 'node:fs';
import { chmod, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { applyFixes, checkProfile } from '../check/check.js';
import { isRuleName, type RuleName } from '../check/finding.js';
import { type Job, readJob } from '../check/job.js';
import { matchJob } from '../check/job-match.js';
import type { LintContext } from '../check/lint-context.js';
import { openForCheck, ruleHint } from '../check/open-profile.js';
import { DossierError } from '../errors.js';
import { namedSkills, toAsOf } from '../packet/qualifications.js';
import { BEGIN_HINT, choose, discover, overlayFolder, readSourceFile, type SourceFile } from '../pipeline/discover.js';
import { Output } from '../pipeline/output.js';
import { resolveNames } from '../pipeline/selection.js';
import { decode } from '../profile/limits.js';
import type { Read } from '../profile/read.js';
import { FontLibrary } from '../template/fonts.js';
import { TemplateStore } from '../template/store.js';
import { type CheckFormat, type CheckReport, reportCheck } from './check-report.js';
import type { Environment } from './environment.js';
import { readLook } from './look.js';
import { asOfOf, templateFolders } from './services.js';

export interface CheckOptions extends CheckFormat {
  profiles: string;
  /** Names of rules to turn off, separated by commas. */
  off?: string;
  /** A job description. */
  job?: string;
  /** Compares and checks only what this variant prints. */
  variant?: string;
  fix?: boolean;
}

/** `dossier check`: finds problems in profiles that validation cannot detect. */
export async function check(
  named: readonly string[],
  options: CheckOptions,
  environment: Environment,
): Promise<number> {
  const off = parseRules(options.off ?? '');
  const folder = relative(environment.cwd, resolve(environment.cwd, options.profiles)) || '.';
  const { slugs, files } = await resolveNames(named, { ...environment, profiles: options.profiles });
  const found = await discover(folder, files);
  const sources = slugs.length > 0 ? choose(found.profiles, slugs) : found.profiles;
  if (sources.length === 0 && found.errors.length === 0)
    throw new DossierError('PROFILE_MISSING', `there are no profiles in ${folder}`, { hint: BEGIN_HINT });
  const report: CheckReport = { findings: [], fixed: [], warnings: [], failures: [], matches: [] };
  const refused = found.errors.filter(({ where }) => dirname(where?.file ?? '') === folder);
  report.failures.push(...refused.map((error) => ({ source: error.where?.file ?? folder, error })));
  const { variant } = options;
  const services = {
    templates: new TemplateStore(templateFolders(environment)),
    fonts: new FontLibrary(environment.packageFolder),
  };
  const asOf = toAsOf(asOfOf({}, environment));
  const { defaults } = await readLook({}, environment);
  const open = (bytes: Uint8Array, { path }: SourceFile) =>
    openForCheck(bytes, path, services, {
      variant,
      asOf,
      defaults,
      keepsPrivate: existsSync(overlayFolder(dirname(path))),
    });
  const opened: { source: SourceFile; bytes: Uint8Array; read: Read<LintContext> }[] = [];
  for (const source of sources) {
    try {
      const bytes = await readSourceFile(source);
      opened.push({ source, bytes, read: await open(bytes, source) });
    } catch (error) {
      if (!(error instanceof DossierError)) throw error;
      report.failures.push({ source: source.path, error });
    }
  }
  const job = options.job === undefined ? undefined : await openJob(options.job, opened, environment);
  for (const { source, bytes, read } of opened) {
    let { value: subject, warnings } = read;
    let checked = checkProfile({ ...subject, job }, off);
    const fixable = options.fix ? checked.findings.filter(({ replacement }) => replacement !== undefined) : [];
    if (fixable.length > 0) {
      const fixed = withMark(bytes, applyFixes(subject.document.text, fixable));
      // Reads the fixed text again, because it moves the remaining findings to other columns.
      ({ value: subject, warnings } = await open(fixed, source));
      await replaceFile(resolve(environment.cwd, source.path), fixed);
      report.fixed.push(...fixable);
      checked = checkProfile({ ...subject, job }, off);
    }
    report.findings.push(...checked.findings);
    report.warnings.push(...warnings, ...checked.warnings);
    if (job) report.matches.push({ profile: source.path, job: job.file, terms: matchJob(subject, job) });
  }
  return reportCheck(report, options, environment);
}

function parseRules(names: string): ReadonlySet<RuleName> {
  const off = new Set<RuleName>();
  for (const name of names.split(/[,\s]+/).filter(Boolean)) {
    if (!isRuleName(name)) throw new DossierError('USAGE', `there is no rule "${name}"`, { hint: ruleHint(name) });
    off.add(name);
  }
  return off;
}

/** Reads a job description, in which the skills that the profiles name are recognized. */
async function openJob(
  file: string,
  opened: readonly { read: Read<LintContext> }[],
  environment: Environment,
): Promise<Job> {
  const bytes = await readFile(resolve(environment.cwd, file)).catch((cause: unknown) => {
    throw new DossierError('USAGE', `${file} cannot be read`, {
      hint: 'set --job to a job description in plain text or Markdown',
      cause,
    });
  });
  const named = opened.flatMap(({ read }) => Object.values(namedSkills(read.value.profile)).flat());
  return readJob(decode(bytes, file), file, named);
}

/** The bytes of a fixed text, with the byte order mark of the original file if it had one. */
function withMark(before: Uint8Array, text: string): Uint8Array {
  return Buffer.from(before[0] === 0xef && before[1] === 0xbb && before[2] === 0xbf ? `\uFEFF${text}` : text);
}

/** Replaces a file atomically. If the path is a link, its target is replaced; the file keeps its mode. */
async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  await new Output(dirname(target)).write(basename(target), bytes);
  await chmod(target, mode);
}
