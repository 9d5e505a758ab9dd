import { describe, expect, test } from 'vitest';
import { aPinTill as aTill, tryTimes } from '../../testing/tills/pinTill.ts';

describe('the count of wrong tries', () => {
  test('has a line in the audit trail for every one of them, for the right one after them, and for a new PIN', async () => {
    const { trail, start } = aTill();
    const pin = start();
    await pin.set('2468');
    await pin.verify('2468');
    await tryTimes(pin, 2);
    await pin.verify('2468');
    await tryTimes(pin, 5);
    const lines = trail.lines.map(({ action, tries }) => `${action} ${tries}`);
    expect(lines.slice(0, 4)).toEqual(['pin.set 0', 'pin.wrong 1', 'pin.wrong 2', 'pin.right 0']);
    expect(lines.slice(-2)).toEqual(['pin.wrong 4', 'pin.locked 5']);
    expect(JSON.stringify(trail.lines)).not.toMatch(/2468|0000/);
  });

  test('is not won back by setting back the file of the settings', async () => {
    const { disk, start } = aTill();
    await start().set('2468');
    const before = structuredClone(disk.kept);
    for (let starts = 0; starts < 5; starts += 1) {
      disk.kept = structuredClone(before);
      await start().verify('0000');
    }
    expect(start().lockedFor).toBe(30_000);
  });

  test('is not won back by setting back the trail', async () => {
    const { trail, start } = aTill();
    await start().set('2468');
    for (let starts = 0; starts < 5; starts += 1) {
      trail.lines.splice(1);
      await start().verify('0000');
    }
    expect(start().lockedFor).toBe(30_000);
  });

  test('goes on where only one of the two places takes it', async () => {
    const { clock, disk, trail, start } = aTill();
    await start().set('2468');
    disk.refuses = true;
    expect(await tryTimes(start(), 3)).toBe('pin.wrong');
    disk.refuses = false;
    trail.refuses = true;
    expect(await tryTimes(start(), 2)).toBe('pin.locked');
    const pin = start();
    await clock.pass(30_000);
    expect(await pin.verify('2468')).toBe('ok');
  });

  test('tells the right PIN from a wrong one by nothing where neither place takes it, however often the program is started anew', async () => {
    const { disk, trail, start } = aTill();
    await start().set('2468');
    for (const before of [0, 2]) {
      await tryTimes(start(), before);
      disk.refuses = true;
      trail.refuses = true;
      const heard = async (guess: string) => {
        const pin = start();
        const first = await pin.verify(guess);
        const others = [];
        for (let tries = 0; tries < 6; tries += 1) others.push(await pin.verify('0000'));
        return [first, ...others];
      };
      expect(await heard('2468')).toEqual(await heard('1357'));
      const ofFile = async (guess: string) => {
        const pin = start();
        const all = [];
        for (let tries = 0; tries < 7; tries += 1) all.push(await pin.verifyOfFile(guess));
        return all;
      };
      expect(await ofFile('2468')).toEqual(await ofFile('1357'));
      disk.refuses = false;
      trail.refuses = false;
    }
  });

  test('cannot be kept where neither place takes it: then no PIN is taken, the right one no more than a wrong one', async () => {
    const { clock, disk, trail, start } = aTill();
    const pin = start();
    await pin.set('2468');
    disk.refuses = true;
    trail.refuses = true;
    expect(await pin.verify('2468')).toBe('audit.refused');
    for (let tries = 0; tries < 4; tries += 1)
      expect(await pin.verify('0000')).toBe('audit.refused');
    // Each was counted in memory all the same.
    expect(await pin.verify('2468')).toBe('pin.locked');
    await clock.pass(30_000);
    trail.refuses = false;
    expect(await pin.verify('2468')).toBe('ok');
    expect(trail.lines.at(-1)).toMatchObject({ action: 'pin.right', tries: 0 });
  });
});
