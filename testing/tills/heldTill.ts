import type { Outcome } from '../../app/gateway/outcome.ts';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import type { BulkDeed, BulkPreview, BulkRun, HeldCause } from '../../app/outbox/bulk.ts';
import type { Save } from '../../app/outbox/save.ts';
import { inParts } from '../../main/outbox/inParts.ts';
import type { Till } from '../../main/till.ts';
import { CONSENT, OPERATOR, PIN, PROVISION, startTill } from './openedTill.ts';

/** A second operator of the till. */
export const OTHER = '2392314';
export const TWO_OPERATORS = {
  ...PROVISION,
  operators: [...PROVISION.operators, { id: OTHER, name: 'Two' }],
};

/** What the gateway says of an operator whom it does not know. */
export const WRONG_OPERATOR: Outcome = {
  class: 'rejected',
  code: '15',
  subCode: 'isv.operator-invalid',
  text: 'operator_id is invalid',
  traceId: 't',
};
export const OF_OPERATOR: HeldCause = {
  heldReason: 'rejected',
  code: '15',
  subCode: 'isv.operator-invalid',
  field: null,
};

export const idOf = (number: number) => number.toString(16).padStart(32, '0');
export const mobileOf = (number: number) => String(13_800_000_000 + number);

/** Registers somebody; the number makes id and phone number. */
export function saved(till: Till, number: number, more: Member = {}, operatorId = OPERATOR) {
  return till.outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: PROVISION.brandId, shopId: PROVISION.shopId, operatorId },
    member: { mobile: mobileOf(number), ...more },
    app: platformApp(PROVISION.gateway),
    correctionOf: null,
    consent: CONSENT,
  });
}

/** The save is sent, and this comes of it. */
export async function answered(till: Till, requestId: string, outcome: Outcome) {
  const { saves, delivery } = till.outbox;
  const save = saves.find(requestId);
  const now = till.clock.now();
  const sending = save && (await delivery.mark(save, now));
  const own = { now, random: () => 0, isOwnFault: true, isEverybodys: false };
  if (sending) await delivery.settle(sending, outcome, own);
}

/** So many are refused, from this number on. */
export async function heldSaves(till: Till, count: number, from = 1): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  await inParts(numbers, async (number) => {
    await saved(till, number);
    await answered(till, idOf(number), WRONG_OPERATOR);
  });
}

/** A till with an open session of the manager's, and so many saves that are held for the operator. */
export async function heldTill(folder: string, count: number) {
  const started = await startTill(folder, {
    offer: { provision: TWO_OPERATORS, isTrusted: false },
  });
  const { till, calls } = started;
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  await heldSaves(till, count);
  const preview = async (deed: BulkDeed): Promise<BulkPreview> => {
    const answer = await calls.previewBulk({ operatorId: OPERATOR, deed });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  const latest = async (): Promise<BulkRun | undefined> => {
    const answer = await calls.listBulkRuns(null);
    return answer.ok ? answer.value.runs[0] : undefined;
  };
  /** Resolves when it is over. */
  const ran = async (token: string): Promise<BulkRun | undefined> => {
    const answer = await calls.runBulk({ operatorId: OPERATOR, token });
    if (!answer.ok) throw new Error(answer.error.code);
    return over();
  };
  const over = async (): Promise<BulkRun | undefined> => {
    for (;;) {
      const run = await latest();
      if (run?.state !== 'running') return run;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const done = async (deed: BulkDeed) => ran((await preview(deed)).token);
  const states = () => [...till.outbox.saves.values()].map(stateOf);
  return { ...started, preview, ran, over, done, latest, states };
}

export function stateOf({ state, closedReason }: Save): string {
  return closedReason === null ? state : `${state}: ${closedReason}`;
}
