import fc from 'fast-check';
import { OUTCOME_TABLE } from '../../app/gateway/outcomeTable.ts';
import type { FaultAction } from '../../sandbox/faults/faultSchema.ts';

/** Seconds that a ban lasts: from one to a day and a bit, after which an unknown outcome is stale. */
const BANS = [1, 17, 600, 31_062, 26 * 3_600];

/** One answer for every row of the table that ships; a pattern is answered with one of its endings. */
const everyRow: FaultAction[] = OUTCOME_TABLE.flatMap((row): FaultAction[] => {
  const subCode = row.subCode?.replace('*', 'simulated');
  if (row.resultCode !== undefined) return [{ type: 'bizFailure', resultCode: row.resultCode }];
  // A sub code decides under any number; 15 and 50 mean nothing by themselves.
  const codes = row.code === undefined ? [15, '50'] : [Number(row.code), row.code];
  return codes.map((code) => ({ type: 'error', code, ...(subCode ? { subCode } : {}) }));
});

const unpublished: FaultAction[] = [
  { type: 'error', code: 7, subMsg: 'This ban will last for 0 more seconds' },
  // A slip of the gateway: it bans nobody for months.
  { type: 'error', code: 7, subMsg: 'This ban will last for 12,345,678 more seconds' },
  { type: 'error', code: 15 },
  { type: 'error', code: 50 },
  { type: 'error', code: 999, subCode: 'somebody.else' },
  { type: 'bizFailure' },
  { type: 'bizFailure', resultCode: '7' },
];

const ROOT = 'alibaba_alsc_crm_open_customer_save_response';

const json = (body: unknown, afterEffect: boolean): FaultAction => ({
  type: 'http',
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(body),
  afterEffect,
});

/** The API's own root in shapes that nobody has published. */
const oddShapes: FaultAction[] = [
  json({ [ROOT]: { result: { biz_success: true, result: { id: 7 }, result_desc: [1] } } }, true),
  ...[true, false].flatMap((afterEffect) => [
    json({ [ROOT]: {} }, afterEffect),
    json({ [ROOT]: { result: { biz_success: 'true' } } }, afterEffect),
    json({ error_response: { msg: 'Remote service error' } }, afterEffect),
  ]),
];

const notTheApi: FaultAction[] = [
  { type: 'http', status: 200, body: '<html>portal</html>' },
  { type: 'http', status: 200, body: '{"welcome":true}', contentType: 'application/json' },
  { type: 'http', status: 200, body: '' },
  ...[500, 502, 503, 504, 404].map((status): FaultAction => ({ type: 'http', status })),
  { type: 'redirect', location: 'http://portal.example/' },
  { type: 'http', status: 302, body: '{"error_response":{"code":41}}' },
  { type: 'refuse' },
  { type: 'truncated' },
  { type: 'drop', when: 'before' },
  { type: 'hang' },
];

const afterTheEffect: FaultAction[] = [
  { type: 'drop', when: 'after' },
  { type: 'hang', afterEffect: true },
  { type: 'truncated', afterEffect: true },
  { type: 'http', status: 502, afterEffect: true },
  { type: 'error', code: 15, subCode: 'isp.remote-service-timeout', afterEffect: true },
  { type: 'error', code: 31, subCode: 'isv.request-replay-error', afterEffect: true },
  { type: 'error', code: 50, afterEffect: true },
  { type: 'endless', begins: 'answer', afterEffect: true },
  { type: 'endless', begins: 'page', afterEffect: true },
  { type: 'endless', begins: 'head', afterEffect: true },
  { type: 'endless', begins: 'answer', by: 'trickle', afterEffect: true },
  { type: 'endless', begins: 'answer', by: 'packed', afterEffect: true },
];

const slow = fc
  .tuple(
    fc.constantFrom(900, 15_000, 19_000, 25_000, 90_000),
    fc.boolean(),
    fc.constantFrom(undefined, ...afterTheEffect.slice(3), ...everyRow),
  )
  .map(([milliseconds, lateEffect, next]): FaultAction => {
    const own = { type: 'slow' as const, milliseconds, lateEffect };
    // biome-ignore lint/suspicious/noThenProperty: the sandbox's word for what follows a wait.
    return next === undefined || next.type === 'slow' ? own : { ...own, then: next };
  });

/** What a closed brand or a broken platform answers to whoever comes. */
export const faultsOfAll = fc.constantFrom<FaultAction>(
  { type: 'error', code: 15, subCode: 'isv.brand-closed' },
  { type: 'error', code: 41 },
  { type: 'error', code: 11 },
  { type: 'error', code: 27 },
  { type: 'error', code: 50 },
  { type: 'bizFailure', resultCode: 'CLOSED' },
  { type: 'bizFailure', resultCode: 'SYSTEM_ERROR' },
  json({ [ROOT]: {} }, true),
);

/** Everything that the gateway, or what stands before it, can do to one call. */
export const answers: fc.Arbitrary<FaultAction> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...everyRow) },
  { weight: 2, arbitrary: fc.constantFrom(...unpublished) },
  { weight: 2, arbitrary: fc.constantFrom(...oddShapes) },
  { weight: 4, arbitrary: fc.constantFrom(...notTheApi) },
  { weight: 4, arbitrary: fc.constantFrom(...afterTheEffect) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...BANS).map((seconds): FaultAction => ({ type: 'ban', seconds })),
  },
  { weight: 1, arbitrary: fc.constant<FaultAction>({ type: 'expireSession' }) },
  { weight: 2, arbitrary: slow },
);
