import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { accepted, ReplayTill, refusedConnection } from './replayTill.ts';

/** Ten people before the queue stops, two who were under way beside them, and 24 who go round. */
export const MOST_IN_DOUBT = 36;

/** A result code that nobody has published: no chain's row says what it is. */
export const shopUnknown: GatewayResponse = {
  ...accepted(''),
  bodyText: JSON.stringify({
    alibaba_alsc_crm_open_customer_save_response: {
      result: { biz_success: false, result_code: 'SHOP_NOT_EXIST' },
    },
  }),
};

/** A till with 200 people waiting, whose cable has been out. */
export async function replayBacklog(): Promise<ReplayTill> {
  const till = new ReplayTill();
  till.random = evenly();
  await till.start();
  till.answer = () => refusedConnection;
  for (let number = 1; number <= 200; number += 1) await till.register(number);
  await till.clock.pass(10 * 60_000);
  till.sent.length = 0;
  return till;
}

/** How many of its saves are in doubt on the disk. */
export function inDoubt({ store }: ReplayTill): number {
  return [...store.onDisk.values()].filter(({ firstUnknownAt }) => firstUnknownAt !== null).length;
}

/** Waits that differ, and are the same every time. */
function evenly(): () => number {
  let last = 0;
  return () => {
    last = (last + 0.618) % 1;
    return last;
  };
}
