import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { connectedFrom, costlyCall } from '../testing/strangers.ts';
import { startTestRelay } from '../testing/testRelay.ts';

const CONNECTIONS = 24;
const IN_A_ROW = 8;

let looked = 0;
const relay = await startTestRelay({
  platformUrl: 'http://127.0.0.1:9/router/rest',
  tills: [],
  watch: () => {
    looked += 1;
  },
});
afterAll(() => relay.end());

/** A call of nobody that takes long to take apart, and whose body is one of those of which 256 have room. */
const LONG_CALL = costlyCall(250, 30_000);

async function sendAndGo(): Promise<void> {
  const socket = await connectedFrom(relay.port);
  await new Promise<void>((resolve) => socket.write(LONG_CALL.repeat(IN_A_ROW), () => resolve()));
  const closed = once(socket, 'close');
  socket.resetAndDestroy();
  await closed;
}

test('of whoever is gone before his turn nothing is kept or looked at: the room for long bodies holds also where whoever fills it goes each time', async () => {
  for (let round = 0; round < 4; round += 1)
    await Promise.all(Array.from({ length: CONNECTIONS }, sendAndGo));
  // It is behind all of these in their line.
  const answer = await fetch(relay.url, {
    method: 'POST',
    body: new URLSearchParams({ v: '2.0' }),
  });
  expect(answer.status).toBe(200);
  expect(looked).toBeLessThan(CONNECTIONS * IN_A_ROW);
});
