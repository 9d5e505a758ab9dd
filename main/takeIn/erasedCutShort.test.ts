import { afterEach, expect, test, vi } from 'vitest';
import { SET_UP, save, settle, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { copyDrive } from '../../testing/tills/secondDrive.ts';
import { ErasureRecord } from '../person/erasureRecord.ts';
import { PersonErasure } from '../person/personErasure.ts';
import * as asideFolders from '../vault/asideFolders.ts';

vi.mock('../vault/asideFolders.ts', async (original) => ({ ...(await original<object>()) }));

afterEach(() => {
  vi.restoreAllMocks();
});

/** Save 5 was sent and its person erased to the end; 1 waits; the key was lost for a while, and 3 was saved since. */
async function erasedThere() {
  const made = await tillOfLostKey();
  const { till } = made.till;
  await save(till, 5);
  await settle(till, 5, 'accepted');
  const { desk, erasure } = till.person;
  const mobile = '13800138005';
  const theirs = { saves: desk.savesOf({ mobile }), keys: desk.keysOf({ mobile }) };
  expect(await erasure.erase(() => theirs, '3')).toMatchObject({ ok: true, left: [] });
  await save(till, 1);
  await made.till.stop();
  await made.loseKey();
  const since = await made.start({ offer: SET_UP });
  await save(since.till, 3);
  await since.stop();
  made.store.isClosed = false;
  return made;
}

/** What a start shows: of what came back and of the queue of here, what the window tells, and how often the trail tells of the erasing. */
async function shownBy({ till, codes, lines }: Awaited<ReturnType<typeof wholeStart>>) {
  const told = (await lines()).filter(({ action }) => action === 'erasing.taken-in');
  return [stateOf(till, 1), stateOf(till, 3), codes().includes('store.erasure-lost'), told.length];
}

const wholeStart = (made: Awaited<ReturnType<typeof erasedThere>>) => made.start();

const PLAIN = ['pending', 'pending', false, 1];
const refusal = (code: string) => Object.assign(new Error('refused'), { code });

test('a plain return of a queue in which somebody was erased takes no manager', async () => {
  expect(await shownBy(await wholeStart(await erasedThere()))).toEqual(PLAIN);
});

test('nor does it where the disk was full, once, when that was written down: nobody is said to be unknown', async () => {
  const made = await erasedThere();
  vi.spyOn(ErasureRecord.prototype, 'takeIn').mockRejectedValueOnce(refusal('ENOSPC'));
  await (await wholeStart(made)).stop();
  expect(await shownBy(await wholeStart(made))).toEqual(PLAIN);
});

test.each([
  ['before', false],
  ['behind', true],
])('nor where the power was cut %s that', async (_, isWritten) => {
  const made = await erasedThere();
  const image = `${made.folder}-image`;
  const { takeIn } = ErasureRecord.prototype;
  vi.spyOn(ErasureRecord.prototype, 'takeIn').mockImplementationOnce(async function (
    this: ErasureRecord,
    ...given
  ) {
    if (isWritten) await takeIn.apply(this, given);
    await copyDrive(made.folder, image);
    throw refusal('EIO');
  });
  await (await wholeStart(made)).stop();
  await copyDrive(image, made.folder);
  expect(await shownBy(await wholeStart(made))).toEqual(PLAIN);
});

test('nor where a scanner held the folder for one start', async () => {
  const made = await erasedThere();
  vi.spyOn(asideFolders, 'renameAsTaken').mockResolvedValueOnce(false);
  await (await wholeStart(made)).stop();
  expect(await shownBy(await wholeStart(made))).toEqual(PLAIN);
});

test('where the power is cut once the folder is named, the next start tells of the erasing in it, and it stays known', async () => {
  const made = await erasedThere();
  vi.spyOn(PersonErasure.prototype, 'tellTaken').mockResolvedValueOnce();
  const cut = await wholeStart(made);
  expect(await shownBy(cut)).toEqual(['pending', 'pending', false, 0]);
  await cut.stop();
  for (const _ of ['next', 'later']) {
    const next = await wholeStart(made);
    expect(await shownBy(next)).toEqual(PLAIN);
    await next.stop();
  }
});
