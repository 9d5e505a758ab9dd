import { expect, vi } from 'vitest';
import type { Till } from '../../main/till.ts';
import { save, settle } from './lostKey.ts';

/** Somebody is erased on a disk that takes the record of it, and nothing behind that. */
export async function beginErasing({ person, outbox }: Till, mobile: string): Promise<void> {
  const cut = vi.spyOn(outbox.erasing, 'erase').mockImplementation(async (_, begin) => {
    await begin();
    return 'unfinished';
  });
  const saves = person.desk.savesOf({ mobile });
  const keys = person.desk.keysOf({ mobile });
  expect(await person.erasure.erase(() => ({ saves, keys }), '3')).toMatchObject({ ok: true });
  cut.mockRestore();
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
