import type { OtlpChoice } from '../app/settings/reports.ts';
import { BesideLogins } from './gateway/besideLogins.ts';
import type { Logins } from './gateway/callLogin.ts';
import { openReportLines } from './gateway/openLines.ts';
import type { ProxyLogins } from './gateway/proxyLogins.ts';
import type { TillHealth } from './health/tillHealth.ts';
import type { Log } from './log.ts';
import { OtlpSink } from './report/otlpSink.ts';
import { RelaySink } from './report/relaySink.ts';
import { Reporter, type Sink } from './report/reporter.ts';
import { reportLine } from './report/reportLine.ts';
import { reportOf } from './report/reportOf.ts';
import { Reports } from './report/reports.ts';
import type { Till } from './till.ts';

export interface OpenReportsOptions {
  health: Pick<TillHealth, 'describe'>;
  log: Log;
  /** The program's. */
  version: string;
  /** Those of the saves. */
  logins: ProxyLogins;
}

/** Tells the chain how an open till is, where its settings name somebody. `docs/reports.md` says what it promises. */
export function openReports(
  till: Till,
  { health, log, version, logins }: OpenReportsOptions,
): Reports {
  const { settings, clock, phase, computer, hold, replayer, outbox } = till;
  const provision = () => settings.provision;
  /** As no save leaves then: nobody knows whose these data are, or whether the address is still the right one. */
  const mayTell = () =>
    hold.isSure &&
    computer.standing === 'ours' &&
    settings.setBack === null &&
    provision() !== null;
  const describe = (isRunning: boolean) =>
    mayTell()
      ? reportOf({
          health: health.describe(isRunning),
          openingHours: provision()?.openingHours ?? null,
          utcOffsetMinutes: 0 - new Date(clock.now()).getTimezoneOffset(),
        })
      : null;
  const standing = () => {
    const codes = [...till.warnings, ...outbox.warnings].map(({ code }) => code);
    return [replayer.pause().kind, outbox.saves.counts.held, ...new Set(codes)].join(' ');
  };
  const reporter = (to: string, sink: Sink, at: number) =>
    new Reporter({ to, sink, describe, standing, clock, log, phase: at });
  // Never at one moment with the relay: whoever of the two has cost the network process is known by who was first.
  const besideRelay = (phase + 0.5) % 1;
  const way = (to: string, those: Logins) => ({
    clock,
    proxy: () => provision()?.proxy ?? null,
    post: reportLine((onCost) => openReportLines({ log, to, onCost, logins: those }), clock),
  });
  const openMetrics = async () => {
    const { brandId = '', shopId = '' } = provision() ?? {};
    // Nobody reads a library at a start that needs none of it.
    const { TillMetrics } = await import('./report/otlp/tillMetrics.ts');
    return new TillMetrics({ brandId, shopId, tillId: settings.tillId }, version);
  };
  const reports = new Reports({
    provision,
    toRelay: () => {
      const first = provision()?.gateway ?? null;
      // Another secret or session of the same account is its own; what is told last under another account is told there.
      const account = () => {
        const now = provision()?.gateway;
        return now?.url === first?.url && now?.appKey === first?.appKey ? (now ?? null) : first;
      };
      return reporter('relay', new RelaySink({ ...way('relay', logins), account }), phase);
    },
    toCollector: (choice: OtlpChoice) =>
      reporter(
        'collector',
        new OtlpSink({ ...way('collector', new BesideLogins(logins)), choice, open: openMetrics }),
        besideRelay,
      ),
  });
  settings.onChanged(() => reports.choose());
  till.shutdown.join('finish', 'reports', (deadline) => reports.end(deadline));
  return reports;
}
