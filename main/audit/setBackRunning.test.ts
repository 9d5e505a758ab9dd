import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';
import { putInPlace } from '../../testing/tills/putInPlace.ts';

/** A running till whose trail somebody sets back, its head too, to where it was before what `since` writes. */
async function setBack(since: (trail: Awaited<ReturnType<typeof openTrail>>) => Promise<unknown>) {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  const trail = await openTrail(folder);
  onTestFinished(() => trail.close());
  await trail.record(anEntry('settings.opened'));
  const names = (await readdir(folder)).filter((name) => name.startsWith('audit-'));
  const places = [...names.map((name) => join(folder, name)), `${folder}.audit`];
  for (const place of places) await cp(place, `${place}.kept`);
  await since(trail);
  for (const place of places) await putInPlace(`${place}.kept`, place);
  const next = async () => {
    await trail.close();
    const opened = await openTrail(folder);
    onTestFinished(() => opened.close());
    return opened;
  };
  return { trail, next };
}

// A file that a till has open on Windows takes what is written over it: what is missing is found by the next reading.
const testElsewhere = test.skipIf(process.platform === 'win32');

const codesOf = ({ warnings }: Awaited<ReturnType<typeof openTrail>>) =>
  warnings.map(({ code }) => code);

testElsewhere(
  'a trail that is set back with its head under the running till, which knows what it has written, is missed, and told over all starts',
  async () => {
    const { trail, next } = await setBack((running) => running.record(anEntry('queue.exported')));
    expect((await trail.read()).findings).toEqual(['manager ends 1 too soon']);
    expect(await trail.ready()).toBe(true);
    expect(codesOf(trail)).toEqual(['audit.broken']);
    expect(await trail.record(anEntry('person.shown'))).toBe(true);
    const opened = await next();
    expect(codesOf(opened)).toEqual(['audit.broken']);
    const broken = (await opened.read()).lines.filter(({ action }) => action === 'trail.broken');
    expect(broken.map(({ reason }) => reason)).toEqual(['manager ends 1 too soon']);
  },
);

testElsewhere('and so is one whose cashiers’ lines are', async () => {
  const { trail } = await setBack((running) => running.record(anEntry('save.read')));
  await trail.ready();
  expect((await trail.read()).lines.map(({ action }) => action)).toContain('trail.broken');
});

testElsewhere(
  'and what the running till knew from the lines that are gone holds on: wrong tries, and what the window has to show',
  async () => {
    const { trail, next } = await setBack(async (running) => {
      await running.record({ ...anEntry('pin.wrong'), tries: 9 });
      await running.record({ ...anEntry('key.not-replaced'), reason: 'EIO' });
    });
    await trail.ready();
    for (const one of [trail, await next()]) {
      expect(one.tries).toBe(9);
      expect(codesOf(one)).toEqual(['key.not-replaced', 'audit.broken']);
    }
  },
);
