import type * as fs from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { formOf, ONE } from '../../testing/tills/erasingTill.ts';
import { freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { tokenOf } from './personToken.ts';

/** The form is held; the record of erasings takes so many more writes; what is to be looked at with each write of it. */
const held = vi.hoisted(() => ({ is: false, writes: Number.POSITIVE_INFINITY, look: () => {} }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  const refuse = (path: unknown) => {
    if (held.is && String(path).endsWith('draft.json'))
      throw Object.assign(new Error('held'), { code: 'EBUSY' });
  };
  const open: typeof real.open = async (path, ...more) => {
    refuse(path);
    return real.open(path, ...more);
  };
  const unlink: typeof real.unlink = async (path) => {
    refuse(path);
    return real.unlink(path);
  };
  const rename: typeof real.rename = async (from, to) => {
    refuse(to);
    if (String(to).endsWith('erasure.json')) {
      held.look();
      held.writes -= 1;
      if (held.writes < 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    }
    return real.rename(from, to);
  };
  return { ...real, open, unlink, rename };
});

test('whose form the disk keeps is known at every moment of a later tidying, also where the record takes nothing at first', async () => {
  const { till, calls } = await startTill(await freshFolder(), {}, { tellErased: () => undefined });
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const { requestId, operatorId, consent, correctionOf } = formOf(1, ONE);
  await calls.registerMember({ requestId, operatorId, member: ONE, consent, correctionOf });
  await calls.keepDraft(formOf(2, ONE));
  held.is = true;
  // Its beginning, and nothing behind it.
  held.writes = 1;
  const erased = await calls.erasePerson({ identity: ONE, operatorId, token: tokenOf(['S-0001']) });
  expect(erased).toMatchObject({ ok: true, value: { left: ['draft.json'] } });
  held.writes = Number.POSITIVE_INFINITY;
  const seen: number[] = [];
  held.look = () => void seen.push(till.person.erasure.formLeft.length);
  await till.person.erasure.goOn();
  held.look = () => {};
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen)).toEqual(new Set([1]));
  held.is = false;
});
