import { isAllowed, NO_SANDBOX, STARTED_WITHOUT } from './allowedSwitches.ts';
import { readSwitches, type Switch } from './switches.ts';

export interface StartConditions {
  platform: NodeJS.Platform;
  /**
   * Whether the program may do without Chromium's sandbox: as root, for whom there is none, or where the system has
   * none to give. Asked only where somebody wants it.
   */
  mayRunUnconfined: () => boolean;
}

export interface Judgement {
  /** What the program runs with. */
  kept: Switch[];
  /** The names of what it must not be given, each once. */
  left: string[];
  /** The names that a program before this one has left out. */
  told: string[];
}

/** Divides the arguments of a packed app (without the program); what is no switch means nothing to it. */
export function judgeSwitches(
  args: readonly string[],
  { platform, mayRunUnconfined }: StartConditions,
): Judgement {
  const given = readSwitches(args, platform);
  const isUnconfined = given.some(({ name }) => name === NO_SANDBOX) && mayRunUnconfined();
  const passes = (one: Switch) => (one.name === NO_SANDBOX ? isUnconfined : isAllowed(one));
  const isTelling = ({ name }: Switch) => name === STARTED_WITHOUT;
  const left = given.filter((one) => !passes(one)).map(({ name }) => name);
  const told = given.filter(isTelling).flatMap(({ value }) => value.split(','));
  return {
    kept: given.filter((one) => passes(one) && !isTelling(one)),
    left: [...new Set(left)],
    told: told.filter((name) => name !== ''),
  };
}
