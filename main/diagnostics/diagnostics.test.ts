import { appendFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Member } from '../../app/member/memberSchema.ts';
import { turnsDuring } from '../../testing/doubles/longestTurn.ts';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';
import type { ManagerOutside } from '../ipc/manager/managerHandlers.ts';

/** What stands for the folder of whoever has signed in. */
const HOME = process.platform === 'win32' ? '%USERPROFILE%' : '~';

const PERSON = { mobile: '13871946520', name: '欧阳晓岚', remark: '对花生过敏' };
const PROXY_PASSWORD = 'proxy-word-not-real';

async function diagnosedTill(outside: Partial<ManagerOutside> = {}) {
  const folder = await freshFolder();
  const target = join(dirname(folder), 'till.zip');
  const provision = {
    ...PROVISION,
    gateway: { ...PROVISION.gateway, session: 'session-not-real' },
    operators: [{ id: OPERATOR, name: '司徒建国' }],
    proxy: { host: 'proxy.example.com', username: 'bartholomew', password: PROXY_PASSWORD },
    watermarkFolder: join(dirname(folder), 'second'),
  };
  const opened = await startTill(
    folder,
    { offer: { provision, isTrusted: false } },
    { chooseSaved: async () => target, ...outside },
  );
  const { calls } = opened;
  const member: Member = PERSON;
  expect(
    await calls.registerMember({
      requestId: 'a'.repeat(32),
      operatorId: OPERATOR,
      member,
      correctionOf: null,
      consent: CONSENT,
    }),
  ).toMatchObject({ ok: true });
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const look = async () => {
    const answer = await calls.getDiagnostics(null);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  const save = (number: number) => calls.saveDiagnostics({ number, operatorId: OPERATOR });
  const unpacked = async () =>
    Object.fromEntries(
      Object.entries(unzipSync(await readFile(target))).map(([name, bytes]) => [
        name,
        Buffer.from(bytes).toString('utf8'),
      ]),
    );
  return { ...opened, folder, target, look, save, unpacked };
}

test('they say how the till is: counts, clock, proxy, disk with its flush, key store, generations', async () => {
  const { look, folder } = await diagnosedTill();
  const { groups } = await look();
  expect(groups).toMatchObject({
    queue: { counts: { pending: 1, accepted: 0 }, waiting: 1 },
    clock: { gateway: null, offsetSeconds: null },
    network: { proxy: 'DIRECT' },
    disk: { flushMilliseconds: expect.any(Number), freeMegabytes: expect.any(Number) },
    keys: { protection: 'os' },
    store: { journals: [expect.any(Number)], snapshots: [] },
    lease: { isSure: true, isLost: false },
    settings: { brandId: 'brand', operators: 1, gateway: { hasSession: true } },
  });
  // The probe of the disk has gone again.
  expect((await readdir(folder)).filter((name) => name.endsWith('.new'))).toEqual([]);
});

test('no secret and nobody is in them, nor the folder of whoever has signed in', async () => {
  const { look, folder } = await diagnosedTill();
  // A file that somebody has put there is called after somebody.
  await writeFile(join(folder, `${PERSON.mobile}.txt`), '');
  const text = JSON.stringify(await look());
  const { gateway, managerPin } = PROVISION;
  const secrets = [
    gateway.appSecret,
    managerPin,
    'session-not-real',
    PROXY_PASSWORD,
    'bartholomew',
  ];
  for (const word of [...secrets, ...Object.values(PERSON), '6520', '司徒', dirname(folder)])
    expect(text).not.toContain(word);
  expect(text).toContain(HOME);
});

test('what is saved is what was shown, with health, trail and logs, and has its line first', async () => {
  const { look, save, unpacked, folder, lines } = await diagnosedTill();
  await mkdir(join(folder, 'logs'), { recursive: true });
  await writeFile(join(folder, 'logs', 'tillside.log'), `opened ${join(folder, 'x')}\n`);
  await writeFile(join(folder, 'logs', 'tillside.1.log'), 'before\n');
  await writeFile(join(folder, 'logs', `${PERSON.mobile}.log`), 'of somebody else\n');
  const { number, groups } = await look();
  expect(await save(number)).toEqual({ ok: true, value: { file: 'till.zip' } });
  const files = await unpacked();
  expect(Object.keys(files).sort()).toEqual([
    'audit.jsonl',
    'diagnostics.json',
    'health.json',
    'logs/tillside.1.log',
    'logs/tillside.log',
  ]);
  expect(JSON.parse(files['diagnostics.json'] ?? '')).toEqual(groups);
  expect(JSON.parse(files['health.json'] ?? '')).toMatchObject({ format: 1, waiting: 1 });
  expect(files['audit.jsonl']).toContain('"diagnostics.saved"');
  expect(files['logs/tillside.log']).toBe(`opened ${join(HOME, 'data', 'x')}\n`);
  expect((await lines()).at(-1)).toMatchObject({
    action: 'diagnostics.saved',
    operatorId: OPERATOR,
  });
});

test('where the audit trail takes no line nothing is saved', async () => {
  const { look, save, till, target } = await diagnosedTill();
  till.audit.record = async () => false;
  const { number } = await look();
  expect(await save(number)).toMatchObject({ error: { code: 'audit.refused' } });
  await expect(readFile(target)).rejects.toThrow();
});

test('what was not shown is not saved, and nobody unknown saves it', async () => {
  const { look, save, calls } = await diagnosedTill();
  expect(await save(1)).toMatchObject({ error: { code: 'request.refused' } });
  const { number } = await look();
  await look();
  expect(await save(number)).toMatchObject({ error: { code: 'request.refused' } });
  expect(await calls.saveDiagnostics({ number: number + 1, operatorId: 'nobody' })).toMatchObject({
    error: { code: 'operator.unknown' },
  });
});

test('while a log of many megabytes is packed everybody else has their turns', async () => {
  const { look, save, folder } = await diagnosedTill();
  await mkdir(join(folder, 'logs'), { recursive: true });
  const line = `[2026-05-20 01:59:00.000] [info] settled {"path":"${join(folder, 'x')}"}\n`;
  for (const name of ['tillside.log', 'tillside.1.log'])
    await writeFile(join(folder, 'logs', name), line.repeat(Math.ceil(5e6 / line.length)));
  const { number } = await look();
  const { count } = await turnsDuring(async () =>
    expect(await save(number)).toMatchObject({ ok: true }),
  );
  expect(count).toBeGreaterThan(20);
});

test('of a log that is longer than any that a till writes only the end is saved, and nothing of what only has the name of one', async () => {
  const { look, save, unpacked, folder } = await diagnosedTill();
  const logs = join(folder, 'logs');
  await mkdir(join(logs, 'tillside.3.log'), { recursive: true });
  // Of nothing but holes it costs no room on the disk.
  for (const name of ['tillside.log', 'tillside.1.log', 'tillside.5.log']) {
    await writeFile(join(logs, name), '');
    await truncate(join(logs, name), 100e6);
    await appendFile(join(logs, name), `last of ${name}\n`);
  }
  const home = `in ${join(folder, 'x')}\n`;
  await writeFile(join(logs, 'tillside.2.log'), home.repeat(Math.ceil(20e6 / home.length)));
  const { number } = await look();
  expect(await save(number)).toMatchObject({ ok: true });
  const files = await unpacked();
  const names = Object.keys(files).filter((name) => name.startsWith('logs/'));
  expect(names.sort()).toEqual(['logs/tillside.1.log', 'logs/tillside.2.log', 'logs/tillside.log']);
  for (const name of names) expect(files[name]?.length, name).toBeLessThanOrEqual(16 * 1024 * 1024);
  expect(files['logs/tillside.log']).toMatch(/last of tillside\.log\n$/);
  // It begins with a whole line, so that no part of the folder's name is left.
  const lines = new Set(files['logs/tillside.2.log']?.split('\n'));
  expect([...lines]).toEqual([`in ${join(HOME, 'data', 'x')}`, '']);
});

test('what somebody has changed in the settings names operators, and is not told', async () => {
  const { look, till } = await diagnosedTill();
  till.warn('provision.taken-over', 'operators: 司徒建国');
  till.warn('store.file-kept', 'outbox-000001.journal');
  const { groups } = await look();
  expect(groups.warnings).toContainEqual({ code: 'provision.taken-over', detail: '' });
  expect(groups.warnings).toContainEqual({
    code: 'store.file-kept',
    detail: 'outbox-000001.journal',
  });
});
