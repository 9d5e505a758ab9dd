import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';
import { encodeHeader } from './header.ts';
import { encodeLine } from './journalLine.ts';

const TIME = '2026-11-24T00-00-00-000Z';

/** A disk with a journal of three saves and these files beside it. */
async function withFiles(files: Readonly<Record<string, string>>): Promise<PowerDisk> {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (const sequence of [1, 2, 3]) await store.put(numberedSave(sequence));
  await store.close();
  const contents = disk.contents();
  for (const [name, text] of Object.entries(files))
    contents.set(storePath(name), Buffer.from(text));
  return PowerDisk.of(contents);
}

test.each(['outbox.json', 'outbox.previous.json', 'outbox.next.json'])(
  'a file of the first program (%s) beside a journal is set aside with its bytes, and told',
  async (name) => {
    const disk = await withFiles({ [name]: 'saves' });
    const { saves, warnings } = await openStore(disk);
    expect(saves).toHaveLength(3);
    const detail = `${name}.unreadable-${TIME}`;
    expect(warnings).toEqual([{ code: 'store.set-aside', detail }]);
    expect(disk.contents().get(storePath(detail))?.toString()).toBe('saves');
    expect(disk.contents().has(storePath(name))).toBe(false);
  },
);

test('one that cannot be set aside stays where it is, is told, and hinders nothing', async () => {
  const disk = await withFiles({ 'outbox.json': 'saves' });
  disk.fault = (call) => (call === 'rename' ? 'EPERM' : null);
  const { saves, warnings, store, adapter } = await openStore(disk);
  expect(saves).toHaveLength(3);
  expect(warnings).toEqual([{ code: 'store.set-aside', detail: 'outbox.json EPERM' }]);
  await store.put(numberedSave(4));
  disk.fault = () => null;
  await adapter.compact();
  expect(disk.contents().get(storePath('outbox.json'))?.toString()).toBe('saves');
});

test.each([1, 2])(
  'a journal of format %i, which was never released, is set aside with its bytes, and a new one begins',
  async (format) => {
    const header = encodeHeader('journal', 1, 0, 0).replace(/"format":\d+/, `"format":${format}`);
    const text = encodeLine(header);
    const name = 'outbox-000001.journal';
    const disk = PowerDisk.of(new Map([[storePath(name), Buffer.from(text)]]));
    const { saves, warnings, store } = await openStore(disk);
    expect(saves).toEqual([]);
    const detail = `${name}.unreadable-${TIME}`;
    expect(warnings).toEqual([{ code: 'store.set-aside', detail }]);
    expect(disk.contents().get(storePath(detail))?.toString()).toBe(text);
    expect(await store.put(numberedSave(1))).toEqual({ ok: true });
  },
);
