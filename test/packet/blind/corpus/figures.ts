import { writeSync } from 'node:fs';

/** Prints a line among the results, also when the test passes and its console is silent. */
export function print(line: string): void {
  writeSync(1, `${line}\n`);
}
