import { DossierError } from '../errors.js';
import type { ThemeFailure } from './answer.js';
import type { Theme } from './find.js';

/** The longest path or program that a message quotes, in characters. */
const QUOTED = 300;

const OTHER_THEME = 'or try another theme';

/** For each Node permission, the reason why it is denied and the alternative for themes. */
const REFUSED: Readonly<Record<string, { reason: string; hint: string }>> = {
  FileSystemRead: {
    reason: 'a theme may only read packages',
    hint: `include the file in the package of the theme, ${OTHER_THEME}`,
  },
  FileSystemWrite: {
    reason: 'a theme may not write files',
    hint: `make the theme return its page from render instead, ${OTHER_THEME}`,
  },
  ChildProcess: {
    reason: 'a theme may not start programs',
    hint: `make the theme do the work in JavaScript, in its own process, ${OTHER_THEME}`,
  },
  WorkerThreads: {
    reason: 'a theme may not start threads',
    hint: `make the theme do the work in render itself, ${OTHER_THEME}`,
  },
};

const OTHERS = {
  reason: 'it requires a permission that themes do not have',
  hint: 'themes may only read packages and may not start programs; try another theme',
};

const LONG_GONE = 'it was written for an old version of Node; look for a newer version of it, or try another theme';

/** Returns the error for a failed theme, with the failed call and a hint. */
export function explain(theme: Theme, failed: ThemeFailure): DossierError {
  const { message, code, permission = '', call } = failed;
  const called = calledIn(failed);
  if (code === 'ERR_DLOPEN_DISABLED')
    return failure(
      theme,
      `${called ?? message}: a theme may not load native addons`,
      `look for a version of the theme, or of the package that it uses, in pure JavaScript, ${OTHER_THEME}`,
    );
  if (code !== 'ERR_ACCESS_DENIED')
    return failure(theme, call ? `${called}: ${message}` : message, hintFor(theme, message, code));
  if (call?.name === 'process.binding')
    return failure(theme, `${called}: a theme may not use internals of Node`, LONG_GONE);
  const { reason, hint } = (Object.hasOwn(REFUSED, permission) && REFUSED[permission]) || OTHERS;
  return failure(theme, called ? `${called}: ${reason}` : reason, hint);
}

export function failure(theme: Theme, message: string, hint: string): DossierError {
  const [line = ''] = message.split('\n');
  return new DossierError('THEME_FAILED', `the theme ${theme.name} ${theme.version} fails: ${line}`, { hint });
}

/** Formats the failed call as code; only its target if the call is unknown; undefined if both are. */
function calledIn({ call, resource }: ThemeFailure): string | undefined {
  const quoted = (text: string) => (text === '' ? '' : JSON.stringify(text.slice(0, QUOTED)));
  if (call) return `${call.name}(${quoted(call.target || (resource ?? ''))})`;
  return resource ? quoted(resource) : undefined;
}

function hintFor({ folder }: Theme, message: string, code: string): string {
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return `relative paths start from the theme's own package, ${folder}; reinstall it if the file is missing there, ${OTHER_THEME}`;
  if (/MODULE_NOT_FOUND|ERR_PACKAGE_PATH_NOT_EXPORTED/.test(code) || /^Cannot find (module|package)/.test(message))
    return 'something that it needs is not installed, or its package is incomplete: reinstall it, or try another theme';
  if (/primordials|process\.binding|NODE_MODULE_VERSION|ERR_DLOPEN|ERR_UNKNOWN_BUILTIN/.test(`${message} ${code}`))
    return LONG_GONE;
  return 'it may need a field that this profile does not have; try another theme';
}
