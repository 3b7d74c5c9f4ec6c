import { writeSync } from 'node:fs';

/** Prints a line among the results, even if the test passes and its console output is hidden. */
export function print(line: string): void {
  writeSync(1, `${line}\n`);
}
