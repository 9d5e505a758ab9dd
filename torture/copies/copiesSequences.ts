import fc from 'fast-check';
import { sequencesOf } from '../sequences.ts';
import type { Computer } from './computer.ts';
import { CopiesWorld } from './copiesWorld.ts';

/** A step by its name, and which of the computers that come into question it is about. */
interface Taken {
  name: string;
  which: number;
}

const isRunning = (computer: Computer) => computer.isRunning;
const isOff = (computer: Computer) => computer.hasDisk && !computer.isRunning;
const isEmpty = (computer: Computer) => !computer.hasDisk;
const hasDisk = (computer: Computer) => computer.hasDisk;
const isAsking = (computer: Computer) => computer.isAsking;

type Act = (world: CopiesWorld, computer: Computer) => Promise<unknown>;

/** What happens to one computer: to whom it can happen, and what it is. */
const STEPS: Readonly<Record<string, readonly [(computer: Computer) => boolean, Act]>> = {
  register: [isRunning, (world, one) => world.register(one)],
  'register, and the power goes': [
    isRunning,
    async (world, one) => {
      await world.register(one);
      await one.kill();
    },
  ],
  kill: [isRunning, (_world, one) => one.kill()],
  stop: [isRunning, (_world, one) => one.stop()],
  start: [isOff, (world, one) => world.start(one)],
  'start, not knowing where': [isOff, (world, one) => world.start(one, true)],
  'register in the first seconds of a start, and the power goes': [
    hasDisk,
    async (world, one) => {
      await one.kill();
      await world.start(one, true);
      await world.register(one);
      await one.kill();
    },
  ],
  answer: [isAsking, (world, one) => world.answer(one)],
  'start and answer': [
    isOff,
    async (world, one) => {
      await world.start(one);
      await world.answer(one);
    },
  ],
  'copy to another one, and both go on': [hasDisk, (world, one) => copy(world, one, true)],
  'copy, and register on both': [
    hasDisk,
    async (world, one) => {
      await copy(world, one, true);
      for (const other of world.computers) {
        await world.start(other);
        if (other.isRunning) await world.register(other);
      }
    },
  ],
  'answer wrongly': [isAsking, (world, one) => world.answer(one, false)],
  'start and answer wrongly': [
    isOff,
    async (world, one) => {
      await world.start(one);
      await world.answer(one, false);
    },
  ],
  'copy where it is asked, and register there in the first seconds of a start': [
    isAsking,
    async (world, one) => {
      const third = await copy(world, one, world.isStillUsed(one));
      if (third === undefined) return;
      await world.start(third, true);
      await world.register(third);
      await third.kill();
    },
  ],
  'copy where it is asked, and answer there a day after all was sent': [
    isAsking,
    async (world, one) => {
      await world.register(one);
      const third = await copy(world, one, world.isStillUsed(one));
      if (third === undefined) return;
      await world.answer(one);
      await world.become('up');
      await world.pass(30);
      await world.start(third);
      await world.answer(third);
    },
  ],
  'burn, and a copy of before takes its place': [hasDisk, (world, one) => world.burn(one)],
  'copy, and burn a day after all was sent': [
    isRunning,
    async (world, one) => {
      await world.register(one);
      await copy(world, one, true);
      await world.become('up');
      await world.pass(30);
      await world.burn(one);
    },
  ],
  'copy to another one that takes its place': [hasDisk, (world, one) => copy(world, one, false)],
};

/** Gives the computer that has the copy, if any. */
async function copy(
  world: CopiesWorld,
  from: Computer,
  goesOn: boolean,
): Promise<Computer | undefined> {
  const to = world.pick(0, isEmpty);
  if (to !== undefined) await world.copy(from, to, goesOn);
  return to?.hasDisk === true ? to : undefined;
}

/** What happens to all of them. */
const WEATHER: Readonly<Record<string, (world: CopiesWorld) => Promise<void>>> = {
  'the gateway is there': (world) => world.become('up'),
  'the gateway is away': (world) => world.become('down'),
  'the gateway takes all, and its answers are lost': (world) => world.become('losing'),
  'a minute goes by': (world) => world.pass(1 / 60),
  'hours go by': (world) => world.pass(20),
  'more than a day goes by': (world) => world.pass(30),
  'days go by': (world) => world.pass(80),
};

const named = (names: readonly string[]) =>
  fc.record<Taken>({ name: fc.constantFrom(...names), which: fc.nat(5) });

const step = fc.oneof(
  { weight: 3, arbitrary: named(['register']) },
  { weight: 7, arbitrary: named(Object.keys(STEPS)) },
  { weight: 4, arbitrary: named(Object.keys(WEATHER)) },
);

async function take(world: CopiesWorld, { name, which }: Taken): Promise<void> {
  await WEATHER[name]?.(world);
  const [canBe, act] = STEPS[name] ?? [];
  const computer = canBe === undefined ? undefined : world.pick(which, canBe);
  if (computer !== undefined) await act?.(world, computer);
}

/**
 * The disk of a till on up to three computers, over copies, kills at any time, also before it is known where the till is, the
 * manager's answers, days, and a gateway that loses answers: nobody leaves a second time more than a day after the first,
 * and everybody who was registered has left, or waits for the manager where somebody sees it.
 */
export const copiesSequences = sequencesOf({
  step,
  length: [8, 30],
  begin: () => CopiesWorld.begin(),
  take,
  finish: (world) => world.finish(),
});
