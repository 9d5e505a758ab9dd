import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { CALLS } from '../../../app/ipc/calls.ts';
import { CATALOGUES } from '../../../app/messages/catalogues.ts';
import { dayOf } from '../../../app/totals/days.ts';
import { KINDS } from '../../../app/totals/kinds.ts';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PIN,
  startTill,
} from '../../../testing/tills/openedTill.ts';

test('within the session the sum of a day is told, the rows behind it masked, and the days for charts; outside of it nothing', async () => {
  const { calls, till } = await startTill(await freshFolder());
  await calls.registerMember({
    requestId: 'a'.repeat(32),
    operatorId: OPERATOR,
    member: { mobile: '13800138000' },
    correctionOf: null,
    consent: CONSENT,
  });
  const day = dayOf(till.clock.now());
  const days = { from: day, to: day };
  const ask = () =>
    Promise.all([
      calls.reconcile(days),
      calls.listReconciled({ ...days, side: 'waiting', offset: 0, limit: 10 }),
      calls.getDays({ last: day, count: 2 }),
    ]);
  for (const refused of await ask())
    expect(refused).toEqual({ ok: false, error: { code: 'session.ended' } });
  expect(await calls.openManager({ pin: PIN, operatorId: OPERATOR })).toMatchObject({ ok: true });
  expect(await ask()).toMatchObject([
    { value: { registered: { count: 1 }, kinds: { waiting: { count: 1 } }, difference: 0 } },
    { value: { rows: [{ slip: 'S-0001', masked: { mobile: '138****8000' } }], total: 1 } },
    { value: [{ registered: 0 }, { registered: 1, shops: [{ shopId: 'shop', count: 1 }] }] },
  ]);
});

test('the sum is saved as a table where the manager says, with a line in the trail before it', async () => {
  const folder = await freshFolder();
  const target = join(dirname(folder), 'sum.csv');
  const { calls, till, lines } = await startTill(folder, {}, { chooseSaved: async () => target });
  await calls.registerMember({
    requestId: 'a'.repeat(32),
    operatorId: OPERATOR,
    member: { mobile: '13800138000' },
    correctionOf: null,
    consent: CONSENT,
  });
  const day = dayOf(till.clock.now());
  const save = () => calls.saveSum({ from: day, to: day, operatorId: OPERATOR });
  expect(await save()).toMatchObject({ error: { code: 'session.ended' } });
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  expect(await save()).toEqual({ ok: true, value: { file: 'sum.csv' } });
  const text = await readFile(target, 'utf8');
  expect(text.startsWith('\ufeff')).toBe(true);
  const rows = text.slice(1).trimEnd().split('\r\n');
  const { manager, csvFile } = CATALOGUES[till.settings.locale];
  const { sides } = manager.reconciliation;
  for (const [what, count] of [
    [sides.registered, 1],
    [sides.waiting, 1],
    [sides.held, 0],
    [csvFile.sum.difference, 0],
  ])
    expect(rows).toContain(`"${what}","${count}","0",,,`);
  expect(rows).toHaveLength(6 + KINDS.length + 1);
  expect((await lines()).at(-1)).toMatchObject({ action: 'page.saved', reason: 'reconciliation' });
  till.audit.record = async () => false;
  await rm(target);
  expect(await save()).toMatchObject({ error: { code: 'audit.refused' } });
  await expect(readFile(target)).rejects.toThrow();
});

test.each([
  { from: '2026-11-28', to: '2026-11-27' },
  { from: '2026-02-30', to: '2026-11-27' },
  { from: '2026-11-27', to: '2026-11-27T00' },
  { from: '', to: '' },
])('days that are none, or in the wrong order, are refused: %j', (days) => {
  const { argument } = CALLS.reconcile;
  expect(argument.safeParse(days).success).toBe(false);
});
