import { expect, test } from 'vitest';
import type { TillReport } from '../../app/report/tillReport.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { type Call, LostCall } from '../gateway/line.ts';
import { type Encoder, OtlpSink } from './otlpSink.ts';

const url = 'https://collector.example/v1/metrics';
const REPORT = { held: 3 } as TillReport;

function watched() {
  const calls: Call[] = [];
  const world = {
    opened: 0,
    open: async (): Promise<Encoder> => ({ encode: async (report) => JSON.stringify(report) }),
    answer: async () => ({ status: 200, date: '', text: '', mayBeSecond: false }),
  };
  const sink = new OtlpSink({
    choice: { url, headers: { Authorization: 'k' } },
    clock: new VirtualClock(),
    proxy: () => null,
    open: () => {
      world.opened += 1;
      return world.open();
    },
    post: (call) => {
      calls.push(call);
      return world.answer();
    },
  });
  return { sink, world, calls };
}

test('a collector gets the metrics with the headers that it asks for, by what is opened once', async () => {
  const { sink, world, calls } = watched();
  expect(world.opened).toBe(0);
  for (let count = 0; count < 3; count += 1)
    expect(await sink.send(REPORT, 10)).toEqual({ kind: 'taken' });
  expect(world.opened).toBe(1);
  expect(calls).toHaveLength(3);
  expect(calls[0]).toMatchObject({
    url,
    headers: { Authorization: 'k', 'Content-Type': 'application/json' },
    form: '{"held":3}',
    patience: 10,
  });
});

test('any answer of the twos takes a report, nothing else does, and none of it is read', async () => {
  const { sink, world } = watched();
  const fates = [];
  for (const status of [200, 202, 204, 299, 199, 301, 400, 401, 429, 500, 503]) {
    world.answer = async () => ({
      status,
      date: '',
      text: '{"error_response":{}}',
      mayBeSecond: false,
    });
    const fate = await sink.send(REPORT, 10);
    fates.push(fate.kind === 'lost' ? fate.code : fate.kind);
  }
  expect(fates).toEqual([
    ...['taken', 'taken', 'taken', 'taken', 'transport.http-199', 'transport.http-301'],
    ...['transport.http-400', 'transport.http-401', 'transport.http-429', 'transport.http-500'],
    'transport.http-503',
  ]);
  world.answer = () => Promise.reject(new LostCall('redirect', true));
  expect(await sink.send(REPORT, 10)).toMatchObject({ kind: 'lost', code: 'transport.redirect' });
});

test('what cannot be opened is opened anew for the next report', async () => {
  const { sink, world, calls } = watched();
  const { open } = world;
  world.open = () => Promise.reject(new Error('EIO'));
  expect(await sink.send(REPORT, 10)).toMatchObject({ kind: 'lost', code: 'not-encoded' });
  world.open = open;
  expect(await sink.send(REPORT, 10)).toEqual({ kind: 'taken' });
  expect([world.opened, calls.length]).toEqual([2, 1]);
});
