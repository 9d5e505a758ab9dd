import type { Provision } from '../../app/settings/provision.ts';
import { requestId } from '../../bench/enqueue/contender.ts';
import type { Till, TillOptions } from '../../main/till.ts';
import { makeRecoveryPair } from '../../main/vault/recoveryKey.ts';
import type { Owed } from './owed.ts';

export const CHAIN = makeRecoveryPair();

const provision: Provision = {
  gateway: { url: 'https://gw.example/rest', appKey: '1', appSecret: 'not real' },
  brandId: '244323',
  shopId: '239923231',
  operators: [{ id: '2392313', name: 'One' }],
  recoveryKey: CHAIN.publicKey,
};

const nothing = () => undefined;

/** A till that is set up and sends nothing by itself. */
export const QUIET = {
  post: () => Promise.reject(new TypeError('nothing is sent here')),
  log: { info: nothing, warn: nothing, error: nothing },
  offer: { provision, isTrusted: true },
  isSending: false,
  onChanged: nothing,
} satisfies Partial<TillOptions>;

/** Everything that waits and is not in doubt for too long leaves `till` and is accepted. */
export async function sendAll(
  { outbox, clock }: Till,
  owed: Owed,
  isFromHere: boolean,
): Promise<void> {
  await outbox.holdStale(clock.now);
  for (const [number] of owed.all) {
    const pending = outbox.find(requestId(number));
    if (pending?.state !== 'pending') continue;
    owed.leave(number, clock.now(), isFromHere);
    const sending = await outbox.markSending(pending, clock.now());
    if (sending === null) throw new Error('not marked');
    const words = { code: '0', subCode: '', text: '', traceId: '' };
    await outbox.settle(
      sending,
      { ...words, class: 'accepted', customerId: '7' },
      { now: clock.now(), random: () => 0, isOwnFault: false, isEverybodys: false },
    );
  }
}
