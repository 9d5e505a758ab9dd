import type * as fs from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { formOf, idOf, ONE } from '../../../testing/tills/erasingTill.ts';
import { freshFolder, OPERATOR, PIN, startTill } from '../../../testing/tills/openedTill.ts';
import { tokenOf } from '../../person/personToken.ts';

/** Whether somebody else holds the file of the form: it can be neither read, nor removed, nor replaced. */
const held = vi.hoisted(() => ({ is: false }));
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
    return real.rename(from, to);
  };
  return { ...real, open, unlink, rename };
});

/** A till in which somebody was erased while a scanner held their form. */
async function erasedWhileHeld() {
  const started = await startTill(await freshFolder(), {}, { tellErased: () => undefined });
  const { calls } = started;
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const { requestId, operatorId, consent, correctionOf } = formOf(1, ONE);
  await calls.registerMember({ requestId, operatorId, member: ONE, consent, correctionOf });
  await calls.keepDraft(formOf(2, ONE));
  held.is = true;
  const erased = await calls.erasePerson({ identity: ONE, operatorId, token: tokenOf(['S-0001']) });
  held.is = false;
  expect(erased).toMatchObject({ ok: true, value: { left: ['draft.json'] } });
  return started;
}

test('whoever was erased while a scanner held their form does not come back with a page that begins anew', async () => {
  const { till, calls } = await erasedWhileHeld();
  expect(await calls.getDraft(null)).toEqual({ ok: true, value: null });
  expect(await till.drafts.read()).toBe(null);
});

test('the next customer’s form is given, and stays', async () => {
  const { till, calls } = await erasedWhileHeld();
  const next = formOf(3, { mobile: '13987654321' });
  expect(await calls.keepDraft(next)).toMatchObject({ ok: true });
  expect(await calls.getDraft(null)).toMatchObject({ value: { requestId: idOf(3) } });
  await till.person.erasure.goOn();
  expect(await till.drafts.read()).toMatchObject({ draft: { requestId: idOf(3) } });
});

test('and no answer tells a program in the page whose form it was, oftener than somebody types', async () => {
  const { calls } = await erasedWhileHeld();
  const codes: string[] = [];
  for (let n = 0; n < 30; n += 1) {
    await calls.keepDraft(formOf(3, { mobile: `139${String(n).padStart(4, '0')}5678` }));
    const answer = await calls.getDraft(null);
    codes.push(answer.ok ? 'ok' : answer.error.code);
  }
  expect(codes.filter((code) => code === 'ok').length).toBeLessThanOrEqual(6);
});
