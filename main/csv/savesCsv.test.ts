import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import {
  givenProfile,
  hasSpreadsheet,
  NO_SPREADSHEET,
  openInSpreadsheet,
} from '../../testing/doubles/spreadsheet.ts';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { breathe } from '../move/breathe.ts';
import { fromText } from './csvText.ts';
import { type countSaves, savesCsv, savesOfDays } from './savesCsv.ts';

const ZH = CATALOGUES['zh-CN'];

function book(list: readonly Save[]) {
  const bySequence = new Map(list.map((save) => [save.sequence, save]));
  const newest = [...bySequence.keys()].sort((a, b) => b - a);
  return {
    sequences: () => ({ newestFirst: () => newest.values() }),
    findBySequence: (sequence: number) => bySequence.get(sequence),
    find: (id: string) => list.find(({ requestId }) => requestId === id),
    correctionOf: () => undefined,
    isLeaving: () => false,
  } as unknown as Parameters<typeof countSaves>[0];
}

const at = (...parts: [number, number, number, number, number, number?]) =>
  new Date(...parts).getTime();

test('a day begins and ends at midnight of the till’s calendar, to the millisecond', async () => {
  const times = [
    at(2026, 4, 20, 0, 0) - 1,
    at(2026, 4, 20, 0, 0),
    at(2026, 4, 21, 0, 0) - 1,
    at(2026, 4, 21, 0, 0),
  ];
  const saves = book(times.map((createdAt, index) => aSave({ sequence: index + 1, createdAt })));
  const of = (from: string, to: string) => savesOfDays(saves, { from, to }, breathe());
  expect(await of('2026-05-20', '2026-05-20')).toEqual([2, 3]);
  expect(await of('2026-05-19', '2026-05-21')).toEqual([1, 2, 3, 4]);
  expect(await of('2026-05-21', '2026-05-20')).toEqual([]);
  expect(await of('0001-01-01', '9999-12-31')).toEqual([1, 2, 3, 4]);
});

async function tillWithPeople() {
  const folder = await freshFolder();
  const target = join(dirname(folder), 'list.csv');
  const opened = await startTill(folder, {}, { chooseSaved: async () => target });
  const { calls, clock } = opened;
  const people = [
    { mobile: '13871946520', name: '=1+1', remark: '007' },
    { mobile: '15942087713', name: '司徒, "建国"', remark: '+86\n第二行', gender: 0 as const },
    { outerType: 'wechat' as const, outerId: '281234567890123456', name: '😀' },
  ];
  for (const [index, member] of people.entries())
    expect(
      await calls.registerMember({
        requestId: String(index).padStart(32, '0'),
        operatorId: OPERATOR,
        member: member as never,
        correctionOf: null,
        consent: CONSENT,
      }),
    ).toMatchObject({ ok: true });
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const date = new Date(clock.now());
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const days = { from: day, to: day };
  const save = (reason: 'support' | null) =>
    calls.saveCsv({ ...days, reason, operatorId: OPERATOR });
  return { ...opened, target, people, days, save, read: () => readFile(target, 'utf8') };
}

test('nobody who is being erased is in it, nor counted, also where the disk lets them go only later', async () => {
  const { till, save, read, calls, days, people } = await tillWithPeople();
  const [first] = [...till.outbox.saves.values()];
  let counted: Awaited<ReturnType<typeof calls.countCsv>> | undefined;
  await till.outbox.erasing.erase([first?.requestId ?? ''], async () => {
    counted = await calls.countCsv(days);
    expect(await save('support')).toMatchObject({ ok: true });
    return false;
  });
  expect(counted).toEqual({ ok: true, value: { saves: 2, whole: 2 } });
  const text = await read();
  expect(text).not.toContain(people[0]?.mobile);
  expect(text).not.toContain('S-0001');
  expect(text).toContain(people[1]?.mobile);
});

test('masked unless a reason is given: no number, name, code or remark, and a line that says so', async () => {
  const { save, read, lines, calls, days } = await tillWithPeople();
  expect(await calls.countCsv(days)).toEqual({ ok: true, value: { saves: 3, whole: 3 } });
  expect(await save(null)).toEqual({ ok: true, value: { file: 'list.csv' } });
  const text = await read();
  expect(text.startsWith('\ufeff"单号","登记时间"')).toBe(true);
  expect(text).toContain('"138****6520"');
  expect(text).not.toMatch(/13871946520|建国|281234567890123456|007|第二行|=1/);
  expect(text.match(/\r\n/g)).toHaveLength(4);
  expect((await lines()).at(-1)).toMatchObject({
    action: 'saves.exported',
    operatorId: OPERATOR,
    reason: 'masked',
    saves: 3,
  });
});

test('with a reason the values that are still here go out, and the line has the reason and the count', async () => {
  const { save, read, lines } = await tillWithPeople();
  expect(await save('support')).toMatchObject({ ok: true });
  const text = await read();
  for (const cell of ['"\'13871946520"', '"\'=1+1"', '"\'007"', '"司徒, ""建国"""', '"女"'])
    expect(text).toContain(cell);
  expect((await lines()).at(-1)).toMatchObject({ reason: 'support', saves: 3 });
});

const profile = givenProfile();

test('a real spreadsheet shows each value as it was registered', async ({ skip }) => {
  if (!hasSpreadsheet()) skip(NO_SPREADSHEET);
  const { save, read, people } = await tillWithPeople();
  await save('support');
  const [head = [], ...rows] = await openInSpreadsheet(profile, await read());
  const column = (name: 'mobile' | 'name' | 'remark' | 'outerId') =>
    head.findIndex(({ value }) => value === ZH.csvFile.columns[name]);
  expect(rows).toHaveLength(people.length);
  for (const [index, person] of people.entries())
    for (const name of ['mobile', 'name', 'remark', 'outerId'] as const) {
      const cell = rows[index]?.[column(name)];
      const value = (person as Record<string, unknown>)[name] ?? '';
      expect([name, fromText(cell?.value ?? '')]).toEqual([name, value]);
      if (value !== '') expect([name, cell?.kind]).toEqual([name, 'text']);
    }
});

test('where the audit trail takes no line there is no file', async () => {
  const { save, read, till } = await tillWithPeople();
  till.audit.record = async () => false;
  expect(await save('support')).toMatchObject({ error: { code: 'audit.refused' } });
  await expect(read()).rejects.toThrow();
});

test('what is erased or does not open stays masked', async () => {
  const saves = book([
    aSave({ sequence: 1, sealedBody: null, state: 'accepted' }),
    aSave({ sequence: 2 }),
  ]);
  const { parts } = await savesCsv(
    { from: '1969-01-01', to: '1971-01-01' },
    {
      saves,
      contents: { openBody: () => null },
      operators: [],
      words: ZH,
      isWhole: true,
      breath: breathe(),
    },
  );
  const text = Buffer.concat(parts).toString();
  expect(text.match(/"138\*{4}8000","张\*"/g)).toHaveLength(2);
  expect(text.match(new RegExp(`"${ZH.csvFile.no}",,,,,\r\n`, 'g'))).toHaveLength(2);
});

test('of a hundred thousand saves no two are looked at, and none two written, without a breath between them', async () => {
  const body = JSON.stringify({
    request_id: '0'.repeat(32),
    brand_id: '1',
    shop_id: '2',
    operator_id: '3',
    mobile: '13871946520',
    name: '欧阳晓岚',
  });
  const saves = book(
    Array.from({ length: 100_000 }, (_, index) => aSave({ sequence: index + 1, createdAt: 1 })),
  );
  /** Since the last breath, and the most that there ever were. */
  const [now, most] = [
    { opened: 0, found: 0 },
    { opened: 0, found: 0 },
  ];
  const note = (what: keyof typeof now) => {
    now[what] += 1;
    most[what] = Math.max(most[what], now[what]);
  };
  const made = await savesCsv(
    { from: '1969-12-31', to: '1970-01-02' },
    {
      saves: {
        ...saves,
        findBySequence: (sequence) => {
          note('found');
          return saves.findBySequence(sequence);
        },
      },
      contents: {
        openBody: () => {
          note('opened');
          return body;
        },
      },
      operators: [],
      words: ZH,
      isWhole: true,
      breath: async () => {
        Object.assign(now, { opened: 0, found: 0 });
      },
    },
  );
  expect(made.saves).toBe(100_000);
  expect(made.parts.length).toBe(2_001);
  // How long one of them takes is measured: `npm run bench -- manager`.
  expect(most).toEqual({ opened: 1, found: 1 });
});
