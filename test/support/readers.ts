import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { ROOT } from './paths.js';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** A program or library that reads the text of PDFs. */
export interface TextReader {
  name: string;
  /** `true` if it follows the order in which the page was written rather than the positions on the page. */
  keepsOrder: boolean;
  /** `true` if it starts a process for each file that takes about a second. */
  isSlow?: true;
  /** The reason why it cannot run here; undefined if it can. */
  missing(): string | undefined;
  /** The text of each file. */
  read(paths: readonly string[]): Promise<string[]>;
}

/** The folder into which `.ci/run` puts programs in Java. */
const JARS = join(ROOT, '.ci', 'jars');
const PYTHON = join(ROOT, '.ci', 'python', 'bin', 'python');

/** The path of a Java program that `.ci/run` installs, by the beginning of its name; undefined if it is missing. */
export function findJar(name: string): string | undefined {
  const found = existsSync(JARS) ? readdirSync(JARS).find((file) => file.startsWith(name)) : undefined;
  return found && isInstalled('java') ? join(JARS, found) : undefined;
}

const isInstalled = (program: string) =>
  spawnSync(process.platform === 'win32' ? 'where' : 'which', [program]).status === 0;

const output = async (program: string, args: readonly string[]) =>
  (await run(program, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })).stdout;

const each = (read: (path: string) => Promise<string>) => async (paths: readonly string[]) => {
  const texts: string[] = [];
  for (const path of paths) texts.push(await read(path));
  return texts;
};

const program = (name: string, keepsOrder: boolean, command: string, args: (path: string) => string[]): TextReader => ({
  name,
  keepsOrder,
  missing: () => (isInstalled(command) ? undefined : `${command} is not installed`),
  read: each((path) => output(command, args(path))),
});

const python = (name: string, library: string): TextReader => ({
  name,
  keepsOrder: false,
  missing: () => (existsSync(PYTHON) ? undefined : `${name} is not installed`),
  read: async (paths) =>
    JSON.parse(await output(PYTHON, [join(ROOT, 'test', 'support', 'read_pdf.py'), library, ...paths])) as string[],
});

const java = (name: string, file: string, args: (path: string) => string[]): TextReader => ({
  name,
  keepsOrder: false,
  isSlow: true,
  missing: () => (findJar(file) ? undefined : `${name} is not installed`),
  read: each((path) => output('java', ['-jar', findJar(file) ?? '', ...args(path)])),
});

const inNode = (name: string, keepsOrder: boolean, read: (path: string) => Promise<string>): TextReader => ({
  name,
  keepsOrder,
  missing: () => undefined,
  read: each(read),
});

interface Item {
  str: string;
  hasEOL: boolean;
  transform: number[];
  width: number;
  height: number;
}

async function pagesOf<T>(path: string, read: (page: Awaited<ReturnType<Pdf['getPage']>>) => Promise<T>): Promise<T[]> {
  const data = new Uint8Array(await readFile(path));
  const pdf = await getDocument({ data, verbosity: VerbosityLevel.ERRORS, useSystemFonts: false }).promise;
  try {
    const pages: T[] = [];
    for (let number = 1; number <= pdf.numPages; number++) pages.push(await read(await pdf.getPage(number)));
    return pages;
  } finally {
    await pdf.destroy();
  }
}
type Pdf = Awaited<ReturnType<typeof getDocument>['promise']>;

/** The items of each page, one after another, with a new line where pdf.js marks the end of one. */
async function concatenate(path: string): Promise<string> {
  const pages = await pagesOf(path, async (page) => {
    const { items } = (await page.getTextContent()) as { items: Item[] };
    return items.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join('');
  });
  return pages.join('\n');
}

/** The items of each page in lines from top to bottom, as programs do that look only at positions. */
async function byPosition(path: string): Promise<string> {
  const pages = await pagesOf(path, async (page) => {
    const { items } = (await page.getTextContent()) as { items: Item[] };
    const shown = items.filter(({ str }) => str.trim() !== '');
    const lines = new Map<number, Item[]>();
    for (const item of shown) {
      const height = Math.round(item.transform[5] ?? 0);
      lines.set(height, [...(lines.get(height) ?? []), item]);
    }
    const down = [...lines].sort(([a], [b]) => b - a).map(([, line]) => line);
    const across = (line: Item[]) => line.sort((a, b) => (a.transform[4] ?? 0) - (b.transform[4] ?? 0));
    return down.map((line) => joined(across(line))).join('\n');
  });
  return pages.join('\n');
}

/** The items of a line, with a space where there is a gap of a tenth of their height. */
function joined(line: readonly Item[]): string {
  let text = '';
  let end = Number.NEGATIVE_INFINITY;
  for (const { str, transform, width, height } of line) {
    const start = transform[4] ?? 0;
    text += (start - end > height / 10 ? ' ' : '') + str;
    end = start + width;
  }
  return text;
}

const INLINE = new Set(['Span', 'Strong', 'Em', 'Code', 'Link', 'Sub', 'Sup']);

/** The text in the order of the structure tree, with a new line after each block. */
async function byStructure(path: string): Promise<string> {
  const pages = await pagesOf(path, async (page) => {
    const { items } = (await page.getTextContent({ includeMarkedContent: true })) as {
      items: (Item & { type?: string; id?: string })[];
    };
    const texts = new Map<string, string>();
    const open: (string | undefined)[] = [];
    for (const { type, id, str, hasEOL } of items) {
      if (type?.startsWith('begin')) open.push(id);
      else if (type === 'endMarkedContent') open.pop();
      else {
        const current = open.findLast(Boolean);
        if (current) texts.set(current, `${texts.get(current) ?? ''}${str}${hasEOL ? '\n' : ''}`);
      }
    }
    const textOf = (node: unknown): string => {
      const { id, role, children } = (node ?? {}) as { id?: string; role?: string; children?: unknown[] };
      if (!children) return texts.get(id ?? '') ?? '';
      return children.map(textOf).join('') + (INLINE.has(role ?? '') ? '' : '\n');
    };
    return textOf(await page.getStructTree());
  });
  return pages.join('\n');
}

const pdfParse = async (path: string) => {
  const parse = require('pdf-parse/lib/pdf-parse.js') as (bytes: Buffer) => Promise<{ text: string }>;
  return (await parse(await readFile(path))).text;
};

export const READERS: readonly TextReader[] = [
  inNode('pdf.js, items in order', true, concatenate),
  inNode('pdf.js, by position', false, byPosition),
  inNode('pdf-parse 1.1.1', true, pdfParse),
  inNode('structure tree', true, byStructure),
  program('pdftotext -raw', true, 'pdftotext', (path) => ['-raw', path, '-']),
  program('pdftotext', false, 'pdftotext', (path) => [path, '-']),
  program('pdftotext -layout', false, 'pdftotext', (path) => ['-layout', path, '-']),
  program('mutool draw -F txt', true, 'mutool', (path) => ['draw', '-q', '-F', 'txt', path]),
  python('pdfminer.six', 'pdfminer'),
  python('pypdf', 'pypdf'),
  python('PyMuPDF', 'pymupdf'),
  java('PDFBox', 'pdfbox-app', (path) => ['ExtractText', '-console', path]),
  java('Tika', 'tika-app', (path) => ['--text', path]),
];
