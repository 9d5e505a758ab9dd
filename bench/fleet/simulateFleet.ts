import TinyQueue from 'tinyqueue';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { FleetQuota } from './fleetQuota.ts';
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
    curve: [],
  };
  let now = 0;
  let backlogLeft = backlog;
  const at = (time: number, run: () => void) => events.push({ at: time, run });

  const tills = Array.from({ length: fleet.tills }, () => {
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
      for (const call of calls) at(now + 20 + random() * 100, () => arrive(call));
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
      const outcome = decide(call);
      const date = EPOCH + now;
      at(now + 20 + random() * 100, () => {
        if (isUp) till.answered(call, outcome, date, now);
        ask();
      });
    };
    const decide = (call: FleetCall): Outcome => {
      result.calls += 1;
      if (Math.abs(call.timestamp - EPOCH - now) > 10 * MINUTE) {
        result.misdated += 1;
        return misdated;
      }
      const shutOut = quota.admit(now);
      if (shutOut > 0) {
        result.throttled += 1;
        return banned(shutOut);
      }
      accept(call.key);
      return accepted;
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
  for (const { till, live } of tills) {
    result.lost += till.lost;
    for (const madeAt of live.values()) result.liveWaits.push(now - madeAt);
  }
  return result;
}
