import type { ComputerWatch } from './computer/computerWatch.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { HeldMark } from './witness/heldMark.ts';
import type { Witness } from './witness/witness.ts';

interface Parts {
  computer: Pick<ComputerWatch, 'standing' | 'look' | 'onQuestion'>;
  witness: Pick<Witness, 'use'>;
  mark: Pick<HeldMark, 'isUnread' | 'look'>;
  settings: Pick<SettingsStore, 'provision' | 'onChanged'>;
  /** Resolves when the window needs the PC no more than anything else. */
  whenCalm: () => Promise<void>;
  /** Sends what may be sent. */
  start: () => void;
}

/**
 * Sends once it is known whose the data are and whether they have gone back: at once where there is nothing to find out.
 * Nobody at the counter waits for it. The second place of another computer is left alone. Gives what looks at both, for
 * whatever else lets saves leave.
 */
export function beginSending({
  computer,
  witness,
  mark,
  settings,
  whenCalm,
  start,
}: Parts): () => Promise<void> {
  const folder = () => settings.provision?.watermarkFolder || null;
  const look = async () => {
    if (computer.standing === 'ours') await Promise.all([mark.look(), witness.use(folder())]);
  };
  const lookAtBoth = () => computer.look().then(look);
  settings.onChanged(() => void lookAtBoth());
  computer.onQuestion(() => void look());
  if (computer.standing === 'ours' && folder() === null && !mark.isUnread) start();
  else void whenCalm().then(lookAtBoth).then(start);
  return lookAtBoth;
}
