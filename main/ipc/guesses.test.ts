import { expect, test } from 'vitest';
import { CONSENT, freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';
import { SOLE_HOLD } from '../lease/hold.ts';

const SAVE = 'a'.repeat(32);

/** Registers a member, and then under its id one number after the other; how often the till said that it is another. */
async function guess(isSure: boolean) {
  // As a lease that has not been looked at for a while: one look at a time, for which all calls wait together.
  const look = new Promise<void>((resolve) => setTimeout(resolve, 100));
  const hold = { ...SOLE_HOLD, isSure: true, confirm: () => look };
  const { calls } = await startTill(await freshFolder(), { hold });
  const ask = (mobile: string) =>
    calls.registerMember({
      requestId: SAVE,
      operatorId: OPERATOR,
      member: { mobile },
      correctionOf: null,
      consent: CONSENT,
    });
  await ask('13812346520');
  hold.isSure = isSure;
  const numbers = Array.from({ length: 300 }, (_, n) => `138${String(n).padStart(4, '0')}6520`);
  const replies = await Promise.all(numbers.map(ask));
  return replies.flatMap((reply) => (reply.ok ? [] : [reply.error.code]));
}

test.each([true, false])(
  'a burst of guesses under a known id is answered as often as somebody types (sure of the folder: %s)',
  async (isSure) => {
    const codes = await guess(isSure);
    expect(codes.filter((code) => code === 'intention.reused').length).toBeLessThanOrEqual(6);
    expect(codes.filter((code) => code === 'lookup.too-fast').length).toBeGreaterThanOrEqual(294);
  },
);
