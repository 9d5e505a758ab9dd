import type { MoveBeside } from './circleMoves.ts';
import type { CircleWorld } from './circleWorld.ts';

/** What happens alone, or beside something else. */
export async function takeBeside(world: CircleWorld, move: MoveBeside): Promise<void> {
  const till = world.tills[move.till];
  if (till === undefined) return;
  const { saves, outbox } = till;
  const { decisions } = outbox;
  switch (move.kind) {
    case 'register':
      return world.register(till, world.newId(), move.who, { names: move.names });
    case 'register again': {
      const id = world.erasedIds[move.which % Math.max(1, world.erasedIds.length)];
      if (id === undefined || world.isKnown(id)) return;
      return world.register(till, id, move.who, {});
    }
    case 'correct': {
      const original = saves.find(till.oneOf(move.which, 'held'));
      const person = world.lives.get(original?.requestId ?? '')?.who;
      if (original === undefined || person === undefined) return;
      if (!outbox.permissions.of(original).correct) return;
      const correctionOf = original.requestId;
      return world.register(till, world.newId(), move.other ?? person, { correctionOf });
    }
    case 'send again':
      return void (await decisions.sendAgain(till.oneOf(move.which, 'held')));
    case 'word': {
      const id = till.oneOf(move.which, move.which % 2 === 1 ? 'discarded' : 'held');
      if ((await decisions.requeue(id)) === null) return;
      till.byWord.add(id);
      const life = world.lives.get(id);
      if (life !== undefined) life.wordAt = world.time;
      return;
    }
    case 'discard': {
      const id = till.oneOf(move.which, 'held');
      const discarded = await decisions.discard(id, 'manager');
      if (discarded?.state === 'discarded') world.endHere(till, id);
      return;
    }
    case 'housekeep':
      await till.erasure.goOn();
      return outbox.housekeep(world.time);
    case 'settings':
      till.app = move.to;
      return void (await outbox.delivery.align());
  }
}
