import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { DossierError } from '../errors.js';
import { withTimeout } from '../timeout.js';

/** Milliseconds within which Redis has to answer at the start. */
const CONNECT_TIMEOUT = 10_000;

/** Milliseconds between attempts to reach a Redis that was lost, at most. */
const RETRY = 1_000;

/** Milliseconds without an answer after which a connection that stands counts as lost. */
export const SILENCE = 5_000;

/** Of each connection, what decides whether it is sought again when it is lost. */
const lives = new WeakMap<Redis, { isOver: boolean }>();

/** Addresses of this machine, to which nothing crosses a network. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Opens a connection to Redis or Valkey. One that is lost later comes back by itself: what was asked waits for it.
 *
 * @param url redis:// or rediss:// (TLS), with user, password and number of the database as far as they are needed
 * @param password where the URL has none: that other users of the machine may read in the list of processes
 * @param signal ends the attempt
 * @throws DossierError USAGE for what is no such URL, QUEUE_UNREACHABLE, ABORTED
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
 * Waits for what was asked of Redis, and not for ever: one that hangs keeps its connection.
 *
 * @param at its address as it may be shown
 * @param signal ends the waiting
 * @throws DossierError QUEUE_UNREACHABLE where it does not answer, or refuses; ABORTED
 */
export async function answered<T>(at: string, asked: Promise<T>, signal?: AbortSignal): Promise<T> {
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new DossierError('ABORTED', `stopped before the queue ${at} had answered`));
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
 * Waits for what is asked of a Redis as long as that is there; undefined where it is lost.
 *
 * @param silence milliseconds without a sign of life after which one that hangs is lost for good; absent: none is asked
 */
export async function whileThere<T>(redis: Redis, asked: Promise<T>, silence?: number): Promise<T | undefined> {
  // What is not waited for may fail all the same.
  asked.catch(() => undefined);
  if (redis.status !== 'ready') return undefined;
  const over = new AbortController();
  // It tells of an error before it closes.
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

/** Asks a Redis for signs of life: true once it gives none, false once that is of no matter any more. */
async function isSilent(redis: Redis, silence: number, over: AbortSignal): Promise<boolean> {
  const rest = (milliseconds: number) => pause(milliseconds, undefined, { ref: false });
  for (;;) {
    // Who refuses is there.
    const answers = redis.ping().then(() => true, isRefusal);
    // A process that stood still itself reads first what came meanwhile.
    const late = rest(silence).then(() => rest(1));
    const isThere = await Promise.race([answers, late.then(() => false)]);
    if (over.aborted) return false;
    if (!isThere) return true;
    await rest(RETRY);
  }
}

/** Ends a connection, and those that were made after it: one that is lost would be sought for ever. */
export function disconnect(redis: Redis): void {
  const life = lives.get(redis);
  if (life) life.isOver = true;
  redis.disconnect();
}

/** Whether what goes to this Redis crosses a network that others may read. */
export function isReadable(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'redis:' && !LOOPBACK.test(hostname);
}

/** Whether a Redis that is there has refused a command. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

/** What to say of a Redis that does not answer, or refuses. */
export function unreachable(at: string, cause: Error): DossierError {
  const reason = (cause as NodeJS.ErrnoException).code ?? cause.message;
  return new DossierError('QUEUE_UNREACHABLE', `the queue ${at} cannot be used: ${reason}`, {
    hint: hintFor(`${reason} ${cause.message}`, at),
    // Not what the driver gives: that holds what was asked, a password or a profile.
    cause: new Error(cause.message),
  });
}

function hintFor(reason: string, at: string): string {
  if (/NOAUTH|WRONGPASS|invalid password|without any password/i.test(reason))
    return 'check user and password: redis://USER:PASSWORD@HOST, or the password in DOSSIER_QUEUE_PASSWORD';
  if (/ERR_SSL|EPROTO|wrong version/i.test(reason)) return 'this port does not speak TLS: try redis:// for it';
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME/i.test(reason))
    return 'the certificate is not trusted: name its authority with NODE_EXTRA_CA_CERTS=FILE';
  if (/OOM/.test(reason)) return 'Redis is full: give it more memory, or lessen --queue-memory';
  if (/Connection is closed|ECONNRESET/.test(reason)) return 'if this port speaks TLS only, write rediss:// for it';
  // A Redis without TLS says nothing to who greets it so, and waits for more.
  if (/ETIMEDOUT|no answer/.test(reason) && at.startsWith('rediss:'))
    return 'check host and port; if this port does not speak TLS, write redis:// for it';
  return 'start Redis or Valkey there, or check host and port';
}

/** The URL as the client is given it: it takes no rediss:// for TLS that is not spelt so. */
function addressOf(url: string, password: string | undefined): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['redis:', 'rediss:'].includes(parsed.protocol) || !parsed.hostname)
    throw new DossierError('USAGE', `${redactUrl(url)} is no address of a queue`, {
      hint: 'write redis://HOST:PORT, or rediss://HOST:PORT for TLS',
    });
  if (password && !parsed.password) parsed.password = encodeURIComponent(password);
  return parsed.href;
}

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
