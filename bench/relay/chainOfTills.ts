import { until } from '../../e2e/relay/engines.ts';
import type { MasterKeyPort } from '../../relay/keys/masterKeyPort.ts';
import { parseMasterKeys } from '../../relay/keys/masterKeys.ts';
import { type SecretOwner, sealSecret } from '../../relay/keys/wrappedSecret.ts';
import type { WrappedSecret } from '../../relay/state/relayState.ts';
import { ValkeyState } from '../../relay/valkey/valkeyState.ts';
import { tillKey } from '../processes/relayCalls.ts';

/** The brand and the shop of the bench's saves (`bench/enqueue/ours.ts`). */
const PLACE = { brandId: '244323', shopIds: ['239923231'] };

const ACCOUNT = { appKey: '87651234', appSecret: 'ffeeddccbbaa99887766554433221100' };

/** So many at a time; more would only wait for each other. */
const BATCH = 50;

/** A report as a till in its usual state sends it. */
const REPORT = JSON.stringify({
  format: 1,
  version: '1.2.3',
  isRunning: true,
  runsForSeconds: 36_000,
  waiting: 12,
  oldestWaitingSeconds: 95,
  pause: 'none',
  held: 2,
  heldByCode: [['40', 2]],
  sinceAcceptedSeconds: 30,
  clockOffsetSeconds: null,
  disk: { freeMebibytes: 81_920, isRefusing: false },
  keyStore: 'os',
  pageEnds: 0,
  warnings: ['store.weak-protection'],
  openingHours: { from: '09:00', to: '22:00', utcOffsetMinutes: 480 },
});

/** What stands in the shared state for a chain, put there as the relay's commands do. */
export class ChainOfTills {
  readonly #state: ValkeyState;
  readonly #keys: MasterKeyPort;
  /** How many there are. */
  tills = 0;

  private constructor(state: ValkeyState, keys: MasterKeyPort) {
    this.#state = state;
    this.#keys = keys;
  }

  static async open(url: string, masterKey: string): Promise<ChainOfTills> {
    const keys = parseMasterKeys(masterKey, 'bench');
    if (!keys.ok) throw new Error(keys.says);
    const state = new ValkeyState({ url, prefix: 'tillside', callsPerMinute: null });
    await until('the state answers', () => state.isReady());
    const chain = new ChainOfTills(state, keys.value);
    const { appKey, appSecret } = ACCOUNT;
    const secret = await chain.#sealed(appSecret, { kind: 'account', appKey });
    await state.putAccount({ appKey, session: null, secrets: [secret], version: 1 }, null);
    return chain;
  }

  /** Until there are so many tills. */
  async grow(count: number): Promise<void> {
    await inBatches(this.tills, count, (number) => this.#add(number));
    this.tills = count;
  }

  /** A report of every till. */
  report(): Promise<void> {
    return inBatches(0, this.tills, async (number) => {
      await this.#state.putReport(tillKey(number).appKey, REPORT);
    });
  }

  close(): Promise<void> {
    return this.#state.close();
  }

  async #add(number: number): Promise<void> {
    const { appKey, appSecret } = tillKey(number);
    const secret = await this.#sealed(appSecret, { kind: 'till', appKey });
    const record = {
      ...{ appKey, name: `till ${number}`, ...PLACE, secrets: [{ secret, until: null }] },
      ...{ createdAt: 0, revokedAt: null, version: 1 },
    };
    // A machine that is busy may let a command wait for too long: it was written then, or is written now.
    await until('a till is stored', async () => {
      return (await this.#state.putTill(record, null)).kind !== 'away';
    });
  }

  async #sealed(secret: string, owner: SecretOwner): Promise<WrappedSecret> {
    const sealed = await sealSecret(this.#keys, secret, owner);
    if (!sealed.ok) throw new Error(sealed.says);
    return sealed.value;
  }
}

async function inBatches(
  from: number,
  to: number,
  act: (number: number) => Promise<void>,
): Promise<void> {
  for (let start = from; start < to; start += BATCH) {
    const count = Math.min(BATCH, to - start);
    await Promise.all(Array.from({ length: count }, (_, index) => act(start + index)));
  }
}
