import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import type { Hold } from './hold.ts';
import { leasedDisk } from './leasedDisk.ts';

/** A hold that is sure of nothing. */
class UnsureHold implements Hold {
  readonly isFromElsewhere = false;
  readonly isSure = false;
  readonly warning = null;
  isLost = false;
  looks = 0;

  async confirm(): Promise<void> {
    this.looks += 1;
    if (this.isLost) throw new OtherProgramError('COUNTER-2');
  }
}

test('a folder that another program has is not touched by anything, and can be read', async () => {
  const real = PowerDisk.of(new Map([['/f/a', Buffer.from('a')]]));
  const hold = new UnsureHold();
  const disk = leasedDisk(real, hold);
  const file = await disk.open('/f/a', 'existing');
  hold.isLost = true;
  const calls = real.calls;
  const bytes = Buffer.from('b');
  const changes = [
    () => file.write(bytes, 0),
    () => file.writeDurably(bytes, 0, true),
    () => file.datasync(),
    () => file.truncate(0),
    () => disk.open('/f/a', 'create'),
    () => disk.rename('/f/a', '/f/b'),
    () => disk.remove('/f/a'),
    () => disk.flushFolder('/f'),
  ];
  for (const change of changes)
    await expect(change()).rejects.toMatchObject({ code: 'OTHER_PROGRAM', host: 'COUNTER-2' });
  expect(real.calls).toBe(calls);
  expect(await disk.list('/f')).toEqual(['a']);
  expect(await disk.read('/f/a')).toEqual(Buffer.from('a'));
});

test('where the last look is too old there is one before a change and one behind it', async () => {
  const hold = new UnsureHold();
  const disk = leasedDisk(PowerDisk.of(new Map([['/f/a', Buffer.from('a')]])), hold);
  const file = await disk.open('/f/a', 'existing');
  expect(hold.looks).toBe(1);
  await file.writeDurably(Buffer.from('b'), 0, true);
  expect(hold.looks).toBe(3);
});
