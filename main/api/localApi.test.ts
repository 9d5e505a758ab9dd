import { createServer } from 'node:net';
import getPort from 'get-port';
import { expect, onTestFinished, test } from 'vitest';
import type { FullApiChoice } from '../../app/api/apiChoice.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { LocalApi, type LocalApiOptions } from './localApi.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The API as the settings say, on real ports; what it answers is nothing. */
function followed(first: FullApiChoice, serve?: LocalApiOptions['serve']) {
  const clock = new VirtualClock();
  const warned: string[] = [];
  const seen = { choice: first, served: [] as number[], problems: [] as unknown[] };
  const listen: LocalApiOptions['serve'] = (port) =>
    new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1' }, () => {
        seen.served.push(port);
        const close = () => new Promise<void>((ended) => server.close(() => ended()));
        resolve({ port, connections: 0, close });
      });
    });
  const api = new LocalApi({
    choice: () => seen.choice,
    serve: serve ?? listen,
    onProblem: (problem) => seen.problems.push(problem),
    clock,
    log: { ...quiet, warn: (message: string) => void warned.push(message) },
  });
  onTestFinished(() => api.stop(0));
  return { api, seen, clock, warned };
}

test('off means off: nothing is served, and nothing is told', async () => {
  const { api, seen } = followed({ enabled: false, port: 24_817 });
  await api.choose();
  await api.stop(0);
  expect(seen).toMatchObject({ served: [], problems: [] });
});

test('each change of the settings is followed, and the same settings once more change nothing', async () => {
  const [one, other] = [await getPort({ host: '127.0.0.1' }), await getPort({ host: '127.0.0.1' })];
  const { api, seen } = followed({ enabled: true, port: one });
  await api.choose();
  await api.choose();
  expect(seen.served).toEqual([one]);
  seen.choice = { enabled: true, port: other };
  await api.choose();
  seen.choice = { enabled: false, port: other };
  await api.choose();
  seen.choice = { enabled: true, port: one };
  await api.choose();
  expect(seen.served).toEqual([one, other, one]);
});

test('a port that is taken is told, the till goes on, and the next change of the settings tries again', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const { api, seen } = followed({ enabled: true, port });
  await api.choose();
  expect(seen.problems.at(-1)).toEqual({ code: 'port-taken', detail: String(port) });
  await new Promise((resolve) => taken.close(resolve));
  await api.choose();
  expect(seen.served).toEqual([port]);
  expect(seen.problems.at(-1)).toBeNull();
});

test('whoever has the port lets it go some time: it is tried every minute, told and written down once, and never after the end', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const { api, seen, clock, warned } = followed({ enabled: true, port });
  await api.choose();
  await clock.pass(600_000);
  await expect.poll(() => seen.problems).toEqual([{ code: 'port-taken', detail: String(port) }]);
  expect(warned).toEqual(['api does not answer']);
  await new Promise((resolve) => taken.close(resolve));
  await clock.pass(60_000);
  await expect.poll(() => seen.served).toEqual([port]);
  await expect.poll(() => seen.problems.at(-1)).toBeNull();
  await clock.pass(600_000);
  expect(seen.served).toEqual([port]);
  await api.stop(0);
  await clock.pass(600_000);
  expect(seen.served).toEqual([port]);
});

test('what else keeps it from answering is told by its code', async () => {
  const refused = Object.assign(new Error('no'), { code: 'EACCES' });
  const { api, seen } = followed({ enabled: true, port: 1_024 }, () => Promise.reject(refused));
  await api.choose();
  expect(seen.problems.at(-1)).toEqual({ code: 'not-started', detail: 'EACCES' });
});

test('once the program ends nothing is served any more, whatever the settings say', async () => {
  const port = await getPort({ host: '127.0.0.1' });
  const { api, seen } = followed({ enabled: true, port });
  await api.choose();
  await api.stop(0);
  seen.choice = { enabled: true, port: await getPort({ host: '127.0.0.1' }) };
  await api.choose();
  expect(seen.served).toEqual([port]);
});
