import { expect, test } from 'vitest';
import type { TillReport } from '../../../app/report/tillReport.ts';
import { TillMetrics } from './tillMetrics.ts';

const REPORT: TillReport = {
  format: 1,
  version: '1.2.3',
  isRunning: true,
  runsForSeconds: 60,
  waiting: 3,
  oldestWaitingSeconds: null,
  pause: 'quota',
  held: 2,
  heldByCode: [['isv.invalid-mobile', 2]],
  sinceAcceptedSeconds: 5,
  clockOffsetSeconds: null,
  disk: { freeMebibytes: 2, isRefusing: false },
  keyStore: 'os',
  pageEnds: 1,
  warnings: ['store.torn-tail'],
  openingHours: null,
};
test('x', async () => {
  const metrics = new TillMetrics({ brandId: 'b', shopId: 's', tillId: 't' }, '1.2.3');
  const text = await metrics.encode(REPORT);
  console.log(text, text.length);
  console.log(await metrics.encode({ ...REPORT, heldByCode: [], warnings: [] }));
});
