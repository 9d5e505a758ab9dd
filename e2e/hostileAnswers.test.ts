import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { CONTINUING, ELSEWHERE, MANY_LINES, ODD_HEADS, OK, TOO_MUCH, TOO_SLOW } from './attacks.ts';
import { type Attack, accepted, type HostileGateway, hostileGateway } from './hostileGateway.ts';
import { TestTill } from './testTill.ts';
import { unknownSince, untilTried } from './unknownSince.ts';

const mobileOf = (number: number) => `138001380${String(number).padStart(2, '0')}`;

let gateway: HostileGateway;
let till: TestTill;

beforeAll(async () => {
  gateway = await hostileGateway();
  till = await new TestTill(gateway.url).start();
});
afterAll(async () => {
  await till?.kill();
  gateway?.close();
});

let number = 0;

/** Registers somebody whose call is answered like this. */
async function register(attack: Attack): Promise<string> {
  number += 1;
  gateway.attack(mobileOf(number), attack);
  return till.register({ mobile: mobileOf(number) });
}

/** The gateway is well again, and every save is accepted. */
async function recover(slip: string): Promise<void> {
  for (let one = 1; one <= number; one += 1) {
    gateway.attack(mobileOf(one), (socket) => socket.write(accepted()));
  }
  await till.sendNow();
  await till.waitForState(slip, 'accepted', 40_000);
}

describe('an answer is cut off where it is too much, and the call may have arrived', () => {
  test.each(TOO_MUCH)('%s: %s', async (_name, code, attack) => {
    const slip = await register(attack);
    expect(await untilTried(till, slip, 1)).toMatchObject({ code });
    expect((await unknownSince(till)).at(-1)).toEqual(expect.any(Number));
    await recover(slip);
    expect(gateway.heads.join()).not.toContain(ELSEWHERE);
  });
});

test('twenty seconds are the end of a call, also while something of the answer comes, whatever it is', async () => {
  // After some answers in a row the till has as many calls under way as it ever has.
  for (let answers = 0; answers < 4; answers += 1) {
    await till.waitForState(await register((socket) => socket.write(accepted())), 'accepted');
  }
  const slips: string[] = [];
  for (const [, attack] of TOO_SLOW) slips.push(await register(attack));
  for (const slip of slips) await untilTried(till, slip, 1);
  for (const [index, [name]] of TOO_SLOW.entries()) {
    expect(await till.line(slips[index] ?? ''), name).toMatchObject({
      code: 'transport.etimedout',
    });
  }
  expect((await unknownSince(till)).slice(-slips.length)).toEqual(
    slips.map(() => expect.any(Number)),
  );
  for (const slip of slips) await recover(slip);
  const log = () => readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  const isEnded = () => log().includes('network process ended: it was stuck');
  // On a machine that is busy the flood pauses too, and the network process hears somebody then.
  for (let more = 0; more < 3 && !isEnded(); more += 1) {
    const slip = await register(CONTINUING[1]);
    await untilTried(till, slip, 1);
    await recover(slip);
  }
  expect(log()).toContain('network process ended: it was stuck');
}, 240_000);

test('what comes under a head that is odd in any way is no answer: the call may have arrived, and the till goes on', async () => {
  for (const [name, head] of ODD_HEADS) {
    const slip = await register((socket) => void socket.end(Buffer.from(head, 'latin1')));
    await untilTried(till, slip, 1);
    expect((await unknownSince(till)).at(-1), name).toEqual(expect.any(Number));
    await recover(slip);
  }
});

test('of ten thousand header lines only the date is read, and the answer counts', async () => {
  const slip = await register(MANY_LINES);
  await till.waitForState(slip, 'accepted');
});

test('a cookie that the gateway sets is not kept', async () => {
  const cookie = 'set-cookie: session=who; path=/; max-age=9999\r\n';
  const first = await register((socket) => socket.write(accepted(cookie)));
  await till.waitForState(first, 'accepted');
  const second = await register((socket) => socket.write(accepted()));
  await till.waitForState(second, 'accepted');
  expect(gateway.heads.length).toBeGreaterThan(1);
  for (const head of gateway.heads) expect(head).not.toMatch(/^cookie:/im);
});

test('what follows an answer on its connection is the answer to nothing', async () => {
  const first = await register((socket) => socket.write(accepted() + accepted()));
  await till.waitForState(first, 'accepted');
  const refusal = '{"error_response":{"code":41}}';
  const second = await register((socket) =>
    socket.write(`${OK}content-length: ${refusal.length}\r\n\r\n${refusal}`),
  );
  await till.waitForState(second, 'held');
});

test('a call that was answered before it was made has not "never left"', async () => {
  const hasty = await hostileGateway((socket) => socket.end(`${OK}content-length: 2\r\n\r\n{}`));
  onTestFinished(() => hasty.close());
  const other = await new TestTill(hasty.url).start();
  onTestFinished(() => other.kill());
  const slip = await other.register({ mobile: mobileOf(1) });
  await untilTried(other, slip, 1);
  expect(await unknownSince(other)).toEqual([expect.any(Number)]);
});
