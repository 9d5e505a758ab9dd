import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import { errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';
import { Vault } from '../vault/vault.ts';
import { openWords, sealWords, withSealedWords } from './sealedWords.ts';

const vault = new Vault(Buffer.alloc(32, 1));
const said = { text: '手机号 13800138000 不可用', traceId: '15r0z7' };

describe('the words of an answer', () => {
  test('open in the place of their own save only, and not in that of its body', () => {
    const save = aSave();
    const sealedWords = sealWords(vault, save, said);
    expect(sealedWords).not.toContain('13800138000');
    expect(openWords(vault, { ...save, sealedWords })).toEqual(said);
    expect(openWords(vault, { ...aSave({ sequence: 2 }), sealedWords })).toBeNull();
    expect(openWords(new Vault(Buffer.alloc(32, 2)), { ...save, sealedWords })).toBeNull();
    expect(vault.open(sealedWords ?? '', `${save.requestId}|${save.sequence}`)).toBeNull();
  });

  test('that are none take no place', () => {
    expect(sealWords(vault, aSave(), { text: '', traceId: '' })).toBeNull();
    expect(openWords(vault, aSave())).toBeNull();
  });

  test.each(['', 'no words', 'null', '{"text":7,"traceId":""}'])(
    'that somebody has sealed with his own key, and are none (%s), end no start',
    (text) => {
      const save = aSave();
      const sealedWords = vault.seal(text, `${save.requestId}|${save.sequence}|words`);
      expect(openWords(vault, { ...save, sealedWords })).toBeNull();
    },
  );

  test('hold no trace id that is a text', () => {
    const sealedWords = sealWords(vault, aSave(), { text: '', traceId: 't'.repeat(1_000) });
    expect(openWords(vault, { ...aSave(), sealedWords })?.traceId).toBe('t'.repeat(128));
  });

  test('are the last ones, and go with the body when the save is accepted', async () => {
    const till = await new ReplayTill().start();
    const isUnavailable = errorAnswer(15, 'isp.remote-service-timeout', 'first 13800000001');
    till.answer = (_, attempt) =>
      attempt === 1 ? isUnavailable : { ...isUnavailable, status: 502 };
    await till.register(1);
    await till.clock.pass(100);
    const [first] = till.store.onDisk.values();
    if (first === undefined) throw new Error('no save');
    expect(till.outbox.contents.openWords(first)).toEqual({
      text: 'first 13800000001',
      traceId: '',
    });
    expect(JSON.stringify(first)).not.toContain('13800000001');
    await till.clock.pass(60_000);
    expect(till.state(1)?.sealedWords, 'of no answer').toBeNull();
    till.answer = () => isUnavailable;
    await till.clock.pass(3_600_000);
    expect(till.state(1)?.sealedWords).not.toBeNull();
    till.answer = (id) => ({
      ...isUnavailable,
      bodyText: JSON.stringify({
        alibaba_alsc_crm_open_customer_save_response: {
          result: { biz_success: true, result: '7', result_view: `成功 ${id}` },
          request_id: '13800000001',
        },
      }),
    });
    await till.clock.pass(3_600_000);
    expect(till.state(1)).toMatchObject({ state: 'accepted', sealedBody: null, sealedWords: null });
  });
});

describe('a save from a store whose words lay readable', () => {
  const body = JSON.stringify({ mobile: '13800138000', name: 'Bartholomew' });
  const old = (parts: Partial<Save> & { lastOutcome: object }) =>
    aSave({ ...parts, sealedBody: vault.seal(body, `${aSave().requestId}|1`) } as Partial<Save>);
  const outcome = { class: 'rejected' as const, code: '41', subCode: 'isv.x:bartholomew', ...said };

  test('has them sealed, and what its codes echo hidden', () => {
    const save = withSealedWords(vault, old({ state: 'held', lastOutcome: outcome }));
    expect(save.lastOutcome).toEqual({
      class: 'rejected',
      code: '41',
      subCode: 'isv.x:***',
      field: 'mobile',
    });
    expect(openWords(vault, save)?.text).toBe(`${said.text} 41 isv.x:bartholomew`);
    expect(openWords(vault, save)?.traceId).toBe(said.traceId);
    expect(withSealedWords(vault, save), 'once').toBe(save);
  });

  test('has none any more where it is accepted, nor an id that is a phone number', () => {
    const accepted = { state: 'accepted', customerId: '13900139000' } as const;
    const save = withSealedWords(vault, old({ ...accepted, lastOutcome: outcome }));
    expect(save).toMatchObject({ sealedWords: null, customerId: null });
    const kept = { ...accepted, customerId: '7000001' };
    expect(withSealedWords(vault, old({ ...kept, lastOutcome: outcome })).customerId).toBe(
      '7000001',
    );
  });

  test('stays as it is where nothing was said', () => {
    const save = aSave();
    expect(withSealedWords(vault, save)).toBe(save);
  });
});
