import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import {
  clockDistances,
  type Draft,
  draft,
  inOrder,
  missingParameters,
  pairs,
  sendDraft,
  wrongParameters,
} from '../../sandbox/testing/spoiltCalls.ts';
import {
  platformTime,
  post,
  readAnswer,
  save,
  signedParams,
  type TestAnswer,
  testApp,
  testFields,
} from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

/** The tables that the sandbox itself is tested with, through a relay and without one. */
const sandbox = await createSandbox({ ...chainApp, session: 'good' });
const bare = await createSandbox({ ...testApp, session: 'good' });
let relay = await startRelay();
afterAll(async () => {
  await relay.end();
  await sandbox.close();
  await bare.close();
});
beforeEach(() => {
  sandbox.reset();
  bare.reset();
});

/** One that has seen an answer, and so knows what time it is. */
async function startRelay() {
  const platformUrl = sandbox.url;
  const started = await startTestRelay({ platformUrl, tills: [testApp], session: 'good' });
  sandbox.reset();
  await save(started.url, testFields());
  sandbox.reset();
  return started;
}

/** A ban that the platform has spoken is known to a relay until it ends. */
async function forgetBans(): Promise<void> {
  await relay.end();
  relay = await startRelay();
}

async function throughBoth(sent: () => Draft): Promise<[TestAnswer, TestAnswer]> {
  const [one, other] = [sent(), sent()];
  sandbox.setFaults(one.script);
  bare.setFaults(other.script);
  return [await sendDraft(relay.url, one), await sendDraft(bare.url, other)];
}

/** Of the text everything but the trace id, which is another one each time. */
function heard({ status, text, headers }: TestAnswer) {
  const untraced = text.replace(/[0-9a-z]{12}(?=<\/request_id>|"\}\}?$)/, 'TRACE');
  return { status, text: untraced, type: headers.get('content-type') };
}

/** What a till says of the session is not looked at: the chain's is used. So a wrong one is no mistake through a relay. */
const ofTheTill = ([code]: (typeof inOrder)[number]) => code !== 27;

describe('through a relay', () => {
  it.each(inOrder.filter(ofTheTill))(
    '%i is answered to %s, to the last character as without one',
    async (code, _, spoil) => {
      const spoilt = () => {
        const sent = draft();
        spoil(sent);
        return sent;
      };
      const [through, without] = await throughBoth(spoilt);
      expect(without.code).toBe(code);
      expect(heard(through)).toEqual(heard(without));
      expect(sandbox.ledger().effects).toEqual([]);
      if (code === 7) await forgetBans();
    },
  );

  it('the earlier mistake is told of two, as without one, unless only the platform can know it', async () => {
    // What a relay cannot know (the platform's own quota and permissions) it asks once all that it knows is right: a body in
    // which there is no shop is not sent there to hear more.
    const isAskedLater = (earlier: number, later: number) =>
      (earlier === 7 || earlier === 11) && later === 40;
    for (const { earlier, later } of pairs) {
      if (!ofTheTill(earlier) || !ofTheTill(later)) continue;
      sandbox.reset();
      bare.reset();
      const [through, without] = await throughBoth(() => {
        const sent = draft();
        earlier[2](sent);
        later[2](sent);
        return sent;
      });
      const title = `${earlier[1]} and ${later[1]}`;
      expect(without.code, title).toBe(earlier[0]);
      if (isAskedLater(earlier[0], later[0])) expect(through.code, title).toBe(later[0]);
      else expect(heard(through), title).toEqual(heard(without));
      if (through.code === 7) await forgetBans();
    }
  });

  it.each(missingParameters)('%i is answered when %s is missing or empty', async (code, name) => {
    for (const value of [undefined, '']) {
      const through = await save(relay.url, testFields(), { [name]: value });
      const without = await save(bare.url, testFields(), { [name]: value });
      expect(through.code).toBe(code);
      expect(heard(through)).toEqual(heard(without));
    }
  });

  it('24 is answered when the sign is missing', async () => {
    const { sign, ...rest } = signedParams(testFields());
    expect(sign).not.toBe('');
    expect((await post(relay.url, rest)).code).toBe(24);
    expect((await post(relay.url, { ...rest, sign: '' })).code).toBe(24);
  });

  it.each(wrongParameters)('%i is answered when %s is %j', async (code, name, value) => {
    const through = await save(relay.url, testFields(), { [name]: value });
    const without = await save(bare.url, testFields(), { [name]: value });
    expect(through.code).toBe(code);
    expect(heard(through)).toEqual(heard(without));
  });

  it.each(clockDistances)(
    'ten minutes are allowed between the clocks: %i seconds answer %j',
    async (seconds, code) => {
      const timestamp = platformTime(Date.now() + seconds * 1000);
      const answer = await save(relay.url, testFields(), { timestamp });
      expect(answer.code).toBe(code);
      if (code) expect(answer.subCode).toBe('isv.timestamp-limit-error');
      else expect(sandbox.requests()).toMatchObject([{ timestamp }]);
    },
  );

  it('a repeated sign and timestamp is refused, after the sign and before the quota', async () => {
    const params = signedParams(testFields());
    expect((await post(relay.url, params)).customerId).toBeDefined();
    sandbox.setFaults({ quota: { callsPerMinute: 0, banSeconds: 1 } });
    const again = await post(relay.url, params);
    expect([again.code, again.subCode]).toEqual([31, 'isv.request-replay-error']);
    const spoilt = await post(relay.url, { ...params, sign: params.sign.slice(1) });
    expect(spoilt.code).toBe(25);
    expect(sandbox.requests()).toHaveLength(1);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('9 is answered to %s', async (method) => {
    const response = await fetch(`${relay.url}?format=json`, { method });
    const answer = await readAnswer(response);
    expect([answer.status, answer.code]).toEqual([200, 9]);
  });

  it.each(['xml', undefined])(
    'a good answer and a bad one are XML when the format is %j',
    async (format) => {
      const good = await save(relay.url, testFields(), { format, simplify: 'true' });
      expect(good.headers.get('content-type')).toMatch('text/xml');
      expect(good.text).toContain('<biz_success>true</biz_success>');
      const bad = await save(relay.url, testFields({ gender: '0' }), { format });
      expect(bad.text).toMatch(
        '<error_response><code>41</code><msg>Invalid arguments:gender</msg>',
      );
    },
  );

  it('an answer loses its root when it is simplified, but an error keeps it', async () => {
    const simplify = { simplify: 'true' };
    const good = JSON.parse((await save(relay.url, testFields(), simplify)).text);
    expect(Object.keys(good)).toEqual(['result', 'request_id']);
    const bad = await save(relay.url, testFields({ gender: '0' }), simplify);
    expect(Object.keys(JSON.parse(bad.text))).toEqual(['error_response']);
  });

  it.each(['md5', 'hmac', 'hmac-sha256'])(
    'a till may sign by %s; the platform gets hmac-sha256',
    async (method) => {
      const answer = await save(relay.url, testFields(), { sign_method: method });
      expect(answer.customerId).toBeDefined();
      expect(sandbox.requests()[0]?.sign).toHaveLength(64);
    },
  );

  it('the platform’s Date comes back as it came', async () => {
    sandbox.setFaults({ clockOffsetSeconds: -300 });
    const { headers } = await save(relay.url, testFields());
    const distance = Date.parse(headers.get('date') ?? '') - (Date.now() - 300_000);
    expect(Math.abs(distance)).toBeLessThan(2_000);
  });
});
