import { openSecret, sealSecret } from '../keys/wrappedSecret.ts';
import type { AdministratorRecord } from '../state/relayState.ts';
import type { AdministratorOrder, AdministratorView, Done, RevokeOrder } from './administration.ts';
import type { AdministrationDesk } from './desk.ts';
import { isAway, notWritten, ofKeys, problem, STATE_AWAY } from './problems.ts';

/** The same order once more makes no second one. */
export async function addAdministrator(
  { state, keys, now }: AdministrationDesk,
  { appKey, appSecret, name }: AdministratorOrder,
): Promise<Done<AdministratorView>> {
  const owner = { kind: 'administrator', appKey } as const;
  const there = await state.administrator(appKey);
  if (isAway(there)) return STATE_AWAY;
  if (there !== null) {
    const opened = await openSecret(keys, there.secret, owner);
    if (!opened.ok) return ofKeys(opened);
    if (opened.value === appSecret && there.name === name && there.revokedAt === null)
      return { ok: true, value: viewOf(there) };
    return problem('administrator.exists', `The key ${appKey} is another administrator's.`);
  }
  const secret = await sealSecret(keys, appSecret, owner);
  if (!secret.ok) return ofKeys(secret);
  const record: AdministratorRecord = {
    appKey,
    name,
    secret: secret.value,
    createdAt: now(),
    revokedAt: null,
    version: 1,
  };
  const written = await state.putAdministrator(record, null);
  return notWritten(written) ?? { ok: true, value: viewOf(record) };
}

export async function listAdministrators({
  state,
}: AdministrationDesk): Promise<Done<readonly AdministratorView[]>> {
  const records = await state.administrators();
  return isAway(records) ? STATE_AWAY : { ok: true, value: records.map(viewOf) };
}

/** Two who revoke each other at the same moment could leave none: then one is made at the state itself. */
export async function revokeAdministrator(
  { state, now }: AdministrationDesk,
  { appKey }: RevokeOrder,
): Promise<Done<AdministratorView>> {
  const records = await state.administrators();
  if (isAway(records)) return STATE_AWAY;
  const record = records.find((one) => one.appKey === appKey);
  if (record === undefined)
    return problem('administrator.unknown', `There is no administrator ${appKey}.`);
  if (record.revokedAt !== null) return { ok: true, value: viewOf(record) };
  if (records.filter(({ revokedAt }) => revokedAt === null).length === 1)
    return problem('administrator.last', 'It is the last one: make another one first.');
  const revoked = { ...record, revokedAt: now(), version: record.version + 1 };
  const written = await state.putAdministrator(revoked, record.version);
  return notWritten(written) ?? { ok: true, value: viewOf(revoked) };
}

function viewOf({
  appKey,
  name,
  createdAt,
  revokedAt,
  version,
}: AdministratorRecord): AdministratorView {
  return { appKey, name, createdAt, revokedAt, version };
}
