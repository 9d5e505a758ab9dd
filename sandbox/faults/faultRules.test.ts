import { describe, expect, it } from 'vitest';
import { FaultRules, type FaultSubject } from './faultRules.ts';
import type { FaultScript } from './faultSchema.ts';
import { readFaultScript } from './readFaultScript.ts';

function install(script: FaultScript): FaultRules {
  const read = readFaultScript(script);
  if ('mistakes' in read) throw new Error(read.mistakes.join('\n'));
  const rules = new FaultRules();
  rules.install(read.script);
  return rules;
}

const subject = (changes: Partial<FaultSubject> = {}): FaultSubject => ({
  requestId: 'a',
  mobile: '13800000001',
  onReusedConnection: false,
  ...changes,
});

const refuse = { type: 'refuse' } as const;
const hang = { type: 'hang' } as const;

describe('the rules', () => {
  it('let the first one that matches win, and the next one once it is used up', () => {
    const rules = install({ rules: [{ times: 2, action: refuse }, { action: hang }] });
    const types = Array.from({ length: 4 }, () => rules.take(subject())?.action.type);
    expect(types).toEqual(['refuse', 'refuse', 'hang', 'hang']);
  });

  it('match by request id, by mobile, or by both', () => {
    const match = { requestId: 'a', mobile: '13800000001' };
    const rules = install({ rules: [{ match, action: refuse }] });
    expect(rules.take(subject())).toBeDefined();
    expect(rules.take(subject({ requestId: 'b' }))).toBeUndefined();
    expect(rules.take(subject({ mobile: '13800000002' }))).toBeUndefined();
    expect(rules.take(subject({ mobile: undefined }))).toBeUndefined();
  });

  it('count attempts per rule, among the requests that meet its other conditions', () => {
    const rules = install({
      rules: [
        { match: { attempt: 2 }, action: hang },
        { match: { requestId: 'b', attempt: 2 }, action: refuse },
      ],
    });
    const ids = ['b', 'a', 'a', 'b', 'b'];
    expect(ids.map((requestId) => rules.take(subject({ requestId }))?.action.type)).toEqual([
      undefined,
      'hang',
      undefined,
      'refuse',
      undefined,
    ]);
  });

  it('give a fault another time when it had no effect', () => {
    const rules = install({ rules: [{ times: 1, action: refuse }] });
    rules.take(subject())?.giveBack();
    expect(rules.take(subject())).toBeDefined();
    expect(rules.take(subject())).toBeUndefined();
  });

  it('drop reused connections only, also after a wait', () => {
    const then = { type: 'dropReused' } as const;
    for (const action of [then, { type: 'slow', milliseconds: 1, then } as const]) {
      const rules = install({ rules: [{ action }] });
      expect(rules.take(subject())).toBeUndefined();
      expect(rules.take(subject({ onReusedConnection: true }))).toBeDefined();
    }
  });
});

describe('a script', () => {
  it('is told every mistake with its place', () => {
    const read = readFaultScript({
      rules: [
        { action: { type: 'explode' } },
        { times: 0, action: { type: 'drop' } },
        // biome-ignore lint/suspicious/noThenProperty: the script's own word, and nothing awaits it.
        { action: { type: 'slow', milliseconds: 1, then: { type: 'slow', milliseconds: 1 } } },
      ],
      quota: { callsPerMinute: 1 },
      clock: 1,
    });
    expect('mistakes' in read && read.mistakes.map((mistake) => mistake.split(':')[0])).toEqual([
      'rules[0].action.type',
      'rules[1].times',
      'rules[1].action.when',
      'rules[2].action.then.type',
      'quota.banSeconds',
      'clock',
    ]);
  });

  it.each([null, 1, 'x', []])('cannot be %j', (value) => {
    expect(readFaultScript(value)).toHaveProperty('mistakes.length', 1);
  });
});
