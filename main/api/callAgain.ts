import type { ParsedArgument } from '../../app/ipc/bridge.ts';
import { asWriteFailure } from '../files/storeFailure.ts';
import type { EnqueueResult } from '../outbox/intention.ts';
import type { Till } from '../till.ts';
import { type ApiAnswer, refuse, refuseAs } from './refusal.ts';

/** So many look-ups stay for whoever types at the counter. */
export const KEPT_LOOKUPS = 2;

type Parts = Pick<Till, 'outbox' | 'lookups' | 'hold'>;

/**
 * A call whose key has made a save already: it finds that, held against what the save itself was made with. Notice,
 * operators, shop and brand may have changed since; what is on the disk is not made undone by that, and a refusal would say
 * that nothing is. Resolves with null where it is the save, else with why not; undefined: there is no such save any more.
 */
export function createCallAgain({ outbox, lookups, hold }: Parts) {
  const { saves, intake } = outbox;

  return async (
    argument: ParsedArgument<'registerMember'>,
  ): Promise<ApiAnswer | null | undefined> => {
    const { requestId, operatorId, member, consent } = argument;
    try {
      if (!hold.isSure) await hold.confirm();
    } catch (error) {
      return refuseAs({ code: asWriteFailure(error).failure });
    }
    // Whether a key stands for this content says something of a member: asked at the rate of look-ups.
    const refusal = await lookups.take(KEPT_LOOKUPS);
    if (refusal !== null) return refuseAs(refusal.error);
    const save = saves.find(requestId);
    if (save === undefined) {
      lookups.giveBack();
      return undefined;
    }
    const { brandId, shopId, app } = save;
    // A save keeps no brand in its consent: it has one itself. One of no known brand or shop was made by no call.
    const isOther =
      brandId === null || shopId === null || (consent !== null && consent.brandId !== brandId);
    const result: EnqueueResult = isOther
      ? { ok: false, failure: 'intention.reused' }
      : await intake.enqueue({
          requestId,
          origin: { brandId, shopId, operatorId },
          member,
          app,
          correctionOf: null,
          consent,
        });
    if (result.ok || result.failure !== 'intention.reused') lookups.giveBack();
    if (result.ok) return null;
    const isReused = result.failure === 'intention.reused';
    return isReused
      ? refuse({ code: 'intention.reused', requestId })
      : refuseAs({ code: result.failure });
  };
}
