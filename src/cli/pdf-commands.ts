import type { Command } from 'commander';
import type { Environment } from './environment.js';
import { REQUIRE_SANDBOX } from './options.js';

/**
 * Adds the commands that take a finished PDF.
 *
 * @param done receives the exit status of the command
 */
export function addPdfCommands(program: Command, environment: Environment, done: (status: number) => void): void {
  program
    .command('seal')
    .description('Encrypt a PDF as a single web page that opens only with a secret link.')
    .argument('<file>', 'a PDF')
    .option('--out <file>', 'page to write (default: FILE.html)')
    .addHelpText('after', '\nExample:\n  dossier seal out/packets/backend-engineers.pdf\n')
    .action(async (file: string, options) => {
      const { seal } = await import('./seal.js');
      done(await seal(file, options, environment));
    });
  program
    .command('extract')
    .description('Extract the files attached to a PDF: the profile of a résumé, or of each résumé in a packet.')
    .argument('<file>', 'a PDF')
    .option('--out <folder>', 'folder to write to', 'extracted')
    .addHelpText(
      'after',
      '\nExample:\n  dossier extract out/packets/backend-engineers.pdf --out profiles-from-packet\n',
    )
    .action(async (file: string, options) => {
      const { extract } = await import('./extract.js');
      done(await extract(file, options, environment));
    });
  program
    .command('sign')
    .description('Sign a PDF with the key of a PKCS#12 file (PAdES baseline B-B). Its pages stay as they are.')
    .argument('<file>', 'a PDF')
    .requiredOption('--p12 <file>', 'PKCS#12 file with a key and its certificate')
    .option('--out <file>', 'file to write (default: FILE.signed.pdf)')
    .addHelpText(
      'after',
      '\nThe signature is appended and invisible. Sign last: any other change breaks it, except further signatures.\nThe password of the PKCS#12 file is read from DOSSIER_P12_PASSWORD.\n\nExample:\n  dossier sign out/packets/backend-engineers.pdf --p12 recruiter.p12\n',
    )
    .action(async (file: string, options) => {
      const { sign } = await import('./sign.js');
      done(await sign(file, options, environment));
    });
  program
    .command('verify')
    .description('Check the signatures of a PDF, and if the profiles attached to it render to its pages.')
    .argument('<file>', 'a PDF')
    .option(
      '--ca <file>',
      'certificates of the authorities that you trust, in PEM or DER; without it, trust is not checked',
    )
    .option('--browser <path>', 'path of the browser to render with')
    .option('--require-sandbox', REQUIRE_SANDBOX)
    .option('--json', 'report as JSON on standard output')
    .addHelpText(
      'after',
      '\nThe exit status is 0 if every signature is valid, and 1 if one is not or if there is none.\n\nExamples:\n  dossier verify backend-engineers.signed.pdf\n  dossier verify backend-engineers.signed.pdf --ca company.pem --json\n',
    )
    .action(async (file: string, options) => {
      const { verify } = await import('./verify.js');
      done(await verify(file, options, environment));
    });
}
