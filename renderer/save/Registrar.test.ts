import { beforeEach, describe, expect, test } from 'vitest';
import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';
import { createMemoryBridge, type MemoryBridge } from '../../preview/memoryBridge.ts';
import { Registrar } from './Registrar.ts';
import { mintRequestId } from './requestId.ts';

const OPERATOR = 'o-1';
const member: MemberInput = { ...EMPTY_MEMBER, mobile: '186 5182 2226', gender: 0 };

const consent = { at: 1, noticeVersion: 'v1', operatorId: OPERATOR, marketing: false };

let till: MemoryBridge;
let registrar: Registrar;

beforeEach(() => {
  till = createMemoryBridge({
    provisioned: true,
    isLost: false,
    closed: null,
    brandId: 'b',
    shopId: 's',
    operators: [{ id: OPERATOR, name: 'A' }],
    notice: { version: 'v1' },
    lockAfterMinutes: 0,
    locale: 'zh-CN',
    isSoundOn: true,
    question: null,
    move: null,
    isOldKeyNeeded: false,
    appVersion: '0',
  });
  till.switches.gatewayMs = 1;
  registrar = new Registrar(till.bridge.registerMember, mintRequestId);
});

describe('one intention', () => {
  test('has an id of 32 hex digits, new each time', () => {
    const ids = new Set(Array.from({ length: 100 }, mintRequestId));
    expect(ids.size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  test('is sent once for a double tap', async () => {
    const both = await Promise.all([
      registrar.save(OPERATOR, member, consent),
      registrar.save(OPERATOR, member, consent),
    ]);
    expect(both.map((attempt) => attempt.kind)).toEqual(['saved', 'ignored']);
    expect(till.requests).toHaveLength(1);
  });

  test('keeps its id through failed attempts and gets a new one once it is saved', async () => {
    const id = registrar.requestId;
    till.switches.storeFailure = 'store.disk-full';
    expect(await registrar.save(OPERATOR, member, consent)).toMatchObject({
      kind: 'failed',
      code: 'store.disk-full',
    });
    expect(registrar.requestId).toBe(id);
    till.switches.storeFailure = null;
    expect(await registrar.save(OPERATOR, member, consent)).toMatchObject({
      kind: 'saved',
      requestId: id,
    });
    expect(registrar.requestId).not.toBe(id);
  });

  test('makes one member when the answer was lost and the cashier tries again', async () => {
    till.switches.loseAnswers = true;
    expect(await registrar.save(OPERATOR, member, consent)).toMatchObject({ code: 'no-answer' });
    till.switches.loseAnswers = false;
    expect(await registrar.save(OPERATOR, member, consent)).toMatchObject({
      kind: 'saved',
      slip: 'S-0001',
    });
    expect(till.outbox.view().recent).toHaveLength(1);
  });

  test('is not silently doubled when the content changed after a lost answer', async () => {
    till.switches.loseAnswers = true;
    const id = registrar.requestId;
    await registrar.save(OPERATOR, member, consent);
    till.switches.loseAnswers = false;
    const changed = { ...member, name: 'B' };
    expect(await registrar.save(OPERATOR, changed, consent)).toMatchObject({
      kind: 'failed',
      code: 'intention.reused',
      requestId: id,
    });
    expect(till.outbox.view().recent).toHaveLength(1);
    expect(registrar.requestId).not.toBe(id);
    expect(await registrar.save(OPERATOR, changed, consent)).toMatchObject({ slip: 'S-0002' });
  });

  test('names the save that the form had been stored as, also after a try that failed', async () => {
    const id = registrar.requestId;
    await till.bridge.registerMember({
      requestId: id,
      operatorId: OPERATOR,
      member,
      correctionOf: null,
      consent,
    });
    const changed = { ...member, name: 'B' };
    await registrar.save(OPERATOR, changed, consent);
    expect(await registrar.save(OPERATOR, EMPTY_MEMBER, consent)).toMatchObject({ kind: 'failed' });
    expect(await registrar.save(OPERATOR, changed, consent)).toMatchObject({ apartFrom: id });
    expect(await registrar.save(OPERATOR, member, consent)).toMatchObject({ apartFrom: null });
  });

  test('keeps gender 0 and gives a code for each wrong field', async () => {
    await registrar.save(OPERATOR, member, consent);
    expect(till.requests[0]?.member.gender).toBe(0);
    expect(await registrar.save(OPERATOR, EMPTY_MEMBER, consent)).toMatchObject({
      code: 'input.invalid',
      fields: { mobile: 'mobile.required' },
    });
  });
});
