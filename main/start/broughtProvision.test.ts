import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { broughtProvision, readFirst } from './broughtProvision.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-brought-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const unread = { ok: false as const, lines: ['p.json: it cannot be read (no answer)'] };

test('a till without settings reads its file before anything else', () => {
  expect(readFirst(join(folder, 'p.json'), folder)).toMatchObject({ ok: false });
});

test.each(['settings.json', 'pin.json'])(
  'a till that has %s waits for no file before it starts',
  async (name) => {
    await writeFile(join(folder, name), '');
    expect(readFirst(join(folder, 'p.json'), folder)).toBeNull();
  },
);

test('a file on a share that does not answer is told, and nothing of it is taken over', async () => {
  expect(await broughtProvision('/share/p.json', null, async () => unread)).toEqual({
    offer: null,
    warnings: [{ code: 'provision.not-read', detail: 'p.json 1' }],
  });
  expect(process.stderr.write).toHaveBeenCalledExactlyOnceWith(`${unread.lines[0]}\n`);
});

test('what was read first is not read again', async () => {
  const readLater = vi.fn(async () => unread);
  const offer = { provision: {} as never, isTrusted: false };
  expect(await broughtProvision('p.json', { ok: true, value: offer }, readLater)).toEqual({
    offer,
    warnings: [],
  });
  expect(await broughtProvision(null, null, readLater)).toEqual({ offer: null, warnings: [] });
  expect(readLater).not.toHaveBeenCalled();
});
