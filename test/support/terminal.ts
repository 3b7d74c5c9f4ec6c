import { PassThrough } from 'node:stream';

/** A terminal on which somebody types. */
export interface TypedTerminal {
  terminal: { input: PassThrough; output: PassThrough };
  /** All that it has shown. */
  shown(): string;
}

/** Types an answer as each question is shown, as long as there is one. */
export function typeAnswers(next: () => string | undefined): TypedTerminal {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  let asked = 0;
  output.on('data', (chunk) => {
    shown += chunk;
    // Each question begins by hiding the cursor.
    for (; asked < shown.split('\u001b[?25l').length - 1; asked++) {
      const answer = next();
      if (answer !== undefined) setTimeout(() => input.write(answer), 20);
    }
  });
  return { terminal: { input, output }, shown: () => shown };
}
