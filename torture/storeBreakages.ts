import { join } from 'node:path';
import { type Breakage, printedBy } from './brokenProgram.ts';

const compactor = 'main/journal/compactor.ts';
const leftovers = 'main/journal/leftovers.ts';
const patientDisk = 'main/disk/patientDisk.ts';
const presentJournal = 'main/journal/presentJournal.ts';
const adapter = 'main/journal/journalAdapter.ts';

/** Mistakes that somebody could make in the store; the model must see them all. */
export const STORE_BREAKAGES: Readonly<Record<string, Breakage>> = {
  'what fails is tried again at once': {
    file: 'main/journal/compactionTries.ts',
    find: 'this.#wait(FIRST_WAIT_MS * 2 ** this.#failures);',
    put: '',
  },
  'a compaction that fails begins another generation': {
    file: compactor,
    find: 'if (this.#owed.snapshot) {',
    put: 'isGenerationWanted = true; if (this.#snapshotSize < 0) {',
  },
  'a new generation is begun beside any number of old ones': {
    file: compactor,
    find: 'if (this.#leftovers.generations > 1 && !this.#isUrgent) {',
    put: 'if (this.#leftovers.generations > 1_000) {',
  },
  'what is erased while a compaction begins is forgotten': {
    file: 'main/journal/commits.ts',
    find: 'if (isErased(saves.stored(requestId), save)) onErased();',
    put: '',
  },
  'the snapshot takes what space there is': {
    file: 'main/journal/snapshotFile.ts',
    find: 'while (snapshot.#position < bytes) {',
    put: 'while (snapshot.#position > bytes) {',
  },
  'the first file that stays ends the removal of the rest': {
    file: leftovers,
    find: 'const isWiped = this',
    put: 'throw error; const isWiped = this',
  },
  'what cannot be removed keeps what was erased': {
    file: leftovers,
    find: '(await this.#wipe(name))',
    put: 'true',
  },
  'a file that is held for a moment ends the start': {
    file: 'main/files/durableFile.ts',
    find: "['EBUSY', 'EPERM', 'EACCES']",
    put: "['EPERM', 'EACCES']",
  },
  'a disk that takes no changes ends the start': {
    file: adapter,
    find: "if (errorCode(error) === '') throw error;",
    put: 'throw error;',
  },
  'a folder that cannot be listed is an empty one': {
    file: patientDisk,
    find: 'disk.list(folder), pause)',
    put: 'disk.list(folder), pause).catch(() => [])',
  },
  'a journal that cannot be read is an empty one': {
    file: patientDisk,
    find: 'disk.read(path, limit), pause)',
    put: 'disk.read(path, limit), pause).catch(() => null)',
  },
  'damage that is known refuses saves': {
    file: presentJournal,
    find: 'damage.every(({ to }) => to <= known)',
    put: 'damage.length === 0',
  },
  'a disk that refuses is never asked again': {
    file: 'main/journal/refusal.ts',
    find: 'if (this.#cancel === null) {',
    put: 'if (this.#wait < 0) {',
  },
  'space that was missing is never taken again': {
    file: 'main/journal/journalFile.ts',
    find: 'if (this.fillError === null || this.#hasFailed) return;',
    put: 'return;',
  },
  'what was refused stays behind the last line': {
    file: 'main/journal/journalFile.ts',
    find: 'new JournalFile(path, file, ahead, end, end)',
    put: 'new JournalFile(path, file, ahead, end, size)',
  },
  'what a start has read is not flushed before a journal goes on behind it': {
    file: 'main/journal/unflushed.ts',
    find: 'await flushFile(disk, join(folder, name), isFilled ? fillers : []);',
    put: 'void flushFile;',
  },
  'a journal that was deleted is forgotten before a snapshot says what it did': {
    file: compactor,
    find: 'this.#isFrontLost ||= isLost;',
    put: 'void isLost;',
  },
  'nothing is flushed': {
    file: 'main/journal/journalFile.ts',
    find: 'await this.#file.writeDurably(bytes, this.#end, mayBlock);',
    put: 'void mayBlock; await this.#file.write(bytes, this.#end);',
  },
};

/**
 * How many random sequences it takes until the broken store is caught, in a process of its own; null if `runs` of
 * them do not catch it. Throws when the program's text is no longer what the breakage expects.
 */
export function sequencesUntilCaught(name: string, runs: number, seed = 1): number | null {
  const script = join(import.meta.dirname, 'brokenStore.ts');
  return printedBy(script, name, String(runs), String(seed));
}
