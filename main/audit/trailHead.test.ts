import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { macOf } from '../../testing/tills/auditHarness.ts';
import { type TrailHead, TrailHeadFile } from './trailHead.ts';

const PLACES = ['/till/data.audit', '/till/data/audit.head'] as const;
const mac = macOf('a till');
const link = { number: 3, mark: 'm', oldest: 1, base: 1 };
const chains = { manager: link, cashier: link };
const headOf = (turn: number): TrailHead => ({ turn, ...chains });
const found = (turn: number, isLone = false) => ({ ...headOf(turn), isLone });

/** As every version writes it: the MAC, the head, and so many bytes. */
function copyOf(head: TrailHead): Buffer {
  const json = JSON.stringify(head);
  return Buffer.from(`${mac(`head\n${json}`)} ${json}`.padEnd(511).concat('\n'));
}

const readFrom = (contents: [string, Buffer][]) =>
  new TrailHeadFile(PowerDisk.of(new Map(contents)), PLACES, mac).read();

test('a head that any earlier version has written is read, the later of its copies', async () => {
  const both = Buffer.concat([copyOf(headOf(6)), copyOf(headOf(5))]);
  expect(await readFrom([[PLACES[0], both]])).toEqual(found(6));
  const other = Buffer.concat([copyOf(headOf(6)), copyOf(headOf(7))]);
  expect(await readFrom([[PLACES[0], other]])).toEqual(found(7));
});

test('a copy that is torn, of another key or out of shape is none; the other one counts', async () => {
  const torn = copyOf(headOf(8)).fill('#', 60, 70);
  const both = Buffer.concat([torn, copyOf(headOf(7))]);
  expect(await readFrom([[PLACES[0], both]])).toEqual(found(7, true));
  expect(await readFrom([[PLACES[0], torn]])).toBeNull();
  const other = new TrailHeadFile(
    PowerDisk.of(new Map([[PLACES[0], both]])),
    PLACES,
    macOf('another'),
  );
  expect(await other.read()).toBeNull();
});

test('of the two places the one that has come further counts', async () => {
  const [beside, inside] = PLACES;
  const places: [string, Buffer][] = [
    [beside, copyOf(headOf(2))],
    [inside, copyOf(headOf(4))],
  ];
  expect(await readFrom(places)).toEqual(found(4, true));
  expect(await readFrom([])).toBeNull();
});

test.each(PLACES)(
  'a place that cannot be read now (%s) may have the latest one: nobody goes by the other, and it is kept under another name where it holds up everything',
  async (place) => {
    const disk = PowerDisk.of(new Map(PLACES.map((path) => [path, copyOf(headOf(6))])));
    disk.fault = (call, _, path) => (call === 'read' && path === place ? 'EIO' : null);
    const file = new TrailHeadFile(disk, PLACES, mac);
    await expect(file.read()).rejects.toMatchObject({ code: 'EIO' });
    await file.setUnreadAside(0);
    const aside = `${place}.unreadable-1970-01-01T00-00-00-000Z`;
    const other = PLACES.find((path) => path !== place);
    expect([...disk.contents().keys()].sort()).toEqual([aside, other].sort());
    expect(disk.contents().get(aside)).toEqual(copyOf(headOf(6)));
  },
);

test('a place that takes no other name either is gone on without, until it is given again: no head of before says so then', async () => {
  const [beside, inside] = PLACES;
  const disk = PowerDisk.of(new Map([[beside, copyOf(headOf(6))]]));
  let isForeign = true;
  disk.fault = (call, _, path) =>
    isForeign && path === beside && ['read', 'rename'].includes(call) ? 'EACCES' : null;
  const first = new TrailHeadFile(disk, PLACES, mac);
  await expect(first.read()).rejects.toMatchObject({ code: 'EACCES' });
  await first.setUnreadAside(0);
  expect(await first.read()).toBeNull();
  await first.write(chains);
  const next = new TrailHeadFile(disk, PLACES, mac);
  expect(await next.read()).toMatchObject({ isLone: false, manager: link });
  await next.write(chains);
  isForeign = false;
  const given = new TrailHeadFile(disk, PLACES, mac);
  // Whatever its own turn was: it is from before.
  expect(await given.read()).toMatchObject({ isLone: false, turn: 1_000_000_003 });
  await given.write(chains);
  isForeign = true;
  await expect(new TrailHeadFile(disk, PLACES, mac).read()).rejects.toMatchObject({
    code: 'EACCES',
  });
  expect([...disk.contents().keys()].sort()).toEqual([beside, inside].sort());
});

test('a copy that somebody has put over a later one counts for none, and the one that is left is alone', async () => {
  const before = copyOf(headOf(7));
  expect(await readFrom([[PLACES[0], Buffer.concat([before, before])]])).toEqual(found(7, true));
});

test('what is written stands in turn in one of two copies, so that a torn write spoils one', async () => {
  const disk = new PowerDisk();
  const file = new TrailHeadFile(disk, PLACES, mac);
  // The first one is there twice.
  for (let writes = 0; writes < 2; writes += 1) await file.write(chains);
  expect(disk.contents().get(PLACES[0])).toEqual(
    Buffer.concat([copyOf(headOf(2)), copyOf(headOf(3))]),
  );
  const next = new TrailHeadFile(disk, PLACES, mac);
  expect(await next.read()).toEqual(found(3));
  await next.write(chains);
  expect(await next.read()).toEqual(found(4));
});

test('a place that takes it from now on has two copies at once, so that none is missing there by itself', async () => {
  const [beside, inside] = PLACES;
  const disk = new PowerDisk();
  const file = new TrailHeadFile(disk, PLACES, mac);
  await file.write(chains);
  disk.fault = (call, _, path) => (call === 'open' && path === beside ? 'EROFS' : null);
  await file.write(chains);
  expect(file.isInside).toBe(true);
  expect(disk.contents().get(inside)).toEqual(
    Buffer.concat([copyOf(headOf(4)), copyOf(headOf(3))]),
  );
});
