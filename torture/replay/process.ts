import { OUTCOME_TABLE, type OutcomeRow } from '../../app/gateway/outcomeTable.ts';
import { homeOf } from '../../app/outbox/home.ts';
import { GatewayClient } from '../../main/gateway/gatewayClient.ts';
import { GatewayClock } from '../../main/gateway/gatewayClock.ts';
import { Lines } from '../../main/gateway/lines.ts';
import { type Outbox, openOutbox } from '../../main/outbox/openOutbox.ts';
import { Replayer } from '../../main/replay/replayer.ts';
import type { WakeReason } from '../../main/replay/sleeper.ts';
import { Vault } from '../../main/vault/vault.ts';
import { Life } from './life.ts';
import { MortalStore } from './mortalStore.ts';
import type { Surroundings } from './surroundings.ts';
import { TillsTime } from './tillsTime.ts';
import { openWire } from './wire.ts';
import { Witness } from './witness.ts';

/** How long a masked line stays after acceptance (ms). */
const RETENTION = 7 * 24 * 60 * 60_000;

const vault = new Vault(Buffer.alloc(32, 5));
const table: readonly OutcomeRow[] = OUTCOME_TABLE;

export interface Till {
  life: Life;
  outbox: Outbox;
  replayer: Replayer;
  /** Whether the mark of a call is on its way to the disk. */
  isMarking(): boolean;
  /** Something woke it: the network, the end of a sleep, somebody at the till. */
  wake(reason: WakeReason): void;
}

/** Starts the till's process (`isSending`: false where it is only to move its queue): the real outbox, the real client and the real replayer on what is outside. */
export async function startTill(around: Surroundings, isSending = true): Promise<Till> {
  const { clock, expectations, random, account, hands } = around;
  const life = new Life(clock);
  const time = new TillsTime(clock.now, clock.monotonic);
  expectations.restarted();
  const witness = new Witness(around, time);
  const store = new MortalStore(around.disk, life, {
    flush: around.flush,
    now: time.now,
    coin: () => random() < 0.5,
    watcher: witness,
  });
  const home = () => homeOf({ brandId: around.places.belonging.brand, gateway: account() });
  const outbox = await openOutbox({
    store,
    vault,
    now: clock.now,
    knownTime: () => replayer.knownTime(),
    doubtClock: {
      note: (before, since) => replayer.noteDoubt(before, since),
      word: (before) => replayer.noteWord(before),
    },
    retention: RETENTION,
    home,
  });
  const gatewayClock = new GatewayClock(clock.now, clock.monotonic);
  const client = new GatewayClient({
    post: new Lines(() => openWire(life, clock, around.network, witness, hands), clock.monotonic)
      .post,
    clock: gatewayClock,
    timeoutMilliseconds: 0,
  });
  const replayer = new Replayer({
    saves: outbox.saves,
    news: outbox.news,
    delivery: outbox.delivery,
    client: {
      send: async (used, body, said) => {
        witness.sends(used, body);
        hands.count += 1;
        const response = await client.send(used, body, said);
        hands.count -= 1;
        return response;
      },
    },
    gatewayClock,
    clock: life.clock,
    random,
    account,
    table: () => table,
    onBug: (error) =>
      expectations.broken.push(`thrown: ${error instanceof Error ? error.stack : String(error)}`),
  });
  if (isSending) replayer.start();
  const wake = (reason: WakeReason) => {
    witness.woken();
    if (reason === 'suspend' || reason === 'resume') witness.slept(reason === 'resume');
    if (reason === 'settings') witness.settingsChanged();
    replayer.wake(reason);
  };
  return { life, outbox, replayer, wake, isMarking: () => store.isMarking };
}
