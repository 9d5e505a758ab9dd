import type { Admission, AdmitRequest } from '../state/relayState.ts';
import { DECIDE_LUA, SCHEDULE_LUA, SERVER_CLOCK } from './scheduleLua.ts';

/** What all relays of a chain have in common. */
export interface ScriptSettings {
  /** In front of every key, with a hash tag: all keys of one script lie on one node of a cluster. Such as `{tillside}`. */
  prefix: string;
  /** Calls a minute that the platform allows the chain, or null where nobody has said so. */
  grant: number | null;
}

/**
 * How long a sign is remembered (ms). The platform takes timestamps that are up to ten minutes off, to either side; a
 * minute more for the clocks of relays.
 */
export const SIGN_KEPT_MS = 21 * 60_000;

/**
 * The hash of record versions: field `appKey`, value the version as a decimal number. Whoever writes or removes a
 * till's record writes or removes this field in the same transaction.
 */
export function versionsKey(prefix: string): string {
  return `${prefix}:versions`;
}

/** Before anything is taken of the quota. */
const KNOWN_LUA = `
if redis.call('HGET', KEYS[4], ARGV[3]) ~= ARGV[4] then return {'record-changed'} end
if redis.call('EXISTS', KEYS[5]) == 1 then return {'replayed'} end
`;

/** What was put off has had no effect: only what goes can be repeated. */
const ADMIT_LUA = `
local reply = decide(KEYS[3], ARGV[5], tonumber(ARGV[6]))
keepSchedule()
if reply[1] == 'go' then redis.call('SET', KEYS[5], '', 'PX', ${SIGN_KEPT_MS}) end
return {reply[1], reply[2], reply[3] or 0, clockSays}
`;

const BAN_LUA = `
banned(tonumber(ARGV[3]))
keepSchedule()
return {'banned'}
`;

/** `clock`: Lua that says what time it is (microseconds). */
export function admitScriptWith(clock: string): string {
  return `${KNOWN_LUA}${clock}\nlocal atMost = tonumber(ARGV[7])\n${SCHEDULE_LUA}${DECIDE_LUA}${ADMIT_LUA}`;
}

export function banScriptWith(clock: string): string {
  return `${clock}\nlocal atMost = tonumber(ARGV[4])\n${SCHEDULE_LUA}${BAN_LUA}`;
}

/**
 * One round: is the record still this one, was this sign seen, is there a ban, when may the call leave. KEYS: `admitKeys`.
 * ARGV: `admitArguments`. Result: for `readAdmission`. By the server's own clock.
 */
export const admitScript = admitScriptWith(SERVER_CLOCK);

/** Tells all relays of a ban. KEYS: `banKeys`. ARGV: `banArguments`. The result says nothing. */
export const banScript = banScriptWith(SERVER_CLOCK);

/** Five keys: the schedule, departures by their time, the till's turn, record versions, the sign. */
export function admitKeys(prefix: string, request: AdmitRequest): string[] {
  return [
    ...banKeys(prefix, request.app),
    `${prefix}:turn:${request.appKey}:${request.app}`,
    versionsKey(prefix),
    `${prefix}:sign:${request.sign}`,
  ];
}

/**
 * `server`: the `run_id` of the server that is connected (`INFO server`), or '' where it is not known. Another one than
 * before may have lost what was counted last. `atMost`: what its clock says at the most (µs since 1970), or null.
 */
export function admitArguments(
  { grant }: ScriptSettings,
  { appKey, recordVersion, urgency, waiting }: AdmitRequest,
  server: string,
  atMost: number | null,
): string[] {
  const version = String(recordVersion);
  return [
    ...[orNothing(grant), server, appKey, version],
    ...[urgency, orNothing(waiting), orNothing(atMost)],
  ];
}

/** Throws a TypeError where the reply is not one of the script's. */
export function readAdmission(reply: unknown): Admission {
  const [kind, first, second] = Array.isArray(reply) ? reply : [];
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
  if (kind === 'record-changed' || kind === 'replayed') return { kind };
  if (kind === 'appointment' && isCount(first)) return { kind, next: first };
  if (kind === 'banned' && isCount(first)) return { kind, left: first };
  if (kind === 'go' && isCount(first) && isCount(second))
    return { kind, hold: first, next: second };
  throw new TypeError('no reply of the schedule');
}

/** What the server's clock said (µs since 1970), or null: a call that was never decided on is not dated. */
export function readClock(reply: unknown): number | null {
  const time = Array.isArray(reply) ? reply[3] : undefined;
  return Number.isSafeInteger(time) ? time : null;
}

/** Two keys, of one app of the chain's. */
export function banKeys(prefix: string, app: string): string[] {
  return [`${prefix}:schedule:${app}`, `${prefix}:departures:${app}`];
}

/** `server` and `atMost` as for `admitArguments`. */
export function banArguments(
  { grant }: ScriptSettings,
  seconds: number,
  server: string,
  atMost: number | null,
): string[] {
  return [orNothing(grant), server, String(seconds), orNothing(atMost)];
}

function orNothing(number: number | null): string {
  return number === null ? '' : String(number);
}
