import { Writable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, signedParams, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

/** What must never stand in a log: everything that a till sends, and every secret on either side. */
const secrets = [testApp.appSecret, chainApp.appSecret, 'the-chains-session'];
const member = {
  mobile: '18651822226',
  name: '刘德华',
  remark: 'a-remark-that-nobody-else-has',
  outer_id: 'an-outer-id',
  outer_type: 'wechat',
  birthday: '1961-09-27 00:00:00',
};

let logged = '';
const stream = new Writable({
  write: (part, _encoding, done) => {
    logged += part;
    done();
  },
});

const sandbox = await createSandbox({ ...chainApp, session: 'the-chains-session' });
const relay = await startTestRelay({
  platformUrl: sandbox.url,
  tills: [testApp],
  session: 'the-chains-session',
  logger: { level: 'trace', stream },
  patience: 400,
  methods: {
    'tillside.test.throws': {
      signedBy: 'till',
      serve: async (call) => {
        throw new Error(`cannot do ${JSON.stringify([...call.params])}`);
      },
    },
  },
});
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});

it('whatever comes and whatever breaks, the log has nobody’s data, no secret, no sign and no body', async () => {
  const fields = () => testFields(member);
  const ids: string[] = [];
  const once = async (
    changes: Record<string, string | undefined> = {},
    argument: unknown = fields(),
  ) => {
    const params = signedParams(argument as string, changes);
    ids.push(params.sign);
    const { request_id: id } = argument as { request_id?: string };
    if (id !== undefined) ids.push(id);
    await fetch(relay.url, { method: 'POST', body: new URLSearchParams(params) });
    await fetch(`${relay.url}?${new URLSearchParams(params)}`, { method: 'POST' });
    await fetch(`${relay.origin}/somewhere/${member.mobile}?${new URLSearchParams(params)}`);
  };
  await once();
  await once({ method: 'tillside.test.throws' });
  await once({ app_key: member.mobile });
  await once({ method: member.mobile, format: member.name, v: member.remark });
  await once({ sign_method: member.remark, timestamp: member.mobile });
  await once({}, `{"mobile":"${member.mobile}"`);
  await once({}, { ...fields(), shop_id: member.remark });
  const rules = [
    { action: { type: 'drop', when: 'after' } },
    { action: { type: 'hang' } },
    { action: { type: 'http', status: 200, body: `<html>${JSON.stringify(member)}` } },
    { action: { type: 'error', code: 15, subCode: member.name, subMsg: member.mobile } },
    { action: { type: 'error', code: 15, subCode: member.mobile, subMsg: member.mobile } },
    { action: { type: 'bizFailure', resultCode: member.name, resultDesc: member.mobile } },
  ] as const;
  for (const rule of rules) {
    sandbox.setFaults({ rules: [rule] });
    await once();
  }
  const answer = await save(relay.url, fields());
  expect(answer.status).toBe(200);
  expect(logged.split('\n').length).toBeGreaterThan(25);
  expect(logged).toContain('"end":"doubt"');
  expect(logged).toContain('"msg":"failed"');
  expect(logged).toContain(testApp.appKey);
  for (const word of [...secrets, ...Object.values(member), ...ids]) {
    const encoded = [word, encodeURIComponent(word), JSON.stringify(word).slice(1, -1)];
    for (const text of encoded.filter((one) => one !== 'wechat')) {
      expect(logged, text).not.toContain(text);
    }
  }
});
