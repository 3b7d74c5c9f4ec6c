// Runs other tools, if they are installed, on the same résumé from a cold start.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { timedCommand } from './support.mjs';

/** The path of a program on PATH, or `undefined`. */
function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/**
 * The installed tools to compare with. `resumed` renders the same JSON with the same browser and the theme in BENCH_THEME
 * (default: `jsonresume-theme-even`). WeasyPrint renders the same HTML.
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
