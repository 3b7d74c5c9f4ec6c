import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { DossierError } from '../errors.js';
import { withTimeout } from '../timeout.js';

/** Milliseconds within which Redis must answer at the start. */
const CONNECT_TIMEOUT = 10_000;

/** The longest pause between attempts to reconnect to a lost Redis, in milliseconds. */
const RETRY = 1_000;

/** Milliseconds without an answer after which an open connection counts as lost. */
export const SILENCE = 5_000;

/** The state of each connection: it reconnects after a loss until `isOver` is set. */
const lives = new WeakMap<Redis, { isOver: boolean }>();

/** Addresses of this machine; connections to them cross no network. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Opens a connection to Redis or Valkey. A connection that is lost later reconnects by itself, and pending commands
 * wait for it.
 *
 * @param url redis:// or rediss:// (TLS), with the user, password and database number if needed
 * @param password used if the URL has none: other users of the machine can read a URL in the list of processes
 * @param signal ends the attempt
 * @throws DossierError USAGE if `url` is not the URL of a queue, QUEUE_UNREACHABLE, ABORTED
 */
export async function connect(url: string, password?: string, signal?: AbortSignal): Promise<Redis> {
  const address = addressOf(url, password);
  const at = redactUrl(url);
  const life = { wasReady: false, isOver: false };
  let reason: Error | undefined;
  const redis = new Redis(address, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT,
    maxRetriesPerRequest: null,
    connectionName: 'dossier',
    retryStrategy: (times) => (life.wasReady && !life.isOver ? Math.min(50 * times, RETRY) : null),
  });
  lives.set(redis, life);
  redis.on('error', (error: Error) => {
    reason = error;
  });
  redis.on('ready', () => {
    life.wasReady = true;
  });
  try {
    await answered(
      at,
      redis.connect().then(() => redis.ping()),
      signal,
    );
    return redis;
  } catch (error) {
    disconnect(redis);
    if (error instanceof DossierError) throw error;
    throw unreachable(at, reason ?? (error as Error));
  }
}

/**
 * Waits for a reply from Redis, with a timeout, because a Redis that hangs keeps its connection open.
 *
 * @param at the address of Redis, safe to show
 * @param signal ends the wait
 * @throws DossierError QUEUE_UNREACHABLE if Redis does not answer or refuses the command; ABORTED
 */
export async function answered<T>(at: string, asked: Promise<T>, signal?: AbortSignal): Promise<T> {
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new DossierError('ABORTED', `stopped before the queue ${at} answered`));
  });
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  const late = () => unreachable(at, new Error(`no answer within ${CONNECT_TIMEOUT / 1000} s`));
  try {
    return await withTimeout(CONNECT_TIMEOUT, Promise.race([asked, stopped]), late);
  } catch (error) {
    throw isRefusal(error) ? unreachable(at, error) : error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/**
 * Waits for a reply from Redis as long as the connection is open; returns undefined if the connection is lost.
 *
 * @param silence milliseconds without an answer to a ping after which a Redis that hangs is disconnected; no pings are
 *   sent if it is absent
 */
export async function whileThere<T>(redis: Redis, asked: Promise<T>, silence?: number): Promise<T | undefined> {
  // The promise may still reject after this function has returned.
  asked.catch(() => undefined);
  if (redis.status !== 'ready') return undefined;
  const over = new AbortController();
  // `once` rejects if the connection emits an error before it closes.
  const lost = once(redis, 'close', { signal: over.signal }).then(
    () => undefined,
    () => undefined,
  );
  if (silence !== undefined) void isSilent(redis, silence, over.signal).then((isLost) => isLost && disconnect(redis));
  try {
    return await Promise.race([asked, lost]);
  } finally {
    over.abort();
  }
}

/** Pings Redis regularly: resolves to `true` once it stops answering, or to `false` once `over` is aborted. */
async function isSilent(redis: Redis, silence: number, over: AbortSignal): Promise<boolean> {
  const rest = (milliseconds: number) => pause(milliseconds, undefined, { ref: false });
  for (;;) {
    // A refusal is an answer, too.
    const answers = redis.ping().then(() => true, isRefusal);
    // If this process itself was suspended, the extra turn lets it read the replies that arrived meanwhile.
    const late = rest(silence).then(() => rest(1));
    const isThere = await Promise.race([answers, late.then(() => false)]);
    if (over.aborted) return false;
    if (!isThere) return true;
    await rest(RETRY);
  }
}

/** Closes a connection for good. Its duplicates share its retry strategy and stop reconnecting, too. */
export function disconnect(redis: Redis): void {
  const life = lives.get(redis);
  if (life) life.isOver = true;
  redis.disconnect();
}

/** `true` if traffic to this Redis crosses a network unencrypted. */
export function isReadable(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'redis:' && !LOOPBACK.test(hostname);
}

/** `true` if Redis answered a command with an error. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

/** The error for a Redis that does not answer or that refuses commands. */
export function unreachable(at: string, cause: Error): DossierError {
  const reason = (cause as NodeJS.ErrnoException).code ?? cause.message;
  return new DossierError('QUEUE_UNREACHABLE', `the queue ${at} cannot be used: ${reason}`, {
    hint: hintFor(`${reason} ${cause.message}`, at),
    // Not the driver's own error, which contains the command and with it a password or a profile.
    cause: new Error(cause.message),
  });
}

function hintFor(reason: string, at: string): string {
  if (/NOAUTH|WRONGPASS|invalid password|without any password/i.test(reason))
    return 'check the user and password: redis://USER:PASSWORD@HOST, or the password in DOSSIER_QUEUE_PASSWORD';
  if (/ERR_SSL|EPROTO|wrong version/i.test(reason)) return 'this port does not use TLS: try redis://';
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME/i.test(reason))
    return 'the certificate is not trusted: set its authority with NODE_EXTRA_CA_CERTS=FILE';
  if (/OOM/.test(reason)) return 'Redis is full: give it more memory, or lower --queue-memory';
  if (/Connection is closed|ECONNRESET/.test(reason)) return 'if this port accepts only TLS, use rediss://';
  // A Redis without TLS does not answer a TLS handshake; it waits for more input.
  if (/ETIMEDOUT|no answer/.test(reason) && at.startsWith('rediss:'))
    return 'check the host and port; if this port does not use TLS, use redis://';
  return 'start Redis or Valkey there, or check the host and port';
}

/** The URL in normalized form: the client enables TLS only if `rediss://` is in lower case. */
function addressOf(url: string, password: string | undefined): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['redis:', 'rediss:'].includes(parsed.protocol) || !parsed.hostname)
    throw new DossierError('USAGE', `${redactUrl(url)} is not the address of a queue`, {
      hint: 'use redis://HOST:PORT, or rediss://HOST:PORT for TLS',
    });
  if (password && !parsed.password) parsed.password = encodeURIComponent(password);
  return parsed.href;
}

/**
 * Hides the password in the address of a queue, and everything that might be one.
 *
 * @returns e.g. `redis://user:***@host:6379/0`; `redis://***` if it is unclear which part is the password
 */
export function redactUrl(url: string): string {
  const [scheme = ''] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url.trim()) ?? [];
  const hidden = `${scheme.toLowerCase()}***`;
  if (scheme === '' || !URL.canParse(url)) return hidden;
  const { username, password, host, pathname, search, hash } = new URL(url);
  // An unescaped /, ? or # in a password ends the host early; the rest of the password, up to the @, follows in a later
  // part.
  if ([pathname, search, hash].some((part) => part.includes('@'))) return hidden;
  // A user name without a password may be a password in the wrong place.
  const user = password ? `${username}:***@` : username ? '***@' : '';
  // Only a database number is known to be harmless.
  const path = /^\/?\d*$/.test(pathname) ? pathname : '/***';
  return `${scheme.toLowerCase()}${user}${host}${path}${search ? '?***' : ''}`;
}
