// Other tools, where they are installed: the same résumé from a cold start.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { timedCommand } from './support.mjs';

/** The path of a program that the shell would find. */
function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/**
 * `resumed` (with the theme BENCH_THEME, `jsonresume-theme-even` if none is named) prints the same JSON with the same
 * browser; WeasyPrint sets the very HTML that is printed here.
 */
export function findPeers({ html, json, folder, executable, env }) {
  const peers = [];
  const resumed = onPath('resumed');
  if (resumed) {
    const theme = process.env.BENCH_THEME ?? 'jsonresume-theme-even';
    const args = ['export', json, '-o', join(folder, 'resumed.pdf'), '-t', theme, '--puppeteer-arg=--no-sandbox'];
    const run = () => timedCommand(resumed, args, { ...env, PUPPETEER_EXECUTABLE_PATH: executable }, folder);
    peers.push({ name: 'resumed', target: '≤ 0.25', run });
  }
  const weasyprint = onPath('weasyprint');
  if (weasyprint) {
    const run = () => timedCommand(weasyprint, ['--quiet', html, join(folder, 'weasyprint.pdf')], {}, folder);
    peers.push({ name: 'WeasyPrint', run });
  }
  return peers;
}
