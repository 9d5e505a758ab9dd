import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { DRAFT_LIFETIME_MS, type Draft } from '../../app/draft/draft.ts';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { namesFlushed, watchFlushes } from '../../testing/doubles/flushes.ts';
import { Vault } from '../vault/vault.ts';
import { DraftStore } from './draftStore.ts';

const vault = new Vault(Buffer.alloc(32, 7));
const draft: Draft = {
  requestId: 'a'.repeat(32),
  operatorId: '1',
  member: { ...EMPTY_MEMBER, mobile: '186 5182 2226', name: '欧阳晓岚', gender: 0 },
  consent: {
    at: 5,
    brandId: 'brand',
    noticeVersion: 'third notice',
    operatorId: '1',
    marketing: true,
  },
  correctionOf: null,
  chosen: null,
  isLocked: true,
};

let folder: string;
let now: number;
const open = (key = vault) => new DraftStore({ folder, vault: key, now: () => now });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-draft-'));
  now = 1_000;
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

describe('a draft', () => {
  test('is there after a restart exactly as it was typed, with its id and its consent', async () => {
    expect(await open().keep(draft)).toBeNull();
    expect(await open().read()).toEqual({ keptAt: 1_000, draft });
  });

  test('that a version before has kept is there, and its consent is for no brand that is known', async () => {
    const { brandId: _, ...consent } = draft.consent ?? {};
    await open().keep({ ...draft, consent } as Draft);
    expect((await open().read())?.draft.consent).toEqual({ ...consent, brandId: '' });
  });

  test('that a version before has kept is there, and chooses nobody by the number', async () => {
    const { chosen: _, ...before } = draft;
    await open().keep({ ...before, correctionOf: 'c'.repeat(32) } as Draft);
    expect((await open().read())?.draft).toMatchObject({
      chosen: null,
      correctionOf: 'c'.repeat(32),
    });
  });

  test('that a version before has kept still chooses whom it chose, and no field is decided', async () => {
    const chosen = { requestId: 'c'.repeat(32), mobile: '18651822226' };
    await open().keep({ ...draft, chosen } as Draft);
    expect((await open().read())?.draft.chosen).toEqual({ ...chosen, decided: [] });
    const decided = { ...chosen, decided: ['remark' as const] };
    await open().keep({ ...draft, chosen: decided });
    expect((await open().read())?.draft.chosen).toEqual(decided);
  });

  test('is never readable on the disk', async () => {
    await open().keep(draft);
    const [name = ''] = await readdir(folder);
    const text = await readFile(join(folder, name), 'utf8');
    expect(await readdir(folder)).toHaveLength(1);
    for (const word of ['186 5182', '1865182', '欧阳', 'third notice', draft.requestId])
      expect(text).not.toContain(word);
  });

  test('typed further is the latest of all, however fast the keys come', async () => {
    const store = open();
    const names = Array.from({ length: 50 }, (_, count) => 'x'.repeat(count));
    await Promise.all(
      names.map((name) => store.keep({ ...draft, member: { ...draft.member, name } })),
    );
    expect((await open().read())?.draft.member.name).toBe('x'.repeat(49));
  });

  test('that is dropped is gone from the disk, also right behind a keeping', async () => {
    const store = open();
    await Promise.all([store.keep(draft), store.drop()]);
    expect(await readdir(folder)).toEqual([]);
    expect(await store.drop()).toBeNull();
    expect(await store.read()).toBeNull();
  });

  test('that is dropped does not come back after a power cut: its name is flushed away', async () => {
    await open().keep(draft);
    const flushes = await watchFlushes(folder);
    await open().drop();
    expect(flushes).toEqual(namesFlushed([]));
    await open().drop();
    expect(flushes, 'nothing was there').toEqual(namesFlushed([]));
  });

  test('goes with its own save and not with another one', async () => {
    await open().keep(draft);
    const store = open();
    await store.read();
    await store.dropOf('b'.repeat(32));
    expect(await store.read()).not.toBeNull();
    await store.dropOf(draft.requestId);
    expect(await readdir(folder)).toEqual([]);
  });

  test('goes with its own save also in the program that has kept it, and not with the one before it', async () => {
    const store = open();
    await store.keep({ ...draft, requestId: 'b'.repeat(32) });
    await store.keep(draft);
    await store.dropOf('b'.repeat(32));
    expect(await readdir(folder)).toHaveLength(1);
    await store.dropOf(draft.requestId);
    expect(await readdir(folder)).toEqual([]);
  });

  test('that is too old is not restored, and leaves the disk', async () => {
    await open().keep(draft);
    now += DRAFT_LIFETIME_MS + 1;
    await open().housekeep();
    expect(await readdir(folder)).toEqual([]);
    expect(await open().read()).toBeNull();
  });

  describe('on a till whose clock stands at 2000 after a power cut', () => {
    const typedAt = Date.UTC(2026, 10, 27, 12);
    const unlocked = { ...draft, isLocked: false };
    beforeEach(async () => {
      now = typedAt;
      await open().keep(unlocked);
      now = Date.UTC(2000, 0, 1);
    });

    test('is given behind the lock, since nobody can say how old it is', async () => {
      const store = open();
      await store.housekeep();
      const locked = { ...draft, isLocked: true };
      expect(await store.read()).toEqual({ keptAt: typedAt, draft: locked });
      now = typedAt - 1;
      expect(await store.read()).toEqual({ keptAt: typedAt, draft: locked });
    });

    test('is as old as it is again once the clock is set right: as it was left, or gone', async () => {
      const store = open();
      await store.read();
      now = typedAt;
      expect(await store.read()).toEqual({ keptAt: typedAt, draft: unlocked });
      now = typedAt + DRAFT_LIFETIME_MS;
      await store.housekeep();
      expect(await store.read()).not.toBeNull();
      now += 1;
      await store.housekeep();
      expect(await readdir(folder)).toEqual([]);
    });

    test('and kept again by the form that shows it is still there when the clock is set right', async () => {
      const store = open();
      await store.read();
      await store.keep(unlocked);
      now = typedAt + 60_000;
      await store.housekeep();
      expect(await open().read()).toEqual({ keptAt: typedAt, draft: unlocked });
      await store.keep(unlocked);
      expect((await open().read())?.keptAt).toBe(now);
    });
  });

  describe('typed on a clock that stands at 2000, before the network sets it', () => {
    const builtAt = Date.UTC(2026, 10, 20);
    const setAt = Date.UTC(2026, 10, 27, 12);
    const unlocked = { ...draft, isLocked: false };
    const locked = { ...draft, isLocked: true };
    let running: number;
    const start = () =>
      new DraftStore({ folder, vault, now: () => now, monotonic: () => running, builtAt });
    let store: DraftStore;
    beforeEach(async () => {
      running = 0;
      now = Date.UTC(2000, 0, 1, 0, 1);
      store = start();
      await store.keep(unlocked);
      now = setAt;
    });

    test('is there after a power cut behind the lock, since its stamp says nothing of its age', async () => {
      await store.housekeep();
      const next = start();
      await next.housekeep();
      expect(await next.read()).toEqual({ keptAt: Date.UTC(2000, 0, 1, 0, 1), draft: locked });
    });

    test('is given behind the lock also where the next start stands at 2000 again, later or earlier', async () => {
      for (const at of [Date.UTC(2000, 0, 1), Date.UTC(2000, 0, 2)]) {
        now = at;
        expect((await start().read())?.draft).toEqual(locked);
      }
    });

    test('goes once the till that has kept or found it has run for twelve hours since', async () => {
      running = DRAFT_LIFETIME_MS;
      await store.housekeep();
      const next = start();
      expect(await next.read()).not.toBeNull();
      running *= 2;
      await next.housekeep();
      expect(await readdir(folder)).toHaveLength(1);
      running += 1;
      await next.housekeep();
      expect(await readdir(folder)).toEqual([]);
    });

    test('is a draft of now as soon as the form that shows it is kept again', async () => {
      running = DRAFT_LIFETIME_MS;
      await store.keep(unlocked);
      running += DRAFT_LIFETIME_MS;
      expect(await store.read()).toEqual({ keptAt: setAt, draft: unlocked });
      now += DRAFT_LIFETIME_MS + 1;
      await store.housekeep();
      expect(await readdir(folder)).toEqual([]);
    });
  });

  test('of a clock that was years ahead goes once the till has run for twelve hours with it, not years later', async () => {
    let running = 0;
    const store = new DraftStore({ folder, vault, now: () => now, monotonic: () => running });
    now = Date.UTC(2040, 0, 1);
    await store.keep(draft);
    now = Date.UTC(2026, 10, 27, 12);
    running = DRAFT_LIFETIME_MS;
    expect((await store.read())?.draft).toEqual({ ...draft, isLocked: true });
    running += 1;
    await store.housekeep();
    expect(await readdir(folder)).toEqual([]);
  });

  test('is judged and removed alone: what the next customer types at that moment stays, and goes with its own save', async () => {
    const next = { ...draft, requestId: 'b'.repeat(32) };
    for (const pause of [0, 1, 2, 4]) {
      await open().keep(draft);
      now += DRAFT_LIFETIME_MS + 1;
      const store = open();
      const judged = store.housekeep();
      await new Promise((resolve) => setTimeout(resolve, pause));
      await Promise.all([judged, store.keep(next)]);
      expect((await open().read())?.draft).toEqual(next);
      await Promise.all([store.read(), store.keep(draft)]);
      await store.dropOf(draft.requestId);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  test('is asked for and judged in its turn, however long a page goes on keeping others without a pause', async () => {
    const store = open();
    const ended: string[] = [];
    const page = async () => {
      for (let count = 0; count < 200; count += 1) {
        const requestId = count.toString(16).padStart(32, '0');
        await store.keep({ ...draft, requestId });
      }
      ended.push('page');
    };
    const asked = async (what: string, asking: Promise<unknown>) => {
      await asking;
      ended.push(what);
    };
    await Promise.all([
      page(),
      page(),
      asked('housekeeping', store.housekeep()),
      asked('reading', store.read()),
      asked('closing', store.close()),
    ]);
    expect(ended.slice(0, 3).sort()).toEqual(['closing', 'housekeeping', 'reading']);
  });

  test('of a working day is still there in the evening', async () => {
    await open().keep(draft);
    now += DRAFT_LIFETIME_MS;
    await open().housekeep();
    expect(await open().read()).not.toBeNull();
  });

  test('that does not open is nothing, and leaves the disk', async () => {
    await open().keep(draft);
    expect(await open(new Vault(Buffer.alloc(32, 8))).read()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    await writeFile(join(folder, 'draft.json'), '{"format":1,');
    expect(await open().read()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  test('that the disk does not give is told, but keeps no housekeeping from going on', async () => {
    await mkdir(join(folder, 'draft.json'));
    await expect(open().read()).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(open().housekeep()).resolves.toBeUndefined();
    // A folder is none of the files that can be removed; Windows says of it what it says of one without the right.
    const refusal = process.platform === 'win32' ? 'store.read-only' : 'store.failed';
    expect(await open().drop()).toBe(refusal);
  });

  test('that cannot be kept says why', async () => {
    await rm(folder, { recursive: true });
    expect(await open().keep(draft)).toBe('store.failed');
  });
});

test.skipIf(process.platform === 'win32')(
  'a pipe that somebody puts in the place of the draft is not waited for: it is no draft, and goes (not on Windows: no file is a pipe)',
  async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'draft.json')]);
    expect(await open().read()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  },
);
