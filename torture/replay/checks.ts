import type { Gateway } from '../../sandbox/gateway.ts';
import type { Expectations } from './expectations.ts';
import { personOf } from './people.ts';
import type { World } from './world.ts';

const DAY = 24 * 60 * 60_000;

/** What a gateway takes to either side of its own time, and what a call takes (ms). */
const CLOCK_TOLERANCE = 10.5 * 60_000;

/** What must be true when all is over; the model has judged every step before. */
export function check(world: World): string[] {
  return [
    ...world.expectations.broken,
    ...everySaveIsSettled(world),
    ...oneEffectPerIntention(world),
    ...nothingOldGoesByItself(world),
    ...oneBodyPerId(world),
    ...effectsInOrder(world),
    ...everythingInItsPlace(world),
  ];
}

/** Every acknowledged save is accepted, held or discarded, and the outbox counts as the model does. */
function everySaveIsSettled(world: World): string[] {
  const { expectations, till } = world;
  const problems: string[] = [];
  const effects = new Set(effectsOf(world).map(({ requestId }) => requestId));
  let held = 0;
  for (const { requestId, state, heldReason } of expectations.saves.values()) {
    const save = till?.outbox.saves.find(requestId);
    if (state === 'pending' || state === 'sending') problems.push(`${requestId} is still ${state}`);
    if (state === 'held') held += 1;
    if (state === 'accepted' && !effects.has(requestId)) {
      problems.push(`${requestId} is accepted without an effect`);
    }
    const reason = save?.state === 'held' ? save.heldReason : heldReason;
    if (save?.state !== state || (state === 'held' && reason !== heldReason)) {
      problems.push(`${requestId} is ${save?.state} (${reason}), not ${state} (${heldReason})`);
    }
  }
  const counted = till?.outbox.saves.counts.held;
  if (counted !== held) problems.push(`${counted} are counted as held, not ${held}`);
  return problems;
}

/** Never two effects under one id, unless somebody requeued the save: then somebody decided. */
function oneEffectPerIntention(world: World): string[] {
  const { expectations } = world;
  const seen = new Set<string>();
  return effectsOf(world).flatMap(({ requestId }) => {
    const isSecond = seen.has(requestId);
    seen.add(requestId);
    const wasRequeued = expectations.everRequeued.has(requestId);
    return isSecond && !wasRequeued ? [`${requestId} has two effects`] : [];
  });
}

/**
 * What has taken effect is not sent again by itself more than a day later, whether the gateway still knows it or not. A
 * call that it takes is signed to ten minutes right, and so was the first.
 */
function nothingOldGoesByItself({ gateway, otherGateway, expectations }: World): string[] {
  return [gateway, otherGateway].flatMap(({ desk: { ledger } }) => {
    const first = new Map(
      ledger.effects.map(({ requestId, at }): [string, number] => [requestId, at]).reverse(),
    );
    return ledger.requests.flatMap(({ requestId = '', at, answer }) => {
      const isLate = at - (first.get(requestId) ?? at) > DAY + 2 * CLOCK_TOLERANCE;
      const isTaken = answer?.kind === 'replay' || answer?.kind === 'success';
      const wasRequeued = expectations.everRequeued.has(requestId);
      return isLate && isTaken && !wasRequeued ? [`${requestId} goes again after a day`] : [];
    });
  });
}

/** Never two bodies under one id, in anything that left the till or that the gateway received. */
function oneBodyPerId({ bodies, gateway, otherGateway }: World): string[] {
  const all = new Map([...bodies].map(([requestId, some]) => [requestId, new Set(some)]));
  const requests = [gateway, otherGateway].flatMap(({ desk }) => desk.ledger.requests);
  for (const { requestId = '', bodyText = '' } of requests) {
    all.set(requestId, (all.get(requestId) ?? new Set()).add(bodyText));
  }
  return [...all].flatMap(([id, some]) => (some.size > 1 ? [`${id} has ${some.size} bodies`] : []));
}

/**
 * A person's last intention is the last effect. Intentions are ordered as they were made, and a
 * person is everybody who is joined by a mobile or an outer id, also through a third save. One exception,
 * and it is somebody's decision: a save that was held or discarded when a newer one of the same person
 * was sent has been passed by it. If a manager requeues it later, its effect may come after the newer one's, but not by a
 * call that was only late on the way, unless another till had it. While it waits in the queue, nothing newer passes it.
 */
function effectsInOrder({ gateway, otherGateway, expectations }: World): string[] {
  return [gateway, otherGateway].flatMap((one) => orderIn(one, expectations));
}

function orderIn(gateway: Gateway, expectations: Expectations): string[] {
  const { saves } = expectations;
  const order = gateway.desk.ledger.effects.map(({ requestId }) => requestId);
  const last = new Map(order.map((requestId, index) => [requestId, index]));
  const first = new Map(order.map((id, index): [string, number] => [id, index]).reverse());
  const problems: string[] = [];
  for (const newer of saves.values()) {
    const known = [...saves.values()].filter(
      ({ requestId }) => !expectations.line.isEarlier(newer.requestId, requestId),
    );
    const keys = new Map(known.map(({ requestId }) => [requestId, expectations.keysOf(requestId)]));
    for (const id of personOf(newer.requestId, keys, keys.keys())) {
      if (id === newer.requestId) continue;
      const [older, newest] = [last.get(id), first.get(newer.requestId)];
      if (older === undefined || newest === undefined || older < newest) continue;
      const isPassed = newer.passed.has(id);
      if (isPassed && (expectations.everAway.has(id) || wasAskedBetween(gateway, older, newest)))
        continue;
      problems.push(`${id} took effect after ${newer.requestId} of the same person`);
    }
  }
  return problems;
}

/** Whether the effect with the index `older` is of a call that came after the one with the index `newer`. */
function wasAskedBetween({ desk: { ledger } }: Gateway, older: number, newer: number): boolean {
  const [effect, before] = [ledger.effects[older], ledger.effects[newer]];
  return ledger.requests.some(
    ({ requestId, at }) =>
      requestId === effect?.requestId && at <= (effect?.at ?? 0) && at >= (before?.at ?? 0),
  );
}

function effectsOf({ gateway, otherGateway }: World) {
  return [gateway, otherGateway].flatMap(({ desk }) => desk.ledger.effects);
}

/**
 * The books of the other platform know nobody whose save was not made for it, or let go on there; and what the
 * settings fit in the end is not held for its app.
 */
function everythingInItsPlace({ otherGateway, expectations }: World): string[] {
  const strangers = otherGateway.desk.ledger.requests.flatMap(({ requestId = '' }) =>
    expectations.belongings.wasEverOf(requestId, 'there')
      ? []
      : [`${requestId} is known to the other platform`],
  );
  const kept = [...expectations.saves.values()].filter(
    ({ requestId, state, heldReason }) =>
      state === 'held' &&
      heldReason === 'other-app' &&
      expectations.belongings.mayGo(requestId, expectations.belongings.settings),
  );
  return [...strangers, ...kept.map(({ requestId }) => `${requestId} is still held for its app`)];
}
