import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { TillReport } from '../../../app/report/tillReport.ts';
import { TillMetrics } from './tillMetrics.ts';

const REPORT: TillReport = {
  format: 1,
  version: '1.2.3',
  isRunning: true,
  runsForSeconds: 60,
  waiting: 3,
  oldestWaitingSeconds: 90,
  pause: 'quota',
  held: 2,
  heldByCode: [
    ['isv.invalid-mobile', 1],
    ['stale', 1],
  ],
  sinceAcceptedSeconds: 5,
  clockOffsetSeconds: -600,
  disk: { freeMebibytes: 2, isRefusing: false },
  keyStore: 'os',
  pageEnds: 1,
  warnings: ['store.torn-tail'],
  openingHours: null,
};
const IDENTITY = { brandId: 'brand', shopId: 'shop', tillId: 'till' };

interface Attribute {
  key: string;
  value: { stringValue: string };
}
interface Point {
  attributes: Attribute[];
  asDouble: number;
  timeUnixNano: string;
}
interface Metric {
  name: string;
  unit: string;
  gauge?: { dataPoints: Point[] };
  sum?: { dataPoints: Point[]; isMonotonic: boolean; aggregationTemporality: number };
}
interface Sent {
  resourceMetrics: {
    resource: { attributes: Attribute[] };
    scopeMetrics: { scope: { name: string; version: string }; metrics: Metric[] }[];
  }[];
}

const asObject = (attributes: Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));

async function sent(...reports: TillReport[]) {
  const metrics = new TillMetrics(IDENTITY, '1.2.3');
  let text = '';
  for (const report of reports) text = await metrics.encode(report);
  const { resourceMetrics } = JSON.parse(text) as Sent;
  const [first] = resourceMetrics;
  const [scope] = first?.scopeMetrics ?? [];
  expect([resourceMetrics.length, first?.scopeMetrics.length]).toEqual([1, 1]);
  const all = scope?.metrics ?? [];
  /** Each metric's values, with what tells them apart. */
  const values = Object.fromEntries(
    all.map(({ name, gauge, sum }) => [
      name,
      (gauge ?? sum)?.dataPoints.map(({ asDouble, attributes }) =>
        attributes.length === 0 ? asDouble : [asDouble, ...Object.values(asObject(attributes))],
      ),
    ]),
  );
  return { text, all, values, scope, resource: asObject(first?.resource.attributes ?? []) };
}

test('every field of a report is a metric, by its value', async () => {
  const { values } = await sent(REPORT);
  expect(values).toEqual({
    'tillside.running': [1],
    'process.uptime': [60],
    'tillside.save.waiting': [3],
    'tillside.save.waiting.age': [90],
    'tillside.save.held': [2],
    'tillside.save.held_by_code': [
      [1, 'isv.invalid-mobile'],
      [1, 'stale'],
    ],
    'tillside.save.accepted.age': [5],
    'tillside.pause': [[1, 'quota']],
    'tillside.clock.offset': [-600],
    'tillside.disk.free': [2 * 2 ** 20],
    'tillside.disk.refusing': [0],
    'tillside.key_store': [[1, 'os']],
    'tillside.page.ends': [1],
    'tillside.warning': [[1, 'store.torn-tail']],
  });
});

test('whose metrics they are stands in the resource, by the conventions’ names', async () => {
  const { resource, scope } = await sent(REPORT);
  expect(resource).toMatchObject({
    'service.name': 'tillside',
    'service.version': '1.2.3',
    'service.instance.id': 'till',
    'tillside.brand': 'brand',
    'tillside.shop': 'shop',
    'tillside.till': 'till',
  });
  expect(scope?.scope).toEqual({ name: 'tillside', version: '1.2.3' });
});

describe('a later report', () => {
  test('says what holds then: what is over is not told again, what is not known is left out', async () => {
    const { values } = await sent(REPORT, {
      ...REPORT,
      isRunning: false,
      oldestWaitingSeconds: null,
      sinceAcceptedSeconds: null,
      pause: 'none',
      held: 0,
      heldByCode: [],
      clockOffsetSeconds: null,
      disk: { freeMebibytes: null, isRefusing: true },
      warnings: [],
      pageEnds: 4,
    });
    expect(values).toMatchObject({
      'tillside.running': [0],
      'tillside.save.held': [0],
      'tillside.pause': [[1, 'none']],
      'tillside.clock.offset': [0],
      'tillside.disk.refusing': [1],
      'tillside.page.ends': [4],
    });
    for (const name of ['waiting.age', 'held_by_code', 'accepted.age'])
      expect(values[`tillside.save.${name}`] ?? []).toEqual([]);
    for (const name of ['disk.free', 'warning'])
      expect(values[`tillside.${name}`] ?? []).toEqual([]);
  });
});

test('units are as UCUM writes them, names as OpenTelemetry does, and what only grows is a sum since the start', async () => {
  const { all } = await sent(REPORT);
  for (const { name, unit } of all) {
    expect(name).toMatch(/^(?:tillside|process)(?:\.[a-z]+(?:_[a-z]+)*)+$/);
    expect(unit).toMatch(/^(?:1|s|By|\{[a-z]+\})$/);
  }
  const ends = all.find(({ name }) => name === 'tillside.page.ends');
  expect(ends?.sum).toMatchObject({ isMonotonic: true, aggregationTemporality: 2 });
});

test('times are nanoseconds of now, as text: a number has no room for them', async () => {
  const { all } = await sent(REPORT);
  const [point] = all[0]?.gauge?.dataPoints ?? [];
  expect(point?.timeUnixNano).toMatch(/^\d{19}$/);
  expect(Math.abs(Number(point?.timeUnixNano) / 1e6 - Date.now())).toBeLessThan(60_000);
});

test('names from outside are values and nothing else', async () => {
  const metrics = new TillMetrics({ ...IDENTITY, shopId: '"}]{\\\n店' }, '1.2.3');
  const { resourceMetrics } = JSON.parse(await metrics.encode(REPORT)) as Sent;
  const attributes = asObject(resourceMetrics[0]?.resource.attributes ?? []);
  expect(attributes['tillside.shop']).toBe('"}]{\\\n店');
});

test('nothing in it is unknown to the standard’s own schema, and nothing has another type there', async () => {
  const { text } = await sent(REPORT);
  const request = JSON.parse(text) as Record<string, unknown>;
  const { ExportMetricsServiceRequest } = standard();
  const message = ExportMetricsServiceRequest.fromObject(request);
  expect(ExportMetricsServiceRequest.verify(message)).toBeNull();
  // What the schema does not know is not there any more.
  const back = ExportMetricsServiceRequest.toObject(message, { longs: String, arrays: true });
  expect(back).toMatchObject(request);
});

interface MessageType {
  fromObject(object: object): object;
  verify(message: object): string | null;
  toObject(message: object, options: object): object;
}

/** Made of OpenTelemetry's own `.proto` files; ships with the library, and not with the till. */
function standard(): { ExportMetricsServiceRequest: MessageType } {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@opentelemetry/otlp-transformer');
  const root = require(entry.replace(/index\.js$/, 'generated/root.js'));
  return root.opentelemetry.proto.collector.metrics.v1;
}
