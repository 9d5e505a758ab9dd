import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { patientDisk } from './patientDisk.ts';

const pauses: number[] = [];
const pause = async (milliseconds: number) => pauses.push(milliseconds);

test.each(['EPERM', 'EBUSY', 'EACCES'])(
  'story 13: whatever is asked of a file that a virus scanner holds for a moment (%s) is done all the same',
  async (code) => {
    const disk = PowerDisk.of(new Map([['/f/a', Buffer.from('a')]]));
    const patient = patientDisk(disk, pause);
    let left = 0;
    disk.fault = () => {
      left -= 1;
      return left >= 0 ? code : null;
    };
    const held = async <Result>(call: () => Promise<Result>) => {
      left = 3;
      return call();
    };
    expect(await held(() => patient.list('/f'))).toEqual(['a']);
    expect(await held(() => patient.read('/f/a'))).toEqual(Buffer.from('a'));
    const file = await held(() => patient.open('/f/a', 'existing'));
    expect(await file.size()).toBe(1);
    await held(() => patient.rename('/f/a', '/f/b'));
    await held(() => patient.remove('/f/b'));
    await held(() => patient.flushFolder('/f'));
    expect(await patient.list('/f')).toEqual([]);
  },
);

test('story 13: a file that is held for good, and a disk that refuses for another reason, are told', async () => {
  const disk = new PowerDisk();
  const patient = patientDisk(disk, pause);
  disk.fault = () => 'EBUSY';
  await expect(patient.list('/f')).rejects.toMatchObject({ code: 'EBUSY' });
  expect(disk.calls).toBeGreaterThan(5);
  disk.fault = () => 'EROFS';
  const before = disk.calls;
  await expect(patient.open('/f/a', 'create')).rejects.toMatchObject({ code: 'EROFS' });
  expect(disk.calls).toBe(before + 1);
});
