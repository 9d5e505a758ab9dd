import assert from 'node:assert/strict';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { packQueue } from '../../main/outbox/packQueue.ts';
import { takeOverQueue } from '../../main/outbox/takeOverQueue.ts';
import type { Move } from './circleMoves.ts';
import { type CircleTill, ORIGIN } from './circleTill.ts';
import type { CircleWorld } from './circleWorld.ts';
import { takeBeside } from './takeBeside.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const words = { code: '', subCode: '', text: '', traceId: '' };
const lost: Outcome = { ...words, class: 'unreachable', mayHaveArrived: true };
/** `lost`: it has arrived, `never`: it has not; the till hears the same of both. */
const OUTCOMES: Readonly<Record<'accepted' | 'rejected' | 'lost' | 'never', Outcome>> = {
  accepted: { ...words, class: 'accepted', customerId: 'c1' },
  rejected: { ...words, class: 'rejected' },
  lost,
  never: lost,
};

type Of<Kind extends Move['kind']> = Extract<Move, { kind: Kind }>;

/** Lets one thing happen, a minute after the one before. */
export async function takeMove(world: CircleWorld, move: Move): Promise<void> {
  world.time += MINUTE;
  if (move.kind === 'pass') {
    world.time += move.hours * HOUR;
    return;
  }
  const till = world.tills[move.till];
  if (till === undefined) return;
  switch (move.kind) {
    case 'send':
      return send(world, till, move);
    case 'export':
      return exportQueue(world, till, move);
    case 'import':
      return importFile(world, till, move);
    case 'erase':
      return erase(world, till, move);
    case 'start':
      if (move.isCut) return till.cut();
      await till.outbox.close();
      return till.start();
    case 'lose key':
      return till.loseKey();
    case 'find key':
      return till.findKey();
    case 'set clock':
      till.ahead = move.hours * HOUR;
      return;
    case 'go on':
      for (const other of till.outbox.apps.otherApps()) await till.outbox.apps.goOn(other);
      return;
    default:
      return takeBeside(world, move);
  }
}

/** As the replayer does it, one save. */
async function send(world: CircleWorld, till: CircleTill, move: Of<'send'>): Promise<void> {
  const { delivery } = till.outbox;
  await delivery.align();
  await delivery.holdStale(() => world.time);
  const id = till.oneOf(move.which, 'pending');
  const save = till.saves.find(id);
  if (save?.state !== 'pending' || !delivery.fits(save) || till.saves.queue.isBlocked(save)) return;
  const body = delivery.openBody(save) ?? '';
  const marked = await delivery.mark(save, world.time);
  if (marked === null) return;
  const { name } = readBody(body).member;
  assert.equal(name, world.lives.get(id)?.name, `${id} is sent with other data`);
  if (move.how === 'accepted' || move.how === 'lost') world.arrive(till, id);
  await delivery.settle(marked, OUTCOMES[move.how], {
    ...{ now: world.time, random: () => 0.5 },
    ...{ isEverybodys: false, isOwnFault: false },
  });
}

async function exportQueue(
  world: CircleWorld,
  till: CircleTill,
  { cut }: Of<'export'>,
): Promise<void> {
  const { lending } = till.outbox;
  const { queue, requestIds } = packQueue(till.outbox);
  if (requestIds.length === 0) return;
  const file = { queue: structuredClone(queue), requestIds };
  await till.during(async () => {
    const { isStored } = await lending.lend(requestIds, queue.exportedAt);
    if (!isStored) return;
    world.files.push(file);
    await lending.close(requestIds);
  }, cut);
}

async function importFile(world: CircleWorld, till: CircleTill, move: Of<'import'>): Promise<void> {
  const file = world.files[move.which % Math.max(1, world.files.length)];
  if (file === undefined) return;
  const { saves, outbox } = till;
  // It ends there, and the manager keeps the file.
  const isOther = file.queue.saves.some(({ body }) => {
    const here = saves.find(readBody(body).requestId);
    return here !== undefined && outbox.contents.isOtherBody(here, body);
  });
  if (isOther) return;
  await till.during(async () => {
    const isBeside = move.cut === null && move.beside.till === move.till;
    const [taken] = await Promise.all([
      takeOverQueue(outbox, file.queue),
      isBeside ? takeBeside(world, move.beside) : undefined,
    ]);
    if (move.cut === null && taken.ok && move.isRemoved)
      world.files = world.files.filter((one) => one !== file);
  }, move.cut);
}

async function erase(world: CircleWorld, till: CircleTill, move: Of<'erase'>): Promise<void> {
  const person = { mobile: world.mobileOf(move.who) };
  const found = till.desk.savesOf(person);
  if (found.some((save) => till.outbox.erasing.comesBack(save))) return;
  let isErased = move.cut !== null;
  await till.during(async () => {
    const isBeside = move.cut === null && move.beside.till === move.till;
    const [{ ok }] = await Promise.all([
      till.erasure.erase(() => {
        const saves = till.desk.savesOf(person);
        const keys = [
          ...till.desk.keysOf(person),
          ...saves.flatMap(({ identityKeys }) => identityKeys),
        ];
        return { saves, keys: [...new Set(keys)] };
      }, ORIGIN.operatorId),
      isBeside && move.beside.kind !== 'settings' ? takeBeside(world, move.beside) : undefined,
    ]);
    isErased = ok;
  }, move.cut);
  if (!isErased || till.lastErasedAt !== world.time) return;
  const gone = found.filter(({ requestId }) => till.saves.find(requestId) === undefined);
  for (const { requestId } of gone) {
    const life = world.lives.get(requestId);
    if (life !== undefined) life.isOver = true;
    till.byWord.delete(requestId);
    world.erasedIds.push(requestId);
  }
  if (gone.length > 0) till.erasedAt.set(move.who, world.time);
}
