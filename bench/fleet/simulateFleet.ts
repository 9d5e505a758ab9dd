import TinyQueue from 'tinyqueue';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { FleetQuota } from './fleetQuota.ts';
import { FleetRelay, STORM } from './fleetRelay.ts';
import type { FleetCall, SimulatedTill } from './simulatedTill.ts';

const MINUTE = 60_000;

/** A chain that comes back. Times in ms. */
export interface Fleet {
  tills: number;
  savesPerTill: number;
  callsPerMinute: number;
  banSeconds: number;
  /** Each till has one new save in this time. */
  liveEvery: number;
  /** This part of the tills loses its power for a minute at some moment of the drain. */
  rebooting: number;
  /** The clocks of the tills are wrong by up to a year. */
  hasWrongClocks: boolean;
  /** All calls go through the relay. */
  hasRelay: boolean;
  /** Beside the tills, such a part of them calls without a break, whatever the relay answers. */
  storming: number;
  /** Give up here: a policy that does not get there in this time is told as it is. */
  longest: number;
}

export interface FleetResult {
  /** When the last save of the backlog was accepted (ms), or null when it was not in time. */
  drained: number | null;
  /** The least time that the quota allows, live saves included (ms). */
  bound: number;
  calls: number;
  throttled: number;
  /** Answered 31 because of a wrong clock. */
  misdated: number;
  lost: number;
  /** From the counter to an acceptance at the gateway, of saves made during the drain (ms). */
  liveWaits: number[];
  /** When each till had its backlog accepted (ms). */
  finished: number[];
  /** Calls that the relay has not let through. */
  putOff: number;
  /** Of the grant so much was used until all but a hundredth of the backlog was accepted. */
  used: number;
  /** Accepted saves of the backlog at the end of each minute. */
  curve: number[];
}

/** `wallClock`: the till's own, ms since 1970. */
type MakeTill = (wallClock: () => number) => SimulatedTill;

const EPOCH = Date.UTC(2026, 10, 25);
const words = { code: '', subCode: '', text: '', traceId: '' };
const accepted: Outcome = { ...words, class: 'accepted', customerId: '1' };
const misdated: Outcome = { ...words, class: 'clock', replay: false };
const banned = (banSeconds: number): Outcome => ({ ...words, class: 'quota', banSeconds });

/** Every till of a chain reconnects in the same second. One gateway, one quota, virtual time. */
export function simulateFleet(fleet: Fleet, random: () => number, makeTill: MakeTill): FleetResult {
  const events = new TinyQueue<{ at: number; run: () => void }>([], (a, b) => a.at - b.at);
  const relay = fleet.hasRelay ? new FleetRelay(fleet.callsPerMinute) : null;
  const quota = new FleetQuota(fleet.callsPerMinute, fleet.banSeconds);
  const backlog = fleet.tills * fleet.savesPerTill;
  const livePerMinute = (fleet.tills * MINUTE) / fleet.liveEvery;
  const result: FleetResult = {
    drained: null,
    bound: (backlog * MINUTE) / (fleet.callsPerMinute - livePerMinute),
    calls: 0,
    throttled: 0,
    misdated: 0,
    lost: 0,
    liveWaits: [],
    finished: [],
    putOff: 0,
    used: 0,
    curve: [],
  };
  let now = 0;
  let backlogLeft = backlog;
  const at = (time: number, run: () => void) => events.push({ at: time, run });

  /** How long the call of a till takes from here on, until it is answered (ms), and with what. */
  const travel = () => 20 + random() * 100;

  /** The platform's verdict on the clock and the quota; null where the call passes. */
  const throttle = (): Outcome | null => {
    result.calls += 1;
    const shutOut = quota.admit(now);
    if (shutOut === 0) return null;
    result.throttled += 1;
    relay?.banned(shutOut, now);
    return banned(shutOut);
  };

  const tills = Array.from({ length: fleet.tills }, (_, number) => {
    const offset = fleet.hasWrongClocks ? Math.round((random() - 0.5) * 2 * 365 * 86_400_000) : 0;
    const till = makeTill(() => EPOCH + now + offset);
    const left = { saves: fleet.savesPerTill };
    const done = new Set<number>();
    const live = new Map<number, number>();
    let isUp = true;
    let askAt = Number.POSITIVE_INFINITY;

    const ask = () => {
      if (!isUp) return;
      const { calls, nextAt } = till.send(now);
      for (const call of calls) at(now + travel(), () => arrive(call));
      if (nextAt === null || nextAt >= askAt) return;
      askAt = Math.max(nextAt, now + 1);
      const due = askAt;
      at(due, () => {
        if (due !== askAt) return;
        askAt = Number.POSITIVE_INFINITY;
        ask();
      });
    };
    const arrive = (call: FleetCall) => {
      if (Math.abs(call.timestamp - EPOCH - now) > 10 * MINUTE) {
        if (relay === null) result.calls += 1;
        result.misdated += 1;
        // The relay's door refuses it before the quota is asked, and says with it that it is one.
        answer(call, misdated, relay === null ? null : 0);
      } else if (relay === null) reach(call, null);
      else pass(call, relay);
    };
    /** `next`: in how many ms, of a moment, the next call of the backlog is welcome. */
    const reach = (call: FleetCall, next: ((at: number) => number) | null) => {
      const refusal = throttle();
      if (refusal === null) accept(call.key);
      answer(call, refusal ?? accepted, refusal === null && next !== null ? next(now) : null);
    };
    const answer = (call: FleetCall, outcome: Outcome, next: number | null) => {
      const date = EPOCH + now;
      at(now + travel(), () => {
        if (isUp) till.answered(call, outcome, date, now, next);
        ask();
      });
    };
    const pass = (call: FleetCall, by: FleetRelay) => {
      const decision = by.admit(String(number), call.said, now);
      if (decision.kind === 'banned') answer(call, banned(Math.ceil(decision.left / 1_000)), null);
      else if (decision.kind === 'appointment') answer(call, banned(1), decision.next);
      else {
        const { next } = decision;
        const decidedAt = now;
        // What the call itself has taken is over; but an appointment is one to the end.
        const left = (time: number) => (next === 0 ? 0 : Math.max(1, next - (time - decidedAt)));
        at(now + decision.hold + travel(), () => reach(call, left));
      }
    };
    const accept = (key: number) => {
      // The same id again has no second effect at the gateway.
      if (done.has(key)) return;
      done.add(key);
      const madeAt = live.get(key);
      if (madeAt !== undefined) {
        result.liveWaits.push(now - madeAt);
        live.delete(key);
        return;
      }
      backlogLeft -= 1;
      left.saves -= 1;
      if (left.saves === 0) result.finished.push(now);
      if (backlogLeft === Math.floor(backlog / 100)) {
        result.used = (result.calls - result.throttled) / ((fleet.callsPerMinute * now) / MINUTE);
      }
      if (backlogLeft === 0) result.drained = now;
    };
    const register = () => {
      if (result.drained !== null) return;
      if (isUp) {
        live.set(till.register(now), now);
        ask();
      }
      at(now + fleet.liveEvery, register);
    };
    at(random() * 1_000, () => {
      till.reconnect(now);
      ask();
    });
    at(random() * fleet.liveEvery, register);
    if (random() < fleet.rebooting) {
      at(random() * result.bound, () => {
        isUp = false;
        at(now + MINUTE, () => {
          isUp = true;
          askAt = Number.POSITIVE_INFINITY;
          till.reboot(now);
          ask();
        });
      });
    }
    return { till, live };
  });

  const storm = (name: string, by: FleetRelay) => {
    if (result.drained !== null) return;
    const decision = by.admit(name, { urgency: 'backlog', waiting: 99 }, now);
    const again = (wait: number) => at(now + wait + STORM.pause, () => storm(name, by));
    if (decision.kind !== 'go') again(0);
    else {
      at(now + decision.hold + travel(), () => {
        throttle();
        again(travel());
      });
    }
  };
  if (relay !== null) {
    for (let number = 0; number < fleet.tills * fleet.storming; number += 1) {
      for (let connection = 0; connection < STORM.connections; connection += 1) {
        at(random() * 1_000, () => storm(`storm ${number}`, relay));
      }
    }
  }

  const observe = () => {
    result.curve.push(backlog - backlogLeft);
    if (result.drained === null) at(now + MINUTE, observe);
  };
  at(0, observe);
  const isOver = () => result.drained !== null && tills.every(({ live }) => live.size === 0);
  for (;;) {
    const event = events.pop();
    if (event === undefined || event.at > fleet.longest) break;
    now = event.at;
    event.run();
    if (result.drained !== null && now > result.drained + 10 * MINUTE && isOver()) break;
  }
  result.putOff = relay?.putOff ?? 0;
  for (const { till, live } of tills) {
    result.lost += till.lost;
    for (const madeAt of live.values()) result.liveWaits.push(now - madeAt);
  }
  return result;
}
