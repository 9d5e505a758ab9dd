import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../dev/projectPaths.ts';
import { atLeast, atMost, type Report, type Target } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';
import { drawDrain } from './drainChart.ts';
import { CHAINS, CONTENDERS } from './fleetScenarios.ts';
import type { FleetResult } from './simulateFleet.ts';

const SEED = 20_261_125;
const MINUTE = 60_000;

/** `npm run bench -- fleet`: a whole chain comes back in one second, in virtual time; draws the chart. */
export async function fleetBench(_folder: string, say: (line: string) => void) {
  const rows: Report['rows'] = [];
  const targets: Target[] = [];
  for (const [index, [chain, fleet]] of Object.entries(CHAINS).entries()) {
    const curves: { name: string; curve: readonly number[] }[] = [];
    for (const { name, targets: marks, run } of CONTENDERS) {
      say(`${chain}: ${name} …`);
      const result = run(fleet, SEED);
      rows.push({ chain, policy: name, ...rowOf(result) });
      if (marks !== null) targets.push(...targetsOf(`${chain}, ${name}`, result, marks));
      curves.push({ name, curve: result.curve });
    }
    const backlog = fleet.tills * fleet.savesPerTill;
    const svg = await drawDrain({ title: chain, backlog, quota: fleet.callsPerMinute, curves });
    const file = join(projectRoot, 'docs', 'images', `fleet-${index + 1}.svg`);
    await writeFile(file, svg);
    say(`chart: ${file}`);
  }
  return { rows, targets };
}

function rowOf(result: FleetResult): Report['rows'][number] {
  const { drained, bound, calls, throttled, liveWaits, finished } = result;
  return {
    'drained in min': drained === null ? null : round(drained / MINUTE, 1),
    '× quota bound': drained === null ? null : round(drained / bound, 3),
    '99 % of tills × bound': round(percentile(finished, 0.99) / bound, 3),
    calls,
    'throttled %': round((100 * throttled) / calls, 2),
    'put off by the relay': result.putOff,
    'wrong clock %': round((100 * result.misdated) / calls, 2),
    'grant used %': round(100 * result.used, 1),
    lost: result.lost,
    'live p95 s': round(percentile(liveWaits, 0.95) / 1_000, 2),
    'live worst s': round(percentile(liveWaits, 1) / 1_000, 1),
    'fairness (Jain)': round(jain(finished), 4),
  };
}

function targetsOf(name: string, result: FleetResult, marks: 'budget' | 'relay'): Target[] {
  const { drained, bound, calls, throttled, liveWaits } = result;
  const ratio = drained === null ? Number.POSITIVE_INFINITY : drained / bound;
  const isRelay = marks === 'relay';
  return [
    atMost(`${name}: time to drain`, round(ratio, 3), isRelay ? 1.05 : 1.1, '× quota bound'),
    atMost(`${name}: throttled`, round((100 * throttled) / calls, 2), isRelay ? 0.1 : 2, '%'),
    ...(isRelay ? [atLeast(`${name}: of the grant`, round(100 * result.used, 1), 97, '%')] : []),
    atMost(`${name}: live p95`, round(percentile(liveWaits, 0.95) / 1_000, 2), 5, 's'),
  ];
}

/** Jain's index of the rates at which the tills were served: 1 when all had the same. */
function jain(finished: readonly number[]): number {
  const rates = finished.map((time) => 1 / time);
  const sum = rates.reduce((total, rate) => total + rate, 0);
  const squares = rates.reduce((total, rate) => total + rate * rate, 0);
  return sum ** 2 / (rates.length * squares);
}
