import type { TillReport } from '../../app/report/tillReport.ts';
import type { OtlpChoice } from '../../app/settings/reports.ts';
import { postWithin, type Way } from './postWithin.ts';
import type { Sink, SinkFate } from './reporter.ts';

/** Makes the body of a call to a collector. */
export interface Encoder {
  encode(report: TillReport): Promise<string>;
}

export interface OtlpSinkOptions extends Way {
  choice: OtlpChoice;
  /** What makes the metrics, read when the first report is due. */
  open: () => Promise<Encoder>;
}

/** Any OpenTelemetry collector takes reports as metrics: OTLP over HTTP, as JSON. */
export class OtlpSink implements Sink {
  readonly #options: OtlpSinkOptions;
  #encoder: Promise<Encoder> | null = null;

  constructor(options: OtlpSinkOptions) {
    this.#options = options;
  }

  async send(report: TillReport, patience: number): Promise<SinkFate> {
    const { choice, open } = this.#options;
    let body: string;
    try {
      this.#encoder ??= open();
      body = await (await this.#encoder).encode(report);
    } catch {
      this.#encoder = null;
      return lost('not-encoded');
    }
    const response = await postWithin(this.#options, {
      url: choice.url,
      headers: { ...choice.headers, 'Content-Type': 'application/json' },
      body,
      patience,
    });
    if (response.kind === 'failure') return lost(`transport.${response.reason}`);
    const { status } = response;
    return status >= 200 && status < 300 ? { kind: 'taken' } : lost(`transport.http-${status}`);
  }
}

function lost(code: string): SinkFate {
  return { kind: 'lost', code, waitSeconds: null };
}
