import fc from 'fast-check';
import { sequencesOf } from '../sequences.ts';
import { KEY_DAMAGES } from './keyDamage.ts';
import { KeyWorld } from './keyWorld.ts';

type Step = (world: KeyWorld) => Promise<void> | void;

async function lostAndBack(world: KeyWorld): Promise<void> {
  world.keyStore.lose();
  await world.start();
  await world.newQueue();
  await world.start();
  world.keyStore.restore();
  await world.start();
}

async function sentAndForgotten(world: KeyWorld): Promise<void> {
  await world.send();
  await world.forget();
  await world.start();
}

/** Everything that happens to a till and its key, by name, so that a failure can be read. */
const STEPS: Readonly<Record<string, Step>> = {
  save: (world) => world.save(),
  'save more': async (world) => {
    for (let times = 0; times < 5; times += 1) await world.save();
  },
  start: (world) => world.start(),
  send: (world) => world.send(),
  forget: (world) => world.forget(),
  'the key store fails, over a start': async (world) => {
    world.keyStore.mood = 'fails';
    await world.start();
    world.keyStore.mood = 'works';
  },
  'the key store fails': (world) => {
    world.keyStore.mood = 'fails';
  },
  'the key store works': (world) => {
    world.keyStore.mood = 'works';
  },
  'the key store is lost': async (world) => {
    world.keyStore.lose();
    await world.start();
  },
  'lost key stores are back': (world) => world.keyStore.restore(),
  'a new queue': async (world) => {
    await world.newQueue();
    await world.start();
  },
  'lost, a new queue, and back': lostAndBack,
  'sent, forgotten, and started': sentAndForgotten,
  // Of one folder alone anything goes by itself: with others there already, all of it waits for the manager.
  'lost and back, sent, forgotten, and started': async (world) => {
    await world.save();
    await lostAndBack(world);
    await sentAndForgotten(world);
  },
  'another till’s key, and a new queue': async (world) => {
    await world.damage('swap');
    await world.newQueue();
    await world.start();
  },
  'a new key': (world) => world.rotate(),
  heal: (world) => world.heal(),
  'hours go by': (world) => world.wait(5),
  'a day goes by': (world) => world.wait(25),
};

/** What the chain's recovery key is for. Rarer: making a key of a passphrase takes its time. */
const RECOVERIES: Readonly<Record<string, Step>> = {
  recover: (world) => world.recover(false),
  'recover the last state, and start': async (world) => {
    await world.recover(true);
    await world.start();
  },
  'take over': (world) => world.takeOver(0),
  'take over, and send elsewhere': async (world) => {
    await world.takeOver(0);
    await world.sendElsewhere();
  },
  'send elsewhere': (world) => world.sendElsewhere(),
  'take over an earlier export': (world) => world.takeOver(1),
  'somebody copies the folder': async (world) => {
    await world.copy();
    await world.start();
  },
  'copied, sent, and burnt a day later': async (world) => {
    await world.copy();
    await world.start();
    await world.send();
    world.wait(25);
    await world.burn(false);
  },
  'recovered, sent elsewhere, and recovered once more after a week': async (world) => {
    await world.recover(false);
    await world.takeOver(0);
    await world.sendElsewhere();
    await world.forget();
    await world.recover(true);
  },
  'the PC burns, and the copy is recovered': (world) => world.burn(false),
  'the PC burns, and the copy is recovered without a record': (world) => world.burn(true),
};

/** What a crash comes in between; nothing is started after it. */
const CRASHES: Readonly<Record<string, (world: KeyWorld, at: number) => Promise<void>>> = {
  'crash in start': (world, at) => world.crashIn(() => world.start(), at),
  'crash in a new key': (world, at) => world.crashIn(() => world.rotate(), at),
  'crash in the start behind a recovery': async (world, at) => {
    await world.recover(true);
    await world.crashIn(() => world.start(), at);
  },
  'crash in recovering': (world, at) => world.crashInRecovering(at),
  'crash in a new queue': async (world, at) => {
    // A till that is open is not asked for one.
    await STEPS['the key store fails, over a start']?.(world);
    await world.crashInNewQueue(at);
  },
};

/** Which of the writes, from the first one (0) to the last. Not `fc.double`, of which most are next to 0. */
const anyWrite = fc.nat(999).map((share) => share / 1_000);

/** A step by its name. */
interface Taken {
  name: string;
  at: number;
  /** After a crash the PC does not start again before the chain has recovered its folder. */
  isDead: boolean;
}

const named = (...names: readonly string[]) =>
  fc.constantFrom(...names).map((name): Taken => ({ name, at: 0, isDead: false }));

const step = fc.oneof(
  { weight: 8, arbitrary: named(...Object.keys(STEPS)) },
  { weight: 1, arbitrary: named(...KEY_DAMAGES.map((kind) => `damage: ${kind}`)) },
  { weight: 2, arbitrary: named(...Object.keys(RECOVERIES)) },
  {
    weight: 3,
    arbitrary: fc.record<Taken>({
      name: fc.constantFrom(...Object.keys(CRASHES)),
      at: anyWrite,
      isDead: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
    }),
  },
);

async function take(world: KeyWorld, { name, at, isDead }: Taken): Promise<void> {
  const damage = KEY_DAMAGES.find((kind) => name === `damage: ${kind}`);
  const crash = CRASHES[name];
  if (damage !== undefined) {
    await world.damage(damage);
    await world.start();
  } else if (crash !== undefined) {
    await crash(world, at);
    if (isDead) await world.recover(true);
    await world.start();
  } else await { ...STEPS, ...RECOVERIES }[name]?.(world);
}

/**
 * A till over the days of its key store and the end of its PC: every acknowledged save is sent once, or is there, or
 * stands in an export that the chain's key has opened, or is told as waiting for its key. Then every trouble that can be
 * lifted is, and nothing is missing but what a ruined key's file, or the fire, has taken.
 */
export const keysSequences = sequencesOf({
  step,
  length: [4, 24],
  begin: () => KeyWorld.begin(),
  take,
  finish: (world) => world.settle(),
});
