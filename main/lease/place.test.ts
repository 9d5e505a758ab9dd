import { expect, test } from 'vitest';
import { isGone, type Place, readPlace, tidyHost } from './place.ts';

const here: Place = { host: 'A', user: 'u', machine: 'a', boot: 'b', processes: 'c', pid: 7 };
const noOne = () => false;
const everyOne = () => true;

test('a program of another PC is never known to be gone', () => {
  expect(isGone({ ...here, machine: 'z' }, here, noOne)).toBe(false);
});

test('a program of before the PC was started anew is gone, whatever has its number now', () => {
  expect(isGone({ ...here, boot: 'z', pid: 8 }, here, everyOne)).toBe(true);
});

test('where the system names no start of the PC, the lock of Chromium says who is gone', () => {
  expect(isGone({ ...here, boot: null, pid: 8 }, here, everyOne)).toBe(true);
  expect(isGone({ ...here, pid: 8 }, { ...here, boot: null }, everyOne)).toBe(true);
});

test('a program of this start of the PC is gone if nothing has its number, or this program itself', () => {
  expect(isGone({ ...here, pid: 8 }, here, noOne)).toBe(true);
  expect(isGone({ ...here, pid: 8 }, here, everyOne)).toBe(false);
  expect(isGone(here, here, everyOne)).toBe(true);
});

test('the numbers of another container say nothing', () => {
  expect(isGone({ ...here, processes: 'z', pid: 8 }, here, noOne)).toBe(false);
});

test('a process is known by its number', () => {
  const own = readPlace();
  expect(own.pid).toBe(process.pid);
  expect(own.machine).toMatch(/^[0-9a-f]{32}$/);
  expect(readPlace()).toEqual(own);
  const there = { ...here, pid: process.pid };
  expect(isGone(there, here)).toBe(false);
  expect(isGone({ ...there, pid: 2 ** 30 }, here)).toBe(true);
});

test('the name of a PC is shown as far as it is one, whoever has written it', () => {
  expect(tidyHost('前台-1.shop_2')).toBe('前台-1.shop_2');
  expect(tidyHost('<b>a\u202e\n"b c"</b>{{detail}}')).toBe('babcbdetail');
  expect(tidyHost('x'.repeat(99))).toBe('x'.repeat(32));
});

test('two PCs with one name and one machine id, from a copy of one disk, are two by their network adapters', () => {
  const [first, second] = [['3c:7c:3f:00:00:01'], ['3c:7c:3f:00:00:02']].map(readPlace);
  expect(second?.machine).not.toBe(first?.machine);
  expect(isGone({ ...second, boot: 'z' } as Place, first as Place, noOne)).toBe(false);
});
