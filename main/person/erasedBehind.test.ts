import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { DAY, SET_UP, START, save, send, stateOf } from '../../testing/tills/lostKey.ts';
import { freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';

const HOUR = 60 * 60_000;
const PERSON = { mobile: '13800138001' };
const PASSPHRASE = 'correct horse battery staple nine';
const at = (hours: number) => ({ clock: new VirtualClock(START + hours * HOUR) });

test('older data of somebody wait for the manager who was erased by a clock that stood a year ago, which nobody put right before the till was closed', async () => {
  const [elsewhere, folder] = [await freshFolder(), await freshFolder()];
  const file = join(elsewhere, '..', 'queue.tillside');
  const other = await startTill(elsewhere, { offer: SET_UP, ...at(0) });
  await save(other.till, 1, PERSON);
  await other.till.moving.carryOutChosen({ direction: 'export', file }, PASSPHRASE, OPERATOR);
  const here = await startTill(folder, { offer: SET_UP, ...at(1) });
  await save(here.till, 2, { ...PERSON, name: 'Newer' });
  expect(await send(here.till, 2)).toBe(true);
  await here.stop();
  const behind = { clock: new VirtualClock(START - 365 * DAY) };
  const night = await startTill(folder, { offer: null, ...behind });
  const { desk, erasure } = night.till.person;
  const saves = desk.savesOf(PERSON);
  expect(await erasure.erase(() => ({ saves, keys: desk.keysOf(PERSON) }), '3')).toMatchObject({
    ok: true,
  });
  await night.stop();
  const { till } = await startTill(folder, { offer: null, ...at(12) });
  expect(
    await till.moving.carryOutChosen({ direction: 'import', file }, PASSPHRASE, OPERATOR),
  ).toMatchObject({ ok: true });
  expect(stateOf(till, 1)).toBe('late-import');
});
