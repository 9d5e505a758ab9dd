import type { Updates as Feed } from '../../app/settings/updates.ts';
import type { UpdateFacts } from '../../app/update/mayUpdate.ts';
import type { OpeningHours } from '../../app/update/openingHours.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log.ts';
import type { UpdateEngine } from './updateEngine.ts';
import type { UpdateMemory } from './updateMemory.ts';

export type Engine = Pick<UpdateEngine, 'check' | 'fetch' | 'isReplaced' | 'verify' | 'install'>;

export interface UpdatesParts {
  clock: Clock;
  random: () => number;
  log: Log;
  /** Of this program. */
  version: string;
  feed: () => Feed | null;
  hours: () => OpeningHours;
  facts: () => UpdateFacts;
  open: (feed: Feed) => Promise<Engine>;
  memory: UpdateMemory;
  /** Closes the till in order, installs, and ends; where that gives a problem the program is started again as it was. */
  closeFor: (install: Engine['install']) => Promise<void>;
}
