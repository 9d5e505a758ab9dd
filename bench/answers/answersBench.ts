import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MANY_LINES, TOO_MUCH, TOO_SLOW } from '../../e2e/attacks.ts';
import { type Attack, hostileGateway } from '../../e2e/hostileGateway.ts';
import { ElectronHost } from '../processes/electronHost.ts';
import { atMost, type Report } from '../report/report.ts';
import { round } from '../report/statistics.ts';

const MOBILE = '13800138000';

/** Somebody sees it when the window stands still for longer (ms). */
const SEEN = 100;

/** `npm run bench -- answers`: what a hostile answer costs the main process, in Electron. */
export async function answersBench(parent: string, say: (line: string) => void) {
  const folder = await mkdtemp(join(parent, 'answers-'));
  const electron = await ElectronHost.open(join(folder, 'electron'), say);
  const attacks: [string, Attack][] = [
    ...TOO_MUCH.map(([name, , attack]): [string, Attack] => [name, attack]),
    ['ten thousand header lines', MANY_LINES],
    ...TOO_SLOW.map(([name, attack]): [string, Attack] => [name, attack]),
  ];
  try {
    const rows: Report['rows'] = [];
    for (const [name, attack] of attacks) {
      say(`${name} …`);
      const gateway = await hostileGateway();
      gateway.attack(MOBILE, attack);
      const { outcome, milliseconds, worked, grown } = await electron.run('answer', {
        url: gateway.url,
        mobile: MOBILE,
      });
      gateway.close();
      rows.push({
        answer: name,
        'comes to': outcome,
        s: round(milliseconds / 1_000, 2),
        'ms of work': round(worked, 0),
        'MB more': round(grown, 0),
      });
    }
    const atOnce = rows.filter((row) => Number(row.s) < 20);
    const longest = Math.max(...atOnce.map((row) => Number(row['ms of work'])));
    const most = Math.max(...rows.map((row) => Number(row['MB more'])));
    const slowest = Math.max(...rows.map((row) => Number(row.s)));
    return {
      rows,
      targets: [
        atMost('work of the main process for an answer that comes at once', longest, SEEN, 'ms'),
        atMost('memory of the main process beyond before', most, 64, 'MB'),
        atMost('until the call has ended', slowest, 21.5, 's'),
      ],
    };
  } finally {
    await electron.close();
    await rm(folder, { recursive: true, force: true });
  }
}
