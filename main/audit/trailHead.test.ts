import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { macOf } from '../../testing/tills/auditHarness.ts';
import { type TrailHead, TrailHeadFile } from './trailHead.ts';

const PLACES = ['/till/data.audit', '/till/data/audit.head'] as const;
const mac = macOf('a till');
const link = { number: 3, mark: 'm', oldest: 1, base: 1 };
const headOf = (turn: number): TrailHead => ({ turn, manager: link, cashier: link });

/** As every version writes it: the MAC, the head, and so many bytes. */
function copyOf(head: TrailHead): Buffer {
  const json = JSON.stringify(head);
  return Buffer.from(`${mac(`head\n${json}`)} ${json}`.padEnd(511).concat('\n'));
}

const readFrom = (contents: [string, Buffer][]) =>
  new TrailHeadFile(PowerDisk.of(new Map(contents)), PLACES, mac).read();

test('a head that any earlier version has written is read, the later of its copies', async () => {
  const both = Buffer.concat([copyOf(headOf(6)), copyOf(headOf(5))]);
  expect(await readFrom([[PLACES[0], both]])).toEqual(headOf(6));
  const other = Buffer.concat([copyOf(headOf(6)), copyOf(headOf(7))]);
  expect(await readFrom([[PLACES[0], other]])).toEqual(headOf(7));
});

test('a copy that is torn, of another key or out of shape is none; the other one counts', async () => {
  const torn = copyOf(headOf(8)).fill('#', 60, 70);
  const both = Buffer.concat([torn, copyOf(headOf(7))]);
  expect(await readFrom([[PLACES[0], both]])).toEqual(headOf(7));
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
  expect(await readFrom(places)).toEqual(headOf(4));
  expect(await readFrom([])).toBeNull();
});

test('what is written stands in turn in one of two copies, so that a torn write spoils one', async () => {
  const disk = new PowerDisk();
  const file = new TrailHeadFile(disk, PLACES, mac);
  for (const turn of [1, 2, 3]) await file.write(headOf(turn));
  expect(disk.contents().get(PLACES[0])).toEqual(
    Buffer.concat([copyOf(headOf(2)), copyOf(headOf(3))]),
  );
});
