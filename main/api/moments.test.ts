import { describe, expect, test } from 'vitest';
import { apiTill } from '../../testing/tills/apiTill.ts';
import { FIRST, SECOND } from '../../testing/tills/copiedTill.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import { SOLE_HOLD } from '../lease/hold.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';
const MOBILE = '13800138000';

const diskError = (code: string) => Object.assign(new Error(code), { code });

describe('what the moment does not allow is told with a code, and the same key is free for the next try', () => {
  test.each([
    ['another PC has the folder', new OtherProgramError('PC-2'), 'store.other-program'],
    ['the disk is full', diskError('ENOSPC'), 'store.disk-full'],
    ['the folder cannot be written', diskError('EROFS'), 'store.read-only'],
    ['the disk fails', diskError('EIO'), 'store.failed'],
  ])('%s', async (_, error, code) => {
    let isSure = true;
    const hold = {
      ...SOLE_HOLD,
      get isSure() {
        return isSure;
      },
      confirm: async () => {
        if (!isSure) throw error;
      },
    };
    const till = await apiTill({ till: { hold } });
    isSure = false;
    expect(await till.register(MOBILE, KEY)).toMatchObject({
      status: 503,
      body: { error: { code } },
    });
    expect(till.till.outbox.saves.counts.pending).toBe(0);
    isSure = true;
    expect(await till.register(MOBILE, KEY)).toMatchObject({ status: 201 });
  });

  test('the till is not set up', async () => {
    const till = await apiTill({ till: { offer: null } });
    expect(await till.register(MOBILE, KEY)).toMatchObject({
      status: 503,
      body: { error: { code: 'not-provisioned' } },
    });
    expect(await till.call('/v1/health')).toMatchObject({ status: 200, body: { till: null } });
  });
});

test('while the screen is locked a registration goes on, and the form is filled for nobody', async () => {
  const till = await apiTill({ isLocked: () => true, fillForm: async () => 'filled' });
  expect(await till.register(MOBILE, KEY)).toMatchObject({ status: 201 });
  expect(await till.post('/v1/form', { member: { mobile: MOBILE } })).toMatchObject({
    status: 409,
    body: { error: { code: 'screen.locked' } },
  });
  expect(await till.call('/v1/health')).toMatchObject({ body: { isLocked: true } });
});

test('while nobody has said which of two PCs sends, a registration goes on and waits, and health says so', async () => {
  const folder = await freshFolder();
  const before = await startTill(folder, { traits: async () => FIRST });
  await before.till.computer.look();
  await before.calls.registerMember(registration('a'.repeat(32), '13900139000'));
  await before.stop();
  const till = await apiTill({ folder, till: { traits: async () => SECOND } });
  await till.till.computer.look();
  expect(till.till.computer.isAsking).toBe(true);
  expect(await till.register(MOBILE, KEY)).toMatchObject({
    status: 201,
    body: { state: 'pending' },
  });
  expect(await till.call('/v1/health')).toMatchObject({ body: { pause: 'other-computer' } });
});

test('what has become of a save is told by its id alone, and nothing of the person', async () => {
  const till = await apiTill();
  const { body } = await till.register(MOBILE, KEY, { member: { mobile: MOBILE, name: '刘芳' } });
  expect(await till.call(`/v1/members/${body.requestId}`)).toMatchObject({
    status: 200,
    body: {
      requestId: body.requestId,
      slip: 'S-0001',
      state: 'pending',
      heldReason: null,
      createdAt: expect.stringMatching(/Z$/),
    },
  });
  for (const id of ['f'.repeat(32), '__proto__', '%00', '..%2f..%2fhealth', '刘芳'])
    expect(await till.call(`/v1/members/${id}`), id).toMatchObject({
      status: 404,
      body: { error: { code: expect.stringMatching(/^(member|path)\.unknown$/) } },
    });
});
