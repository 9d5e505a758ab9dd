import { describe, expect, test } from 'vitest';
import type { OwnAnswer } from '../door/methods.ts';
import { takeReport } from './takeReport.ts';
import { ChainInMemory, NINE, tillRecord, WELL } from './testing/chainInMemory.ts';

function intake() {
  const chain = new ChainInMemory();
  const results: string[] = [];
  const handler = takeReport(chain, { reported: (result) => results.push(result) });
  const tell = (appKey: string, report: string | null, more: [string, string][] = []) =>
    handler.serve({
      method: 'tillside.till.report',
      params: new Map([...more, ...(report === null ? [] : [['report', report] as const])]),
      till: tillRecord(appKey),
      now: NINE,
      isPrivate: false,
    });
  return { chain, results, handler, tell };
}

const codeOf = (answer: OwnAnswer) =>
  answer.kind === 'refused' ? `${answer.refusal.code} ${answer.refusal.subCode}` : answer.kind;

test('a report stands in the place of the till’s last one, with the moment by the state’s clock', async () => {
  const { chain, tell, results } = intake();
  await tell('k1', JSON.stringify({ ...WELL, waiting: 7 }));
  chain.now += 60_000;
  expect(codeOf(await tell('k1', JSON.stringify(WELL)))).toBe('result');
  expect([...chain.stored.values()]).toEqual([
    { appKey: 'k1', receivedAt: NINE + 60_000, report: JSON.stringify(WELL) },
  ]);
  expect(results).toEqual(['kept', 'kept']);
});

test('a till is known by its key alone: nothing in a call or a report makes it another', async () => {
  const { chain, tell } = intake();
  await tell('k2', JSON.stringify({ ...WELL, waiting: 1 }));
  await tell('k1', JSON.stringify(WELL), [
    ['app_key', 'k2'],
    ['till', 'k2'],
  ]);
  expect(chain.stored.get('k2')?.report).toContain('"waiting":1');
  expect(codeOf(await tell('k1', JSON.stringify({ ...WELL, appKey: 'k2' })))).toBe(
    '41 isv.report-not-read',
  );
});

test('no administrator and nobody unknown reports', async () => {
  const { chain, handler } = intake();
  expect(handler.signedBy).toBe('till');
  const params = new Map([['report', JSON.stringify(WELL)]]);
  const answer = await handler.serve({
    method: '',
    params,
    till: null,
    now: NINE,
    isPrivate: false,
  });
  expect(codeOf(answer)).toMatch(/^40 /);
  expect(chain.stored.size).toBe(0);
});

describe('what is no report is refused and changes nothing', () => {
  test.each<[string, string | null, string]>([
    ['none at all', null, '40 isv.missing-parameter:report'],
    ['an empty one', '', '40 isv.missing-parameter:report'],
    ['no JSON', '{', '41 isv.report-not-read'],
    ['a list', '[]', '41 isv.report-not-read'],
    ['a field too many', JSON.stringify({ ...WELL, mobile: '1' }), '41 isv.report-not-read'],
    ['a field too few', '{"format":1}', '41 isv.report-not-read'],
    [
      'more than a thousand bytes',
      `${JSON.stringify(WELL)}${' '.repeat(1_000)}`,
      '41 isv.report-not-read',
    ],
  ])('%s', async (_, report, code) => {
    const { chain, tell, results } = intake();
    expect(codeOf(await tell('k1', report))).toBe(code);
    expect(chain.stored.size).toBe(0);
    expect(results).toEqual(['refused']);
  });
});

test('where the state is away a till hears "later"', async () => {
  const { chain, tell, results } = intake();
  chain.isAway = true;
  expect(codeOf(await tell('k1', JSON.stringify(WELL)))).toBe('10 isp.relay-state-away');
  expect(results).toEqual(['away']);
});

test('what is stored is the report as it was understood, never the text that came', async () => {
  const { chain, tell } = intake();
  const text = JSON.stringify(WELL, null, 1).replace('"waiting"', '"\\u0077aiting"');
  expect(text).not.toContain('"waiting"');
  await tell('k1', text);
  expect(chain.stored.get('k1')?.report).toBe(JSON.stringify(WELL));
});
