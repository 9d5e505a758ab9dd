import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../testing/doubles/virtualClock.ts';
import { accepted, ReplayTill, refusedConnection } from '../testing/tills/replayTill.ts';
import { wakeWithSystem } from './wakeWithSystem.ts';

const minute = 60_000;

let power: EventEmitter;
let clock: VirtualClock;
let isOnline: boolean;
let reasons: string[];
let stop: () => void;

beforeEach(() => {
  power = new EventEmitter();
  clock = new VirtualClock();
  isOnline = false;
  reasons = [];
  const replayer = { wake: (reason: string) => void reasons.push(reason) };
  stop = wakeWithSystem(replayer, { power, isOnline: () => isOnline, clock });
});

describe('the replayer is woken', () => {
  test('when the PC goes to sleep and when it comes back, each time', () => {
    power.emit('suspend');
    expect(reasons).toEqual(['suspend']);
    power.emit('resume');
    power.emit('resume');
    expect(reasons).toEqual(['suspend', 'resume', 'resume']);
  });

  test('when the system begins to believe in a network, and not while it goes on believing', async () => {
    await clock.pass(minute);
    expect(reasons).toEqual([]);
    isOnline = true;
    await clock.pass(minute);
    expect(reasons).toEqual(['network']);
    isOnline = false;
    await clock.pass(minute);
    isOnline = true;
    await clock.pass(minute);
    expect(reasons).toEqual(['network', 'network']);
  });

  test('no more once it is stopped', async () => {
    stop();
    power.emit('resume');
    isOnline = true;
    await clock.pass(minute);
    expect(reasons).toEqual([]);
    expect(power.listenerCount('resume')).toBe(0);
  });
});

test('a save that waits for its next try goes at once when the PC comes back from sleep', async () => {
  const till = await new ReplayTill().start();
  till.answer = () => refusedConnection;
  await till.register(1);
  await till.clock.pass(30 * minute);
  const tries = till.sent.length;
  till.answer = () => accepted('7');
  wakeWithSystem(till.replayer, { power, isOnline: () => true, clock: till.clock });
  await till.clock.pass(0);
  expect(till.sent).toHaveLength(tries);
  power.emit('resume');
  await till.clock.pass(0);
  expect(till.state(1)).toMatchObject({ state: 'accepted' });
});
