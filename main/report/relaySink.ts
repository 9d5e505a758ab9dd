import { fateOf, REPORT_ARGUMENT, REPORT_METHOD } from '../../app/report/reportCall.ts';
import type { TillReport } from '../../app/report/tillReport.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { Clock } from '../clock/clock.ts';
import { GatewayClock } from '../gateway/gatewayClock.ts';
import { formOfCall } from '../gateway/signedForm.ts';
import { SigningTimestamps } from '../gateway/signingTimestamps.ts';
import { significantOffset } from '../replay/describePause.ts';
import { postWithin, type Way } from './postWithin.ts';
import type { Sink, SinkFate } from './reporter.ts';
import { reportedOffset } from './reportOf.ts';

const HEADERS = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };

export interface RelaySinkOptions extends Way {
  clock: Clock;
  account: () => GatewayAccount | null;
}

/**
 * The chain's relay takes reports as calls of the platform's protocol, signed with the till's own key. The clock that
 * they are signed by is one of their own: what a relay says of the time to a report moves no save.
 */
export class RelaySink implements Sink {
  readonly #options: RelaySinkOptions;
  readonly #gatewayClock: GatewayClock;
  readonly #timestamps = new SigningTimestamps();

  constructor(options: RelaySinkOptions) {
    this.#options = options;
    this.#gatewayClock = new GatewayClock(options.clock.now, options.clock.monotonic);
  }

  /** After a sleep nobody knows what time it is. */
  wake(): void {
    this.#gatewayClock.forget();
  }

  async send(report: TillReport, patience: number): Promise<SinkFate> {
    const account = this.#options.account();
    if (account === null) return { kind: 'lost', code: 'no-account', waitSeconds: null };
    const timestamp = this.#timestamps.next('', this.#gatewayClock.now());
    // A till that has sent nothing yet knows its clock's fault by its reports alone.
    const clockOffsetSeconds =
      report.clockOffsetSeconds ?? reportedOffset(significantOffset(this.#gatewayClock));
    const text = JSON.stringify({ ...report, clockOffsetSeconds });
    const argument = { name: REPORT_ARGUMENT, text };
    const body = formOfCall(account, { method: REPORT_METHOD, argument }, timestamp);
    const response = await postWithin(this.#options, {
      ...{ url: account.url, headers: HEADERS, body, patience },
    });
    const fate = fateOf(response);
    const tellsTime = fate.kind === 'taken' || fate.isClock;
    if (response.kind === 'http' && tellsTime) this.#gatewayClock.learn(response.date);
    if (fate.kind === 'taken') return fate;
    return { kind: 'lost', code: fate.code, waitSeconds: fate.waitSeconds };
  }
}
