import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { post, signedParams, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';
import { DOOR_PATH } from './door.ts';

/** So many calls one relay has under way. */
const MOST_CALLS = 4_000;

/** And so many of one connection. */
const OF_ONE = 8;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start() {
  const sandbox = await createSandbox(chainApp);
  const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp] });
  ends.push(
    () => sandbox.close(),
    () => relay.end(),
  );
  return { sandbox, relay };
}

type Started = Awaited<ReturnType<typeof start>>;

/** As many calls as one relay takes, of which the state says for so long nothing. */
async function fill({ relay }: Started, most = MOST_CALLS): Promise<void> {
  const till = relay.state.till.bind(relay.state);
  const said = Promise.withResolvers<null>();
  let asked = 0;
  relay.state.till = async (appKey) => {
    if (appKey === testApp.appKey) return till(appKey);
    asked += 1;
    return said.promise;
  };
  const sockets: Socket[] = [];
  const calls = Array.from({ length: most }, (_, call) => requestOf(`till-${call}`));
  for (let first = 0; first < most; first += OF_ONE) {
    const line = connect(relay.port, '127.0.0.1');
    line.on('error', () => undefined).resume();
    line.write(calls.slice(first, first + OF_ONE).join(''));
    sockets.push(line);
  }
  ends.push(() => {
    said.resolve(null);
    for (const line of sockets) line.destroy();
  });
  await expect.poll(() => asked, { timeout: 30_000 }).toBe(most);
}

function requestOf(appKey: string): string {
  const { sign: _, ...params } = signedParams({}, { app_key: appKey });
  const form = new URLSearchParams(params).toString();
  return [
    `POST ${DOOR_PATH} HTTP/1.1`,
    'Host: relay.example.invalid',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${form.length}`,
    '',
    form,
  ].join('\r\n');
}

it('a copy of a call that has left is a replay also where the relay has no place for one call more', async () => {
  const started = await start();
  const { relay, sandbox } = started;
  const call = signedParams(testFields());
  expect((await post(relay.url, call)).customerId).toBeDefined();
  await fill(started);
  const other = await post(relay.url, signedParams(testFields()));
  expect(other.subCode).toBe('isp.relay-busy');
  const { code, subCode } = await post(relay.url, call);
  expect([code, subCode]).toEqual([31, 'isv.request-replay-error']);
  expect(sandbox.requests()).toHaveLength(1);
});

it('so is one of a call that has no answer yet, or was refused', async () => {
  const started = await start();
  const { relay } = started;
  const refused = signedParams(testFields({ shop_id: 'another' }));
  expect((await post(relay.url, refused)).code).toBe(41);
  const admitted = Promise.withResolvers<{ kind: 'away' }>();
  let asked = 0;
  relay.state.admit = () => {
    asked += 1;
    return admitted.promise;
  };
  const call = signedParams(testFields());
  const first = post(relay.url, call);
  await expect.poll(() => asked).toBe(1);
  await fill(started, MOST_CALLS - 1);
  expect((await post(relay.url, call)).code).toBe(31);
  expect((await post(relay.url, refused)).code).toBe(31);
  admitted.resolve({ kind: 'away' });
  expect((await first).subCode).toBe('isp.relay-state-away');
});
