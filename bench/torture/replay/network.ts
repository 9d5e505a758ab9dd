import type { Randomness } from '../../../app/replay/backoff.ts';
import type { VirtualClock } from '../../../main/testing/virtualClock.ts';
import type { FaultAction, FaultScript } from '../../../sandbox/faults/faultSchema.ts';
import { readFaultScript } from '../../../sandbox/faults/readFaultScript.ts';
import type { Gateway } from '../../../sandbox/gateway.ts';
import type { Call } from '../../../sandbox/protocol/call.ts';
import type { Delivery } from '../../../sandbox/wire/delivery.ts';
import type { Weather } from './schedule.ts';

/** What comes back to the till. `date`: the gateway's time (ms since 1970) where it is told. */
export type Arrival =
  | { how: 'refused'; error: string }
  | { how: 'delivered'; delivery: Delivery; date: number };

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
  readonly #gateway: Gateway;
  readonly #random: Randomness;
  readonly #lasting: FaultScript;
  #planned: Planned[] = [];
  #weather: Weather | null = null;
  #weatherUntil = 0;

  constructor(clock: VirtualClock, gateway: Gateway, random: Randomness, lasting: FaultScript) {
    this.#clock = clock;
    this.#gateway = gateway;
    this.#random = random;
    this.#lasting = lasting;
  }

  plan(planned: Planned): void {
    this.#planned.push(planned);
  }

  outage(weather: Weather, lasts: number): void {
    this.#weather = weather;
    this.#weatherUntil = this.#clock.monotonic() + lasts;
  }

  lift(): void {
    this.#planned = [];
    this.#weather = null;
  }

  /** Whether the network stack lets go of the connections that it keeps; it nearly always does. */
  letsGo(): boolean {
    return this.#random() < 0.95;
  }

  /**
   * Takes a call there and what comes of it back. Never resolves where nothing comes back. What is lost on a
   * connection that was used before (`isKept`) is sent again, and then the gateway is there or not.
   */
  async carry(call: Call, requestId: string, isKept: boolean): Promise<Arrival> {
    const arrival = await this.#carryOnce(call, requestId);
    if (!isKept || !isLost(arrival)) return arrival;
    return this.#random() < 0.5 ? this.#refused() : this.#carryOnce(call, requestId);
  }

  async #carryOnce(call: Call, requestId: string): Promise<Arrival> {
    await this.#wait(this.#random() * LONGEST_WAY);
    if (this.#weather !== null && this.#clock.monotonic() < this.#weatherUntil) {
      return this.#inWeather(this.#weather);
    }
    this.#install(requestId);
    const delivery = await this.#gateway.serve(call, (milliseconds) => this.#wait(milliseconds));
    if (delivery.how === 'silence') return new Promise(() => {});
    const date = this.#gateway.time();
    await this.#wait(this.#random() * LONGEST_WAY);
    return { how: 'delivered', delivery, date };
  }

  /** The one fault that this call meets; the gateway's rules take it from there. */
  #install(requestId: string): void {
    const meeting = this.#planned.find(
      (one) => one.times > 0 && (one.requestId === null || one.requestId === requestId),
    );
    if (meeting !== undefined) meeting.times -= 1;
    const rules = meeting === undefined ? [] : [{ action: meeting.action, times: 1 }];
    const read = readFaultScript({ ...this.#lasting, rules });
    if ('mistakes' in read) throw new TypeError(read.mistakes.join('\n'));
    this.#gateway.faults.install(read.script);
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

/** The connection ended before the head of an answer came. */
function isLost(arrival: Arrival): boolean {
  return (
    arrival.how === 'delivered' && ['close', 'reset', 'resetAll'].includes(arrival.delivery.how)
  );
}
