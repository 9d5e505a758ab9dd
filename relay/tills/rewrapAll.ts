import type { KeyProblem } from '../keys/keyProblem.ts';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import { rewrapSecret } from '../keys/wrappedSecret.ts';
import type { WrappedSecret } from '../state/relayState.ts';
import type { Done, RewrapView } from './administration.ts';
import type { AdministrationDesk } from './desk.ts';
import { isAway, notWritten, ofKeys, problem, STATE_AWAY } from './problems.ts';
import {
  accountRecord,
  administratorRecord,
  type SecretRecord,
  tillRecord,
} from './secretsOfState.ts';

/** So often a record is tried that somebody else has changed meanwhile. */
const TRIES = 5;

interface Count {
  moved: number;
  already: number;
  failures: KeyProblem[];
}

/**
 * Every secret of the state under the first master key, so that the others can be given up. What cannot be opened stays
 * as it is and does not keep the rest; then the whole is a failure that names the first of them.
 */
export async function rewrapAll({ state, keys }: AdministrationDesk): Promise<Done<RewrapView>> {
  const tills = await state.tills();
  const administrators = await state.administrators();
  if (isAway(tills) || isAway(administrators)) return STATE_AWAY;
  const total: Count = { moved: 0, already: 0, failures: [] };
  const records = [
    ...tills.map(
      ({ appKey }) =>
        () =>
          rewrapRecord(keys, tillRecord(state, appKey)),
    ),
    ...administrators.map(
      ({ appKey }) =>
        () =>
          rewrapRecord(keys, administratorRecord(state, appKey)),
    ),
    () => rewrapRecord(keys, accountRecord(state)),
  ];
  for (const rewrap of records) {
    const done = await rewrap();
    if (!done.ok) return done;
    total.moved += done.value.moved;
    total.already += done.value.already;
    total.failures.push(...done.value.failures);
  }
  const { failures, ...counts } = total;
  const [first] = failures;
  if (first === undefined)
    return { ok: true, value: { masterKeyId: keys.wrappingKeyId, ...counts } };
  const { code, says } = ofKeys(first);
  return problem(
    code,
    `${says} Secrets that stay where they are: ${failures.length}; moved: ${counts.moved}.`,
  );
}

async function rewrapRecord<Stored extends { version: number }>(
  keys: MasterKeyPort,
  record: SecretRecord<Stored>,
): Promise<Done<Count>> {
  for (let left = TRIES; left > 0; left -= 1) {
    const stored = await record.read();
    if (isAway(stored)) return STATE_AWAY;
    const count: Count = { moved: 0, already: 0, failures: [] };
    if (stored === null) return { ok: true, value: count };
    const after: WrappedSecret[] = [];
    for (const secret of record.secretsIn(stored)) {
      const rewrapped = await rewrapSecret(keys, secret, record.ownerOf(stored));
      if (!rewrapped.ok) count.failures.push(rewrapped);
      else if (rewrapped.value === null) count.already += 1;
      else count.moved += 1;
      after.push((rewrapped.ok ? rewrapped.value : null) ?? secret);
    }
    if (count.moved === 0) return { ok: true, value: count };
    const next = { ...record.withSecrets(stored, after), version: stored.version + 1 };
    const written = await record.put(next, stored.version);
    const failed = notWritten(written);
    if (failed === undefined) return { ok: true, value: count };
    if (failed.code !== 'changed-meanwhile') return failed;
  }
  return problem('changed-meanwhile', 'A record is changed all the time. Order it once more.');
}
