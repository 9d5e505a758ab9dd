import { randomBytes } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import type { Till } from '../../main/till.ts';
import { save, settle } from './lostKey.ts';

/**
 * Somebody is erased on a disk that takes the record of it, and nothing behind that. `more`: so many saves of theirs go with what
 * is here, as a file brings them, each with an id and a body of its own.
 */
export async function beginErasing(
  { person, outbox }: Till,
  mobile: string,
  more = 0,
): Promise<void> {
  const cut = vi.spyOn(outbox.erasing, 'erase').mockImplementation(async (_, begin) => {
    await begin();
    return 'unfinished';
  });
  const own = person.desk.savesOf({ mobile });
  const saves = [...own, ...manyLike(own[0], more)];
  const keys = person.desk.keysOf({ mobile });
  expect(await person.erasure.erase(() => ({ saves, keys }), '3')).toMatchObject({ ok: true });
  cut.mockRestore();
}

function manyLike(save: Save | undefined, count: number): Save[] {
  if (save === undefined) return [];
  return Array.from({ length: count }, (_, at) => ({
    ...save,
    requestId: (at + 1).toString(16).padStart(32, '0'),
    sequence: save.sequence + 1 + at,
    sealedBody: randomBytes(60).toString('base64'),
  }));
}

/** Somebody is sent, and erased to the end. */
export async function eraseOne(till: Till): Promise<void> {
  await save(till, 5);
  await settle(till, 5, 'accepted');
  const { desk, erasure } = till.person;
  const mobile = '13800138005';
  const theirs = { saves: desk.savesOf({ mobile }), keys: desk.keysOf({ mobile }) };
  expect(await erasure.erase(() => theirs, '3')).toMatchObject({ ok: true, left: [] });
}
