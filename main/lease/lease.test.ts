import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Computer, SharedFolder } from '../../testing/tills/sharedFolder.ts';
import { WATCH_FOR_MS } from './lease.ts';
import { newLease } from './leaseRecord.ts';

const SECOND = 1_000;
const PLACE = { host: '', user: '', machine: '0'.repeat(32), boot: null, processes: null, pid: 1 };
const isWindows = process.platform === 'win32';

async function running(): Promise<{ shared: SharedFolder; one: Computer }> {
  const shared = new SharedFolder();
  const one = shared.computer('COUNTER-1');
  await one.start();
  return { shared, one };
}

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const beats = ({ leasePath }: SharedFolder): number => read(leasePath).beat;

test('a running till writes its lease anew, twice while another one watches, and one that quits leaves none', async () => {
  const { shared, one } = await running();
  const before = beats(shared);
  await shared.pass(WATCH_FOR_MS);
  expect(beats(shared)).toBe(before + 2);
  expect(read(shared.leasePath)).toMatchObject({ host: 'COUNTER-1' });
  await one.quit();
  expect(readdirSync(shared.folder).filter((name) => name.startsWith('lease'))).toEqual([]);
});

test.skipIf(isWindows)('a lease is for this user account alone', async () => {
  const { shared } = await running();
  expect(lstatSync(shared.leasePath).mode & 0o077).toBe(0);
});

test('a lease that somebody deletes is written anew, and nobody at the counter warnings', async () => {
  const { shared, one } = await running();
  rmSync(shared.leasePath);
  await shared.pass(3 * SECOND);
  expect(read(shared.leasePath)).toMatchObject({ host: 'COUNTER-1' });
  expect(one.lease.warning).toBeNull();
  expect(await one.save()).toMatchObject({ ok: true });
});

test('a lease of an earlier run that a backup puts back stops nobody, and the till’s own is written anew', async () => {
  const shared = new SharedFolder();
  const one = shared.computer('COUNTER-1');
  await one.start();
  const earlier = readFileSync(shared.leasePath, 'utf8');
  await one.quit();
  await one.start();
  writeFileSync(shared.leasePath, earlier);
  await shared.pass(6 * SECOND);
  expect(one.lease.warning).toBeNull();
  expect(await one.save()).toMatchObject({ ok: true });
  expect(read(shared.leasePath).token).not.toBe(JSON.parse(earlier).token);
});

test('what another program has put there while a till slept stays when that till quits', async () => {
  const { shared, one } = await running();
  const others = JSON.stringify(newLease({ ...PLACE, host: 'COUNTER-2' }));
  writeFileSync(shared.leasePath, others);
  await one.quit();
  expect(readFileSync(shared.leasePath, 'utf8')).toBe(others);
});

/** What somebody may put in the place of the lease. */
const THINGS: [string, (path: string) => void][] = [
  ['text', (path) => writeFileSync(path, 'not a lease')],
  ['nothing', (path) => writeFileSync(path, '')],
  ['a lease of another form', (path) => writeFileSync(path, '{"format":1,"token":"a"}')],
  ['a full folder', (path) => mkdirSync(join(path, 'more'), { recursive: true })],
];
if (!isWindows) {
  THINGS.push(['a link', (path) => symlinkSync('/etc/hostname', path)]);
  THINGS.push(['a link to nothing', (path) => symlinkSync('/none', path)]);
  THINGS.push(['a pipe', (path) => execFileSync('sh', ['-c', 'mkfifo "$0"', path])]);
}

test.each(THINGS)(
  '%s in its place at the start keeps no till from starting, at the latest after the watch',
  async (_what, put) => {
    const shared = new SharedFolder();
    put(shared.leasePath);
    const one = shared.computer('COUNTER-1');
    await one.start();
    await shared.pass(20 * SECOND);
    expect(one.state).toBe('running');
    expect(await one.save()).toMatchObject({ ok: true });
    expect(read(shared.leasePath)).toMatchObject({ host: 'COUNTER-1' });
  },
);

test.each(THINGS)(
  '%s in its place while a till runs stops nothing, and the lease is written anew',
  async (_what, put) => {
    const { shared, one } = await running();
    rmSync(shared.leasePath);
    put(shared.leasePath);
    expect(await one.save()).toMatchObject({ ok: true });
    await shared.pass(6 * SECOND);
    expect(await one.save()).toMatchObject({ ok: true });
    expect(read(shared.leasePath)).toMatchObject({ host: 'COUNTER-1' });
    expect(one.lease.warning).toBeNull();
    expect(one.logged).toEqual(['lease restored']);
  },
);

test('a lease that somebody has planted keeps a till from starting only as long as it is watched', async () => {
  const shared = new SharedFolder();
  writeFileSync(shared.leasePath, JSON.stringify(newLease({ ...PLACE, host: '<b>{{detail}}' })));
  const one = shared.computer('COUNTER-1');
  await one.start();
  expect(one.waitedFor).toEqual(['bdetail']);
  await shared.pass(20 * SECOND);
  expect(one.state).toBe('running');
});

test('where another program of this very PC still runs, the start looks whether it beats', async () => {
  const shared = new SharedFolder();
  const one = shared.computer('COUNTER-1', { pid: process.pid });
  await one.start();
  const other = shared.computer('COUNTER-1');
  await other.start();
  await shared.pass(4 * SECOND);
  expect([one.state, other.state]).toEqual(['running', 'refused']);
});

test.each(['EACCES', 'EROFS', 'ENOSPC', 'EIO'])(
  'a disk that refuses the lease (%s) stops no till, and is one line in the log',
  async (code) => {
    const shared = new SharedFolder();
    const one = shared.computer('COUNTER-1');
    Object.assign(one.leaseFaults, { read: code, write: code });
    await one.start();
    expect(one.state).toBe('running');
    await shared.pass(30 * SECOND);
    expect(await one.save()).toMatchObject({ ok: true });
    expect(one.logged).toEqual(['no lease']);
    one.sleep();
    await shared.pass(60 * SECOND);
    one.wake();
    expect(await one.save()).toMatchObject({ ok: true });
    Object.assign(one.leaseFaults, { read: null, write: null });
    await shared.pass(3 * SECOND);
    expect(read(shared.leasePath)).toMatchObject({ host: 'COUNTER-1' });
  },
);

test('a beat that cannot be written is one line in the log', async () => {
  const { shared, one } = await running();
  one.leaseFaults.write = 'ENOSPC';
  await shared.pass(30 * SECOND);
  expect(await one.save()).toMatchObject({ ok: true });
  expect(one.logged).toEqual(['lease not written']);
});

test('the lease of a program that is gone, and that a full disk does not let be replaced, stops no till', async () => {
  const shared = new SharedFolder();
  const stale = JSON.stringify(newLease({ ...PLACE, host: 'COUNTER-2' }));
  writeFileSync(shared.leasePath, stale);
  const one = shared.computer('COUNTER-1');
  one.leaseFaults.write = 'ENOSPC';
  await one.start();
  await shared.pass(30 * SECOND);
  expect(one.state).toBe('running');
  expect(await one.save()).toMatchObject({ ok: true });
  // It was not gone after all.
  writeFileSync(shared.leasePath, stale.replace('"beat":0', '"beat":1'));
  await shared.pass(3 * SECOND);
  expect(await one.save()).toMatchObject({ failure: 'store.other-program', detail: 'COUNTER-2' });
});

test('a lease that cannot be read after a sleep: nothing is stored until it is known who has the folder', async () => {
  const { shared, one } = await running();
  one.sleep();
  await shared.pass(60 * SECOND);
  one.leaseFaults.read = 'EIO';
  one.wake();
  expect(await one.save()).toMatchObject({ failure: 'store.failed', detail: 'EIO' });
  await shared.pass(10 * SECOND);
  expect(one.lease.warning).toBeNull();
  one.leaseFaults.read = null;
  await shared.pass(3 * SECOND);
  expect(await one.save()).toMatchObject({ ok: true });
});

test('a wall clock that is set while the till runs costs one look', async () => {
  const { shared, one } = await running();
  one.setClock(24 * 3_600 * SECOND);
  expect(await one.save()).toMatchObject({ ok: true });
  one.setClock(-48 * 3_600 * SECOND);
  expect(await one.save()).toMatchObject({ ok: true });
  await shared.pass(3 * SECOND);
  expect(await one.save()).toMatchObject({ ok: true });
});

test('an orderly till costs no file operation per save, between two beats', async () => {
  const { shared, one } = await running();
  await shared.pass(3 * SECOND);
  const before = beats(shared);
  for (let count = 0; count < 20; count += 1) await one.save();
  expect(beats(shared)).toBe(before);
  expect(existsSync(shared.leasePath)).toBe(true);
});
