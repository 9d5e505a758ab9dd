import { expect, it } from 'vitest';
import { customerSaveArgument } from '../../platform/protocol/call.ts';
import { signedParams, testFields } from '../../sandbox/testing/testCalls.ts';
import { forwardedForm } from './forwardedForm.ts';

const identity = { appKey: 'chain', appSecret: 'secret', session: 'of the chain' };

function forwarded(params: Record<string, string>): Record<string, string> {
  const call = {
    ...{ verb: 'POST', paramsIn: 'form' as const, badEncoding: false, onReusedConnection: false },
    params: new Map(Object.entries(params)),
  };
  return Object.fromEntries(new URLSearchParams(forwardedForm(call, identity)));
}

it('what the platform documents is handed on, and no other text that a till may choose: it would be said in the chain’s name', () => {
  const own = signedParams(testFields(), {
    ...{ simplify: 'true', session: 'of the till' },
    ...{ partner_id: 'somebody', target_app_key: 'other', callback: 'x', force_sensitive: 'true' },
  });
  const form = forwarded(own);
  expect(Object.keys(form).sort()).toEqual(
    [
      ...[
        'app_key',
        'format',
        'method',
        'partner_id',
        'session',
        'sign',
        'sign_method',
        'simplify',
      ],
      ...['timestamp', 'v', customerSaveArgument],
    ].sort(),
  );
  const { sign: _, partner_id: partner, ...said } = form;
  expect(partner).not.toContain('somebody');
  expect(said).toEqual({
    app_key: 'chain',
    format: 'json',
    method: own.method,
    session: 'of the chain',
    sign_method: 'hmac-sha256',
    simplify: 'true',
    timestamp: own.timestamp,
    v: '2.0',
    [customerSaveArgument]: own[customerSaveArgument],
  });
});

it('of what tells two calls of one second apart the platform hears that they are two, and not a word of a till’s', () => {
  const own = signedParams(testFields());
  const of = (partner_id: string) => forwarded({ ...own, partner_id });
  const texts = ['somebody', 'somebody else', '<script>', 'x'.repeat(10_000)];
  const all = texts.map(of);
  for (const { partner_id } of all) expect(partner_id).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(all.map(({ sign }) => sign)).size).toBe(texts.length);
  expect(of('somebody')).toEqual(all[0]);
  expect(forwarded({ ...own, partner_id: '' })).not.toHaveProperty('partner_id');
});
