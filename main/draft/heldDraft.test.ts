import type * as fs from 'node:fs/promises';
import { link, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Draft } from '../../app/draft/draft.ts';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { Vault } from '../vault/vault.ts';
import { DraftStore } from './draftStore.ts';

/** How often the disk still refuses what somebody else holds: to take the name away, to write into it, to replace it. */
const held = vi.hoisted(() => ({ unlink: 0, open: 0, rename: 0 }));
const refuse = vi.hoisted(() => (call: 'unlink' | 'open' | 'rename', path: unknown) => {
  if (!String(path).endsWith('draft.json') || held[call] === 0) return;
  held[call] -= 1;
  throw Object.assign(new Error('held'), { code: 'EBUSY' });
});

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  const unlink: typeof real.unlink = async (path) => {
    refuse('unlink', path);
    return real.unlink(path);
  };
  const open: typeof real.open = async (path, ...more) => {
    refuse('open', path);
    return real.open(path, ...more);
  };
  const rename: typeof real.rename = async (from, to) => {
    refuse('rename', to);
    return real.rename(from, to);
  };
  return { ...real, unlink, open, rename };
});

const vault = new Vault(Buffer.alloc(32, 7));
const draft: Draft = {
  requestId: 'a'.repeat(32),
  operatorId: '1',
  member: { ...EMPTY_MEMBER, mobile: '186 5182 2226' },
  consent: null,
  correctionOf: null,
  chosen: null,
  isLocked: false,
};
const NEXT = { ...draft, requestId: 'b'.repeat(32) };

let folder: string;
let store: DraftStore;
const open = () => new DraftStore({ folder, vault, now: () => 1_000 });

beforeEach(async () => {
  Object.assign(held, { unlink: 0, open: 0, rename: 0 });
  folder = await mkdtemp(join(tmpdir(), 'tillside-draft-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  store = open();
  await store.keep(draft);
});

describe('a draft that is to go while a virus scanner or a backup holds its file', () => {
  test('is gone as soon as it is let go of, a moment later', async () => {
    held.unlink = 1;
    expect(await store.drop()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  test('says nothing any more where its name stays for longer; the name goes with the next housekeeping', async () => {
    held.unlink = 20;
    expect(await store.drop()).toBeNull();
    expect((await stat(join(folder, 'draft.json'))).size).toBe(0);
    expect(await open().read()).toBeNull();
    await store.housekeep();
    expect(await readdir(folder)).toEqual([]);
  });

  test('is told as not gone where it cannot be emptied either, and is given to nobody from then on', async () => {
    Object.assign(held, { unlink: 8, open: 1 });
    expect(await store.drop()).toBe('store.failed');
    expect((await stat(join(folder, 'draft.json'))).size).toBeGreaterThan(0);
    Object.assign(held, { unlink: 8, open: 1 });
    expect(await store.read(), 'to a page that begins anew').toBeNull();
    await store.housekeep();
    expect(await readdir(folder)).toEqual([]);
  });

  test('empties nothing that has another name as well: then it is not the draft’s alone', async () => {
    const other = join(folder, 'other');
    await link(join(folder, 'draft.json'), other);
    held.unlink = 8;
    expect(await store.drop()).toBe('store.failed');
    expect((await stat(other)).size).toBeGreaterThan(0);
  });

  test('is tried once more when the till is closed', async () => {
    Object.assign(held, { unlink: 8, open: 1 });
    await store.drop();
    await store.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('does not take the next customer’s with it, which is kept while the file is still held', async () => {
    held.unlink = 4;
    const gone = store.drop();
    const kept = store.keep(NEXT);
    // The page has died, and the new one asks what was left.
    const given = await store.read();
    expect(await Promise.all([gone, kept])).toEqual([null, null]);
    expect(given?.draft).toEqual(NEXT);
    expect((await open().read())?.draft).toEqual(NEXT);
  });

  test('makes room for the next customer’s, which stays', async () => {
    Object.assign(held, { unlink: 8, open: 1 });
    await store.drop();
    expect(await store.keep(NEXT)).toBeNull();
    await store.housekeep();
    await store.close();
    expect((await open().read())?.draft.requestId).toBe(NEXT.requestId);
  });
});

describe('a draft that cannot be kept', () => {
  test('leaves nothing in its place that was to go', async () => {
    Object.assign(held, { unlink: 8, open: 1, rename: 8 });
    await store.drop();
    expect(await store.keep(NEXT)).toBe('store.failed');
    expect(await readdir(folder)).toEqual([]);
  });

  test('leaves what was kept of the same customer some keys before', async () => {
    held.rename = 8;
    const member = { ...draft.member, name: 'Li' };
    expect(await store.keep({ ...draft, member })).toBe('store.failed');
    expect((await open().read())?.draft).toEqual(draft);
  });
});
