import type * as fs from 'node:fs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { readProvisionFile } from './readProvisionFile.ts';

/** How often the disk refuses to open the file, as while a scanner looks at what has just been copied there. */
const held = vi.hoisted(() => ({ refusals: 0 }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const openSync: typeof real.openSync = (path, ...more) => {
    if (held.refusals > 0 && String(path).endsWith('provision.json')) {
      held.refusals -= 1;
      throw Object.assign(new Error('held'), { code: 'EBUSY' });
    }
    return real.openSync(path, ...more);
  };
  return { ...real, openSync };
});

test('a settings file that a scanner holds for a moment is read all the same: it ends no first start', async () => {
  const path = join(await freshFolder(), 'provision.json');
  writeFileSync(path, '{}');
  const whole = readProvisionFile(path);
  held.refusals = 3;
  expect(readProvisionFile(path)).toEqual(whole);
  held.refusals = 1_000;
  expect(readProvisionFile(path)).toEqual({
    ok: false,
    lines: [`${path}: it cannot be read (EBUSY)`],
  });
});
