import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asTaken, type MachineFile, type MachineSettings } from './machineSettings.ts';

/** "nobody", on every Linux. */
const NOBODY = 65534;

const FILE: MachineFile = {
  part: { brandId: 'brand', managerPin: '246813' },
  isTrusted: true,
  path: 'C:\\ProgramData\\Tillside\\policy\\provision.json',
};
const found = (file: MachineFile | null): MachineSettings => ({
  policy: { shopId: 'shop' },
  file,
  mistakes: ['a mistake of a policy'],
});

describe('of the machine’s file a start takes', () => {
  test('what an administrator alone can have written, as it is', () => {
    expect(asTaken(found(FILE))).toEqual(found(FILE));
    expect(asTaken(found(null))).toEqual(found(null));
  });

  test.each<[string, Partial<MachineFile>, string]>([
    ['somebody else can write it', {}, 'somebody else than an administrator can write it'],
    ['nobody can say now whose it is', { isUnjudged: true }, 'nobody can say now whether'],
  ])('nothing where %s, and tells it beside the other mistakes, without a value', (...row) => {
    const [, more, why] = row;
    const { file, mistakes, policy } = asTaken(found({ ...FILE, isTrusted: false, ...more }));
    expect([policy, file]).toEqual([{ shopId: 'shop' }, null]);
    expect(mistakes).toHaveLength(2);
    expect(mistakes[1]).toContain(`${FILE.path}: not taken: ${why}`);
    expect(mistakes.join()).not.toMatch(/246813|brand/);
  });
});

// Root may look at anything; only root can become somebody else.
describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'what this user may not look at (needs root, which gives itself up)',
  () => {
    /** As a till that an ordinary user has started: whether it is there, and what reading it gives. */
    function looksAt(path: string): [boolean, unknown] {
      const at = (name: string) => JSON.stringify(join(import.meta.dirname, name));
      const script = `
        const { isThere } = await import(${at('../files/isThere.ts')});
        const { readPartialFile } = await import(${at('readProvisionFile.ts')});
        process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY});
        const path = ${JSON.stringify(path)};
        console.log(JSON.stringify([isThere(path), readPartialFile(path)]));`;
      const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script]);
      return JSON.parse(printed.toString());
    }

    test.each([
      ['a file of root’s', 0o755, 0o600],
      ['a file in a folder of root’s', 0o700, 0o644],
    ])('counts as there, and is a mistake that is told: %s', (_what, folderMode, fileMode) => {
      const folder = mkdtempSync(join(tmpdir(), 'tillside-test-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const path = join(folder, 'provision.json');
      writeFileSync(path, '{"brandId":"99"}', { mode: fileMode });
      chmodSync(folder, folderMode);
      const lines = [`${path}: it cannot be read (EACCES)`];
      expect(looksAt(path)).toEqual([true, { ok: false, lines }]);
      expect(looksAt(join(folder, 'none', 'provision.json'))[0]).toBe(folderMode === 0o700);
    });
  },
);
