import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Updates as Feed } from '../../app/settings/updates.ts';
import { QUIET_MS, type UpdateFacts } from '../../app/update/mayUpdate.ts';
import {
  FETCH_WITHIN_MS,
  FIRST_CHECK_WITHIN_MS,
  LOOK_EVERY_MS,
} from '../../app/update/updateTimes.ts';
import type { Checked } from '../../main/update/updateEngine.ts';
import { UpdateMemory } from '../../main/update/updateMemory.ts';
import { Updates } from '../../main/update/updates.ts';
import type { Engine } from '../../main/update/updatesParts.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';

export const HOUR = 60 * 60_000;
const NEWER: Checked = { outcome: 'newer', version: '0.2.0' };

/** At night, with nobody there. */
export const AT_REST: UpdateFacts = {
  ...{ never: null, isSet: true, isSure: true, isOurs: true, isMoving: false },
  ...{ isDraining: false, isSending: false, hours: { from: '09:30', to: '21:00' }, minutes: [0] },
  ...{ isAsking: false, isDeedRunning: false, hasManager: false },
  ...{ sinceTyped: QUIET_MS, sinceSaved: QUIET_MS, sinceUsed: QUIET_MS, sinceInput: QUIET_MS },
};

export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-updates-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Updates, and everything around: what is so, what the server says, and what was done. */
export async function begin({ folder = '', random = 1 } = {}) {
  const clock = new VirtualClock();
  const done: string[] = [];
  const world = {
    facts: AT_REST,
    feed: { url: 'https://updates.example.com' } as Feed | null,
    says: NEWER,
    fetched: NEWER as Checked | null,
    fit: null as Awaited<ReturnType<Engine['verify']>>,
    /** The server tells another file by now than the one that was fetched. */
    isReplaced: false,
    installed: null as Awaited<ReturnType<Engine['install']>>,
    /** What happens while the server is asked, while it is fetched, and while it is looked at. */
    asking: async () => {},
    fetching: async (_signal: AbortSignal) => {},
    looking: (): Promise<void> | void => {},
    /** The same while the till closes for it. */
    closing: () => {},
    /** The library cannot be read now. */
    isLocked: false,
    /** Whether the data folder takes a word of it. */
    mayWrite: true,
    /** Nothing comes any more from the server. */
    isHeld: false,
  };
  const engine: Engine = {
    check: async () => {
      done.push('check');
      await world.asking();
      return world.says;
    },
    fetch: async (signal) => {
      done.push('fetch');
      await world.fetching(signal);
      return signal.aborted ? null : world.fetched;
    },
    get isReplaced() {
      return world.isReplaced;
    },
    verify: async () => {
      done.push('verify');
      await world.looking();
      return world.fit;
    },
    install: async (args) => {
      done.push(`install ${args === null ? 'and end' : args.join(' ')}`);
      return world.installed;
    },
  };
  const data = folder === '' ? await freshFolder() : folder;
  const quiet = () => undefined;
  const updates = new Updates({
    ...{ clock, version: '0.1.0', random: () => random },
    log: { info: quiet, warn: quiet, error: quiet },
    feed: () => world.feed,
    hours: () => world.facts.hours,
    facts: () => world.facts,
    open: async ({ url }) => {
      done.push(`open ${url}`);
      if (world.isLocked) throw new Error('EBUSY');
      return engine;
    },
    memory: await UpdateMemory.read(data, async () => world.mayWrite),
    closeFor: async (install) => {
      done.push('close');
      world.closing();
      await install(['--hidden']);
    },
  });
  onTestFinished(() => updates.stop());
  /** Until nothing is under way. */
  const rest = async () => {
    while (updates.isBusy) await setImmediate();
  };
  /** Minute by minute, with what the disk takes in each. */
  const pass = async (milliseconds: number) => {
    for (let left = milliseconds; left > 0; left -= LOOK_EVERY_MS) {
      await clock.pass(LOOK_EVERY_MS);
      while (updates.isBusy && !world.isHeld) await setImmediate();
    }
  };
  /** A version is fetched while somebody counts the till after closing time. */
  const passUntilFetched = async () => {
    world.facts = { ...AT_REST, sinceInput: 0 };
    await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 5 * LOOK_EVERY_MS);
  };
  return { updates, clock, world, done, pass, passUntilFetched, rest, folder: data };
}
