import { readFile } from 'node:fs/promises';
import { bind } from './bind.mjs';

/**
 * Binds the attachment given as the third argument after the résumé, as a packet does, and prints the outcome with the
 * peak memory usage in kilobytes. Without an attachment, it binds the résumé twice, as the baseline.
 */
const [strips, first, foreign] = process.argv.slice(2);
const own = await readFile(first);
let outcome = 'bound';
try {
  await bind(
    new Uint8Array(await readFile(strips)),
    new Uint8Array(own),
    new Uint8Array(await readFile(foreign ?? first)),
  );
} catch (error) {
  outcome = error.code === 'PDF_INVALID' ? error.message : String(error.stack);
}
console.log(JSON.stringify({ outcome, peak: process.resourceUsage().maxRSS }));
