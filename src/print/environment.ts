/** Variables that a browser needs to start, to find its fonts and libraries, and to write temporary files. */
const NEEDED = new Set(
  [
    ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'TMP', 'TEMP', 'LANG', 'LANGUAGE', 'TZ'],
    ['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'CHROME_DEVEL_SANDBOX', 'NIX_LD', 'NIX_LD_LIBRARY_PATH'],
    ['FONTCONFIG_PATH', 'FONTCONFIG_FILE', 'FONTCONFIG_SYSROOT'],
    ['XDG_RUNTIME_DIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_CONFIG_DIRS', 'XDG_DATA_HOME', 'XDG_DATA_DIRS'],
    ['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
    ['PROGRAMDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432', 'COMMONPROGRAMFILES'],
    ['NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE'],
  ].flat(),
);

/**
 * The environment variables to pass to a browser. The browser draws untrusted documents, so it gets no passwords,
 * tokens, or address of the queue. Windows ignores case in these names.
 *
 * @param own further variables that the browser needs, such as the path of its libraries
 */
export function browserEnvironment(
  env: Record<string, string | undefined>,
  own: Record<string, string> = {},
): Record<string, string> {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => {
    const name = entry[0].toUpperCase();
    return entry[1] !== undefined && (NEEDED.has(name) || /^LC_[A-Z]{1,20}$/.test(name));
  });
  return { ...Object.fromEntries(kept), ...own };
}

/** The parts of a machine that determine the folders of programs. */
export interface Machine {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  platform: NodeJS.Platform;
}

/** The folder for files that are unpacked or downloaded once: in XDG_CACHE_HOME, if that is set. */
export function cacheFolder(machine: Machine): string {
  const base =
    machine.env.XDG_CACHE_HOME ||
    (machine.platform === 'darwin'
      ? `${machine.home}/Library/Caches`
      : machine.platform === 'win32'
        ? (machine.env.LOCALAPPDATA ?? `${machine.home}/AppData/Local`)
        : `${machine.home}/.cache`);
  return `${base}/dossier`;
}
