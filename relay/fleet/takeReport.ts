import { readReport } from '../../app/report/readReport.ts';
import { REPORT_ARGUMENT } from '../../app/report/reportCall.ts';
import { refuse } from '../../platform/protocol/refusal.ts';
import type { MethodHandler, OwnAnswer } from '../door/methods.ts';
import type { RelayState } from '../state/relayState.ts';
import type { RelayMetrics } from './metrics/relayMetrics.ts';

/**
 * What a relay does for `tillside.till.report`: a report is read strictly and takes the place of the till's last one. Whose
 * it is says the key that signed it and nothing else, so no till reports for another.
 */
export function takeReport(
  state: Pick<RelayState, 'putReport'>,
  metrics: Pick<RelayMetrics, 'reported'>,
): MethodHandler {
  const answered = (result: Parameters<RelayMetrics['reported']>[0], answer: OwnAnswer) => {
    metrics.reported(result);
    return answer;
  };
  return {
    signedBy: 'till',
    async serve({ till, params }) {
      const text = params.get(REPORT_ARGUMENT) ?? '';
      if (till === null || text === '') return answered('refused', MISSING);
      const report = readReport(text);
      if (report === null) return answered('refused', NOT_READ);
      // As it was understood, and not as it was written: what lies there is nobody's own text.
      const away = await state.putReport(till.appKey, JSON.stringify(report));
      return away === undefined ? answered('kept', KEPT) : answered('away', AWAY);
    },
  };
}

const KEPT: OwnAnswer = { kind: 'result', content: { success: true } };

const MISSING: OwnAnswer = {
  kind: 'refused',
  refusal: refuse(40, `isv.missing-parameter:${REPORT_ARGUMENT}`),
};

const NOT_READ: OwnAnswer = { kind: 'refused', refusal: refuse(41, 'isv.report-not-read') };

const AWAY: OwnAnswer = { kind: 'refused', refusal: refuse(10, 'isp.relay-state-away') };
