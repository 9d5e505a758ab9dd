import { expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';

const REQUEST = {
  requestId: 'a'.repeat(32),
  operatorId: OPERATOR,
  member: { mobile: '18634710295' },
  correctionOf: null,
  consent: CONSENT,
};

/** The same till, started with the settings of another brand that has the same notice. */
const startForOther = (folder: string) =>
  startTill(folder, {
    offer: { provision: { ...PROVISION, brandId: 'another' }, isTrusted: true },
  });

test('what a customer has agreed to of one brand registers nobody with another, whose notice has the same version', async () => {
  const { calls, till } = await startForOther(await freshFolder());
  expect(await calls.registerMember(REQUEST)).toEqual({
    ok: false,
    error: { code: 'consent.other-brand' },
  });
  expect(till.outbox.saves.find(REQUEST.requestId)).toBeUndefined();
  const consent = { ...CONSENT, brandId: 'another' };
  expect(await calls.registerMember({ ...REQUEST, consent })).toMatchObject({ ok: true });
});

test('a draft that is restored after the till has become another brand’s says whose its consent was, and registers nobody with it', async () => {
  const folder = await freshFolder();
  const before = await startTill(folder);
  const member = { ...EMPTY_MEMBER, ...REQUEST.member };
  const kept = await before.calls.keepDraft({ ...REQUEST, member, chosen: null, isLocked: false });
  expect(kept).toMatchObject({ ok: true });
  await before.stop();
  const { calls, till } = await startForOther(folder);
  expect(till.settings.provision?.brandId).toBe('another');
  const restored = await calls.getDraft(null);
  if (!restored.ok || restored.value === null) throw new Error('nothing is restored');
  expect(restored.value).toMatchObject({ member, consent: { brandId: 'brand' } });
  const { consent } = restored.value;
  expect(await calls.registerMember({ ...REQUEST, consent })).toMatchObject({
    error: { code: 'consent.other-brand' },
  });
});
