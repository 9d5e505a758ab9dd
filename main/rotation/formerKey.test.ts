import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { save, stateOf } from '../../testing/tills/lostKey.ts';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

const EVIDENCE = 'outbox-000001.journal.unreadable-x';
const OF_THEN = /^(?:settings\.json|pin\.json|audit-.*\.trail)$/;

/** A till with a save, whose PIN was changed while a copy of a damaged file keeps the key of then. */
async function aKeyThatStays() {
  const folder = await freshFolder();
  const first = await startTill(folder, { offer: { provision: PROVISION, isTrusted: false } });
  await save(first.till, 1);
  await first.stop();
  await writeFile(join(folder, EVIDENCE), '');
  const paths = (await readdir(folder)).filter((name) => OF_THEN.test(name));
  const kept = new Map<string, Buffer>();
  for (const path of [...paths.map((name) => join(folder, name)), `${folder}.audit`])
    kept.set(path, await readFile(path));
  const second = await startTill(folder, { offer: null });
  await second.till.settings.managerPin.set('97531');
  await second.till.rotation.goOn();
  expect(second.till.rotation.isOldKeyNeeded).toBe(true);
  await second.stop();
  return { folder, kept };
}

test('a key of before that is still needed opens no settings and no PIN of then, put back with their trail: it is told', async () => {
  const { folder, kept } = await aKeyThatStays();
  for (const name of (await readdir(folder)).filter((one) => OF_THEN.test(one)))
    await rm(join(folder, name));
  for (const [path, bytes] of kept) await writeFile(path, bytes);
  const { calls, codes, till } = await startTill(folder, { offer: null });
  expect(await calls.getSettings({ pin: PIN })).not.toMatchObject({ ok: true });
  expect(codes()).toContain('settings.missing');
  expect(stateOf(till, 1)).toBe('pending');
});

test('it opens what the store had sealed, and goes when nothing needs it', async () => {
  const { folder } = await aKeyThatStays();
  const open = async () => {
    const { till, stop, calls } = await startTill(folder, { offer: null });
    const found = till.outbox.saves.find('1'.repeat(32));
    expect(found && till.outbox.delivery.openBody(found)).toContain('13800138001');
    expect(await calls.getSettings({ pin: '97531' })).toMatchObject({ ok: true });
    await till.rotation.goOn();
    await stop();
    return till.rotation.isOldKeyNeeded;
  };
  expect(await open()).toBe(true);
  await rm(join(folder, EVIDENCE));
  expect(await open()).toBe(false);
});

test('nobody lets it open more than it does by changing its file', async () => {
  const { folder } = await aKeyThatStays();
  const path = join(folder, 'key.json');
  const text = await readFile(path, 'utf8');
  expect(text).toContain('"opens":"bodies"');
  await writeFile(path, text.replace('"opens":"bodies"', '"opens":"all"'));
  await expect(startTill(folder, { offer: null })).rejects.toMatchObject({ problem: 'other-key' });
});
