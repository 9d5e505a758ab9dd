import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Save } from '../app/outbox/save.ts';
import { holdFiles } from '../testing/tills/heldFiles.ts';
import { numberedSave } from '../testing/tills/journalHarness.ts';
import { freshFolder, PIN, startTill } from '../testing/tills/openedTill.ts';
import { registration } from '../testing/tills/registration.ts';
import { realDisk } from './disk/realDisk.ts';
import { rotateLog } from './files/rotateLog.ts';
import { HEALTH_FILE, keepHealth } from './health/healthFile.ts';
import { JournalAdapter } from './journal/journalAdapter.ts';
import { LowdbOutboxStore } from './outbox/lowdbOutboxStore.ts';

/** What a till replaces while it runs. */
const REPLACED = ['settings.json', 'pin.json'];
/** As long as an antivirus looks at a file (ms). */
const A_MOMENT = 500;

const id = (letter: string) => letter.repeat(32);
const accepted = (save: Save): Save => ({ ...save, state: 'accepted', sealedBody: null });

async function openStore(folder: string) {
  const now = () => Date.UTC(2026, 10, 24);
  const watermarkPath = `${folder}.mark`;
  const adapter = new JournalAdapter({ disk: realDisk, folder, watermarkPath, now });
  const store = new LowdbOutboxStore(adapter);
  const { saves } = await store.load();
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= store.close();
    return closing;
  };
  onTestFinished(close);
  return { store, adapter, close, saves: [...saves.values()] };
}

const filesOf = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith('outbox-')).sort();

describe.runIf(process.platform === 'win32')(
  'files that another program holds (on Windows alone: elsewhere nobody can)',
  () => {
    test('for a moment, shared with nobody: settings and PIN are stored all the same, and nothing is told', async () => {
      const folder = await freshFolder();
      const { calls, codes, stop } = await startTill(folder);
      for (const holding of ['alone', 'reading'] as const) {
        const release = await holdFiles(
          REPLACED.map((name) => join(folder, name)),
          holding,
        );
        const [changed] = await Promise.all([
          calls.changePin({ pin: PIN, newPin: PIN }),
          sleep(A_MOMENT).then(release),
        ]);
        expect(changed).toEqual({ ok: true, value: null });
      }
      expect(codes()).toEqual([]);
      await stop();
      const next = await startTill(folder, { offer: null });
      expect(next.codes()).toEqual([]);
    });

    test('for good: registering goes on, another PIN is refused with words and the one of before holds; then it is stored', async () => {
      const folder = await freshFolder();
      const { till, calls } = await startTill(folder);
      const release = await holdFiles([join(folder, 'settings.json')], 'alone');
      const registered = await calls.registerMember(registration(id('a'), '13812346520'));
      expect(registered).toMatchObject({ ok: true });
      expect(await calls.changePin({ pin: PIN, newPin: '1357' })).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^store\./) },
      });
      expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
      await release();
      expect(await calls.changePin({ pin: PIN, newPin: '1357' })).toMatchObject({ ok: true });
      expect(await till.settings.managerPin.verify('1357')).toBe('ok');
    });

    test('at the start, for a moment: the till waits and opens with all of it', async () => {
      const folder = await freshFolder();
      const first = await startTill(folder);
      await first.calls.registerMember(registration(id('a'), '13812346520'));
      await first.stop();
      const names = (await readdir(folder)).filter((name) => /\.(json|journal|trail)$/.test(name));
      expect(names.length).toBeGreaterThan(4);
      const release = await holdFiles(
        names.map((name) => join(folder, name)),
        'alone',
      );
      const [next] = await Promise.all([
        startTill(folder, { offer: null }),
        sleep(A_MOMENT).then(release),
      ]);
      expect(next.till.outbox.saves.counts.pending).toBe(1);
      expect(next.codes()).toEqual([]);
    });

    test.each(['outbox-000001.journal', 'settings.json', 'key.json'])(
      'at the start, for longer: %s is never taken for empty; nothing is changed, and the next try opens with all of it',
      async (name) => {
        const folder = await freshFolder();
        const first = await startTill(folder);
        await first.calls.registerMember(registration(id('a'), '13812346520'));
        await first.stop();
        const before = await readFile(join(folder, name));
        const release = await holdFiles([join(folder, name)], 'alone');
        await expect(startTill(folder, { offer: null })).rejects.toThrow();
        await release();
        expect(await readFile(join(folder, name))).toEqual(before);
        const next = await startTill(folder, { offer: null });
        expect(next.till.outbox.saves.counts.pending).toBe(1);
        expect(next.codes()).toEqual([]);
      },
    );

    test('the journal that takes the saves cannot be held alone: the till has it open', async () => {
      const folder = await freshFolder();
      const { store } = await openStore(folder);
      await store.put(numberedSave(1));
      const journal = join(folder, 'outbox-000001.journal');
      await expect(holdFiles([journal], 'alone')).rejects.toThrow('could not be held');
      await store.put(numberedSave(2));
      expect(store.problems()).toEqual([]);
    });

    test('a snapshot that another has taken the place of: saving goes on, the window names the file, and it goes once it is let go of', async () => {
      const folder = await freshFolder();
      const { store, adapter, close } = await openStore(folder);
      await store.put(numberedSave(1));
      await adapter.compact();
      const release = await holdFiles([join(folder, 'outbox-000002.snapshot')], 'alone');
      await store.put(accepted(numberedSave(1)));
      await adapter.compact();
      await store.put(numberedSave(2));
      expect(store.problems()).toEqual([
        { code: 'store.file-kept', detail: 'outbox-000002.snapshot EBUSY' },
      ]);
      await release();
      await adapter.compact();
      await expect.poll(() => filesOf(folder), { timeout: 20_000 }).toHaveLength(2);
      expect(store.problems()).toEqual([]);
      const body = numberedSave(1).sealedBody ?? '';
      for (const name of await filesOf(folder))
        expect((await readFile(join(folder, name))).includes(body)).toBe(false);
      await close();
      const { saves } = await openStore(folder);
      expect(saves.map(({ sequence }) => sequence)).toEqual([1, 2]);
    });

    test('a log that is full: it goes on in the file that it has, and is put away when it can be', async () => {
      const folder = await freshFolder();
      const log = join(folder, 'tillside.log');
      await writeFile(log, 'full');
      const release = await holdFiles([log], 'alone');
      expect(rotateLog(log)).toBe(false);
      await release();
      expect(await readFile(log, 'utf8')).toBe('full');
      expect(rotateLog(log)).toBe(true);
      expect(await readdir(folder)).toEqual(['tillside.1.log']);
    });

    test('health.json: one line in the log, and the next minute it is written', async () => {
      const folder = await freshFolder();
      const { clock } = await startTill(folder);
      const logged: unknown[] = [];
      let waiting = 0;
      const end = keepHealth({
        folder,
        clock,
        log: { warn: (...line: unknown[]) => void logged.push(line) },
        isOurs: () => true,
        describe: () => ({ waiting }) as never,
      });
      const file = join(folder, HEALTH_FILE);
      await expect.poll(() => readFile(file, 'utf8')).toContain('0');
      const release = await holdFiles([file], 'alone');
      waiting = 1;
      await clock.pass(60_000);
      await expect.poll(() => logged.length, { timeout: 20_000 }).toBe(1);
      await release();
      await clock.pass(60_000);
      await expect.poll(() => readFile(file, 'utf8'), { timeout: 20_000 }).toContain('1');
      await end();
      expect(logged).toHaveLength(1);
    });
  },
);
