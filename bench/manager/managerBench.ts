import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { savesCsv } from '../../main/csv/savesCsv.ts';
import { breathe } from '../../main/move/breathe.ts';
import { foreseeImport } from '../../main/move/importFrom.ts';
import { queueFiles } from '../../main/move/queueFiles.ts';
import { sealQueue } from '../../main/outbox/movedFile.ts';
import { PersonDesk } from '../../main/person/personDesk.ts';
import { personTraces } from '../../main/person/personTraces.ts';
import { daysOf, reconcile } from '../../main/totals/reconcile.ts';
import { rowsBehind } from '../../main/totals/rowsBehind.ts';
import { turnsDuring } from '../../testing/doubles/longestTurn.ts';
import { manyMoved, manyPeople, mobileOf } from '../../testing/tills/manyPeople.ts';
import { manyRows } from '../../testing/tills/manyRows.ts';
import { atMost, type Report, type Target } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';

const SAVES = 100_000;
const DAYS = 2 * 365;
const TIMES = 7;

/** So many saves are in the file of another till: half of them are here already. */
const MOVED = 10_000;
/** What the till seals of somebody, for most of them. */
const SEALED_BYTES = 450;

const PASSPHRASE = 'correct horse battery';

/** Nobody waits for these without being told. */
const LONG = ['all saves as CSV', 'what an import of 10,000 would do'];

/** `npm run bench -- manager`: what the manager's page waits for, and everybody else with it, at its fullest. */
export async function managerBench(parent: string, say: (line: string) => void) {
  const folder = await mkdtemp(join(parent, 'manager-'));
  const rows: Report['rows'] = [];
  const targets: Target[] = [];
  try {
    say(`${SAVES} saves, ${DAYS} days of totals …`);
    const { days, saves, totals } = await manyRows(folder, { rows: SAVES, days: DAYS, aDay: 400 });
    const from = { saves, totals };
    const page = { ...days, side: 'held', offset: SAVES - 50, limit: 50 } as const;
    const origin = { brandId: '1', shopId: '2', operatorId: '3' };
    const body = freezeBody('0'.repeat(32), origin, { mobile: '13871946520', name: '欧阳晓岚' });
    const file = {
      ...{ saves, contents: { openBody: () => body }, operators: [], isWhole: true },
      words: CATALOGUES['zh-CN'],
    };
    say('as many people, and a file of another till …');
    const outbox = await manyPeople(SAVES);
    const sealed = [...outbox.saves.values()].map((save) => ({
      ...save,
      sealedBody: randomBytes(SEALED_BYTES).toString('base64'),
    }));
    const moved = await sealQueue(manyMoved(SAVES - MOVED / 2, MOVED), PASSPHRASE);
    const desk = new PersonDesk({ outbox, brandId: () => '1' });
    const asked: Record<string, () => Promise<unknown>> = {
      'the sum of two years': () => reconcile(from, days),
      'the charts of two years': () => daysOf(from, days.to, DAYS),
      'the last page of rows': () => rowsBehind(from, page),
      'one person, with what may be done': async () => {
        const identity = { mobile: mobileOf(7) };
        return [desk.describe(desk.savesOf(identity), identity), desk.nobodys];
      },
      'whose the texts are of one who is erased': () =>
        personTraces(sealed.slice(6, 7), [], sealed),
      'what an import of 10,000 would do': () =>
        foreseeImport('', PASSPHRASE, {
          ...{ outbox, home: null },
          files: { ...queueFiles, read: async () => moved },
        }),
      'all saves as CSV': () => savesCsv(days, { ...file, breath: breathe() }),
    };
    for (const [what, work] of Object.entries(asked)) {
      say(`${what} …`);
      const [times, turns]: [number[], number[]] = [[], []];
      for (let time = 0; time < TIMES; time += 1) {
        const start = performance.now();
        turns.push((await turnsDuring(work)).longest);
        times.push(performance.now() - start);
      }
      const [answer, longest] = [
        round(percentile(times, 0.5), 1),
        round(percentile(turns, 0.5), 1),
      ];
      rows.push({ what, samples: TIMES, 'answer p50 ms': answer, 'longest turn p50 ms': longest });
      if (!LONG.includes(what)) targets.push(atMost(`${what}, p50`, answer, 300, 'ms'));
      targets.push(atMost(`${what}, longest turn, p50`, longest, 50, 'ms'));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { rows, targets };
}
