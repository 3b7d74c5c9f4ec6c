import type { Command } from 'commander';

/** The options of a command that set the design of documents. */
export interface LookOptions {
  /** A file of design options. */
  design?: string;
  /** Single options, such as `design.accent=#7a1f3d`. */
  set?: string[];
}

/** Adds the options that set the design of documents. */
export function addLookOptions(command: Command): Command {
  return command
    .option('--design <file>', 'YAML file of design options, overriding those of profiles, variants and packet files')
    .option(
      '--set <option>',
      'one design option, such as design.accent=#7a1f3d, overriding all others (repeatable)',
      (value: string, before: string[] = []) => [...before, value],
    );
}
