import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { anEntry, macOf, openTrail } from '../../testing/tills/auditHarness.ts';
import { pushOut } from '../../testing/tills/pushOut.ts';
import { realDisk } from '../disk/realDisk.ts';
import { encodeLine, scanLines } from '../journal/journalLine.ts';
import type { AuditEntry } from './auditEntry.ts';
import type { AuditTrail, AuditTrailOptions } from './auditTrail.ts';
import { writeHeader } from './trailLine.ts';

const SIZE = { bytes: 4_000, files: 3 };
const SIZES = { manager: SIZE, cashier: SIZE };
const HOUR = 60 * 60_000;

/** A folder of its own, and a way to open the trail in it, later each time. */
async function aTill() {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  let hours = 0;
  const open = async (more: Partial<AuditTrailOptions> = {}) => {
    hours += 1;
    const clock = new VirtualClock(new VirtualClock().now() + hours * HOUR);
    const trail = await openTrail(folder, { sizes: SIZES, clock, now: clock.now, ...more });
    onTestFinished(() => trail.close());
    return trail;
  };
  return { folder, open };
}

/** Everything that a till believes of its trail. */
const believedOf = (trail: AuditTrail) => ({
  tries: trail.tries,
  pin: trail.pinRevision,
  settings: trail.settingsRevision,
  areSettingsUnsure: trail.areSettingsUnsure,
  tellsOfSettings: trail.tellsOfSettings,
  erasedAt: trail.erasedAt,
  lastErasing: trail.lastErasing,
  believedOlder: trail.believedOlder,
  trailsAside: [...trail.trailsAside],
  warnings: trail.warnings,
});

const LINES: AuditEntry[] = [
  { ...anEntry('pin.set'), revision: 7 },
  { ...anEntry('pin.set-back'), revision: 6 },
  { ...anEntry('settings.saved'), settingsRevision: 9 },
  { ...anEntry('settings.unsure'), settingsRevision: 8 },
  { ...anEntry('person.erased', 'S-0001'), erasureFormat: 2 },
  { ...anEntry('trail.set-aside'), reason: 'aside-one; trail.kept aside-one hash' },
  { ...anEntry('provision.taken-over'), reason: 'brand,address' },
  { ...anEntry('pin.wrong'), tries: 3 },
];

test('what the lines of the manager have told is believed on once none of them is kept any more, over all starts', async () => {
  const { open } = await aTill();
  const trail = await open();
  for (const line of LINES) expect(await trail.record(line)).toBe(true);
  const believed = believedOf(trail);
  expect(believed).toMatchObject({
    tries: 3,
    pin: { last: 6, highest: 7 },
    settings: { last: 8, highest: 9 },
    areSettingsUnsure: true,
    lastErasing: believed.erasedAt,
    believedOlder: 'none',
    trailsAside: [['aside-one', 'hash']],
  });
  await pushOut(trail, SIZE);
  await trail.close();
  for (const _ of ['once', 'and again']) {
    const next = await open();
    expect(believedOf(next)).toEqual(believed);
    await pushOut(next, SIZE);
    await next.close();
  }
});

test('and so is that of lines that were written at once, the last of which began another file', async () => {
  const { open } = await aTill();
  const trail = await open();
  const long = { ...anEntry('save.discarded'), reason: 'x'.repeat(SIZE.bytes) };
  const settings: AuditEntry = { ...anEntry('settings.saved'), settingsRevision: 5 };
  await Promise.all([trail.record(settings), trail.record(long)]);
  await pushOut(trail, SIZE);
  await trail.close();
  expect((await open()).settingsRevision).toEqual({ last: 5, highest: 5 });
});

test('what has ended is not believed again behind a file that remembers it', async () => {
  const { open } = await aTill();
  const trail = await open();
  for (const line of LINES) await trail.record(line);
  await pushOut(trail, SIZE);
  const ended: AuditEntry[] = [
    { ...anEntry('pin.right'), tries: 0 },
    { ...anEntry('settings.saved'), settingsRevision: 10 },
    anEntry('settings.opened'),
    { ...anEntry('pin.set'), revision: 8 },
    { ...anEntry('trail.broken'), reason: 'aside-one is gone' },
    anEntry('settings.opened'),
  ];
  for (const line of ended) await trail.record(line);
  await trail.close();
  const next = await open();
  const { tries, areSettingsUnsure, trailsAside, warnings } = believedOf(next);
  expect([tries, areSettingsUnsure, trailsAside, warnings]).toEqual([0, false, [], []]);
});

test('what only a new key or PIN ends is told until then, however often the trail is found broken meanwhile, over all starts', async () => {
  const { open } = await aTill();
  const trail = await open();
  await trail.record({ ...anEntry('key.not-replaced'), reason: 'EIO' });
  await trail.record({ ...anEntry('pin.set-back'), revision: 6 });
  for (let found = 0; found < 40; found += 1)
    await trail.record({ ...anEntry('trail.broken'), reason: `place ${found}` });
  await pushOut(trail, SIZE);
  await trail.close();
  const codes = (one: AuditTrail) => one.warnings.map(({ code }) => code);
  const next = await open();
  expect(codes(next)).toHaveLength(32);
  await next.record(anEntry('settings.opened'));
  expect(codes(next)).toEqual(['key.not-replaced', 'pin.set-back']);
});

test('a refusal of the disk makes nothing that was settled unsure again', async () => {
  const { open } = await aTill();
  let isRefusing = false;
  const refusing: typeof realDisk.open = async (path, mode) => {
    if (isRefusing) throw Object.assign(new Error('refused'), { code: 'EIO' });
    return realDisk.open(path, mode);
  };
  const trail = await open({ disk: { ...realDisk, open: refusing } });
  await trail.record({ ...anEntry('settings.unsure'), settingsRevision: 1 });
  await trail.record({ ...anEntry('settings.saved'), settingsRevision: 2 });
  isRefusing = true;
  expect(await trail.record(anEntry('settings.opened'))).toBe(false);
  isRefusing = false;
  await pushOut(trail, SIZE);
  await trail.close();
  expect((await open()).areSettingsUnsure).toBe(false);
});

/** Makes the first line of each of the manager's files another one, with the till's own key. */
async function rewriteHeaders(folder: string, change: (header: object) => object): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('audit-manager')) continue;
    const path = join(folder, name);
    const bytes = await readFile(path);
    const lines: { from: number; to: number }[] = [];
    scanLines(bytes, (from, to) => lines.push({ from, to }));
    const { from, to } = lines[0] ?? { from: 0, to: 0 };
    const [, , json = ''] = /^H (\S+) (.*)$/.exec(bytes.toString('utf8', from, to)) ?? [];
    const { format: _, ...header } = JSON.parse(json);
    const written = writeHeader(change(header) as never, macOf('a till'));
    await writeFile(
      path,
      Buffer.concat([Buffer.from(encodeLine(written)), bytes.subarray(to + 1)]),
    );
  }
}

test('the files of an earlier program, which remember nothing, are whole, and what their lines tell is remembered from then on', async () => {
  const { folder, open } = await aTill();
  const trail = await open();
  await pushOut(trail, SIZE);
  for (const line of LINES) await trail.record(line);
  await trail.close();
  await rewriteHeaders(folder, ({ remembered: _, ...header }: { remembered?: unknown }) => header);
  const updated = await open();
  const believed = believedOf(updated);
  expect((await updated.read()).findings).toEqual([]);
  expect(believed).toMatchObject({ tries: 3, pin: { last: 6, highest: 7 } });
  await pushOut(updated, SIZE);
  await updated.close();
  expect(believedOf(await open())).toEqual(believed);
});

test('what a later program remembers in another shape hides no line', async () => {
  const { folder, open } = await aTill();
  const trail = await open();
  await pushOut(trail, SIZE);
  await trail.record({ ...anEntry('pin.set'), revision: 7 });
  await trail.close();
  await rewriteHeaders(folder, (header) => ({ ...header, remembered: { tries: 'many' } }));
  const next = await open();
  expect((await next.read()).findings).toEqual([]);
  expect(next.pinRevision).toEqual({ last: 7, highest: 7 });
});
