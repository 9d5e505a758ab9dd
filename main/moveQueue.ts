import { readFile } from 'node:fs/promises';
import { errorCode, replaceFile } from './files/durableFile.ts';
import { SHORTEST_PASSPHRASE } from './outbox/movedFile.ts';
import {
  closeMoved,
  exportQueue,
  importQueue,
  markExported,
  unmarkExported,
} from './outbox/movingHouse.ts';
import type { Till } from './till.ts';

/** What the command line asks for: `--export-queue=FILE` or `--import-queue=FILE`. */
export interface Move {
  direction: 'export' | 'import';
  file: string;
}

/** Where the passphrase comes from: not the command line, which everybody on the PC can read. */
export const PASSPHRASE_VARIABLE = 'TILLSIDE_PASSPHRASE';

/** Why a move cannot even begin, as one line, or null. */
export function refuseMove(move: Move, passphrase: string | undefined): string | null {
  if (move.file === '') return `--${move.direction}-queue needs a file`;
  if ((passphrase ?? '').length < SHORTEST_PASSPHRASE) {
    return `${PASSPHRASE_VARIABLE} must hold a passphrase of at least ${SHORTEST_PASSPHRASE} characters`;
  }
  return null;
}

/** Moves the queue of a till that is not sending; gives the line to print and the exit code. */
export async function moveQueue(
  { outbox }: Pick<Till, 'outbox'>,
  move: Move,
  passphrase: string,
): Promise<{ line: string; exitCode: number }> {
  if (move.direction === 'export') {
    const { text, exportedAt, requestIds, unreadable } = exportQueue(outbox, passphrase);
    const marks = await markExported(outbox, requestIds, exportedAt);
    try {
      await replaceFile(move.file, text);
    } catch (error) {
      await unmarkExported(outbox, marks);
      return {
        line: `${move.file} cannot be written (${errorCode(error)}); nothing was moved.`,
        exitCode: 1,
      };
    }
    // Only now: a crash before this line leaves the saves here, and an id is safe on two tills for a day.
    const closed = await closeMoved(outbox, requestIds);
    const left = requestIds.length - closed + unreadable;
    const line = `${closed} saves moved into ${move.file}; this till no longer sends them.`;
    if (left === 0) return { line, exitCode: 0 };
    return { line: `${line} ${left} could not be closed or read and stay here.`, exitCode: 1 };
  }
  const text = await readFile(move.file, 'utf8').catch(() => null);
  if (text === null) return { line: `${move.file} cannot be read.`, exitCode: 1 };
  const result = await importQueue(outbox, text, passphrase);
  if (!result.ok)
    return { line: `${move.file}: ${result.code}. Nothing is lost; try again.`, exitCode: 1 };
  const { taken, alreadyHere, late, exportedAt } = result;
  const line = `${taken} saves taken over, ${alreadyHere} were here already.`;
  if (late === 0) return { line, exitCode: 0 };
  const date = new Date(exportedAt).toISOString();
  const why = `The file was written at ${date}, not within the last 24 hours`;
  return { line: `${line} ${why}: ${late} of them wait for the manager.`, exitCode: 0 };
}
