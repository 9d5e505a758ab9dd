import { basename } from 'node:path';
import type { BridgeError, BridgeResult } from '../../app/ipc/bridge.ts';
import type { SavedAs, SavedKind } from '../../app/saved/savedFile.ts';
import { failed } from '../ipc/reply.ts';
import type { SavedFiles, SavedParts, SavedPlace } from './savedFiles.ts';

/** Asks the manager for a place by the system's own dialog; null where none was chosen. */
export type ChooseSavedFile = (kind: SavedKind, name: string) => Promise<string | null>;

export interface SaveDeskOptions {
  choose: ChooseSavedFile;
  files: SavedFiles;
  /** The data folder. */
  folder: string;
  /** The manager's session as it stands, or null: a dialog may be open for longer than that, and over another one. */
  session: () => object | null;
}

type Refusal = { ok: false; error: BridgeError };

/** What is to be saved once its place is chosen: refused, or its parts. */
type Making = () => Promise<SavedParts | Refusal>;

/**
 * Saves what the manager asks for where the manager says so, in the system's own dialog: the page names no path. One at a
 * time. What was chosen is made, and whatever its line in the audit trail needs is written, only behind the dialog.
 */
export class SaveDesk {
  readonly #options: SaveDeskOptions;
  #isBusy = false;

  constructor(options: SaveDeskOptions) {
    this.#options = options;
  }

  async save(kind: SavedKind, name: string, make: Making): Promise<BridgeResult<SavedAs>> {
    if (this.#isBusy) return failed('request.refused');
    this.#isBusy = true;
    try {
      return await this.#save(kind, name, make);
    } finally {
      this.#isBusy = false;
    }
  }

  async #save(kind: SavedKind, name: string, make: Making): Promise<BridgeResult<SavedAs>> {
    const { choose, files, folder, session } = this.#options;
    const asked = session();
    const chosen = await choose(kind, `${name}.${kind}`);
    if (chosen === null) return { ok: true, value: null };
    const place: SavedPlace = await files.place(chosen, folder);
    if (!place.ok) return failed(place.code);
    // Whoever chose may have gone meanwhile, and the screen be locked.
    if (asked === null || session() !== asked) return failed('session.ended');
    const made = await make();
    if ('ok' in made) return made;
    // Or while it was made: its line, which is there by then, says more than what has left.
    if (session() !== asked) return failed('session.ended');
    const failure = await files.write(place.path, made, place.isTaken, place.folderId);
    if (failure !== null) return failed(failure);
    return { ok: true, value: { file: basename(place.path) } };
  }
}
