import { setFlagsFromString } from 'node:v8';
import type { BlindKeys } from '../pipeline/blind-keys.js';
import type { Output } from '../pipeline/output.js';
import type { Plan } from '../pipeline/plan.js';
import type { Printer } from '../print/printer.js';
import type { SiteReport } from '../site/make.js';
import type { World } from './environment.js';
import { templateFolders } from './services.js';

/** The download page of a run. */
interface RunPage {
  /** Whether it is as it would be made, where nothing else was made anew. */
  stands(): Promise<boolean>;
  make(): Promise<SiteReport>;
}

interface PageRun {
  plan: Plan;
  output: Output;
  /** Reads the mappings from aliases to candidates. */
  keys: BlindKeys;
  /** The month to which open jobs are counted. */
  asOf: string;
  /** The browser of the run; undefined where it prints nothing. */
  printer: Printer | undefined;
  pages: number;
}

/** What a run does for the download page; undefined where it does nothing. What makes it is loaded only then. */
export async function openPage(
  { plan, output, keys, asOf, printer, pages }: PageRun,
  world: World,
): Promise<RunPage | undefined> {
  // A run that covers a part of the folder updates a page, but does not create one.
  if (!plan.scope.isWhole && !plan.manifest.some(({ kind }) => kind === 'page')) return undefined;
  const { readPdfJs, readSiteFiles } = await import('../site/places.js');
  const files = await readSiteFiles(world);
  const { cache } = plan;
  // A file from outside the folder is rendered on request, and is not a candidate of this folder.
  const found = { ...plan.found, profiles: plan.found.profiles.filter(({ isOutside }) => !isOutside) };
  return {
    stands: async () => {
      const { policyDigest, standsAsMade } = await import('../site/up-to-date.js');
      const packets = await policyDigest(found, keys);
      return standsAsMade(
        cache.page,
        { program: files.program, packets, asOf, canDraw: printer !== undefined },
        output,
      );
    },
    make: async () => {
      // Of thousands of cards and pictures much is left behind, which V8 would let grow with what is kept.
      setFlagsFromString('--heap-growing-percent=20');
      const [{ makeSite }, { TemplateStore }, { FontLibrary }] = await Promise.all([
        import('../site/make.js'),
        import('../template/store.js'),
        import('../template/fonts.js'),
      ]);
      const store = new TemplateStore(templateFolders(world));
      const fonts = new FontLibrary(world.packageFolder);
      const print = { templates: store, fonts, creator: `Dossier ${world.version}` };
      const templates = await store.names();
      const browser = printer && { printer, pdfJs: () => readPdfJs(world), pages };
      return makeSite({ found, output, cache, keys, asOf, files, templates, browser, print, signal: world.signal });
    },
  };
}
