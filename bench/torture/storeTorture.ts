import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { table } from '../report/report.ts';
import { checkModel } from './checkModel.ts';
import { fullDisk } from './fullDisk.ts';
import { killRounds, type Toll } from './kills.ts';
import { canMount } from './mountedDisk.ts';
import { powerCuts } from './powerCuts.ts';

const ROUNDS = { kills: 1_000, cuts: 2_000, lowdb: 500, model: 5_000 };

/** Every promise of the store at full length; true only if all of them held. */
export async function tortureStore(): Promise<boolean> {
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
  const kills = await killRounds(ROUNDS.kills);
  console.log(
    table([
      { check: 'kill -9 while writing', ...kills },
      { check: 'power cut', ...cuts },
      { check: 'power cut, lowdb’s own file adapter', ...lowdb },
    ]),
  );
  const isGood = [kills, cuts].every((toll) => toll.lost + toll.unreadable + toll.invented === 0);
  const isFullGood = full === null || full.lost + full.invented === 0;
  const canFail = lowdb.lost > 0;
  return isGood && isFullGood && canFail;
}
