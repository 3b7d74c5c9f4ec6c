import { join } from 'node:path';
import createQpdf from '@neslinesli93/qpdf-wasm';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { packageFolder } from './paths.js';

/** A PDF as read by an independent program (pdf.js), reduced to the fields that tests check. */
export interface ReadPdf {
  pages: ReadPage[];
  title: string;
  info: Record<string, unknown>;
  lang: string | null;
  tagged: boolean;
  outline: OutlineItem[];
  labels: string[] | null;
}

export interface ReadPage {
  /** The text in painting order, with white space collapsed. */
  text: string;
  links: { url?: string; page?: number }[];
  /** The right edge of each text item, in PDF units. */
  right: number[];
  /**
   * The bounding boxes of the text items, in PDF units from the upper left corner of the page. The top is the height of
   * capitals; the bottom is the depth of descenders.
   */
  boxes: { text: string; left: number; right: number; top: number; bottom: number }[];
  width: number;
  height: number;
  /** The roles in the structure tree, in document order. */
  roles: string[];
}

export interface OutlineItem {
  title: string;
  /** Index of the target page. */
  page: number | undefined;
  items: OutlineItem[];
}

type Pdf = Awaited<ReturnType<typeof getDocument>['promise']>;

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const pdf = await getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
    disableFontFace: true,
  }).promise;
  try {
    const info = (await pdf.getMetadata()).info as Record<string, unknown>;
    const pages: ReadPage[] = [];
    for (let number = 1; number <= pdf.numPages; number++) pages.push(await readPage(pdf, number));
    const marks = await pdf.getMarkInfo();
    return {
      pages,
      title: String(info.Title ?? ''),
      info,
      lang: (info.Language as string | null) ?? null,
      tagged: marks?.Marked === true,
      outline: await readOutline(pdf, (await pdf.getOutline()) ?? []),
      labels: await pdf.getPageLabels(),
    };
  } finally {
    await pdf.destroy();
  }
}

async function readPage(pdf: Pdf, number: number): Promise<ReadPage> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent({ disableNormalization: true });
  const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
  const annotations = (await page.getAnnotations()) as { subtype: string; url?: string; dest?: unknown }[];
  const links = await Promise.all(
    annotations
      .filter((annotation) => annotation.subtype === 'Link')
      .map(async ({ url, dest }) => ({ ...(url ? { url } : {}), ...(dest ? { page: await pageOf(pdf, dest) } : {}) })),
  );
  const [, , width = 0, height = 0] = page.view;
  const tree = await page.getStructTree();
  return {
    text: collapse(text),
    links: links as ReadPage['links'],
    right: items.flatMap((item) => ('str' in item && item.str.trim() ? [item.transform[4] + item.width] : [])),
    boxes: items.flatMap((item) => {
      if (!('str' in item) || !item.str.trim()) return [];
      const [, , across, up, left, baseline] = item.transform as number[];
      const size = Math.hypot(across ?? 0, up ?? 0);
      const line = height - (baseline ?? 0);
      const [from, to] = [left ?? 0, (left ?? 0) + item.width];
      return [{ text: item.str, left: from, right: to, top: line - size * 0.72, bottom: line + size * 0.2 }];
    }),
    width,
    height,
    roles: rolesOf(tree),
  };
}

function rolesOf(node: unknown): string[] {
  const { role, children } = (node ?? {}) as { role?: string; children?: unknown[] };
  return [...(role ? [role] : []), ...(children ?? []).flatMap(rolesOf)];
}

async function pageOf(pdf: Pdf, dest: unknown): Promise<number | undefined> {
  const explicit = typeof dest === 'string' ? await pdf.getDestination(dest) : (dest as unknown[]);
  const [ref] = explicit ?? [];
  return ref === undefined ? undefined : pdf.getPageIndex(ref as never);
}

async function readOutline(
  pdf: Pdf,
  items: readonly { title: string; dest: unknown; items: unknown[] }[],
): Promise<OutlineItem[]> {
  return Promise.all(
    items.map(async (item) => ({
      title: item.title,
      page: item.dest ? await pageOf(pdf, item.dest) : undefined,
      items: await readOutline(pdf, item.items as typeof items),
    })),
  );
}

/** Replaces each run of white space, including no-break spaces, with one space. */
export function collapse(text: string): string {
  return text.replace(/[\s\u00A0]+/g, ' ').trim();
}

/** The exit status of `qpdf --check`, run as WebAssembly: 0 for a valid file, 2 for errors, 3 for warnings. */
export async function checkWithQpdf(bytes: Uint8Array): Promise<number> {
  return (await runQpdf(bytes, ['--check', INPUT])).status;
}

/** Rewrites a PDF with qpdf and the given options, such as `--encrypt '' owner 256 --`. */
export async function writeWithQpdf(bytes: Uint8Array, options: readonly string[]): Promise<Uint8Array> {
  const { status, read } = await runQpdf(bytes, ['--allow-weak-crypto', ...options, INPUT, OUTPUT]);
  if (status === 2) throw new Error(`qpdf cannot write the file with ${options.join(' ')}`);
  return read(OUTPUT);
}

const INPUT = '/input.pdf';
const OUTPUT = '/output.pdf';

async function runQpdf(bytes: Uint8Array, args: string[]) {
  const qpdf = (await createQpdf({
    locateFile: () => join(packageFolder('@neslinesli93/qpdf-wasm'), 'dist', 'qpdf.wasm'),
    noInitialRun: true,
    print: () => undefined,
    printErr: () => undefined,
  } as never)) as unknown as {
    FS: { writeFile(path: string, data: Uint8Array): void; readFile(path: string): Uint8Array };
    callMain(args: string[]): number;
  };
  qpdf.FS.writeFile(INPUT, bytes);
  return { status: qpdf.callMain(args), read: (path: string) => qpdf.FS.readFile(path) };
}
