import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import { save, testApp, testFields } from '../testing/testCalls.ts';

const sandbox = await createSandbox(testApp);
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function control(path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const init = body === undefined ? {} : { method: 'POST', body: sent };
  const response = await fetch(`${sandbox.controlUrl}${path}`, init);
  return { status: response.status, json: await response.json() };
}

describe('the control endpoint', () => {
  it('tells effects, customers, replays and requests', async () => {
    const body = JSON.stringify(testFields({ request_id: 'one' }));
    const { customerId = '' } = await save(sandbox.url, body);
    await save(sandbox.url, body);
    await save(sandbox.url, testFields(), { v: '3.0' });
    const { json } = await control('/ledger');
    expect(json).toEqual(sandbox.ledger());
    expect(json).toMatchObject({
      effects: [{ sequence: 1, requestId: 'one', customerId, created: true, body }],
      customers: { [customerId]: { brandId: '244323', saves: 1 } },
      replays: { one: 1 },
      requests: [
        { requestId: 'one', bodyText: body, answer: { kind: 'success' } },
        { requestId: 'one', bodyText: body, answer: { kind: 'replay' } },
        { sign: expect.any(String), answer: { kind: 'error', code: 34 } },
      ],
    });
  });

  it('replaces the script of faults, and tells the one that is installed', async () => {
    const script = { rules: [{ action: { type: 'error', code: 10 } }], clockOffsetSeconds: 5 };
    expect(await control('/faults', script)).toEqual({ status: 200, json: script });
    expect((await control('/faults')).json).toEqual(script);
    expect((await save(sandbox.url, testFields())).code).toBe(10);
    expect((await control('/faults', {})).json).toEqual({ rules: [] });
    expect((await save(sandbox.url, testFields())).code).toBeUndefined();
  });

  it('answers 400 to a bad script, a message per mistake, and keeps the old one', async () => {
    const script = { rules: [{ action: { type: 'refuse' } }] };
    await control('/faults', script);
    const bad = await control('/faults', { rules: [{ action: {} }], clock: 1 });
    expect(bad.status).toBe(400);
    expect(bad.json).toEqual({
      mistakes: [
        expect.stringMatching(/^rules\[0\]\.action\.type: must be one of refuse, /),
        'clock: unknown name',
      ],
    });
    expect((await control('/faults', '{')).json).toEqual({
      mistakes: [expect.stringMatching(/^script: not JSON/)],
    });
    expect((await control('/faults')).json).toEqual(script);
  });

  it('takes everything back to the start with a reset', async () => {
    const body = JSON.stringify(testFields());
    await save(sandbox.url, body);
    await control('/faults', { rules: [{ action: { type: 'refuse' } }] });
    expect((await control('/reset', '')).status).toBe(200);
    const empty = { effects: [], customers: {}, replays: {}, requests: [] };
    expect((await control('/ledger')).json).toEqual(empty);
    await save(sandbox.url, body);
    expect(sandbox.ledger()).toMatchObject({ effects: [{ sequence: 1 }], replays: {} });
  });

  it('is not reached by any fault', async () => {
    sandbox.setFaults({ rules: [{ action: { type: 'refuse' } }], clockOffsetSeconds: 3600 });
    expect((await control('/ledger')).status).toBe(200);
  });
});

describe('a sandbox in the same process', () => {
  it('refuses a bad script and keeps the old one', () => {
    expect(() => sandbox.setFaults({ rules: [{ times: 0, action: { type: 'refuse' } }] })).toThrow(
      /rules\[0\]\.times/,
    );
  });

  it('hands out copies: nobody can change the ledger from outside', async () => {
    await save(sandbox.url, testFields());
    sandbox.ledger().effects.pop();
    sandbox.requests().pop();
    expect(sandbox.ledger().effects).toHaveLength(1);
    expect(sandbox.requests()).toHaveLength(1);
  });

  it('cannot have a port that is taken', async () => {
    await expect(createSandbox({ ...testApp, port: sandbox.port })).rejects.toThrow(/EADDRINUSE/);
  });
});
