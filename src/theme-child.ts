// Runs a theme of JSON Resume in a process of its own: a résumé comes in through standard input, and what the theme made
// of it goes out through a pipe that the theme does not know. What it says on its console stays apart.
import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import type { ThemeAnswer } from './themes/answer.js';
import { failedCall, watchCalls } from './themes/calls.js';

/** The pipe for the answer, beside standard input, output and error. */
const ANSWER = 3;

interface ThemeModule {
  render?: unknown;
  pdfRenderOptions?: unknown;
}

/** What Node's errors may say; an error of a theme's own may say anything there. */
interface NodeError {
  message: unknown;
  code: unknown;
  permission: unknown;
  resource: unknown;
  /** The files whose require failed, the innermost first. */
  requireStack: unknown;
}

const [, , name = '', from = ''] = process.argv;

async function work(): Promise<ThemeAnswer> {
  const resume: unknown = JSON.parse(await text(process.stdin));
  watchCalls();
  nameNames();
  const module = (await import(import.meta.resolve(name, from))) as ThemeModule & { default?: ThemeModule };
  // An old theme is one object, a new one has names; some are both.
  const theme = typeof module.render === 'function' ? module : module.default;
  if (typeof theme?.render !== 'function') return { error: { message: 'it exports no function render', code: '' } };
  const html: unknown = await theme.render(resume);
  if (typeof html !== 'string') return { error: { message: `its render gives ${typeof html}, not HTML`, code: '' } };
  return { html, options: theme.pdfRenderOptions ?? module.pdfRenderOptions ?? module.default?.pdfRenderOptions };
}

/** A theme that looks for the name of a country's code finds a name there already, which Node would throw for. */
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
  // Anything may be thrown, null too.
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

/** A pipe takes only so much at once. */
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
