import type { FastifyPluginAsync } from 'fastify';
import { REPORT_METHOD } from '../../app/report/reportCall.ts';
import { adminMethods } from '../admin/adminMethods.ts';
import type { AuditLine } from '../admin/audit.ts';
import type { PlatformClock } from '../clock/platformClock.ts';
import type { RelayConfig } from '../config/relayConfig.ts';
import { RelayMetrics } from '../fleet/metrics/relayMetrics.ts';
import { serveMetrics } from '../fleet/metricsRoutes.ts';
import { servePage } from '../fleet/pageRoutes.ts';
import { takeReport } from '../fleet/takeReport.ts';
import { FleetView } from '../fleet/view/fleetView.ts';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import type { RelayOptions } from '../server/createRelay.ts';
import type { RelayState } from '../state/relayState.ts';
import { directAdministration } from '../tills/directAdministration.ts';

export interface PlugParts {
  config: Pick<RelayConfig, 'callsPerMinute'>;
  state: RelayState;
  keys: MasterKeyPort;
  clock: PlatformClock;
  /** What opens the page and the measurements, or null: then there is neither. */
  token: string | null;
  audit: (line: AuditLine) => void;
  version: string;
  /** When the certificate that is shown ends (ms since 1970), or null. */
  certificateUntil: () => number | null;
}

/** What plugs into a relay's server: its own methods, its pages, and what counts calls. */
export function plugsOf({
  config,
  state,
  keys,
  clock,
  token,
  audit,
  version,
  certificateUntil,
}: PlugParts): Required<Pick<RelayOptions, 'methods' | 'routes' | 'watch'>> {
  const now = Date.now;
  const metrics = new RelayMetrics(version, () => ({
    callsPerMinute: config.callsPerMinute,
    certificateUntil: certificateUntil(),
    clockOffset: clock.now() - now(),
    monotonic: performance.now(),
  }));
  const view = new FleetView(state, now);
  const routes: FastifyPluginAsync[] =
    token === null
      ? []
      : [
          async (app) => {
            serveMetrics(app, { view, metrics, token, now });
            await servePage(app, { view, token, now });
          },
        ];
  return {
    methods: {
      ...adminMethods(directAdministration({ state, keys, now }), audit),
      [REPORT_METHOD]: takeReport(state, metrics),
    },
    routes,
    watch: (record) => metrics.called(record),
  };
}
