import { setFlagsFromString } from 'node:v8';
import type { Problem } from '../errors.js';
import type { BlindKeys } from '../pipeline/blind-keys.js';
import type { Commit } from '../pipeline/commit.js';
import type { Output } from '../pipeline/output.js';
import type { Plan } from '../pipeline/plan.js';
import type { Printer } from '../print/printer.js';
import type { Brand } from '../profile/brand.js';
import type { Environment } from './environment.js';
import { templateFolders } from './services.js';

/** The download page of a run, as a target that depends on all others. */
export interface PageTarget {
  /** Returns the reason why the page is stale although nothing else is; undefined if it is up to date. */
  findStale(): Promise<string | undefined>;
  make(commit: Commit): Promise<PageReport>;
}

/** The outcome of making the page. Paths are below the output folder. */
export interface PageReport {
  candidates: number;
  packets: number;
  written: string[];
  removed: string[];
  warnings: Problem[];
}

interface PageRun {
  plan: Plan;
  output: Output;
  /** Reads the mappings from aliases to candidates. */
  keys: BlindKeys;
  /** The month up to which current jobs are counted. */
  asOf: string;
  /** The house style. */
  brand: Brand | undefined;
  /** The browser of the run; undefined if the run does not print. */
  printer: Printer | undefined;
  pages: number;
}

/**
 * Opens the page of a run; returns undefined if the run does not make it. The code that makes pages is loaded on
 * demand.
 */
export async function openPage(
  { plan, output, keys, asOf, brand, printer, pages }: PageRun,
  environment: Environment,
): Promise<PageTarget | undefined> {
  // A run that covers only part of the folder updates an existing page, but does not create one.
  if (!plan.scope.isWhole && !plan.manifest.some(({ kind }) => kind === 'page')) return undefined;
  const { readPdfJs, readSiteFiles } = await import('../site/assets.js');
  const files = await readSiteFiles(environment);
  const { state } = plan;
  // Files from outside the folder are rendered on request, but are not candidates of this folder.
  const found = { ...plan.found, profiles: plan.found.profiles.filter(({ isOutside }) => !isOutside) };
  return {
    findStale: async () => {
      const [{ findStalePage, policyDigest }, { brandDigest }] = await Promise.all([
        import('../site/publish.js'),
        import('../site/brand.js'),
      ]);
      const packets = await policyDigest(found, keys);
      const inputs = { program: files.program, packets, brand: brandDigest(brand), asOf };
      return findStalePage(state.records.page, inputs, printer !== undefined, output);
    },
    make: async (commit) => {
      // Thousands of cards and pictures produce much garbage; by default, V8 lets it grow in proportion to the live
      // heap.
      setFlagsFromString('--heap-growing-percent=20');
      const [{ makeSite }, { SiteAssets }, { TemplateStore }, { FontLibrary }] = await Promise.all([
        import('../site/make.js'),
        import('../site/assets.js'),
        import('../template/store.js'),
        import('../template/fonts.js'),
      ]);
      const store = new TemplateStore(templateFolders(environment));
      const print = {
        templates: store,
        fonts: new FontLibrary(environment.packageFolder),
        creator: `Dossier ${environment.version}`,
      };
      const templates = await store.names();
      const browser = printer && { printer, pdfJs: () => readPdfJs(environment), pages };
      const { signal } = environment;
      const assets = new SiteAssets(output, signal);
      const { page: record } = state.records;
      const request = { found, output, record, assets, keys, asOf, brand, files, templates, browser, print, signal };
      const made = await makeSite(request).catch(async (error: unknown) => {
        // The files of a page that is interrupted are still listed in the manifest.
        await commit.page(assets.files, undefined);
        throw error;
      });
      const removed = await commit.page(assets.files, made.record);
      const { candidates, packets, warnings } = made;
      return { candidates, packets, warnings, written: [...assets.files.written], removed };
    },
  };
}
