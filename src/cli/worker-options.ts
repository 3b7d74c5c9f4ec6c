import type { Command } from 'commander';
import { parseCount, parseMegabytes, parsePort, parseRate, REQUIRE_SANDBOX } from './options.js';
import type { WorkerCommandOptions } from './worker.js';

/** Adds `dossier worker` to the program. */
export function addWorker(program: Command, run: (options: WorkerCommandOptions) => Promise<void>): void {
  program
    .command('worker')
    .description('Make the résumés that runs with --queue ask for, until it is stopped.')
    .option('--queue <url>', 'where Redis or Valkey is: redis://HOST:PORT, rediss:// for TLS (or set DOSSIER_QUEUE)')
    .option('--concurrency <n>', 'pages printed at once (one for each core)', parseCount)
    .option(
      '--port <number>',
      'where its health and figures are, on this machine only (9464, or the next free one)',
      parsePort,
    )
    .option('--tenant-rate <n>', 'résumés a minute that a tenant gets from all workers together', parseRate)
    .option('--job-limit <MB>', 'the largest job that is taken (16)', parseMegabytes)
    .option('--browser <path>', 'the browser to print with')
    .option('--require-sandbox', REQUIRE_SANDBOX)
    .addHelpText(
      'after',
      '\nA worker serves runs of the same Dossier, browser, Node and fonts. Asked to stop (SIGTERM), it finishes what it has.\nThe password of the queue may be in DOSSIER_QUEUE_PASSWORD.\n\nExamples:\n  dossier worker --queue redis://localhost:6379\n  dossier worker --queue rediss://queue.example.org:6380 --concurrency 4 --tenant-rate 600\n',
    )
    .action(run);
}
