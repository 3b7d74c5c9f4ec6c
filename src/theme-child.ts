// Runs a JSON Resume theme in a separate process: reads a résumé from standard input, and writes the theme's output to
// a pipe that the theme does not know. The theme's console output stays separate.
import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import type { ThemeAnswer } from './themes/answer.js';
import { failedCall, watchCalls } from './themes/calls.js';

/** The file descriptor for the answer, after standard input, output and error. */
const ANSWER = 3;

interface ThemeModule {
  render?: unknown;
  pdfRenderOptions?: unknown;
}

/** The properties of Node's errors that are reported; an error of the theme's own may have any value there. */
interface NodeError {
  message: unknown;
  code: unknown;
  permission: unknown;
  resource: unknown;
  /** The files with the failed `require` calls, innermost first. */
  requireStack: unknown;
}

const [, , name = '', from = ''] = process.argv;

async function work(): Promise<ThemeAnswer> {
  const resume: unknown = JSON.parse(await text(process.stdin));
  watchCalls();
  nameNames();
  const module = (await import(import.meta.resolve(name, from))) as ThemeModule & { default?: ThemeModule };
  // An old theme exports one object, a new one has named exports; some have both.
  const theme = typeof module.render === 'function' ? module : module.default;
  if (typeof theme?.render !== 'function') return { error: { message: 'it exports no render function', code: '' } };
  const html: unknown = await theme.render(resume);
  if (typeof html !== 'string')
    return { error: { message: `its render function returns ${typeof html}, not HTML`, code: '' } };
  return { html, options: theme.pdfRenderOptions ?? module.pdfRenderOptions ?? module.default?.pdfRenderOptions };
}

/**
 * Makes `Intl.DisplayNames` return its input if that is not a code: themes may pass the name of a country, for which
 * Node throws.
 */
function nameNames(): void {
  const names = Intl.DisplayNames.prototype;
  const { of } = names;
  names.of = function (this: Intl.DisplayNames, code: string) {
    try {
      return of.call(this, code);
    } catch (error) {
      if (error instanceof RangeError) return code;
      throw error;
    }
  };
}

function failed(error: unknown): ThemeAnswer {
  // Any value can be thrown, even null.
  const { message, code, permission, resource, requireStack } = (error ?? {}) as Partial<NodeError>;
  const [asker] = Array.isArray(requireStack) ? requireStack : [];
  const [said = ''] = String(message ?? `it threw ${inspect(error)}`).split('\n');
  return {
    error: {
      message: asker === undefined ? said : `${said}, required by ${asker}`,
      code: String(code ?? ''),
      permission: String(permission ?? ''),
      resource: String(resource ?? ''),
      call: failedCall(error),
    },
  };
}

/** Writes the answer piece by piece, because a full pipe accepts no more bytes for now. */
function answer(value: ThemeAnswer): void {
  let rest = Buffer.from(JSON.stringify(value));
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(ANSWER, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

process.on('uncaughtException', (error) => answer(failed(error)));
answer(await work().catch(failed));
