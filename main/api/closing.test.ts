import { expect, onTestFinished, test, vi } from 'vitest';
import { apiTill } from '../../testing/tills/apiTill.ts';
import { JournalFile } from '../journal/journalFile.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';
const OTHER_KEY = 'd0f7a1c2-0000-4000-8000-000000000002';
const MOBILE = '13800138000';

/** From now on nothing of the journal comes to the disk, until it is let. */
function slowDisk() {
  const { append } = JournalFile.prototype;
  let letGo = () => {};
  const ended = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const spy = vi.spyOn(JournalFile.prototype, 'append').mockImplementation(async function (
    this: JournalFile,
    ...given
  ) {
    await ended;
    return append.apply(this, given);
  });
  onTestFinished(() => {
    letGo();
    spy.mockRestore();
  });
  return { letGo };
}

/** The token has gone by then, and nobody is let in any more. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 100));

test('the end waits for the last answer and for nothing behind it: a connection that would stay open is ended with that', async () => {
  const till = await apiTill();
  const disk = slowDisk();
  const saving = till.register(MOBILE, KEY);
  await expect.poll(() => till.till.outbox.intake.isIdle).toBe(false);
  // The clock of the deadline stands still.
  const closing = till.server.close(1_000);
  await aMoment();
  disk.letGo();
  const { status, headers } = await saving;
  expect(status).toBe(201);
  expect(headers.get('connection')).toBe('close');
  await closing;
});

test('a call that the end cuts off may be repeated behind the next start: it is one save, whatever the keys are', async () => {
  const till = await apiTill();
  const disk = slowDisk();
  const calls = [KEY, OTHER_KEY].map((key) => till.register(MOBILE, key).catch(() => 'cut'));
  await expect.poll(() => till.till.outbox.intake.isIdle).toBe(false);
  let isClosed = false;
  const closing = till.server.close(1_000).then(() => {
    isClosed = true;
  });
  // The deadline begins when the token has gone from the disk, which takes its time.
  const passed = async () => {
    await till.clock.pass(1_000);
    return isClosed;
  };
  await expect.poll(passed, { timeout: 30_000 }).toBe(true);
  await closing;
  expect(await Promise.all(calls)).toEqual(['cut', 'cut']);
  const stopping = till.stop();
  disk.letGo();
  await stopping;
  expect(till.errors).toEqual([]);
  const again = await apiTill({ folder: till.folder });
  expect((await again.register(MOBILE, KEY)).status).toBe(200);
  expect((await again.register(MOBILE, OTHER_KEY)).status).toBe(409);
  expect([...again.till.outbox.saves.values()]).toHaveLength(1);
});
