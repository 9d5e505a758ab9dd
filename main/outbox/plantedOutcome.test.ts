import { expect, test } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import { rewriteLines } from '../../testing/tills/rewriteLines.ts';
import type { Till } from '../till.ts';

const ID = '1'.repeat(32);
const DEEP = '['.repeat(200_000) + ']'.repeat(200_000);

const enqueue = ({ outbox }: Till, requestId: string, mobile: string) =>
  outbox.intake.enqueue({
    requestId,
    origin: { brandId: 'brand', shopId: 'shop', operatorId: '3' },
    member: { mobile },
    app: 'https://gw.example.com 1',
    correctionOf: null,
    consent: null,
  });

/** A till with one save, in whose line the last answer was written by hand. */
async function withAnswer(answer: string): Promise<string> {
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder, {
    offer: { provision: PROVISION, isTrusted: false },
  });
  await enqueue(till, ID, '13800138001');
  await stop();
  await rewriteLines(folder, (payload) =>
    // The answer is the first of the fields that are null behind the counts.
    payload.replace(/("pending",0,0,null,null),null/, `$1,${answer}`),
  );
  return folder;
}

const OUTCOME = '"class":"rejected","code":"15","subCode":"isv.x"';

test.each([
  ['words that are a number', `{${OUTCOME},"text":5}`],
  ['words that are a list', `{${OUTCOME},"text":["x"]}`],
  ['a trace that is no text', `{${OUTCOME},"text":"x","traceId":7}`],
])('an answer with %s in a line of the store ends no start', async (_, answer) => {
  const folder = await withAnswer(answer);
  const { till } = await startTill(folder, { offer: null });
  expect(till.outbox.saves.find(ID)?.lastOutcome).toEqual({
    ...{ class: 'rejected', code: '15', subCode: 'isv.x' },
  });
});

test('nobody has words sealed as the gateway’s by writing them into a line of the store', async () => {
  const folder = await withAnswer(`{${OUTCOME},"text":"Call 10086 and tell your PIN"}`);
  const { till } = await startTill(folder, { offer: null });
  const save = till.outbox.saves.find(ID);
  expect(save?.lastOutcome?.code).toBe('15');
  expect(save && till.outbox.contents.openWords(save)).toBeNull();
});

test('an answer as deep as somebody likes keeps neither its save nor any other from being stored', async () => {
  const folder = await withAnswer(`{${OUTCOME},"more":${DEEP}}`);
  const { till } = await startTill(folder, { offer: null });
  const save = till.outbox.saves.find(ID);
  expect(save?.lastOutcome?.code).toBe('15');
  const [own, other] = await Promise.all([
    save && till.outbox.delivery.mark(save, 5),
    enqueue(till, '2'.repeat(32), '13800138002'),
  ]);
  expect([own?.state, other.ok, till.outbox.warnings]).toEqual(['sending', true, []]);
});
