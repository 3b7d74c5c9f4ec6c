import { type Command, Option } from 'commander';
import { RULE_NAMES } from '../check/rule-names.js';
import type { CheckOptions } from './check.js';

/** Adds `dossier check` to the program. */
export function addCheck(program: Command, action: (named: string[], options: CheckOptions) => Promise<void>): void {
  program
    .command('check')
    .description('Find in profiles what validation cannot see: garbled text, private details, gaps, bullets at odds.')
    .argument('[profiles...]', 'profiles by name; all where none is named')
    .option('--profiles <folder>', 'the folder of profiles', 'profiles')
    .option('--off <rules>', 'rules to leave out, joined by commas')
    .option('--variant <name>', 'look only at what this variant of each profile prints')
    .option(
      '--job <file>',
      'a job description (text or Markdown): what of it each profile says, and where, and what not',
    )
    .option('--fix', 'write the repaired text of what is garbled, and nothing else')
    .option(
      '--strict',
      'end with status 1 if anything is found; what a job description asks for in vain is a note only',
    )
    .addOption(new Option('--json', 'report as JSON on standard output').conflicts('sarif'))
    .option('--sarif', 'report as SARIF 2.1.0 on standard output, for code scanning')
    .addHelpText(
      'after',
      `\nRules: ${RULE_NAMES.join(', ')}\nA comment switches rules off: "# dossier-check-off: RULE" on a line of its own for the whole profile,\nbehind something else for what stands or begins on that line.\n\nExamples:\n  dossier check\n  dossier check krish-arora --job advertisement.md\n  dossier check --strict --off gap,no-figures\n  dossier check --sarif > check.sarif\n`,
    )
    .action(action);
}
