import type { Randomness } from '../../app/backoff/backoff.ts';
import type { Call } from '../../platform/protocol/call.ts';
import type { FaultAction, FaultScript } from '../../sandbox/faults/faultSchema.ts';
import { readFaultScript } from '../../sandbox/faults/readFaultScript.ts';
import type { Gateway } from '../../sandbox/gateway.ts';
import type { Delivery } from '../../sandbox/wire/delivery.ts';
import type { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { platformAt, type Registration } from './places.ts';
import type { RelayInSchedule, RelayTrouble } from './relayTrouble.ts';

/** What stands between the till and the gateway. */
export type Weather = 'refused' | 'reset' | 'portal' | 'bad-gateway' | 'silence';

/**
 * What comes back to the till. `date`: the gateway's time (ms since 1970) where it is told; `appointment`: a relay's
 * `Tillside-Next`, where there is one.
 */
export type Arrival =
  | { how: 'refused'; error: string }
  | { how: 'delivered'; delivery: Delivery; date: number; appointment?: string };

/** A call on its way. `said`: the header `Tillside-Call`, where it has one. */
export interface Sent {
  url: string;
  call: Call;
  requestId: string;
  said?: string | undefined;
}

/** Takes a call to a gateway and what comes of it back; null where nothing comes. */
export type Reach = (call: Call) => Promise<Arrival | null>;

/** What stands between the network and the gateways, where something does. Null: nothing comes back. */
export interface Middle {
  pass(sent: Sent, reach: Reach): Promise<Arrival | null>;
  /** Something goes wrong with it from now on. */
  meet(trouble: RelayTrouble): void;
  /** Nothing is wrong with it any more. */
  lift(): void;
}

/** What a relay in the middle is opened with. */
export interface MiddleParts {
  clock: VirtualClock;
  /** What time it really is, ms since 1970. */
  time: () => number;
  settings: RelayInSchedule;
  /** What the chain is to the platform behind an address, as it is now. */
  chainAt: (url: string) => Registration;
  chains: readonly Registration[];
}

export type OpenMiddle = (parts: MiddleParts) => Middle;

interface Planned {
  requestId: string | null;
  times: number;
  action: FaultAction;
}

/** What a connection that cannot be made is called; a call that came before it may have arrived all the same. */
const REFUSALS = [
  'err_connection_refused',
  'err_proxy_connection_failed',
  'err_name_not_resolved',
  'err_internet_disconnected',
  'err_cert_date_invalid',
  'err_ssl_protocol_error',
];

/** A call takes up to this long each way (ms). */
const LONGEST_WAY = 40;

/** The way to the gateway and the gateway itself, with everything that may go wrong on it. */
export class Network {
  readonly #clock: VirtualClock;
  readonly #gateways: { here: Gateway; there: Gateway };
  readonly #random: Randomness;
  readonly #lasting: FaultScript;
  readonly #middle: Middle | null;
  readonly #odd = new Map<string, number>();
  readonly #choked = new Map<string, Weather>();
  #planned: Planned[] = [];
  #wrongDates: { by: number; times: number }[] = [];
  /** What every call is answered, until when. */
  #forAll: { action: FaultAction; until: number } | null = null;
  #weather: Weather | null = null;
  #weatherUntil = 0;

  constructor(
    clock: VirtualClock,
    gateways: { here: Gateway; there: Gateway },
    random: Randomness,
    lasting: FaultScript,
    middle: Middle | null = null,
  ) {
    this.#clock = clock;
    this.#gateways = gateways;
    this.#random = random;
    this.#lasting = lasting;
    this.#middle = middle;
  }

  plan(planned: Planned): void {
    this.#planned.push(planned);
  }

  /** A save that is answered with a fault of the settings from now on, for ever. */
  setOdd(requestId: string, code: number): void {
    this.#odd.set(requestId, code);
  }

  /** A save that something on the way chokes on from now on, for ever. */
  setChoked(requestId: string, weather: Weather): void {
    this.#choked.set(requestId, weather);
  }

  /** How many something on the way chokes on: of one person each waits until the one before is stale, a day. */
  get choked(): number {
    return this.#choked.size;
  }

  get hasOdd(): boolean {
    return this.#odd.size + this.#choked.size > 0;
  }

  /** Every call is answered like this for a while. */
  answerAll(action: FaultAction, lasts: number): void {
    this.#forAll = { action, until: this.#clock.monotonic() + lasts };
  }

  /** The next answers bear a `Date` that is wrong by so much (ms). */
  planDate(by: number, times: number): void {
    this.#wrongDates.push({ by, times });
  }

  outage(weather: Weather, lasts: number): void {
    this.#weather = weather;
    this.#weatherUntil = this.#clock.monotonic() + lasts;
  }

  lift(): void {
    this.#middle?.lift();
    this.#planned = [];
    this.#wrongDates = [];
    this.#forAll = null;
    this.#weather = null;
  }

  /** Whether the network stack lets go of the connections that it keeps; it nearly always does. */
  letsGo(): boolean {
    return this.#random() < 0.95;
  }

  /**
   * Takes a call to its address and what comes of it back. Never resolves where nothing comes back. What is lost on a
   * connection that was used before (`isKept`) is sent again, and then the gateway is there or not.
   */
  async carry(sent: Sent, isKept: boolean): Promise<Arrival> {
    const arrival = await this.#carryOnce(sent);
    if (!isKept || !isLost(arrival)) return arrival;
    return this.#random() < 0.5 ? this.#refused() : this.#carryOnce(sent);
  }

  async #carryOnce(sent: Sent): Promise<Arrival> {
    const { url, call, requestId } = sent;
    await this.#wait(this.#random() * LONGEST_WAY);
    if (this.#weather !== null && this.#clock.monotonic() < this.#weatherUntil) {
      return this.#inWeather(this.#weather);
    }
    const choked = this.#choked.get(requestId);
    if (choked !== undefined) return this.#inWeather(choked);
    const reach: Reach = (forwarded) => this.#reach(url, forwarded, requestId);
    const arrival = await (this.#middle?.pass(sent, reach) ?? reach(call));
    if (arrival === null) return new Promise(() => {});
    await this.#wait(this.#random() * LONGEST_WAY);
    return arrival;
  }

  async #reach(url: string, call: Call, requestId: string): Promise<Arrival | null> {
    const gateway = platformAt(url, this.#gateways.here, this.#gateways.there);
    this.#install(gateway, requestId);
    const delivery = await gateway.serve(call, (milliseconds) => this.#wait(milliseconds));
    if (neverEnds(delivery)) return null;
    return { how: 'delivered', delivery, date: gateway.time() + this.#wrongDate() };
  }

  /** The one fault that this call meets; the gateway's rules take it from there. */
  #install(gateway: Gateway, requestId: string): void {
    const meeting = this.#planned.find(
      (one) => one.times > 0 && (one.requestId === null || one.requestId === requestId),
    );
    if (meeting !== undefined) meeting.times -= 1;
    const code = this.#odd.get(requestId);
    const isForAll = this.#forAll !== null && this.#clock.monotonic() < this.#forAll.until;
    const planned = isForAll ? this.#forAll?.action : meeting?.action;
    const action = code === undefined ? planned : ({ type: 'error', code } as const);
    const rules = action === undefined ? [] : [{ action, times: 1 }];
    const read = readFaultScript({ ...this.#lasting, rules });
    if ('mistakes' in read) throw new TypeError(read.mistakes.join('\n'));
    gateway.faults.install(read.script);
  }

  #wrongDate(): number {
    const wrong = this.#wrongDates.find(({ times }) => times > 0);
    if (wrong !== undefined) wrong.times -= 1;
    return wrong?.by ?? 0;
  }

  #inWeather(weather: Weather): Promise<Arrival> {
    const come = async (delivery: Delivery): Promise<Arrival> => ({
      how: 'delivered',
      delivery,
      date: 0,
    });
    const page = (status: number, body: string): Promise<Arrival> =>
      come({ how: 'page', status, body, contentType: 'text/html', headers: {} });
    switch (weather) {
      case 'refused':
        return Promise.resolve(this.#refused());
      case 'reset':
        return come({ how: 'reset' });
      case 'portal':
        return page(200, '<html>please sign in</html>');
      case 'bad-gateway':
        return page(502, '<html>502</html>');
      case 'silence':
        return new Promise(() => {});
    }
  }

  #refused(): Arrival {
    const error = REFUSALS[Math.floor(this.#random() * REFUSALS.length)] ?? '';
    return { how: 'refused', error };
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(milliseconds, resolve));
  }
}

/** Whether the client gives up before anything of it could be used. */
function neverEnds(delivery: Delivery): boolean {
  return delivery.how === 'silence' || (delivery.how === 'endless' && delivery.by === 'trickle');
}

/** The connection ended before the head of an answer came. */
function isLost(arrival: Arrival): boolean {
  return (
    arrival.how === 'delivered' && ['close', 'reset', 'resetAll'].includes(arrival.delivery.how)
  );
}
