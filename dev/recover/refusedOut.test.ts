import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canMount, onMountedDisk } from '../../testing/doubles/mountedDisk.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { copyOf, runTool, save, startRecoverable } from './testing/deadTill.ts';

test.skipIf(!canMount)(
  'of a stick whose switch protects it from writing the tool does not say that something of the file is left (only root mounts one, on Linux)',
  async () => {
    const folder = await freshFolder();
    const { till } = await startRecoverable(folder);
    await save(till, 1);
    const dead = await copyOf(folder);
    await onMountedDisk(4, async (stick, remount) => {
      remount('ro');
      const { result } = await runTool(dead, { out: join(stick, 'queue.tillside') });
      expect(result).toEqual({
        ok: false,
        code: 'out-not-written',
        says: '--out cannot be written: EROFS.',
      });
    });
  },
);

test.skipIf(!canMount)(
  'of a folder on a disk that takes nothing the tool does not say that a record stays in it (only root mounts one, on Linux)',
  async () => {
    const folder = await freshFolder();
    const { till, stop } = await startRecoverable(folder);
    await save(till, 1);
    await stop();
    await onMountedDisk(4, async (disk, remount) => {
      const dead = join(disk, 'dead');
      await cp(folder, dead, { recursive: true });
      remount('ro');
      const { result } = await runTool(dead);
      expect(result).toMatchObject({ ok: false, code: 'mark-not-written' });
      expect(result).toMatchObject({ says: expect.stringContaining('(EROFS)') });
      expect(result).not.toMatchObject({ says: expect.stringContaining('stays') });
    });
  },
);
