import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Member } from '../../app/member/memberSchema.ts';
import type { Till } from '../../main/till.ts';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { freshFolder, keyStore, PROVISION, startTill } from './openedTill.ts';

/** When the tills of these tests begin (ms since 1970). */
export const START = Date.UTC(2026, 10, 24, 4);
export const DAY = 24 * 60 * 60_000;
export const SET_UP = { provision: PROVISION, isTrusted: false };

const CONSENT = { at: START, noticeVersion: '1', operatorId: '3', marketing: false };

const idOf = (number: number) => String(number).repeat(32);

/** A till that is set up, over starts, with a key store that has lost its first key while `isClosed`. */
export async function tillOfLostKey() {
  const folder = await freshFolder();
  const store = { isClosed: false };
  let first = Buffer.alloc(0);
  const keyWrapper = {
    ...keyStore,
    unwrap: (wrapped: Buffer) => {
      if (store.isClosed && wrapped.equals(first)) throw new Error('lost');
      return keyStore.unwrap(wrapped);
    },
  };
  const start = (more: object = {}) => startTill(folder, { keyWrapper, offer: null, ...more });
  const till = await start({ offer: SET_UP });
  const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
  first = Buffer.from(keys[0].wrapped, 'base64');
  /** The word for a new queue, at `at` (ms since 1970); gives where the old one lies. */
  const loseKey = async (at = START) => {
    store.isClosed = true;
    await setAsideTogether(folder, at);
    const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
    return join(folder, aside);
  };
  return { folder, store, start, till, loseKey };
}

/** Save 1 in a queue whose key opens again, beside an empty new one. */
export async function aQueueThatComesBack() {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  await made.till.stop();
  const aside = await made.loseKey();
  await (await made.start({ offer: SET_UP })).stop();
  made.store.isClosed = false;
  return { ...made, aside };
}

export async function save(
  { outbox }: Till,
  number: number,
  member: Member = { mobile: `1380013800${number}` },
): Promise<void> {
  const result = await outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: 'brand', shopId: 'shop', operatorId: '3' },
    member,
    app: 'https://gw.example.com 1',
    correctionOf: null,
    consent: CONSENT,
  });
  if (!result.ok) throw new Error(result.failure);
}

/** As the replayer does it: held where it has been in doubt for too long, else marked, sent and accepted. */
export async function send(till: Till, number: number): Promise<boolean> {
  const { outbox, clock } = till;
  await outbox.delivery.holdStale(clock.now);
  const pending = outbox.saves.find(idOf(number));
  if (pending?.state !== 'pending' || !outbox.delivery.fits(pending)) return false;
  await settle(till, number, 'accepted');
  return true;
}

/** It is marked, sent and answered so. */
export async function settle(
  { outbox, clock }: Till,
  number: number,
  answer: 'accepted' | 'rejected',
): Promise<void> {
  const pending = outbox.saves.find(idOf(number));
  const sending = pending && (await outbox.delivery.mark(pending, clock.now()));
  if (!sending) throw new Error('not marked');
  const words = { code: '7', subCode: '', text: 'said', traceId: 't' };
  await outbox.delivery.settle(
    sending,
    answer === 'accepted'
      ? { ...words, class: answer, customerId: '7' }
      : { ...words, class: answer },
    { now: clock.now(), random: () => 0, isOwnFault: false, isEverybodys: false },
  );
}

/** Its state, or why it is held; undefined where it is not there. */
export function stateOf({ outbox }: Till, number: number): string | undefined {
  const one = outbox.saves.find(idOf(number));
  return one?.heldReason ?? one?.state;
}

/** It throws where that one is not held. */
export function heldSave({ outbox }: Till, number: number) {
  const held = outbox.saves.find(idOf(number));
  if (held?.state !== 'held') throw new Error('not held');
  return held;
}
