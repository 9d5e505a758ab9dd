import type { Admission, AdmitRequest } from '../state/relayState.ts';

/** What all relays of a chain have in common. */
export interface ScriptSettings {
  /** In front of every key, with a hash tag: all keys of one script lie on one node of a cluster. Such as `{tillside}`. */
  prefix: string;
  /** Calls a minute that the platform allows the chain, or null where nobody has said so. */
  grant: number | null;
}

/**
 * The hash of record versions: field `appKey`, value the version as a decimal number. Whoever writes or removes a
 * till's record writes or removes this field in the same transaction.
 */
export function versionsKey(prefix: string): string {
  return `${prefix}:versions`;
}

/**
 * One round: is the record still this one, was this sign seen, is there a ban, when may the call leave. KEYS: `admitKeys`.
 * ARGV: `admitArguments`. Result: for `readAdmission`. By the server's own clock.
 */
export const admitScript = '';

/** Tells all relays of a ban. KEYS: `banKeys`. ARGV: `banArguments`. Result: nothing. */
export const banScript = '';

/** Five keys. */
export function admitKeys(prefix: string, request: AdmitRequest): string[] {
  return [
    `${prefix}:schedule`,
    `${prefix}:departures`,
    `${prefix}:turn:${request.appKey}`,
    versionsKey(prefix),
    `${prefix}:sign:${request.sign}`,
  ];
}

/**
 * `server`: the `run_id` of the server that is connected (`INFO server`), or '' where it is not known. Another one than
 * before may have lost what was counted last.
 */
export function admitArguments(
  settings: ScriptSettings,
  request: AdmitRequest,
  server: string,
): string[] {
  return [
    settings.grant === null ? '' : String(settings.grant),
    server,
    String(request.recordVersion),
    request.urgency,
    request.waiting === null ? '' : String(request.waiting),
  ];
}

/** Throws a TypeError where the reply is not one of the script's. */
export function readAdmission(reply: unknown): Admission {
  throw new TypeError(`no answer of the schedule: ${JSON.stringify(reply)}`);
}

/** Two keys. */
export function banKeys(prefix: string): string[] {
  return [`${prefix}:schedule`, `${prefix}:departures`];
}

export function banArguments(settings: ScriptSettings, seconds: number): string[] {
  return [settings.grant === null ? '' : String(settings.grant), String(seconds)];
}
