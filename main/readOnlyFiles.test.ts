import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder, PIN, startTill } from '../testing/tills/openedTill.ts';
import { registration } from '../testing/tills/registration.ts';

const id = (letter: string) => letter.repeat(32);

/** On Windows the attribute "read-only", elsewhere the mode; root, and wine for root, write all the same. */
function holdsForUs(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-read-only-'));
  const path = join(folder, 'file');
  writeFileSync(path, '');
  chmodSync(path, 0o444);
  try {
    closeSync(openSync(path, 'r+'));
    return false;
  } catch {
    return true;
  } finally {
    chmodSync(path, 0o644);
    rmSync(folder, { recursive: true });
  }
}

async function stoppedTill(): Promise<string> {
  const folder = await freshFolder();
  const till = await startTill(folder);
  await till.calls.registerMember(registration(id('a'), '13812346520'));
  await till.stop();
  return folder;
}

/** Every file of the till; the folder as well, where that means something. */
function makeReadOnly(folder: string): () => void {
  const names = readdirSync(folder);
  const set = (file: number, place: number) => {
    for (const name of names) chmodSync(join(folder, name), file);
    if (process.platform !== 'win32') chmodSync(folder, place);
  };
  set(0o444, 0o555);
  const back = () => {
    if (process.platform !== 'win32') chmodSync(folder, 0o755);
    set(0o644, 0o755);
  };
  onTestFinished(back);
  return back;
}

test.runIf(holdsForUs())(
  'a till whose files are read-only shows what it has, says why nothing is saved, loses nothing, and goes on when they are not (not for root)',
  async () => {
    const folder = await stoppedTill();
    const back = makeReadOnly(folder);
    const { till, calls } = await startTill(folder, { offer: null });
    expect(till.outbox.saves.counts.pending).toBe(1);
    expect(await calls.registerMember(registration(id('b'), '13812346521'))).toMatchObject({
      ok: false,
      error: { code: 'store.read-only' },
    });
    expect(till.outbox.warnings.map(({ code }) => code)).toContain('store.read-only');
    expect(await calls.changePin({ pin: PIN, newPin: '1357' })).toMatchObject({ ok: false });
    back();
    await expect
      .poll(() => calls.registerMember(registration(id('b'), '13812346521')), { timeout: 20_000 })
      .toMatchObject({ ok: true });
    expect(till.outbox.saves.counts.pending).toBe(2);
  },
);
