import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { platformApp } from '../../app/gateway/platformApp.ts';
import { MoveDesk, WORDS } from '../../testing/tills/moveDesk.ts';
import { account } from '../../testing/tills/replayTill.ts';
import { openQueue } from '../outbox/movedFile.ts';

/** What was made for another app is held, and the manager lets all of it go on under the present one. */
const former = { brandId: '1', app: platformApp(account) };
const present = { ...account, appKey: 'other' };

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
  const { from } = desk;
  from.account = present;
  from.replayer.wake('settings');
  await from.clock.pass(1_000);
  expect(from.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app' });
});
afterEach(() => desk.clear());

/** For which app, and in which state, each save stands in the file. */
async function inFile() {
  const opened = await openQueue(await readFile(desk.file, 'utf8'), WORDS);
  const { content } = opened as {
    content: { saves: { app: string; history: { state: string } }[] };
  };
  return content.saves.map(({ app, history }) => ({ app, state: history.state }));
}

test('from the last look on until the copies are closed nobody lets what is in the file go on under another app', async () => {
  const { from } = desk;
  let goingOn: Promise<unknown> = Promise.resolve();
  const exported = desk.exportWhileClosing(async () => {
    goingOn = from.outbox.apps.goOn(former);
  });
  expect(await exported).toBeNull();
  expect(await goingOn).toEqual({ bound: 0, going: 0 });
  expect(await inFile()).toEqual(Array(2).fill({ app: former.app, state: 'held' }));
  expect(from.state(1)).toMatchObject({ app: former.app, closedReason: 'moved' });
});

test('no file leaves with what went on under another app while it was written: here it goes on, and so does the next file', async () => {
  const { from } = desk;
  const app = platformApp(present);
  const exported = desk.exportWhileWriting(async () => {
    expect(await from.outbox.apps.goOn(former)).toEqual({ bound: 2, going: 2 });
  });
  expect(await exported).toBe('move.decided-meanwhile');
  expect(await readdir(desk.outside)).toEqual(['data']);
  for (const number of [1, 2])
    expect(from.state(number)).toMatchObject({ state: 'pending', app, firstUnknownAt: null });
  expect(await desk.carryOut(desk.moving(from), 'export')).toBeNull();
  expect(await inFile()).toEqual(Array(2).fill({ app, state: 'pending' }));
});
