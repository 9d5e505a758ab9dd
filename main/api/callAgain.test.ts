import { describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import { apiTill } from '../../testing/tills/apiTill.ts';
import { PROVISION } from '../../testing/tills/openedTill.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import { SOLE_HOLD } from '../lease/hold.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';
const MOBILE = '13800138000';

describe('a call that is repeated finds its save, whatever the settings say by then', () => {
  test.each<[string, Partial<Provision>]>([
    ['another notice', { notice: { version: 'v9' } }],
    ['nobody who has asked the customer', { operators: [{ id: '2392399', name: 'Other' }] }],
    ['another shop', { shopId: 'other-shop' }],
    ['another brand', { brandId: 'other-brand' }],
  ])('%s', async (_, changed) => {
    const till = await apiTill();
    const first = await till.register(MOBILE, KEY);
    expect(first.status).toBe(201);
    await till.server.close(0);
    await till.stop();
    const offer = { provision: { ...PROVISION, ...changed }, isTrusted: true };
    const again = await apiTill({ folder: till.folder, till: { offer } });
    expect(again.till.settings.provision).toMatchObject(changed);
    expect(await again.register(MOBILE, KEY)).toMatchObject({
      status: 200,
      body: { requestId: first.body.requestId, slip: 'S-0001' },
    });
    expect(await again.register('13900139000', KEY)).toMatchObject({
      status: 409,
      body: { error: { code: 'intention.reused', requestId: first.body.requestId } },
    });
    expect([...again.till.outbox.saves.values()]).toHaveLength(1);
  });

  test('but while another PC has the folder, nobody says that it is on the disk', async () => {
    let isSure = true;
    const hold = {
      ...SOLE_HOLD,
      get isSure() {
        return isSure;
      },
      confirm: async () => {
        if (!isSure) throw new OtherProgramError('PC-2');
      },
    };
    const till = await apiTill({ till: { hold } });
    expect(await till.register(MOBILE, KEY)).toMatchObject({ status: 201 });
    isSure = false;
    expect(await till.register(MOBILE, KEY)).toMatchObject({
      status: 503,
      body: { error: { code: 'store.other-program' } },
    });
  });
});

test('a call that is repeated finds its save through a new data key: in the middle of it, behind it and behind a start', async () => {
  const till = await apiTill();
  const { body } = await till.register(MOBILE, KEY);
  const same = { status: 200, body: { requestId: body.requestId } };
  await till.till.rotation.begin();
  expect(await till.register(MOBILE, KEY)).toMatchObject(same);
  await till.till.rotation.goOn();
  expect(till.till.rotation.isOldKeyNeeded).toBe(false);
  expect(await till.register(MOBILE, KEY)).toMatchObject(same);
  expect((await till.register(MOBILE, `${KEY}-other`)).status).toBe(409);
  await till.server.close(0);
  await till.stop();
  const again = await apiTill({ folder: till.folder });
  expect(await again.register(MOBILE, KEY)).toMatchObject(same);
  expect([...again.till.outbox.saves.values()]).toHaveLength(1);
});

test('a program that tries one key with other members takes no look-up that is kept for the window', async () => {
  const till = await apiTill();
  await till.register(MOBILE, KEY);
  const codes = new Set<string>();
  for (let number = 10; number < 20; number += 1)
    codes.add((await till.register(`138001380${number}`, KEY)).body.error.code);
  expect(codes).toEqual(new Set(['intention.reused', 'lookup.too-fast']));
  const { calls } = till;
  expect(await calls.findMember({ mobile: '13900138001' })).toMatchObject({ ok: true });
  expect(await calls.findMember({ mobile: '13900138002' })).toMatchObject({ ok: true });
});
