import { isDone } from '../files/isDone.ts';
import type { Log } from '../log.ts';
import type { OtherFiles } from '../settings/otherFiles.ts';
import { takeOverProvision } from '../takeOverProvision.ts';
import type { Till } from '../till.ts';
import { isDangerous } from './allowedSwitches.ts';
import { readSecondStart } from './secondStart.ts';
import { tellWithout } from './tellWithout.ts';

/** What a second start on this data folder has brought along. */
export async function heedSecondStart(
  till: Pick<Till, 'hold' | 'leftOut' | 'moving' | 'provisioning' | 'provisionNotRead'>,
  told: unknown,
  { log, readProvision }: { log: Log } & Pick<OtherFiles, 'readProvision'>,
): Promise<void> {
  const word = readSecondStart(told);
  if (word === null) {
    log.warn('second start not understood');
    return;
  }
  const { hold } = till;
  if (!hold.isSure && !(await isDone(hold.confirm()))) {
    log.warn('second start not heeded');
    return;
  }
  const dangerous = word.without.filter(isDangerous);
  tellWithout(till, { dangerous, unknown: word.without.length - dangerous.length }, log);
  // Whoever asks only asks: the window wants the manager's PIN before anything moves.
  if (word.move !== null && word.move.file !== '') till.moving.ask(word.move);
  if (word.provision === null) return;
  await takeOverProvision(till, word.provision, word.workingFolder, { log, readProvision });
}
