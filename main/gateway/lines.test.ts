import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openNodeLine } from '../../testing/doubles/nodeLine.ts';
import { canSquat, nameSixFirst, openSquatter } from '../../testing/doubles/squatter.ts';
import { type Answer, type Call, CallNotBegun, LostCall } from './line.ts';
import { Lines } from './lines.ts';

const SECOND = 1_000;
const CALL: Call = {
  url: 'https://gw.example/',
  headers: {},
  form: 'a=b',
  signal: null,
  patience: 1_000,
};
const ANSWER: Answer = { status: 200, date: '', text: '{"error_response":{"code":41}}' };
const FIRST_AND_ONLY = { ...ANSWER, mayBeSecond: false };
const PERHAPS_SECOND = { ...ANSWER, mayBeSecond: true };
const NEVER_LEFT = new LostCall('err_connection_refused', false);

let now = 0;
let opened = 0;
/** What every line was told to do, in order, each with the number of its line. */
let done: string[] = [];
let gone: Set<number>;
let renew: () => Promise<boolean>;
let post: () => Promise<Answer>;
let lines: Lines;
beforeEach(() => {
  now = 1_000;
  opened = 0;
  done = [];
  gone = new Set();
  renew = async () => true;
  post = async () => ANSWER;
  lines = new Lines(
    () => {
      opened += 1;
      const number = opened;
      return {
        isGone: () => gone.has(number),
        renew: () => {
          done.push(`renew ${number}`);
          return renew();
        },
        post: () => {
          done.push(`post ${number}`);
          return post();
        },
      };
    },
    () => now,
  );
});

/** What became of one call: answered, or lost with or without doubt. */
async function outcome(): Promise<string> {
  try {
    await lines.post(CALL);
    return 'answered';
  } catch (error) {
    return (error as LostCall).mayHaveArrived ? 'may have arrived' : 'never left';
  }
}

describe('the lines to the gateway', () => {
  test('the first call has a connection of its own, the next go on with it', async () => {
    for (let call = 0; call < 3; call += 1) expect(await outcome()).toBe('answered');
    expect(done).toEqual(['renew 1', 'post 1', 'post 1', 'post 1']);
  });

  test('where each call ends what its line stands on, ever fewer are opened in their place, since each leaves memory behind; what is not begun has never left', async () => {
    const MINUTES = 60 * SECOND;
    post = async () => {
      gone.add(opened);
      throw new LostCall('err_failed', true);
    };
    for (let call = 0; call < 100; call += 1) await outcome();
    const atOnce = opened;
    expect(atOnce).toBeLessThan(30);
    expect(await outcome()).toBe('never left');
    for (let minute = 0; minute < 60; minute += 1) {
      now += MINUTES;
      await outcome();
    }
    expect(opened - atOnce).toBeLessThanOrEqual(12);
    // It ends no more.
    post = async () => ANSWER;
    now += 5 * MINUTES;
    for (let call = 0; call < 3; call += 1) expect(await outcome()).toBe('answered');
  });

  test('a line that has gone carries no call any more, whether it was answered or lost', async () => {
    await outcome();
    gone.add(1);
    expect(await outcome()).toBe('answered');
    post = () => Promise.reject(NEVER_LEFT);
    gone.add(2);
    expect(await outcome(), 'over a connection of its own').toBe('never left');
    expect(done).toEqual(['renew 1', 'post 1', 'renew 2', 'post 2', 'renew 3', 'post 3']);
  });

  test('a call after a rest has a connection of its own again', async () => {
    await outcome();
    now += 10 * SECOND - 1;
    await outcome();
    now += 10 * SECOND;
    await outcome();
    expect(done).toEqual(['renew 1', 'post 1', 'post 1', 'renew 1', 'post 1']);
  });

  test('so has every call after one that was lost', async () => {
    await outcome();
    post = () => Promise.reject(NEVER_LEFT);
    await outcome();
    await outcome();
    expect(done).toEqual(['renew 1', 'post 1', 'post 1', 'renew 1', 'post 1']);
  });

  test('one call at a time goes over a line', async () => {
    const answers: (() => void)[] = [];
    post = () => new Promise((resolve) => answers.push(() => resolve(ANSWER)));
    const calls = [outcome(), outcome(), outcome()];
    await expect.poll(() => answers.length).toBe(3);
    for (const answer of answers) answer();
    await Promise.all(calls);
    expect(done.filter((one) => one.startsWith('post'))).toEqual(['post 1', 'post 2', 'post 3']);
    post = async () => ANSWER;
    await outcome();
    expect(opened).toBe(3);
  });

  test('of what was begun, only a call with a connection of its own can have never left', async () => {
    post = () => Promise.reject(NEVER_LEFT);
    expect(await outcome()).toBe('never left');
    post = async () => ANSWER;
    expect(await outcome()).toBe('answered');
    // The network stack may have sent it twice, and tells of the second time only.
    post = () => Promise.reject(NEVER_LEFT);
    expect(await outcome()).toBe('may have arrived');
    expect(await outcome()).toBe('never left');
  });

  test('what was not begun has never left, whatever connection is kept, and the next call has its own', async () => {
    expect(await outcome()).toBe('answered');
    post = () => Promise.reject(new CallNotBegun('err_connection_timed_out'));
    expect(await outcome()).toBe('never left');
    post = () => Promise.reject(NEVER_LEFT);
    expect(await outcome(), 'over a connection of its own').toBe('never left');
    expect(done).toEqual(['renew 1', 'post 1', 'post 1', 'renew 1', 'post 1']);
  });

  test('only an answer over a connection of its own is surely to the first sending', async () => {
    expect(await lines.post(CALL)).toEqual(FIRST_AND_ONLY);
    expect(await lines.post(CALL)).toEqual(PERHAPS_SECOND);
    now += 10 * SECOND;
    expect(await lines.post(CALL)).toEqual(FIRST_AND_ONLY);
    now += 10 * SECOND;
    renew = async () => false;
    expect(await lines.post(CALL)).toEqual(PERHAPS_SECOND);
  });

  test('an answer that comes once more over a connection is none to the call that goes there next, and no connection is kept from then on', async () => {
    const traced = { ...ANSWER, text: '{"error_response":{"code":41,"request_id":"15r0z7lq"}}' };
    post = async () => traced;
    expect(await lines.post(CALL)).toMatchObject({ text: traced.text });
    await expect(lines.post(CALL)).rejects.toMatchObject({
      code: 'answer-repeated',
      mayHaveArrived: true,
    });
    // A gateway that names all its calls alike is heard all the same.
    for (let call = 0; call < 2; call += 1)
      expect(await lines.post(CALL)).toEqual({ ...traced, mayBeSecond: false });
    const own = ['renew 1', 'post 1'];
    expect(done).toEqual([...own, 'post 1', ...own, ...own]);
  });

  test('two people may be told the same where an answer has no trace id', async () => {
    post = async () => ({ ...ANSWER, text: '{"error_response":{"code":41}}' });
    for (let call = 0; call < 3; call += 1) expect(await outcome()).toBe('answered');
    expect(done).toEqual(['renew 1', 'post 1', 'post 1', 'post 1']);
  });

  test('behind an answer of somebody on the way the gateway’s own may still come: the next call has a connection of its own', async () => {
    post = async () => ({ ...ANSWER, status: 504 });
    await outcome();
    await outcome();
    expect(done).toEqual(['renew 1', 'post 1', 'renew 1', 'post 1']);
  });

  test.each([
    ['a refusal in its own words', 403, '<html>blocked</html>'],
    ['a page', 200, '<html>one moment</html>'],
    ['nothing', 200, ''],
    ['other JSON', 200, '{"error":"slow"}'],
  ])('so it has behind any other answer that is not the API’s: %s', async (_, status, text) => {
    post = async () => ({ ...ANSWER, status, text });
    await outcome();
    await outcome();
    expect(done).toEqual(['renew 1', 'post 1', 'renew 1', 'post 1']);
  });

  test.each([
    ['the service behind it took too long', '"code":51'],
    ['it failed', '"code":15,"sub_code":"isp.remote-service-error"'],
    ['it failed, without a word why', '"code":50'],
    ['the call was there before', '"code":31,"sub_code":"isv.request-replay-error"'],
    ['the clock is wrong', '"code":31'],
    ['the session is', '"code":27'],
    ['it is too much', '"code":7'],
    ['something that nobody knows', '"code":900'],
  ])('so it has where the API says nothing of the save: %s', async (_, codes) => {
    post = async () => ({ ...ANSWER, text: `{"error_response":{${codes}}}` });
    await outcome();
    await outcome();
    expect(done).toEqual(['renew 1', 'post 1', 'renew 1', 'post 1']);
  });

  test('a refusal of the service’s own is the last word, and an answer without a verdict is none', async () => {
    const root = 'alibaba_alsc_crm_open_customer_save_response';
    const result = { biz_success: false, result_code: 'SOME' };
    post = async () => ({ ...ANSWER, text: JSON.stringify({ [root]: { result } }) });
    await outcome();
    await outcome();
    expect(done).toEqual(['renew 1', 'post 1', 'post 1']);
    done = [];
    post = async () => ({ ...ANSWER, text: JSON.stringify({ [root]: {} }) });
    await outcome();
    await outcome();
    expect(done).toEqual(['post 1', 'renew 1', 'post 1']);
  });

  describe('an acceptance that has been said of somebody else', () => {
    const acceptance = (traceId: string, second = 0) => ({
      ...ANSWER,
      date: new Date(second * SECOND).toUTCString(),
      text: JSON.stringify({
        alibaba_alsc_crm_open_customer_save_response: {
          result: { biz_success: true, result: '1660000000000000001' },
          request_id: traceId,
        },
      }),
    });
    /** A call for a member, over a connection of its own. */
    const own = (member: string, timestamp = '2026') => {
      now += 10 * SECOND;
      const form = `timestamp=${timestamp}&param_customer_save_open_req=${member}&sign=${timestamp}`;
      return lines.post({ ...CALL, form });
    };
    const saying = (traceId: string, second = 0) => {
      post = async () => acceptance(traceId, second);
    };

    test('is none, over whatever connection it comes: somebody on the way has kept it', async () => {
      saying('1');
      await own('A');
      saying('2');
      await own('B');
      for (let call = 0; call < 3; call += 1)
        await expect(own('C')).rejects.toMatchObject({
          code: 'answer-repeated',
          mayHaveArrived: true,
        });
      saying('3');
      expect(await own('C')).toEqual({ ...acceptance('3'), mayBeSecond: false });
    });

    test('is none a week of customers later, either', async () => {
      saying('kept');
      await own('A');
      for (let call = 0; call < 3_000; call += 1) {
        saying(`${call}`);
        await own(`${call}`);
      }
      saying('kept');
      await expect(own('B')).rejects.toMatchObject({ code: 'answer-repeated' });
    });

    test('counts for the same save: a gateway may say once more what it has said', async () => {
      saying('1');
      await own('A');
      saying('2');
      await own('B');
      saying('1');
      expect(await own('A', '2027')).toEqual({ ...acceptance('1'), mayBeSecond: false });
    });

    test('is none of the one that it was handed to first, either', async () => {
      saying('1');
      await own('A');
      // At the same moment: over the connection that is kept.
      now -= 10 * SECOND;
      await expect(own('B')).rejects.toMatchObject({ code: 'answer-repeated' });
      saying('2');
      await own('C');
      saying('1');
      await expect(own('B')).rejects.toMatchObject({ code: 'answer-repeated' });
    });

    test('counts where the gateway names all its calls alike, and says it anew each time', async () => {
      for (const [second, member] of ['A', 'B', 'C'].entries()) {
        saying('1', second);
        expect(await own(member)).toEqual({ ...acceptance('1', second), mayBeSecond: false });
      }
    });

    test('is none there either where each is told another id: what was said first is known behind what was said since', async () => {
      const told = (id: string, second: number) => {
        const { text, ...answer } = acceptance('1', second);
        post = async () => ({ ...answer, text: text.replace('1660000000000000001', id) });
      };
      told('7', 0);
      await own('A');
      told('8', 1);
      await own('B');
      told('7', 0);
      await expect(own('C')).rejects.toMatchObject({ code: 'answer-repeated' });
    });

    test('is none where it is the first of all since the start, either: who has kept that one accepts nobody by it', async () => {
      saying('1', 7);
      await own('A');
      for (const member of ['B', 'C', 'B'])
        await expect(own(member)).rejects.toMatchObject({ code: 'answer-repeated' });
      saying('2', 8);
      expect(await own('B')).toMatchObject({ mayBeSecond: false });
    });

    test('nor where nothing says when it was said', async () => {
      post = async () => ({ ...acceptance('1'), date: '' });
      await own('A');
      await expect(own('B')).rejects.toMatchObject({ code: 'answer-repeated' });
    });
  });

  test('where the connections that are kept cannot be let go of, nothing is certain', async () => {
    post = () => Promise.reject(NEVER_LEFT);
    renew = async () => false;
    expect(await outcome()).toBe('may have arrived');
    renew = () => Promise.reject(new Error('no such function'));
    expect(await outcome()).toBe('may have arrived');
  });

  test('what may have arrived may have arrived, whatever the connection', async () => {
    post = () => Promise.reject(new LostCall('err_connection_refused', true));
    expect(await outcome()).toBe('may have arrived');
  });
});

test.skipIf(!canSquat)(
  'a gateway that is named http://localhost is called at 127.0.0.1: who has its port at ::1 hears nothing (needs ::1)',
  async () => {
    const gateway = createServer((_request, response) => response.end(ANSWER.text));
    await once(gateway.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void gateway.close());
    const { port } = gateway.address() as AddressInfo;
    const squatter = await openSquatter(port);
    onTestFinished(squatter.close);
    onTestFinished(nameSixFirst());
    const real = new Lines(
      () => openNodeLine(),
      () => now,
    );
    const answer = await real.post({ ...CALL, url: `http://localhost:${port}/router/rest` });
    expect(squatter.heard).toEqual([]);
    expect(answer.text).toBe(ANSWER.text);
  },
);
