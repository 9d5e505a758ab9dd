import { describe, expect, test } from 'vitest';
import { apiRegistration, apiTill, filesOf } from '../../testing/tills/apiTill.ts';
import { CONSENT, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';
const OTHER_KEY = 'd0f7a1c2-0000-4000-8000-000000000002';
const MOBILE = '13800138000';

describe('a registration by the API', () => {
  test('is answered with slip and request id once it is on the disk: a till that is opened anew has it', async () => {
    const till = await apiTill();
    const { status, body } = await till.register(MOBILE, KEY);
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
        slip: 'S-0001',
        state: 'pending',
      },
    });
    await till.server.close(0);
    await till.stop();
    const again = await startTill(till.folder);
    expect(again.till.outbox.saves.find(body.requestId)).toMatchObject({
      operatorId: OPERATOR,
      consent: { noticeVersion: CONSENT.noticeVersion, operatorId: OPERATOR, marketing: false },
    });
  });

  test('that comes again under its key is the same save, also after a restart, and is never a second one', async () => {
    const till = await apiTill();
    const first = await till.register(MOBILE, KEY);
    expect(await till.register(MOBILE, KEY)).toMatchObject({ status: 200, body: first.body });
    await till.server.close(0);
    await till.stop();
    const again = await apiTill({ folder: till.folder });
    expect(await again.register(MOBILE, KEY)).toMatchObject({ status: 200, body: first.body });
    expect(again.till.outbox.saves.counts.pending).toBe(1);
  });

  test('that comes eight times at once under its key is one save', async () => {
    const till = await apiTill();
    const answers = await Promise.all(Array.from({ length: 8 }, () => till.register(MOBILE, KEY)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    expect(till.till.outbox.saves.counts.pending).toBe(1);
  });

  test('has an id of its own at each till, whatever key both are given', async () => {
    const [one, other] = [await apiTill(), await apiTill()];
    const ids = [await one.register(MOBILE, KEY), await other.register(MOBILE, KEY)].map(
      ({ body }) => body.requestId,
    );
    expect(ids[0]).not.toBe(ids[1]);
  });

  test('with another member under a key that was used is refused, and says which save has it', async () => {
    const till = await apiTill();
    const { body } = await till.register(MOBILE, KEY);
    expect(await till.register('13900139000', KEY)).toMatchObject({
      status: 409,
      body: { error: { code: 'intention.reused', requestId: body.requestId } },
    });
    expect(till.till.outbox.saves.counts.pending).toBe(1);
  });

  test('of a number or code that the till knows is no correction: it says what is known, masked', async () => {
    const till = await apiTill();
    const code = { outerId: '2088328921390232', outerType: 'alipay' };
    const member = { mobile: MOBILE, name: '刘芳', ...code };
    const { body } = await till.register(MOBILE, KEY, { member });
    const known = {
      status: 409,
      body: {
        error: {
          code: 'member.known',
          known: {
            requestId: body.requestId,
            slip: 'S-0001',
            masked: { mobile: '138****8000', name: '刘*' },
            state: 'pending',
            registeredAt: expect.stringMatching(/Z$/),
          },
        },
      },
    };
    expect(await till.register(MOBILE, OTHER_KEY)).toMatchObject(known);
    expect(await till.register(MOBILE, OTHER_KEY, { member: code })).toMatchObject(known);
    expect(till.till.outbox.saves.counts.pending).toBe(1);
    expect(till.till.opened.take(body.requestId)).toBeNull();
  });

  test('of one person at the same moment, whatever the keys are, is one save', async () => {
    const till = await apiTill();
    const keys = [KEY, OTHER_KEY, 'd0f7a1c2-0000-4000-8000-000000000003'];
    const answers = await Promise.all(keys.map((key) => till.register(MOBILE, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(till.till.outbox.saves.counts.pending).toBe(1);
  });

  test('takes look-ups from the same rate as the window, and leaves it two', async () => {
    const till = await apiTill();
    const codes = new Set<unknown>();
    for (let number = 10; number < 20; number += 1) {
      const { status, body } = await till.register(`138001380${number}`, `${KEY}-${number}`);
      codes.add(status === 201 ? 201 : body.error.code);
    }
    expect(till.till.outbox.saves.counts.pending).toBe(4);
    expect(codes).toEqual(new Set([201, 'lookup.too-fast']));
    const refused = await till.register('13800138099', OTHER_KEY);
    expect(refused.headers.get('retry-after')).toBe(String(refused.body.error.waitSeconds));
    const { calls } = till;
    expect(await calls.findMember({ mobile: '13900138001' })).toMatchObject({ ok: true });
    expect(await calls.findMember({ mobile: '13900138002' })).toMatchObject({ ok: true });
    await till.clock.pass(refused.body.error.waitSeconds * 1_000 + 8_000);
    expect(await till.register('13800138099', OTHER_KEY)).toMatchObject({ status: 201 });
  });

  test('that the window has made is known as well, and the other way round', async () => {
    const till = await apiTill();
    await till.calls.registerMember(registration('a'.repeat(32), MOBILE));
    expect(await till.register(MOBILE, KEY)).toMatchObject({ status: 409 });
    await till.register('13900139000', KEY);
    expect(await till.calls.findMember({ mobile: '13900139000' })).toMatchObject({
      value: { slip: 'S-0002' },
    });
  });
});

describe('what is wrong with a registration has a code of its own, and nothing is written', () => {
  const { consent } = apiRegistration(MOBILE);
  const cases: [string, object, number, object][] = [
    ['no consent', { consent: null }, 422, { code: 'consent.missing' }],
    ['consent not said', { consent: undefined }, 422, { code: 'consent.missing' }],
    [
      'an unticked consent',
      { consent: { ...consent, agreed: false } },
      400,
      { code: 'request.refused' },
    ],
    [
      'an older notice',
      { consent: { ...consent, noticeVersion: 'v0' } },
      422,
      { code: 'consent.outdated' },
    ],
    [
      'another brand',
      { consent: { ...consent, brandId: 'x' } },
      422,
      { code: 'consent.other-brand' },
    ],
    ['an unknown operator', { operatorId: 'nobody' }, 422, { code: 'operator.unknown' }],
    ['no operator', { operatorId: '' }, 400, { code: 'request.refused' }],
    [
      'fields that the form refuses',
      { member: { mobile: '1380013', birthday: '2026-01-01' } },
      422,
      {
        code: 'input.invalid',
        fields: { mobile: 'mobile.invalid', birthday: 'birthday.underage' },
      },
    ],
    [
      'no number',
      { member: {} },
      422,
      { code: 'input.invalid', fields: { mobile: 'mobile.required' } },
    ],
    [
      'half a character',
      { member: { mobile: MOBILE, name: '\ud800' } },
      422,
      {
        code: 'input.invalid',
        fields: { name: 'text.malformed' },
      },
    ],
    [
      'a field that the form has not',
      { member: { mobile: MOBILE, vip: true } },
      400,
      { code: 'request.refused' },
    ],
    ['a correction', { correctionOf: 'a'.repeat(32) }, 400, { code: 'request.refused' }],
    [
      'a prototype',
      { member: JSON.parse(`{"mobile":"${MOBILE}","__proto__":{"a":1}}`) },
      400,
      {
        code: 'request.refused',
      },
    ],
  ];
  test.each(cases)('%s', async (_, more, status, error) => {
    const till = await apiTill();
    const before = await filesOf(till.folder);
    expect(await till.register(MOBILE, KEY, more)).toMatchObject({ status, body: { error } });
    expect(await filesOf(till.folder)).toEqual(before);
    expect(till.till.outbox.saves.counts.pending).toBe(0);
    expect(till.errors).toEqual([]);
  });

  test.each([undefined, '', 'short', 'x'.repeat(201), 'has a blank in it 123'])(
    'a key that is none: %j',
    async (key) => {
      const till = await apiTill();
      const headers = key === undefined ? {} : { 'idempotency-key': key };
      expect(await till.post('/v1/members', apiRegistration(MOBILE), headers)).toMatchObject({
        status: 400,
        body: { error: { code: 'idempotency-key.missing' } },
      });
    },
  );
});
