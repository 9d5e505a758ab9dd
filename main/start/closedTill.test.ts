import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { closedTill, wrongPins } from '../../testing/tills/closedTill.ts';
import {
  freshFolder,
  keyStore,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import { KeyClosedError } from '../vault/dataKey.ts';
import { ClosedTill } from './closedTill.ts';

/** The same once somebody is asked. */
async function closedAt(...given: Parameters<typeof closedTill>) {
  const made = await closedTill(...given);
  await made.ask();
  return made;
}

describe('a till whose key does not open', () => {
  test('says why, and lets nothing else be asked', async () => {
    const { calls } = await closedAt();
    expect(await calls.getTill(null)).toMatchObject({
      ok: true,
      value: {
        closed: { problem: 'damaged', detail: 'key.json os', needsPin: true },
        provisioned: false,
        operators: [],
      },
    });
    const refused = { ok: false, error: { code: 'request.refused' } };
    expect(await calls.getSettings({ pin: PIN })).toEqual(refused);
    expect(await calls.getDraft(null)).toEqual(refused);
  });

  test('tries again by a word, and starts anew where a key store fails', async () => {
    const { calls, told, ask } = await closedAt();
    await calls.tryKeyAgain(null);
    expect(told).toEqual({ tries: 1, restarts: 0 });
    await ask('unwrap-failed');
    await calls.tryKeyAgain(null);
    expect(told).toEqual({ tries: 1, restarts: 1 });
  });
});

describe('a new queue', () => {
  test('is not begun in a folder that a program on another PC has by now: nothing of it moves', async () => {
    const { calls, folder } = await closedAt(true, async () => {
      throw new OtherProgramError('front');
    });
    const before = await readdir(folder);
    for (const pin of [PIN, '135791'])
      expect(await calls.startNewQueue({ pin })).toMatchObject({
        ok: false,
        error: { code: 'store.other-program' },
      });
    expect(await readdir(folder)).toEqual(before);
  });

  test('is begun by the manager’s PIN; everything of before lies together, and the till can be set up', async () => {
    const { calls, folder } = await closedAt();
    const before = await readFile(join(folder, 'settings.json'), 'utf8');
    expect(await calls.startNewQueue({ pin: PIN })).toEqual({ ok: true, value: null });
    const names = await readdir(folder);
    expect(names).toHaveLength(1);
    const aside = join(folder, names[0] ?? '');
    expect(await readFile(join(aside, 'settings.json'), 'utf8')).toBe(before);
    // Else it would be taken in at once.
    await writeFile(join(aside, 'key.json'), 'spoilt');
    const { till } = await startTill(folder, { offer: null });
    const { provision, isLost } = till.settings;
    expect({ provision, isLost }).toEqual({ provision: null, isLost: false });
  });

  test('is not begun by a wrong one; five of them lock, also over a start', async () => {
    const { calls, clock, folder } = await closedAt();
    const tried: string[] = [];
    for (const pin of await wrongPins(folder, 5)) {
      const names = await readdir(folder);
      const answer = await calls.startNewQueue({ pin });
      if (answer.ok) throw new Error(`${pin} was taken`);
      expect(await readdir(folder)).toEqual(names);
      tried.push(answer.error.code);
    }
    expect(tried).toEqual([...Array(4).fill('pin.wrong'), 'pin.locked']);
    expect(await calls.startNewQueue({ pin: PIN })).toMatchObject({ error: { waitSeconds: 30 } });
    const again = new ClosedTill({
      folder,
      clock,
      appVersion: '0',
      confirm: async () => {},
      restart: () => {},
    });
    const answers = { again: () => {}, between: async () => true };
    await again.ask(new KeyClosedError('damaged', ''), answers);
    const { handlers } = again;
    expect(await handlers.startNewQueue({ pin: PIN })).toMatchObject({
      error: { code: 'pin.locked' },
    });
    await clock.pass(30_000);
    expect(await handlers.startNewQueue({ pin: PIN })).toMatchObject({ ok: true });
  }, 60_000);

  test('takes no PIN where none is known', async () => {
    const { calls } = await closedAt(false);
    expect(await calls.getTill(null)).toMatchObject({ value: { closed: { needsPin: false } } });
    expect(await calls.startNewQueue({ pin: '' })).toMatchObject({ ok: true });
  });
});

test('a till from before the open check has it after its next start', async () => {
  const folder = await freshFolder();
  const { stop } = await startTill(folder);
  await stop();
  const path = join(folder, 'pin.json');
  const { open, sealed } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ format: 1, sealed }));
  const next = await startTill(folder, { offer: null });
  expect(next.till.settings.managerPin.isSet).toBe(true);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ format: 2, open });
});

test('a key that failed once opens the whole till at the next start, with nothing told', async () => {
  const folder = await freshFolder();
  const first = await startTill(folder);
  await first.stop();
  const failing = {
    ...keyStore,
    unwrap: () => {
      throw new Error('the service is not up');
    },
  };
  const closed = { code: 'KEY_CLOSED', problem: 'unwrap-failed' };
  await expect(startTill(folder, { keyWrapper: failing })).rejects.toMatchObject(closed);
  const next = await startTill(folder, { offer: null });
  expect(next.till.settings.provision?.brandId).toBe(PROVISION.brandId);
  expect(next.codes()).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});
