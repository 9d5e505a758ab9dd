import { afterEach, expect, test } from 'vitest';
import { AskedSandbox, SESSION } from './testing/askedSandbox.ts';

let asked: AskedSandbox;
afterEach(() => asked.close());

const ORDER = 'verb > encoding > method > format > version > app key > timestamp > sign';

test('the sandbox as it is: the report says what it does', async () => {
  asked = await AskedSandbox.start({ rules: [], temperament: { requestIdScope: 'app' } });
  expect(await asked.run(['--other-shop=2', '--wait'])).toBe(true);
  expect(await asked.answers()).toEqual({
    session: 'not required',
    upsertKey: 'mobile or outer id',
    twoMatches: 'the older customer, then one',
    otherBody: 'refused',
    repeatedRequest: 'first result',
    requestIdScope: 'wider than a shop',
    refusedRequestId: 'free',
    absentField: 'kept',
    emptyField: 'refused',
    repeatedSign: 'refused',
    // Without a session that is required, any token is good.
    checkOrder: `${ORDER} > argument`,
    wrongValues: '14 refused, 8 accepted',
    requestIdLifetime: 'longer than 7 d',
    resultField: 'a customer id',
    errorShape: 'HTTP 200, code as number',
    dateHeader: 'always',
    quota: 'open',
    connection: 'plain http/1.1, kept alive',
    memberOrCustomer: 'open',
  });
  const { findings } = await asked.report();
  const order = findings.find(({ id }) => id === 'checkOrder');
  expect(order?.outbox).toMatch(/^Confirms it/);
});

test('a strict one: a session, ids that are forgotten, another body dropped without a word', async () => {
  asked = await AskedSandbox.start(
    {
      requireSession: true,
      forgetIdsAfterSeconds: 3_600,
      temperament: {
        twoMatches: 'refuse',
        emptyText: 'ignore',
        otherBody: 'firstResult',
        requestIdScope: 'shop',
        checkFirst: ['appKey', 'session'],
      },
    },
    SESSION,
  );
  const environment = { TILLSIDE_SESSION: SESSION };
  expect(await asked.run(['--other-shop=2', '--wait', '--ages=10m,2h'], environment)).toBe(true);
  expect(await asked.answers()).toMatchObject({
    session: 'required',
    upsertKey: 'mobile or outer id',
    twoMatches: 'refused',
    otherBody: 'first result',
    // Two customers are never joined, so that only the other body shows it.
    repeatedRequest: 'first result',
    requestIdScope: 'the shop',
    refusedRequestId: 'free',
    absentField: 'kept',
    emptyField: 'ignored',
    repeatedSign: 'refused',
    checkOrder:
      'app key > session > verb > encoding > method > format > version > timestamp > sign > argument',
    requestIdLifetime: 'between 10 m and 2 h',
  });
});

test('another one: only the outer id counts, another body takes effect, signs may come again', async () => {
  asked = await AskedSandbox.start({
    forgetIdsAfterSeconds: 86_400,
    temperament: {
      upsertKey: 'outerId',
      emptyText: 'clear',
      otherBody: 'takeEffect',
      repeatedSign: 'allow',
      checkFirst: ['sign'],
    },
  });
  expect(await asked.run(['--wait', '--ages=1h,12h,2d'])).toBe(true);
  expect(await asked.answers()).toMatchObject({
    session: 'not required',
    upsertKey: 'outer id',
    twoMatches: 'cannot happen',
    otherBody: 'takes effect',
    repeatedRequest: 'first result',
    requestIdScope: 'open',
    // It is accepted, and nothing that comes back would show a cleared field.
    absentField: 'open',
    emptyField: 'open',
    repeatedSign: 'allowed',
    checkOrder: `sign > ${ORDER.replace(' > sign', '')} > argument`,
    requestIdLifetime: 'between 12 h and 2 d',
  });
  const { lookUp } = await asked.report();
  expect(lookUp.some((line) => line.includes('(emptyField)'))).toBe(true);
});

test.each([
  ['mobile', "the mobile's customer, then one"],
  ['outerId', "the outer id's customer, then one"],
] as const)('two customers, and the one of the %s wins; "" clears', async (twoMatches, answer) => {
  asked = await AskedSandbox.start({ temperament: { twoMatches, emptyText: 'clear' } });
  await asked.run(['--wait']);
  expect(await asked.answers()).toMatchObject({
    twoMatches: answer,
    repeatedRequest: 'first result',
    absentField: 'kept',
    emptyField: 'cleared',
    requestIdLifetime: 'longer than 7 d',
  });
});

test('what is left out is cleared', async () => {
  asked = await AskedSandbox.start({ temperament: { absentField: 'clear', emptyText: 'ignore' } });
  await asked.run();
  expect(await asked.answers()).toMatchObject({
    upsertKey: 'mobile or outer id',
    absentField: 'cleared',
  });
});

test('only the mobile counts: an outer id makes a customer each time', async () => {
  asked = await AskedSandbox.start({
    forgetIdsAfterSeconds: 1,
    temperament: { upsertKey: 'mobile' },
  });
  await asked.run(['--wait', '--ages=10m']);
  expect(await asked.answers()).toMatchObject({
    upsertKey: 'mobile',
    twoMatches: 'cannot happen',
    // A second lies between two calls: for this platform an id is nothing.
    repeatedRequest: 'executed again',
    requestIdLifetime: 'not at all',
  });
});

test('a replay that is refused is told as a contradiction of the table', async () => {
  asked = await AskedSandbox.start({ temperament: { repeat: 'refuse' } });
  await asked.run(['--wait']);
  expect(await asked.answers()).toMatchObject({
    repeatedRequest: 'refused',
    requestIdLifetime: 'longer than 7 d',
  });
  const { findings } = await asked.report();
  const found = findings.find(({ id }) => id === 'repeatedRequest');
  expect(found?.outbox).toMatch(/Contradicts.*"rejected"/);
});

test('where "result" says only "true", what needs a customer id stays open, and the report says why', async () => {
  asked = await AskedSandbox.start({
    forgetIdsAfterSeconds: 3_600,
    temperament: { result: 'true' },
  });
  await asked.run(['--wait']);
  expect(await asked.answers()).toMatchObject({
    upsertKey: 'open',
    twoMatches: 'open',
    repeatedRequest: 'open',
    absentField: 'open',
    // Refusals are said by the answer itself.
    otherBody: 'refused',
    emptyField: 'refused',
    requestIdLifetime: 'between 10 m and 1 d',
    resultField: '"true"',
  });
  const { findings } = await asked.report();
  const found = findings.find(({ id }) => id === 'upsertKey');
  expect(found?.says).toContain('holds no customer id ("true")');
});
