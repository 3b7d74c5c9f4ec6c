import { readFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { type Extractor, outsideExtractors, ownExtractors } from '../ats/extractors.js';
import { expectedFields } from '../ats/fields.js';
import { formatRecall, lowestRecall, type Reading, readWith } from '../ats/judge.js';
import { reportPage } from '../ats/report-page.js';
import type { Services } from '../document/model.js';
import { makeResume, openResume } from '../document/resume.js';
import { DossierError } from '../errors.js';
import { choose, discover, overlayFolder, type SourceFile } from '../pipeline/discover.js';
import { Output } from '../pipeline/output.js';
import { requireOutsidePublic } from '../pipeline/privacy.js';
import { openSource } from '../pipeline/profiles.js';
import { resolveNames } from '../pipeline/selection.js';
import type { Environment } from './environment.js';
import { readLook } from './look.js';
import type { LookOptions } from './look-options.js';
import { asOfOf, loadServices, openPrinter } from './services.js';

export interface AtsOptions extends LookOptions {
  profiles: string;
  /** The profile that a PDF was made from. */
  against?: string;
  template?: string;
  variant?: string;
  private?: boolean;
  /** The least recall of every extractor, from 0 to 1. */
  gate?: number;
  /** The file of the report as a page. */
  html?: string;
  browser?: string;
  requireSandbox?: boolean;
  json?: boolean;
}

/** `dossier ats`: reads the text of a résumé with every extractor, and reports which fields it finds. */
export async function ats(file: string, options: AtsOptions, environment: Environment): Promise<number> {
  const { against, gate, html } = options;
  if (against === undefined && /\.pdf$/i.test(file))
    throw new DossierError('USAGE', 'a PDF needs the profile that it is compared with', {
      hint: `name it: dossier ats ${basename(file)} --against PROFILE`,
    });
  if (html !== undefined && options.private)
    requireOutsidePublic(resolve(environment.cwd, html), 'a report with private details', '--html', environment.cwd);
  const source = await findProfile(against ?? file, options, environment);
  const given = against === undefined ? undefined : await readPdf(file, environment);
  const note = (message: string) => environment.err(`${message}\n`);
  const { browser, requireSandbox } = options;
  await using printer = openPrinter({ browser, requireSandbox, width: 1 }, environment, {
    note,
    downloading: () => undefined,
  });
  const { design, defaults, brand } = await readLook(options, environment);
  const services = { ...(await loadServices(printer, environment)), asOf: asOfOf({}, environment), brand };
  const overlays = options.private ? overlayFolder(dirname(source.path)) : undefined;
  const { profile, pictures, places, redact } = await openSource(source, overlays, await services.templates.names());
  const { variant, template: asked } = options;
  const request = { slug: source.slug, profile, variant, template: asked, design, defaults };
  const { content, template } = await openResume(request, services);
  const bytes = given ?? (await render({ ...request, pictures, places, redact }, services));
  const name = given ? file : source.path;
  const outside = await outsideExtractors(bytes, environment);
  const expected = expectedFields(content);
  const readings = await readWith(ownExtractors(bytes, name), expected);
  for (const extractor of outside.extractors) readings.push(...(await tryToRead(extractor, expected, note)));
  const { missing } = outside;
  if (html !== undefined) {
    const page = reportPage({ file: name, lang: content.lang, missing }, readings);
    const path = resolve(environment.cwd, html);
    await new Output(dirname(path)).write(basename(path), new TextEncoder().encode(page));
  }
  const lowest = lowestRecall(readings);
  const report = { file: name, profile: source.path, template: given ? undefined : template, gate, lowest, missing };
  environment.out(options.json ? toJson(report, readings) : toText(report, readings));
  if (gate === undefined || lowest >= gate) return 0;
  const [worst] = readings.toSorted((one, other) => lowestRecall([one]) - lowestRecall([other]));
  environment.err(
    `${name}: error: ${worst?.extractor} finds less than --gate asks for: ${lowestOf(worst)} < ${gate}\n`,
  );
  return 1;
}

function lowestOf(reading: Reading | undefined): string {
  return reading ? formatRecall(reading.comparison.total) : '';
}

async function findProfile(name: string, { profiles }: AtsOptions, environment: Environment): Promise<SourceFile> {
  const folder = relative(environment.cwd, resolve(environment.cwd, profiles)) || '.';
  const { slugs, files } = await resolveNames([name], { ...environment, profiles });
  const [outside] = files;
  if (outside) return outside;
  const [source] = choose((await discover(folder, files)).profiles, slugs);
  if (source) return source;
  throw new DossierError('PROFILE_MISSING', `there is no profile ${name}`);
}

async function readPdf(file: string, environment: Environment): Promise<Uint8Array> {
  return readFile(resolve(environment.cwd, file)).catch((cause: unknown) => {
    throw new DossierError('USAGE', `${file} cannot be read`, {
      hint: 'give the path of a PDF, such as out/krish-arora/krish-arora.pdf',
      cause,
    });
  });
}

/** Renders the PDF of a document in memory. */
async function render(
  request: Omit<Parameters<typeof makeResume>[0], 'formats'>,
  services: Services,
): Promise<Uint8Array> {
  const { artifacts, taken } = await makeResume({ ...request, formats: ['pdf'] }, services);
  taken?.();
  const pdf = artifacts.find(({ format }) => format === 'pdf');
  if (!pdf) throw new Error(`${request.slug} was rendered without a PDF`);
  return pdf.bytes;
}

/** The reading of a program that need not work; a failure is a note. */
async function tryToRead(
  extractor: Extractor,
  expected: ReturnType<typeof expectedFields>,
  note: (message: string) => void,
): Promise<Reading[]> {
  try {
    return await readWith([extractor], expected);
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    note(`note: ${error.message}`);
    return [];
  }
}

/** The facts of a report beside the readings. */
interface ReportFacts {
  file: string;
  profile: string;
  /** The template that the profile was rendered with. */
  template: string | undefined;
  gate: number | undefined;
  /** The lowest recall, from 0 to 1. */
  lowest: number;
  /** The extractors that are not installed. */
  missing: readonly string[];
}

function toJson({ missing, ...facts }: ReportFacts, readings: readonly Reading[]): string {
  const extractors = readings.map(({ extractor, comparison: { tallies, total, results } }) => ({
    name: extractor,
    isInstalled: true,
    recall: total.expected === 0 ? 1 : total.found / total.expected,
    ...total,
    fields: tallies,
    losses: results.filter(({ isFound }) => !isFound).map(({ isFound: _, ...loss }) => loss),
  }));
  const absent = missing.map((name) => ({ name, isInstalled: false }));
  return `${JSON.stringify({ ...facts, extractors: [...extractors, ...absent] }, null, 2)}\n`;
}

function toText({ file, template, missing }: ReportFacts, readings: readonly Reading[]): string {
  const lines = [`${file}${template === undefined ? '' : `, template ${template}`}`];
  for (const { extractor, comparison } of readings) {
    const { tallies, total, results } = comparison;
    lines.push('', `${extractor}: recall ${formatRecall(total)}`);
    const row = (kind: string, expected: string, found: string) =>
      `  ${kind.padEnd(10)}${expected.padStart(9)}${found.padStart(7)}`;
    lines.push(row('field', 'expected', 'found'));
    for (const [kind, tally] of Object.entries(tallies))
      lines.push(row(kind, String(tally.expected), String(tally.found)));
    lines.push(row('total', String(total.expected), String(total.found)));
    for (const { kind, at, expected, read } of results.filter(({ isFound }) => !isFound))
      lines.push(
        `  lost: ${kind}${at === '' ? '' : ` of ${at}`}`,
        `    expected: ${expected}`,
        `    read:     ${read}`,
      );
  }
  if (missing.length > 0) lines.push('', `not installed: ${missing.join(', ')}`);
  return `${lines.join('\n')}\n`;
}
