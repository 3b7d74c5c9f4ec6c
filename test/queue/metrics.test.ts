import { register } from 'prom-client';
import { describe, expect, test, vi } from 'vitest';
import { CODES } from '../../src/errors.js';
import { type MetricsSources, WorkerMetrics } from '../../src/queue/metrics.js';
import { figureOf, parseExposition } from './exposition.js';

const STARTED = new Date('2026-03-01T12:00:00.500Z');

const DEPTH = { waiting: 12, active: 3, delayed: 2, failed: 1 };

function create(sources: Partial<MetricsSources> = {}): WorkerMetrics {
  return new WorkerMetrics({
    depth: async () => DEPTH,
    residentBytes: () => 123_456_789,
    started: STARTED,
    ...sources,
  });
}

const bodyOf = async (metrics: WorkerMetrics) => (await metrics.text()).body;

test('reports every metric as zero for a new worker', async () => {
  const { type, body } = await create().text();
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  const families = parseExposition(body);
  expect([...families.values()].map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
    'dossier_browser_restarts_total counter',
    'dossier_failures_total counter',
    'dossier_job_seconds histogram',
    'dossier_jobs_active gauge',
    'dossier_jobs_total counter',
    'dossier_print_seconds histogram',
    'dossier_queue_depth gauge',
    'process_resident_memory_bytes gauge',
    'process_start_time_seconds gauge',
  ]);
  const failures = families.get('dossier_failures_total')?.samples ?? [];
  expect(failures.map(({ labels }) => labels.code).sort()).toEqual([...Object.keys(CODES), 'BUG'].sort());
  const counted = [...families.values()].filter(({ name }) => !/depth|^process/.test(name));
  expect(counted.flatMap(({ samples }) => samples).filter(({ value }) => value !== 0)).toEqual([]);
});

test('counts results and active jobs', async () => {
  const metrics = create();
  for (let i = 0; i < 6; i++) metrics.started();
  expect(figureOf(await bodyOf(metrics), 'dossier_jobs_active')).toBe(6);
  metrics.done(0.3);
  metrics.done(0.4);
  metrics.failed('PROFILE_INVALID', 0.01);
  metrics.retried('BROWSER_CRASH', 2.5);
  metrics.refused();
  const body = await bodyOf(metrics);
  const results = { done: 2, failed: 1, retried: 1, refused: 1 };
  for (const [result, count] of Object.entries(results))
    expect(figureOf(body, 'dossier_jobs_total', { result })).toBe(count);
  expect(figureOf(body, 'dossier_jobs_active')).toBe(1);
});

test('counts failures by code, including retried ones', async () => {
  const metrics = create();
  metrics.failed('PROFILE_INVALID', 0.01);
  metrics.retried('BROWSER_CRASH', 1);
  metrics.failed('BROWSER_CRASH', 1);
  metrics.failed('BUG', 1);
  const samples = parseExposition(await bodyOf(metrics)).get('dossier_failures_total')?.samples ?? [];
  const counts = samples.filter(({ value }) => value > 0).map(({ labels, value }) => [labels.code, value]);
  expect(Object.fromEntries(counts)).toEqual({ PROFILE_INVALID: 1, BROWSER_CRASH: 2, BUG: 1 });
});

test('sorts durations into buckets from 20 ms to a minute, and counts longer ones', async () => {
  const metrics = create();
  for (const seconds of [0.01, 0.09, 0.1, 59, 61]) metrics.printed(seconds);
  const body = await bodyOf(metrics);
  const within = (le: string) => figureOf(body, 'dossier_print_seconds_bucket', { le });
  expect([within('0.02'), within('0.05'), within('0.1'), within('30'), within('60'), within('+Inf')]).toEqual([
    1, 1, 3, 3, 4, 5,
  ]);
  expect(figureOf(body, 'dossier_print_seconds_sum')).toBeCloseTo(120.2);
});

test('measures every attempt of a job except rejected ones', async () => {
  const metrics = create();
  metrics.done(1);
  metrics.failed('PRINT_EMPTY', 2);
  metrics.retried('PRINT_TIMEOUT', 60);
  metrics.refused();
  const body = await bodyOf(metrics);
  expect(figureOf(body, 'dossier_job_seconds_count')).toBe(3);
  expect(figureOf(body, 'dossier_job_seconds_sum')).toBe(63);
});

test('does not count the first start of the browser as a restart', async () => {
  const metrics = create();
  metrics.browserStarted();
  expect(figureOf(await bodyOf(metrics), 'dossier_browser_restarts_total')).toBe(0);
  metrics.browserStarted();
  metrics.browserStarted();
  expect(figureOf(await bodyOf(metrics), 'dossier_browser_restarts_total')).toBe(2);
});

test('reports the given memory size and start time', async () => {
  let bytes = 1000;
  const metrics = create({ residentBytes: () => bytes });
  expect(figureOf(await bodyOf(metrics), 'process_resident_memory_bytes')).toBe(1000);
  bytes = 2000;
  const body = await bodyOf(metrics);
  expect(figureOf(body, 'process_resident_memory_bytes')).toBe(2000);
  expect(figureOf(body, 'process_start_time_seconds')).toBe(STARTED.getTime() / 1000);
});

describe('queue depth', () => {
  const depthIn = (body: string) =>
    Object.fromEntries(
      (parseExposition(body).get('dossier_queue_depth')?.samples ?? []).map(({ labels, value }) => [
        labels.state,
        value,
      ]),
    );

  test('is queried only when metrics are read', async () => {
    const depth = vi.fn(async () => DEPTH);
    const metrics = create({ depth });
    expect(depth).not.toHaveBeenCalled();
    expect(depthIn(await bodyOf(metrics))).toEqual(DEPTH);
    depth.mockResolvedValueOnce({ ...DEPTH, waiting: 0 });
    expect(depthIn(await bodyOf(metrics))).toEqual({ ...DEPTH, waiting: 0 });
    expect(depth).toHaveBeenCalledTimes(2);
  });

  test('is omitted while the queue is unavailable', async () => {
    const depth = vi.fn(async () => DEPTH);
    const metrics = create({ depth });
    await metrics.text();
    depth.mockRejectedValueOnce(new Error('the queue is lost'));
    metrics.done(1);
    const body = await bodyOf(metrics);
    expect(depthIn(body)).toEqual({});
    expect(figureOf(body, 'dossier_jobs_total', { result: 'done' })).toBe(1);
    expect(depthIn(await bodyOf(metrics))).toEqual(DEPTH);
  });

  test('is omitted if the query throws or never finishes', async () => {
    const throwing = create({
      depth: () => {
        throw new Error('not connected');
      },
    });
    expect(depthIn(await bodyOf(throwing))).toEqual({});
    vi.useFakeTimers();
    try {
      const body = bodyOf(create({ depth: () => new Promise(() => undefined) }));
      await vi.advanceTimersByTimeAsync(2000);
      expect(depthIn(await body)).toEqual({});
    } finally {
      vi.useRealTimers();
    }
  });
});

test('keeps the metrics of two workers in one process separate, without the global registry', async () => {
  const [one, other] = [create(), create()];
  one.done(1);
  expect(figureOf(await bodyOf(other), 'dossier_jobs_total', { result: 'done' })).toBe(0);
  expect(register.getMetricsAsArray()).toEqual([]);
});

test('has no labels but results, codes, states and bounds', async () => {
  const metrics = create();
  metrics.failed('PROFILE_INVALID', 1);
  const samples = [...parseExposition(await bodyOf(metrics)).values()].flatMap(({ samples }) => samples);
  expect(new Set(samples.flatMap(({ labels }) => Object.keys(labels)))).toEqual(
    new Set(['result', 'code', 'state', 'le']),
  );
});

describe('the exposition parser', () => {
  test('reads escapes and all number formats', () => {
    const text = '# HELP a b\n# TYPE a gauge\na{x="q\\"\\\\\\n,}",y=""} 1.5e+3\n';
    expect(parseExposition(text).get('a')?.samples).toEqual([
      { name: 'a', labels: { x: 'q"\\\n,}', y: '' }, value: 1500 },
    ]);
  });

  const HISTOGRAM = '# HELP a b\n# TYPE a histogram\n';
  test.each([
    ['a last line without a line break', '# HELP a b\n# TYPE a gauge\na 1'],
    ['a sample without a family', 'a 1\n'],
    ['a duplicate family', '# HELP a b\n# TYPE a gauge\na 1\n# HELP a b\n# TYPE a gauge\na 1\n'],
    ['a duplicate sample', '# HELP a b\n# TYPE a gauge\na{x="1"} 1\na{x="1"} 2\n'],
    ['a missing help line', '# TYPE a gauge\na 1\n'],
    ['a value that is not a number', '# HELP a b\n# TYPE a gauge\na many\n'],
    ['labels without quotes', '# HELP a b\n# TYPE a gauge\na{x=1} 1\n'],
    ['decreasing bucket counts', `${HISTOGRAM}a_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n`],
    ['bucket counts that do not match the total', `${HISTOGRAM}a_bucket{le="+Inf"} 1\na_sum 1\na_count 2\n`],
  ])('rejects %s', (_, text) => {
    expect(() => parseExposition(text)).toThrow();
  });
});
