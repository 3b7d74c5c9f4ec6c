import { escapeHtml } from '../template/html.js';
import type { SiteParts, Version } from './model.js';

/** What stands in the page itself: how much there is, and plain links for who reads it without scripts. */
export function toIndexPage(shell: string, data: SiteParts): Uint8Array {
  const candidates = [...itemsOf(data)];
  const parts: Record<string, string> = {
    COUNT: `${count(candidates.length, 'candidate')}, ${count(data.packets.length, 'packet')}`,
    CANDIDATES: candidates.join('\n'),
    PACKETS: data.packets.map(({ path, title }) => `<li>${link(path, title)}</li>`).join('\n'),
  };
  return new TextEncoder().encode(shell.replace(/__([A-Z]+)__/g, (_, part: string) => parts[part] ?? ''));
}

function* itemsOf({ candidates }: SiteParts): Generator<string> {
  for (const { name, versions } of candidates)
    yield `<li><b dir="auto">${escapeHtml(name)}</b>: ${versions.map(linksOf).join('; ')}</li>`;
}

function linksOf({ variant, label, files }: Version): string {
  const links = files.map(({ path, kind, page = '' }) => link(path, `${kind.toUpperCase()} ${page}`.trim())).join(', ');
  return variant === '' ? links : `${escapeHtml(label ?? variant)}: ${links}`;
}

const link = (path: string, text: string) => `<a href="${escapeHtml(path)}">${escapeHtml(text)}</a>`;

const count = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
