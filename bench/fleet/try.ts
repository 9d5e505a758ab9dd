import { percentile } from '../report/statistics.ts';
import { CHAINS, CONTENDERS } from './fleetScenarios.ts';

const [which, only] = process.argv.slice(2);
for (const [chain, fleet] of Object.entries(CHAINS).filter(([c]) => c.startsWith(which ?? '')))
  for (const c of CONTENDERS.filter(({ name }) => name.startsWith(only ?? 'Through'))) {
    const t = performance.now();
    const r = c.run(fleet, 20261125);
    console.log(
      chain,
      c.name,
      'ratio',
      (r.drained! / r.bound).toFixed(4),
      '99%',
      (percentile(r.finished, 0.99) / r.bound).toFixed(3),
      'calls',
      r.calls,
      'thr',
      r.throttled,
      'putOff',
      r.putOff,
      'used',
      r.used.toFixed(4),
      'live',
      percentile(r.liveWaits, 0.5),
      percentile(r.liveWaits, 0.95),
      percentile(r.liveWaits, 1),
      'mis',
      r.misdated,
      ((performance.now() - t) / 1000).toFixed(0),
    );
  }
