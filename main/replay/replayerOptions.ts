import type { Randomness } from '../../app/backoff/backoff.ts';
import type { OutcomeRecord } from '../../app/gateway/outcome.ts';
import type { OutcomeRow } from '../../app/gateway/outcomeTable.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Gate } from '../../app/replay/gateKinds.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { Clock } from '../clock/clock.ts';
import type { GatewayClient } from '../gateway/gatewayClient.ts';
import type { GatewayClock } from '../gateway/gatewayClock.ts';
import type { Delivery } from '../outbox/delivery.ts';
import type { SaveNews } from '../outbox/saveNews.ts';
import type { WakeReason } from './sleeper.ts';

export interface ReplayerOptions {
  saves: Saves;
  /** Tells of what a file brings. */
  news: Pick<SaveNews, 'on' | 'onDoubted'>;
  delivery: Delivery;
  client: Pick<GatewayClient, 'send'>;
  gatewayClock: GatewayClock;
  clock: Clock;
  random: Randomness;
  /** The account to sign with, or null while the till is not provisioned, or nothing may be sent. */
  account: () => GatewayAccount | null;
  /** Earlier settings were put back, and nobody has said that they hold; default: never. */
  isSetBack?: () => boolean;
  /** Whose the data are; nothing leaves where that is not known, or is asked. Default: this computer's. */
  standing?: () => 'looking' | 'asking' | 'ours';
  /** What answers mean; the first fitting row decides. */
  table: () => readonly OutcomeRow[];
  /** Calls per minute that the chain grants this till, or null; default null. */
  budget?: () => number | null;
  /** The settings say that the gateway is a relay; otherwise it is known once it has given an appointment. Default: they do not. */
  isRelay?: () => boolean;
  /** The till's place among all tills, 0 to 1, always the same for one till; default 0. */
  phase?: number;
  /** Called with every settled save, after it is on disk. The gateway's own words are not in the outcome. */
  onSettled?: (save: Save, outcome: OutcomeRecord) => void;
  /** Called with an answer that came when its save was settled already: nothing is done with it. */
  onIgnored?: (save: Save, outcome: OutcomeRecord) => void;
  onPauseChanged?: () => void;
  /** Called when something other than the usual course of a drain ends a wait; `gate`: as it is then. */
  onWoken?: (reason: WakeReason, gate: Gate['kind']) => void;
  /** Called with an error that should not have been thrown. */
  onBug?: (error: unknown) => void;
}
