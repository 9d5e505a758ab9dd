import { expect, onTestFinished, test } from 'vitest';
import { freezingDisk } from '../../testing/doubles/freezingDisk.ts';
import { openTrail } from '../../testing/tills/auditHarness.ts';
import { MoveDesk } from '../../testing/tills/moveDesk.ts';
import { ReplayTill } from '../../testing/tills/replayTill.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import { realDisk } from '../disk/realDisk.ts';

/** A trail, and a till whose disk both fail from the moment on that this line is written, until `heal`. */
async function failingBehind(action: string) {
  const desk = await MoveDesk.set();
  let isRefusing = false;
  const disk = freezingDisk(realDisk, async () => {
    if (isRefusing) throw Object.assign(new Error('EIO'), { code: 'EIO' });
  });
  const trail = await openTrail(desk.folder, { disk });
  onTestFinished(async () => {
    await trail.close();
    await desk.clear();
  });
  const failWith = ({ store }: ReplayTill): Pick<AuditTrail, 'record' | 'owe'> => ({
    record: async (entry) => {
      const isDone = await trail.record(entry);
      isRefusing ||= entry.action === action;
      if (isRefusing) store.refusal = { ok: false, failure: 'store.failed', detail: 'EIO' };
      return isDone;
    },
    owe: (entry) => trail.owe(entry),
  });
  const told = async () =>
    (await trail.read()).lines.map((line) => ('action' in line ? line.action : ''));
  const heal = async () => {
    isRefusing = false;
    await trail.ready();
  };
  return { desk, trail, failWith, told, heal };
}

test('an export that comes to nothing on a disk that refuses for a moment has its second line as soon as that takes one', async () => {
  const { desk, trail, failWith, told, heal } = await failingBehind('queue.exported');
  const { from } = desk;
  const move = desk.moving(from, {}, failWith(from));
  expect(await desk.carryOut(move, 'export')).toBe('move.not-stored');
  expect(trail.warnings).toContainEqual({ code: 'audit.owed', detail: '1' });
  await heal();
  expect((await told()).slice(-2)).toEqual(['queue.exported', 'queue.not-moved']);
});

test('so has an import', async () => {
  const { desk, trail, failWith, told, heal } = await failingBehind('queue.imported');
  expect(await desk.carryOut(desk.moving(desk.from), 'export')).toBeNull();
  const there = await new ReplayTill().start();
  const move = desk.moving(there, {}, failWith(there));
  expect(await desk.carryOut(move, 'import')).toBe('move.not-stored');
  expect(trail.warnings).toContainEqual({ code: 'audit.owed', detail: '1' });
  await heal();
  expect((await told()).slice(-2)).toEqual(['queue.imported', 'queue.not-moved']);
});
