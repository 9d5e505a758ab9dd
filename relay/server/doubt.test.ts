import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import type { FaultAction } from '../../sandbox/faults/faultSchema.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

const sandbox = await createSandbox(chainApp);
const ends: (string | null)[] = [];
const relay = await startTestRelay({
  platformUrl: sandbox.url,
  tills: [testApp],
  patience: 600,
  watch: ({ end, code }) => ends.push(end === 'doubt' ? code : null),
});
// By its answer the relay knows what time it is.
await save(relay.url, testFields());
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});
beforeEach(() => {
  sandbox.reset();
  ends.length = 0;
});

function meet(action: FaultAction): void {
  sandbox.setFaults({ rules: [{ action }] });
}

const html = '<html>please sign in</html>';

describe('on doubt never success', () => {
  it.each<[string, FaultAction, number]>([
    ['a connection that is refused', { type: 'refuse' }, 0],
    ['one that ends before the save', { type: 'drop', when: 'before' }, 0],
    ['one that ends after the save', { type: 'drop', when: 'after' }, 1],
    ['silence', { type: 'hang' }, 0],
    ['silence after the save', { type: 'hang', afterEffect: true }, 1],
    ['an answer that is cut off', { type: 'truncated', afterEffect: true }, 1],
    ['an answer that comes too late', { type: 'slow', milliseconds: 1_500 }, 1],
    ['502 of a server in front', { type: 'http', status: 502, body: html }, 0],
    ['503 after the save', { type: 'http', status: 503, afterEffect: true }, 1],
    [
      '500 with words of the API',
      {
        type: 'http',
        status: 500,
        body: '{"error_response":{"code":25}}',
        contentType: 'application/json',
      },
      0,
    ],
    ['200 and somebody else’s page', { type: 'http', status: 200, body: html }, 0],
    ['200 and nothing', { type: 'http', status: 200, body: '' }, 0],
    [
      '200 and other JSON',
      { type: 'http', status: 200, body: '{"biz_success":true}', contentType: 'application/json' },
      0,
    ],
    [
      '201 and an answer of the API',
      {
        type: 'http',
        status: 201,
        body: '{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":true,"result":"1"}}}',
        contentType: 'application/json',
      },
      0,
    ],
    ['403 of a firewall', { type: 'http', status: 403, body: html }, 0],
    ['a redirect', { type: 'redirect', location: 'http://127.0.0.1:1/' }, 0],
    ['a head that does not end', { type: 'endless', begins: 'head' }, 0],
    ['an answer that does not end', { type: 'endless', begins: 'answer', afterEffect: true }, 1],
    ['a page that trickles', { type: 'endless', begins: 'page', by: 'trickle' }, 0],
    ['a page that unpacks without end', { type: 'endless', begins: 'page', by: 'packed' }, 0],
  ])(
    '%s is a 502 in which there is nothing, with the platform’s time',
    async (_, action, effects) => {
      meet(action);
      const answer = await save(relay.url, testFields());
      expect([answer.status, answer.text]).toEqual([502, '']);
      expect(answer.headers.get('content-type')).toBeNull();
      expect(answer.headers.get('date')).not.toBeNull();
      expect(answer.headers.get('tillside-next')).toBe('0');
      // The late save has its effect by then, or has it soon.
      await expect.poll(() => sandbox.ledger().effects.length).toBe(effects);
      expect(sandbox.requests()).toHaveLength(1);
      expect(ends).toEqual([expect.any(String)]);
    },
  );

  it('bytes that are not UTF-8 are no answer, in JSON nor in XML', async () => {
    const body = `{"error_response":{"code":15,"msg":"\ufffd"}}`;
    meet({ type: 'http', status: 200, body, contentType: 'application/json' });
    expect((await save(relay.url, testFields())).code).toBe(15);
    meet({ type: 'http', status: 200, body: '<error_response><code>15</code>' });
    expect((await save(relay.url, testFields(), { format: 'xml' })).status).toBe(502);
  });

  it('JSON where XML was asked for is no answer, nor XML where JSON was', async () => {
    meet({ type: 'http', status: 200, body: '{"error_response":{"code":15}}' });
    expect((await save(relay.url, testFields(), { format: 'xml' })).status).toBe(502);
    meet({ type: 'http', status: 200, body: '<error_response><code>15</code></error_response>' });
    expect((await save(relay.url, testFields())).status).toBe(502);
    expect((await save(relay.url, testFields(), { format: 'xml' })).code).toBe(15);
  });
});

describe('what the platform says', () => {
  it.each<[string, FaultAction]>([
    ['an error', { type: 'error', code: 15, subCode: 'isv.some', subMsg: '某' }],
    ['an error of the settings', { type: 'error', code: 11, subCode: 'isv.permission' }],
    ['an error after the save', { type: 'error', code: 15, subCode: 'isp.x', afterEffect: true }],
    ['no, in the words of the API', { type: 'bizFailure', resultCode: 'X', resultDesc: '某' }],
    [
      'an error under 4xx',
      { type: 'http', status: 400, body: '{"error_response":{"code":41}}', contentType: 'x/y' },
    ],
    [
      'no verdict',
      {
        type: 'http',
        status: 200,
        body: '{"alibaba_alsc_crm_open_customer_save_response":{}}',
        contentType: 'x/y',
      },
    ],
  ])('comes back as it came: %s', async (_, action) => {
    meet(action);
    const without = await createSandbox({ ...testApp, faults: { rules: [{ action }] } });
    const heard = async (url: string) => {
      const { status, text, headers } = await save(url, testFields());
      const type = headers.get('content-type');
      return { status, type, text: text.replace(/[0-9a-z]{12}(?="\}\})/, 'TRACE') };
    };
    expect(await heard(relay.url)).toEqual(await heard(without.url));
    expect(sandbox.requests()).toHaveLength(1);
    expect(ends).toEqual([null]);
    await without.close();
  });
});

describe('a relay that breaks', () => {
  it('after it has forwarded a call leaves its till in doubt, and does not say that nothing was forwarded', async () => {
    const { banned } = relay.state;
    relay.state.banned = () => Promise.reject(new Error('broken'));
    meet({ type: 'error', code: 7, subCode: 'accesscontrol.limited-by-app-access-count' });
    const answer = await save(relay.url, testFields());
    relay.state.banned = banned;
    expect(answer.status).toBe(502);
    expect(answer.text).toBe('');
  });
});
