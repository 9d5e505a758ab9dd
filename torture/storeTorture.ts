import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { table } from '../bench/report/report.ts';
import { canMount } from '../testing/doubles/mountedDisk.ts';
import { checkModel } from './checkModel.ts';
import { fullDisk } from './fullDisk.ts';
import { killRounds, type Toll } from './kills.ts';
import { powerCuts } from './powerCuts.ts';
import { readOnlyDisk } from './readOnlyDisk.ts';
import { STORE_BREAKAGES, sequencesUntilCaught } from './storeBreakages.ts';

const ROUNDS = { kills: 1_000, cuts: 2_000, lowdb: 500, model: 5_000 };

/** So many sequences are enough to see any of the deliberate mistakes. */
const ENOUGH = 1_000;

/**
 * Every promise of the store at full length, and whether the model sees every mistake that was made on purpose;
 * true only if all of them held. `seed`, `path` and `replayPath`: of a failure of the model that was printed, to see it
 * again.
 */
export async function tortureStore([seed, path, replayPath]: readonly string[]): Promise<boolean> {
  if (seed !== undefined) {
    await checkModel(ROUNDS.model, {
      seed: Number(seed),
      ...(path === undefined ? {} : { path }),
      ...(replayPath === undefined ? {} : { replayPath }),
    });
    return true;
  }
  const cuts = await powerCuts(ROUNDS.cuts);
  console.log(`Power cuts: ${JSON.stringify(cuts)}`);
  const script = join(import.meta.dirname, 'lowdbPeer.ts');
  const printed = execFileSync(process.execPath, [script, String(ROUNDS.lowdb)], {
    encoding: 'utf8',
  });
  const lowdb = JSON.parse(printed) as Toll;
  await checkModel(ROUNDS.model);
  console.log(`Model: ${ROUNDS.model} random sequences agree.`);
  const full = canMount ? await fullDisk() : null;
  console.log(
    full === null ? 'Full disk: only root can mount one.' : `Full disk: ${JSON.stringify(full)}`,
  );
  const readOnly = canMount ? await readOnlyDisk() : null;
  console.log(
    readOnly === null
      ? 'Read-only disk: only root can mount one.'
      : `Read-only disk: ${JSON.stringify(readOnly)}`,
  );
  const kills = await killRounds(ROUNDS.kills);
  console.log(
    table([
      { check: 'kill -9 while writing', ...kills },
      { check: 'power cut', ...cuts },
      { check: 'power cut, lowdb’s own file adapter', ...lowdb },
    ]),
  );
  const rows = Object.keys(STORE_BREAKAGES).map((mistake) => {
    return { mistake, 'caught after': sequencesUntilCaught(mistake, ENOUGH) ?? 'NEVER' };
  });
  console.log(table(rows));
  const isGood = [kills, cuts].every((toll) => toll.lost + toll.unreadable + toll.invented === 0);
  const isFullGood = full === null || full.lost + full.invented === 0;
  const isReadOnlyGood = readOnly === null || (readOnly.shown === 3 && readOnly.after === 4);
  const canFail = lowdb.lost > 0 && rows.every((row) => row['caught after'] !== 'NEVER');
  return isGood && isFullGood && isReadOnlyGood && canFail;
}
