import { PassThrough } from 'node:stream';

/** A terminal with simulated user input. */
export interface TypedTerminal {
  terminal: { input: PassThrough; output: PassThrough };
  /** Everything written to the terminal so far. */
  shown(): string;
}

/** Types the next answer whenever a prompt appears, until there are no more answers. */
export function typeAnswers(next: () => string | undefined): TypedTerminal {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  let asked = 0;
  output.on('data', (chunk) => {
    shown += chunk;
    // Each prompt starts by hiding the cursor.
    for (; asked < shown.split('\u001b[?25l').length - 1; asked++) {
      const answer = next();
      if (answer !== undefined) setTimeout(() => input.write(answer), 20);
    }
  });
  return { terminal: { input, output }, shown: () => shown };
}
