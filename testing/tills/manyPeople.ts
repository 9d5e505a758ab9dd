import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import type { MovedQueue } from '../../main/outbox/movedQueue.ts';
import { type Outbox, openOutbox } from '../../main/outbox/openOutbox.ts';
import { Vault } from '../../main/vault/vault.ts';
import { MemoryStore } from '../doubles/memoryStore.ts';

const NOW = Date.UTC(2026, 10, 24);
const MADE = NOW - 3_600_000;
const ORIGIN = { brandId: '1', shopId: '2', operatorId: '3' };
const APP = 'https://gw.example.com 1';

const idOf = (number: number) => number.toString(16).padStart(32, '0');

/** The phone number of somebody of these. */
export function mobileOf(number: number): string {
  return String(13_800_000_000 + number);
}

/** An outbox with so many saves, each of somebody else: a third of them accepted, held and waiting. */
export function manyPeople(count: number): Promise<Outbox> {
  const vault = new Vault(Buffer.alloc(32, 7));
  const store = new MemoryStore();
  const states = ['accepted', 'held', 'pending'] as const;
  for (let number = 1; number <= count; number += 1) {
    const state = states[number % 3] ?? 'held';
    const key = vault.identityKey(`1:1|mobile|${mobileOf(number)}`);
    store.write(
      aSave({
        ...{ requestId: idOf(number), sequence: number, app: APP, createdAt: MADE, state },
        ...{ identityKeys: [key], heldReason: state === 'held' ? 'rejected' : null },
        settledAt: state === 'pending' ? null : MADE,
      }),
    );
  }
  return openOutbox({ store, vault, now: () => NOW, retention: 1e15 });
}

/** What another till hands over: so many of these people, from this number on. */
export function manyMoved(from: number, count: number): MovedQueue {
  const consent = { at: MADE, noticeVersion: '1', operatorId: '3', marketing: false };
  const history = {
    ...{ createdAt: MADE, state: 'pending' as const, attempts: 0, undecided: 0 },
    ...{ firstUnknownAt: null, heldReason: null, lastOutcome: null },
  };
  const saves = Array.from({ length: count }, (_, at) => {
    const member = { mobile: mobileOf(from + at), name: '欧阳晓岚' };
    const body = freezeBody(idOf(from + at), ORIGIN, member);
    const operatorId = ORIGIN.operatorId;
    return { body, operatorId, app: APP, correctionOf: null, consent, madeAt: MADE + at, history };
  });
  return { exportedAt: NOW, saves };
}
