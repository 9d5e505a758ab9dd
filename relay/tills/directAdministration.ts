import { openSecret, sealSecret } from '../keys/wrappedSecret.ts';
import type { TillRecord } from '../state/relayState.ts';
import { setAccount } from './accountChanges.ts';
import type { Administration, Done, TillView } from './administration.ts';
import { addAdministrator, listAdministrators, revokeAdministrator } from './administrators.ts';
import type { AdministrationDesk } from './desk.ts';
import {
  accountOrderSchema,
  administratorOrderSchema,
  MAX_OVERLAP,
  revokeAdministratorSchema,
  revokeOrderSchema,
  rotateOrderSchema,
  shopsOrderSchema,
  tillOrderSchema,
} from './orders.ts';
import { isAway, notWritten, ofKeys, problem, readOrder, STATE_AWAY } from './problems.ts';
import { rewrapAll } from './rewrapAll.ts';
import { changed, rotated } from './tillChanges.ts';
import { viewOf } from './tillView.ts';

/** So often a revocation that somebody else's change has crossed is tried: it holds whatever else was changed. */
const REVOKE_TRIES = 5;

/** What an administrator may do, on the state itself. Every order is read strictly here, whoever brings it. */
export function directAdministration(desk: AdministrationDesk): Administration {
  const { state, keys, now } = desk;

  async function find(appKey: string): Promise<Done<TillRecord>> {
    const record = await state.till(appKey);
    if (isAway(record)) return STATE_AWAY;
    if (record === null) return problem('till.unknown', `There is no till ${appKey}.`);
    return { ok: true, value: record };
  }

  async function findValid(appKey: string): Promise<Done<TillRecord>> {
    const found = await find(appKey);
    if (!found.ok || found.value.revokedAt === null) return found;
    return problem('till.revoked', `The till ${appKey} is revoked for good: make a new one.`);
  }

  async function put(record: TillRecord, replaces: number | null): Promise<Done<TillView>> {
    return notWritten(await state.putTill(record, replaces)) ?? { ok: true, value: viewOf(record) };
  }

  /** Whether the newest secret of a till is this one: the same order once more. */
  async function hasSecret(record: TillRecord, appSecret: string): Promise<Done<boolean>> {
    const [newest] = record.secrets;
    if (newest === undefined) return { ok: true, value: false };
    const opened = await openSecret(keys, newest.secret, ownerOf(record.appKey));
    return opened.ok ? { ok: true, value: opened.value === appSecret } : ofKeys(opened);
  }

  return {
    async add(given) {
      const order = readOrder(tillOrderSchema, given);
      if (!order.ok) return order;
      const { appKey, appSecret, name, brandId, shopIds } = order.value;
      const there = await state.till(appKey);
      if (isAway(there)) return STATE_AWAY;
      if (there !== null) {
        const same = await hasSecret(there, appSecret);
        if (!same.ok) return same;
        if (same.value && there.revokedAt === null && isAsOrdered(there, order.value))
          return { ok: true, value: viewOf(there) };
        return problem('till.exists', `The key ${appKey} is another till's.`);
      }
      const secret = await sealSecret(keys, appSecret, ownerOf(appKey));
      if (!secret.ok) return ofKeys(secret);
      const secrets = [{ secret: secret.value, until: null }];
      const made = { appKey, name, brandId, shopIds, secrets, createdAt: now(), revokedAt: null };
      return put({ ...made, version: 1 }, null);
    },

    async list() {
      const records = await state.tills();
      return isAway(records) ? STATE_AWAY : { ok: true, value: records.map(viewOf) };
    },

    async shops(given) {
      const order = readOrder(shopsOrderSchema, given);
      if (!order.ok) return order;
      const { appKey, shopIds, version } = order.value;
      const found = await findValid(appKey);
      if (!found.ok) return found;
      if (isSame(found.value.shopIds, shopIds)) return { ok: true, value: viewOf(found.value) };
      return put(changed(found.value, { shopIds }), version ?? found.value.version);
    },

    async revoke(given) {
      const order = readOrder(revokeOrderSchema, given);
      if (!order.ok) return order;
      let left = REVOKE_TRIES;
      for (;;) {
        const found = await find(order.value.appKey);
        if (!found.ok) return found;
        const record = found.value;
        if (record.revokedAt !== null) return { ok: true, value: viewOf(record) };
        const done = await put(changed(record, { revokedAt: now() }), record.version);
        left -= 1;
        if (done.ok || done.code !== 'changed-meanwhile' || left === 0) return done;
      }
    },

    async rotate(given) {
      const order = readOrder(rotateOrderSchema, given);
      if (!order.ok) return order;
      const { appKey, appSecret, until } = order.value;
      if (until > now() + MAX_OVERLAP)
        return problem('order.not-understood', 'until: must be within 90 days');
      const found = await findValid(appKey);
      if (!found.ok) return found;
      const same = await hasSecret(found.value, appSecret);
      if (!same.ok) return same;
      if (same.value) return { ok: true, value: viewOf(found.value) };
      const secret = await sealSecret(keys, appSecret, ownerOf(appKey));
      if (!secret.ok) return ofKeys(secret);
      const next = rotated(found.value, secret.value, order.value, now());
      return next.ok ? put(next.value, found.value.version) : next;
    },

    async account(given) {
      const order = readOrder(accountOrderSchema, given);
      return order.ok ? setAccount(desk, order.value) : order;
    },

    rewrap: () => rewrapAll(desk),

    async addAdministrator(given) {
      const order = readOrder(administratorOrderSchema, given);
      return order.ok ? addAdministrator(desk, order.value) : order;
    },

    listAdministrators: () => listAdministrators(desk),

    async revokeAdministrator(given) {
      const order = readOrder(revokeAdministratorSchema, given);
      return order.ok ? revokeAdministrator(desk, order.value) : order;
    },
  };
}

const ownerOf = (appKey: string) => ({ kind: 'till', appKey }) as const;

function isAsOrdered(
  record: TillRecord,
  { name, brandId, shopIds }: Pick<TillRecord, 'name' | 'brandId' | 'shopIds'>,
): boolean {
  return record.name === name && record.brandId === brandId && isSame(record.shopIds, shopIds);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id, index) => id === others[index]);
}
