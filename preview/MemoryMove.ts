import type { Bridge, BridgeResult } from '../app/ipc/bridge.ts';
import type {
  MoveCalls,
  MoveDirection,
  MoveFailure,
  MoveQuestion,
  MoveReport,
} from '../app/move/moveCalls.ts';
import type { MemorySettings } from './MemorySettings.ts';

const done: BridgeResult<null> = { ok: true, value: null };

/** A queue that moves, on a till in memory: nothing does, but what main would say of it is said. */
export class MemoryMove {
  readonly #settings: MemorySettings;
  /** What the system's dialog gives, or null where nothing is chosen. */
  chosen: string | null = 'D:\\queue.tillside';
  /** Why the next moves come to nothing, or null. */
  failure: MoveFailure | null = null;
  /** What the next moves come to. */
  report: MoveReport = { direction: 'export', saves: 2, left: 0 };
  /** Every passphrase that a move was begun with. */
  readonly passphrases: string[] = [];
  #questions = 0;

  constructor(settings: MemorySettings) {
    this.#settings = settings;
  }

  /** What the window asks about, or shows. */
  ask(direction: MoveDirection, file: string, more: Partial<MoveQuestion> = {}): void {
    this.#questions += 1;
    const move = { id: this.#questions, direction, file, isChosen: false, report: null, ...more };
    this.#settings.tell({ move });
  }

  readonly calls: Pick<Bridge, keyof MoveCalls> = {
    chooseQueueFile: async ({ pin, direction }) => {
      const refusal = this.#settings.refuse(pin);
      if (refusal) return refusal;
      if (this.chosen !== null) this.ask(direction, this.chosen, { isChosen: true });
      return done;
    },
    moveQueue: async ({ pin, question, passphrase }) => {
      const refusal = this.#settings.refuse(pin);
      if (refusal) return refusal;
      const { move } = this.#settings.till;
      if (move?.id !== question) return { ok: false, error: { code: 'request.refused' } };
      this.passphrases.push(passphrase);
      if (this.failure !== null) return { ok: false, error: { code: this.failure } };
      return this.#settings.tell({ move: { ...move, report: this.report } });
    },
    closeMove: async () => this.#settings.tell({ move: null }),
  };
}
