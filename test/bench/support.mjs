import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FinisherThreads } from '../../dist/document/finisher.js';
import { findBrowser } from '../../dist/print/find.js';
import { launchBrowser } from '../../dist/print/launch.js';
import { Printer } from '../../dist/print/printer.js';
import { readProfile } from '../../dist/profile/read.js';
import { readPdfJs } from '../../dist/site/assets.js';
import { FontLibrary } from '../../dist/template/fonts.js';
import { TemplateStore } from '../../dist/template/store.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Finds the browser that a command would use. */
export function browser() {
  const { env, platform, arch } = process;
  const home = homedir();
  const cache = join(env.XDG_CACHE_HOME || join(home, '.cache'), 'dossier');
  return findBrowser(undefined, { env, platform, arch, home, cache, announce() {}, downloading() {} });
}

/** Runs a Node program and returns its duration in milliseconds. */
export function timed(args, env = {}, cwd = ROOT) {
  return timedCommand(process.execPath, args, env, cwd);
}

/** Runs a program and returns its duration in milliseconds. */
export async function timedCommand(command, args, env = {}, cwd = ROOT) {
  const start = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} failed with exit status ${status}`);
  return performance.now() - start;
}

/** The number of rounds of benchmarks that compare in turns; fewer only show that they work. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The medians of several measurements taken in turn, so that a temporary slowdown affects all of them equally. */
export async function inTurn(rounds, measures) {
  const times = measures.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, measure] of measures.entries()) times[index].push(await measure());
  }
  return times.map(median);
}

/** Opens a printer with that browser. */
export function printer() {
  return new Printer({
    width: 2,
    launch: async () => launchBrowser(await browser(), process.env, process.getuid?.() === 0),
  });
}

/** Opens the thread that finishes PDFs. */
export function finisher() {
  return new FinisherThreads(join(ROOT, 'dist', 'finisher.js'), 1);
}

/** The services of a command. */
export function services(open, finisher) {
  const require = createRequire(import.meta.url);
  return {
    templates: new TemplateStore([join(ROOT, 'templates')]),
    fonts: new FontLibrary((name) => dirname(require.resolve(`${name}/unicode.json`))),
    printer: open,
    finisher,
    creator: 'Dossier bench',
    pdfJs: () => readPdfJs({ moduleFile: require.resolve }),
  };
}

export async function shipped(slug) {
  const path = join(ROOT, 'profiles', `${slug}.yaml`);
  return readProfile(await readFile(path), path).value;
}

/** The comment after the figures that a benchmark writes. */
export const END = '<!-- end of figures -->';

/** Replaces the text between two comments of a document. */
export function replaceBetween(text, begin, figures, name) {
  const start = text.indexOf(begin);
  const end = text.indexOf(END, start);
  if (start < 0 || end < start) throw new Error(`${name} lacks the comments around its figures`);
  return `${text.slice(0, start)}${begin}\n${figures}\n${text.slice(end)}`;
}
