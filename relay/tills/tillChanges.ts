import type { TillRecord, WrappedSecret } from '../state/relayState.ts';
import type { Done, RotateOrder } from './administration.ts';
import { problem } from './problems.ts';

type HeldSecret = TillRecord['secrets'][number];

/** So many are valid at the same time. */
const MAX_SECRETS = 2;

/** Those that are not refused yet. */
export function validSecrets({ secrets }: TillRecord, now: number): HeldSecret[] {
  return secrets.filter(({ until }) => until === null || until > now);
}

/**
 * The record with a new secret in front, which is valid at once, and the one before until `until`. So the till is let in
 * by either, from before it has taken over the new one until after. Where two are valid still, nobody here knows which of
 * them the till has: the order has to say which is given up.
 */
export function rotated(
  record: TillRecord,
  secret: WrappedSecret,
  { until, drop }: Pick<RotateOrder, 'until' | 'drop'>,
  now: number,
): Done<TillRecord> {
  const valid = validSecrets(record, now);
  const staysNone = until <= now;
  if (!staysNone && valid.length >= MAX_SECRETS && drop === null)
    return problem(
      'till.two-secrets',
      'Two of its secrets are valid already. Say which one the till does not have: --drop newest (that file never reached it) or --drop oldest (it has the newest one).',
    );
  const kept = valid.length < MAX_SECRETS ? valid : without(valid, drop ?? 'oldest');
  // Also where it was to end sooner: the till may have no other.
  const former = staysNone ? [] : kept.slice(0, 1).map((held) => ({ ...held, until }));
  return {
    ok: true,
    value: changed(record, { secrets: [{ secret, until: null }, ...former] }),
  };
}

/** With another version, by which every relay notices. */
export function changed(record: TillRecord, change: Partial<TillRecord>): TillRecord {
  return { ...record, ...change, version: record.version + 1 };
}

function without(valid: readonly HeldSecret[], drop: 'newest' | 'oldest'): HeldSecret[] {
  return drop === 'newest' ? valid.slice(1) : valid.slice(0, 1);
}
