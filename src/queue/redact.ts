/**
 * The address of a queue as it may be shown: without its password, and without whatever might be one.
 *
 * @returns e.g. `redis://user:***@host:6379/0`; `redis://***` where it cannot be told what is the password
 */
export function redactUrl(url: string): string {
  const [scheme = ''] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url.trim()) ?? [];
  const hidden = `${scheme.toLowerCase()}***`;
  if (scheme === '' || !URL.canParse(url)) return hidden;
  const { username, password, host, pathname, search, hash } = new URL(url);
  // A password with a bare /, ? or # in it ends where the host should, and goes on behind it up to the @.
  if ([pathname, search, hash].some((part) => part.includes('@'))) return hidden;
  // A name alone is as likely a password that stands in the wrong place.
  const user = password ? `${username}:***@` : username ? '***@' : '';
  // Nothing but the number of a database is known to be harmless.
  const path = /^\/?\d*$/.test(pathname) ? pathname : '/***';
  return `${scheme.toLowerCase()}${user}${host}${path}${search ? '?***' : ''}`;
}
