import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { servePage } from '../fleet/pageRoutes.ts';
import { FleetView } from '../fleet/view/fleetView.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const sandbox = await createSandbox(chainApp);
const nobody = new FleetView({ tills: async () => [], reports: async () => [] }, Date.now);
const relay = await startTestRelay({
  platformUrl: sandbox.url,
  tills: [testApp],
  routes: [(app) => servePage(app, { view: nobody, token: 't'.repeat(40), now: Date.now })],
});
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});

const FORM = 'application/x-www-form-urlencoded';
const CALLS = '/router/rest';

/** Where bodies are read, and of what kind. */
const READ = [
  [FORM, CALLS],
  ['multipart/form-data; boundary=b', CALLS],
  ['text/plain', CALLS],
  [FORM, '/fleet/enter'],
] as const;

/** And where none is. */
const UNREAD = [
  ['application/json', '/nothing'],
  ['text/plain', '/nothing'],
] as const;

const headOf = (type: string, path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: relay\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`;

const inPieces = (count: number) => '1\r\na\r\n'.repeat(count);

async function opened(text: string) {
  const socket = connect(relay.port, '127.0.0.1');
  const heard: string[] = [];
  socket.on('error', () => undefined).on('data', (part) => heard.push(part.toString('latin1')));
  await once(socket, 'connect');
  const sent = new Promise<void>((resolve) => socket.write(text, () => resolve()));
  return { socket, heard, sent };
}

function inMemory(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** So many bodies at once, of so many pieces of a byte each. */
const BODIES = 40;
const PIECES = 4_000;

/** What each piece would take by itself, at the least (bytes). */
const OF_ONE = 200;

describe('a body in pieces of a byte', () => {
  it.each([...READ, ...UNREAD])(
    'of %s to %s takes the memory of its bytes, and not that of its pieces',
    async (type, path) => {
      const before = inMemory();
      const text = headOf(type, path) + inPieces(PIECES);
      const all = await Promise.all(Array.from({ length: BODIES }, () => opened(text)));
      await Promise.all(all.map(({ sent }) => sent));
      // What was written is read before a call that is written then has its answer, or soon after.
      expect((await save(relay.url, testFields())).customerId).toBeDefined();
      for (let turns = 0; turns < 200; turns += 1) await turn();
      expect(inMemory() - before).toBeLessThan((BODIES * PIECES * OF_ONE) / 4);
      for (const { socket } of all) socket.destroy();
    },
  );

  it.each(READ)(
    'of %s to %s is read no further than four thousand of them, and the connection ends',
    async (type, path) => {
      const { socket, heard } = await opened(`${headOf(type, path)}${inPieces(5_000)}0\r\n\r\n`);
      if (!socket.closed) await once(socket, 'close');
      expect(heard.join('')).toMatch(/^HTTP\/1\.1 413 .*\r\nconnection: close\r\n/is);
      expect((await save(relay.url, testFields())).customerId).toBeDefined();
    },
  );

  it.each(UNREAD)('of %s to %s, which is no address, ends the connection', async (type, path) => {
    const { socket, heard } = await opened(headOf(type, path) + inPieces(5_000));
    if (!socket.closed) await once(socket, 'close');
    expect(heard.join('')).toMatch(/^HTTP\/1\.1 404 .*\r\nconnection: close\r\n/is);
  });
});
