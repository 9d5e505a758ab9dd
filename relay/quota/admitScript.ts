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

/** Before anything is taken of the quota. Of each call two keys stand behind the three that all have, and four arguments. */
const KNOWN_LUA = `
local replies, first = {}, nil
local calls = (#KEYS - 3) / 2
local function keysOf(call) return KEYS[2 * call + 2], KEYS[2 * call + 3] end
local function saidOf(call) return unpack(ARGV, 4 * call, 4 * call + 3) end
for call = 1, calls do
  local appKey, version = saidOf(call)
  local _, sign = keysOf(call)
  if redis.call('HGET', KEYS[3], appKey) ~= version then replies[call] = {'record-changed'}
  elseif redis.call('EXISTS', sign) == 1 then replies[call] = {'replayed'}
  else first = first or call end
end
if first == nil then return {replies, false} end
`;

/** What was put off has had no effect: only what goes can be repeated. What fails of one call is no other one's fault. */
const ADMIT_LUA = `
local gone = {}
for call = first, calls do
  local turn, sign = keysOf(call)
  if gone[sign] then replies[call] = {'replayed'}
  elseif replies[call] == nil then
    local _, _, urgency, waiting = saidOf(call)
    local isDecided, reply = pcall(decide, turn, urgency, tonumber(waiting))
    if isDecided and reply[1] == 'go' then
      redis.call('SET', sign, '', 'PX', ${SIGN_KEPT_MS})
      gone[sign] = true
    end
    replies[call] = isDecided and reply or {'failed', type(reply) == 'table' and reply.err or tostring(reply)}
  end
end
keepSchedule()
return {replies, clockSays, now}
`;

const BAN_LUA = `
banned(tonumber(ARGV[4]))
keepSchedule()
return {'banned'}
`;

const AT_MOST_LUA = 'local atMost = tonumber(ARGV[3])\n';

/** `clock`: Lua that says what time it is (microseconds). */
export function admitScriptWith(clock: string): string {
  return `${KNOWN_LUA}${clock}\n${AT_MOST_LUA}${SCHEDULE_LUA}${DECIDE_LUA}${ADMIT_LUA}`;
}

export function banScriptWith(clock: string): string {
  return `${clock}\n${AT_MOST_LUA}${SCHEDULE_LUA}${BAN_LUA}`;
}

/**
 * One round, for all calls that come to a relay at the same time: is the record still this one, was this sign seen, is there a
 * ban, when may the call leave. One is decided after the other. KEYS: `admitKeys`. ARGV: `admitArguments`. Result: for
 * `readAdmissions`. By the server's own clock.
 */
export const admitScript = admitScriptWith(SERVER_CLOCK);

/** Tells all relays of a ban. KEYS: `banKeys`. ARGV: `banArguments`. The result says nothing. */
export const banScript = banScriptWith(SERVER_CLOCK);

/**
 * The schedule, departures by their time, record versions; of each call its till's turn and its sign. All calls are for one app
 * of the chain's.
 */
export function admitKeys(prefix: string, requests: readonly AdmitRequest[]): string[] {
  const own = requests.flatMap(({ appKey, app, sign }) => [
    `${prefix}:turn:${appKey}:${app}`,
    `${prefix}:sign:${sign}`,
  ]);
  return [...banKeys(prefix, requests[0]?.app ?? ''), versionsKey(prefix), ...own];
}

/**
 * `server`: the `run_id` of the server that is connected (`INFO server`), or '' where it is not known. Another one than
 * before may have lost what was counted last. `atMost`: what its clock says at the most (µs since 1970), or null.
 */
export function admitArguments(
  { grant }: ScriptSettings,
  requests: readonly AdmitRequest[],
  server: string,
  atMost: number | null,
): string[] {
  const own = requests.flatMap(({ appKey, recordVersion, urgency, waiting }) => [
    ...[appKey, String(recordVersion), urgency, orNothing(waiting)],
  ]);
  return [orNothing(grant), server, orNothing(atMost), ...own];
}

/** One for each call, `away` for one that the server could not decide. Throws a TypeError where the reply is not the script's. */
export function readAdmissions(reply: unknown, count: number): Admission[] {
  const replies = repliesIn(reply);
  if (replies.length !== count) throw new TypeError('no reply of the schedule');
  return replies.map(readAdmission);
}

/** What kept the server from deciding calls of a reply, by the first word that it says: the rest may repeat what was asked. */
export function failuresIn(reply: unknown): string[] {
  const failed = repliesIn(reply).filter(([kind]) => kind === 'failed');
  return failed.map(([, says]) => /^[A-Z]+/.exec(String(says))?.[0] ?? 'SCRIPT');
}

function repliesIn(reply: unknown): unknown[][] {
  const replies: unknown = Array.isArray(reply) ? reply[0] : undefined;
  return Array.isArray(replies) ? replies.map((one) => (Array.isArray(one) ? one : [])) : [];
}

function readAdmission([kind, first, second]: readonly unknown[]): Admission {
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
  if (kind === 'record-changed' || kind === 'replayed') return { kind };
  if (kind === 'failed') return { kind: 'away' };
  if (kind === 'appointment' && isCount(first)) return { kind, next: first };
  if (kind === 'banned' && isCount(first)) return { kind, left: first };
  if (kind === 'go' && isCount(first) && isCount(second))
    return { kind, hold: first, next: second };
  throw new TypeError('no reply of the schedule');
}

/** What the server's clock said (µs since 1970), or null: a round in which nothing was decided on is not dated. */
export function readClock(reply: unknown): number | null {
  const time = Array.isArray(reply) ? reply[1] : undefined;
  return Number.isSafeInteger(time) ? time : null;
}

/** When a round was decided, by the schedule's own clock (ms), or null where nothing was: `hold` and `next` count from then on. */
export function readMoment(reply: unknown): number | null {
  const moment = Array.isArray(reply) ? reply[2] : undefined;
  return Number.isSafeInteger(moment) ? moment / 1_000 : null;
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
  return [orNothing(grant), server, orNothing(atMost), String(seconds)];
}

function orNothing(number: number | null): string {
  return number === null ? '' : String(number);
}
