import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { closeServer, isOwnHost, listen } from '../dev/listen.js';
import { FinisherThreads } from '../document/finisher.js';
import { DossierError } from '../errors.js';
import { FetchedBundles } from '../queue/bundles.js';
import { answered, connect, disconnect, redactUrl } from '../queue/connect.js';
import { createHealthHandler, findFlaws, METRICS_PORT, type WorkerState } from '../queue/health.js';
import { createLog, type Log } from '../queue/log.js';
import { WorkerMetrics } from '../queue/metrics.js';
import { QueueWorker } from '../queue/worker.js';
import { fontVersions } from '../template/font-packages.js';
import { type Environment, untilStopped } from './environment.js';
import { buildOf } from './queue.js';
import { JOB_LIMIT, MEGABYTE, passwordOf, requireQueue, type WorkerCommandOptions } from './queue-options.js';
import { loadServices, loadShipped, openPrinter } from './services.js';

/** `dossier worker`: renders the jobs queued by `render --queue` until stopped. */
export async function worker(options: WorkerCommandOptions, environment: Environment): Promise<number> {
  const url = requireQueue(options, environment);
  const log = createLog(
    (line) => environment.err(line),
    () => new Date(),
  );
  try {
    await serve(url, options, log, environment);
  } catch (error) {
    // A worker that is stopped during startup has nothing to finish.
    const isStopped = environment.signal.aborted && error instanceof DossierError && error.code === 'ABORTED';
    if (!isStopped) throw error;
  }
  log('info', 'worker.stopped');
  return 0;
}

async function serve(url: string, options: WorkerCommandOptions, log: Log, environment: Environment): Promise<void> {
  const concurrency = options.concurrency ?? environment.cores;
  const state = { queue: 'ready' as 'ready' | 'lost', browser: 'ready' as 'ready' | 'lost' };
  let running: QueueWorker | undefined;
  // A connection stays open even if Redis hangs.
  const isLost = () => state.queue === 'lost' || running?.isAnswered === false;
  const stateNow = (): WorkerState => ({
    ...state,
    queue: isLost() ? 'lost' : 'ready',
    stopping: environment.signal.aborted,
  });
  const metrics = new WorkerMetrics({
    depth: async () => running?.depth() ?? { waiting: 0, active: 0, delayed: 0, failed: 0 },
    residentBytes: () => process.memoryUsage.rss(),
    started: new Date(),
  });
  // Messages about finding the browser are for people; a worker writes a structured log.
  const news = { note: () => undefined, downloading: () => undefined };
  const printer = openPrinter({ ...options, width: concurrency }, environment, news, {
    printed: (milliseconds) => metrics.printed(milliseconds / 1000),
    started: (launched) => {
      state.browser = launched ? 'ready' : 'lost';
      if (launched) metrics.browserStarted();
      log(launched ? 'info' : 'error', launched ? 'browser.started' : 'browser.lost');
      if (launched?.sandboxed === false) log('warn', 'browser.unsandboxed');
    },
  });
  await using _ = printer;
  const build = await buildOf(options.browser, environment);
  const redis = await connect(url, passwordOf(environment), environment.signal);
  redis.on('close', () => {
    if (state.queue === 'ready' && !environment.signal.aborted) log('warn', 'queue.lost');
    state.queue = 'lost';
  });
  redis.on('ready', () => {
    state.queue = 'ready';
    log('info', 'queue.ready');
  });
  const server = createServer();
  try {
    await using finisher = new FinisherThreads(environment.finisher, Math.ceil(concurrency / 4));
    // A worker whose browser does not start would take jobs and fail all of them.
    await printer.lend(async () => undefined);
    const services = { ...(await loadServices(printer, environment, finisher)), signal: undefined };
    const bench = {
      build,
      services,
      bundles: new FetchedBundles(redis, loadShipped),
      fontVersions: fontVersions(environment.packageFolder),
    };
    await using own = new QueueWorker({
      redis,
      bench,
      id: randomBytes(8).toString('hex'),
      slots: concurrency * 2,
      // Resolves when the browser has started again.
      heal: () => printer.lend(async () => undefined),
      rate: options.tenantRate,
      jobLimit: (options.jobLimit ?? JOB_LIMIT) * MEGABYTE,
      log,
      metrics,
      now: () => performance.now(),
    });
    running = own;
    let port = 0;
    server.on(
      'request',
      createHealthHandler({ metrics, state: stateNow, isOwn: (request) => isOwnHost(request, port) }),
    );
    port = await listen(server, options.port, METRICS_PORT);
    const at = redactUrl(url);
    for (const flaw of await answered(at, findFlaws(redis, url), environment.signal))
      log('warn', 'queue.flaw', { flaw });
    await answered(at, own.start(), environment.signal);
    log('info', 'worker.ready', { queue: url, workers: concurrency, port, build: environment.version });
    await untilStopped(environment.signal);
    log('info', 'worker.stopping');
  } finally {
    await closeServer(server);
    disconnect(redis);
  }
}
