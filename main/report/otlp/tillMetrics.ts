import type { Attributes, BatchObservableResult, Observable } from '@opentelemetry/api';
import { JsonMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  InstrumentType,
  MeterProvider,
  MetricReader,
} from '@opentelemetry/sdk-metrics';
import type { TillReport } from '../../../app/report/tillReport.ts';

/** Whose metrics these are. */
export interface TillIdentity {
  brandId: string;
  shopId: string;
  /** What this till is told from others by: nothing about a person. */
  tillId: string;
}

type Value = (report: TillReport) => number | null | [number, Attributes][];

interface Metric {
  name: string;
  /** As UCUM writes it. */
  unit: string;
  description: string;
  /** Counts up from the start of the program. */
  isCounter?: true;
  value: Value;
}

/** By OpenTelemetry's conventions for names and units; what is not known is left out. */
const METRICS: readonly Metric[] = [
  {
    name: 'tillside.running',
    unit: '1',
    description: 'Whether the till runs: 0 in the last report of one that was ended in order',
    value: ({ isRunning }) => Number(isRunning),
  },
  {
    name: 'process.uptime',
    unit: 's',
    description: 'The time the process has been running',
    value: ({ runsForSeconds }) => runsForSeconds,
  },
  {
    name: 'tillside.save.waiting',
    unit: '{save}',
    description: 'Saves that are not sent yet',
    value: ({ waiting }) => waiting,
  },
  {
    name: 'tillside.save.waiting.age',
    unit: 's',
    description: 'How long the oldest of them has waited',
    value: ({ oldestWaitingSeconds }) => oldestWaitingSeconds,
  },
  {
    name: 'tillside.save.held',
    unit: '{save}',
    description: 'Saves that need somebody',
    value: ({ held }) => held,
  },
  {
    name: 'tillside.save.held_by_code',
    unit: '{save}',
    description: 'How many of them are held for which answer; not all need be here',
    value: ({ heldByCode }) =>
      heldByCode.map(([code, count]) => [count, { 'tillside.code': code }]),
  },
  {
    name: 'tillside.save.accepted.age',
    unit: 's',
    description: 'How long ago the platform has accepted a save for the last time',
    value: ({ sinceAcceptedSeconds }) => sinceAcceptedSeconds,
  },
  {
    name: 'tillside.pause',
    unit: '1',
    description: 'Why nothing is sent just now; none where it is',
    value: ({ pause }) => [[1, { 'tillside.pause': pause }]],
  },
  {
    name: 'tillside.clock.offset',
    unit: 's',
    description: "The gateway's clock minus the till's, 0 up to two minutes",
    value: ({ clockOffsetSeconds }) => clockOffsetSeconds ?? 0,
  },
  {
    name: 'tillside.disk.free',
    unit: 'By',
    description: 'Room on the disk with the data',
    value: ({ disk }) => (disk.freeMebibytes === null ? null : disk.freeMebibytes * 2 ** 20),
  },
  {
    name: 'tillside.disk.refusing',
    unit: '1',
    description: 'Whether the disk takes nothing just now',
    value: ({ disk }) => Number(disk.isRefusing),
  },
  {
    name: 'tillside.key_store',
    unit: '1',
    description: 'What keeps the data key',
    value: ({ keyStore }) => [[1, { 'tillside.key_store': keyStore }]],
  },
  {
    name: 'tillside.page.ends',
    unit: '{end}',
    description: "How often the window's page has ended against its will",
    isCounter: true,
    value: ({ pageEnds }) => pageEnds,
  },
  {
    name: 'tillside.warning',
    unit: '1',
    description: 'What the window warns of',
    value: ({ warnings }) => warnings.map((code) => [1, { 'tillside.code': code }]),
  },
];

/** Collects when it is asked. */
class AskedReader extends MetricReader {
  constructor() {
    super({
      // A gauge that is cumulative would tell for ever what was once seen, such as a pause that is over.
      aggregationTemporalitySelector: (kind) =>
        kind === InstrumentType.OBSERVABLE_GAUGE
          ? AggregationTemporality.DELTA
          : AggregationTemporality.CUMULATIVE,
    });
  }

  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** A till's reports as metrics: the library's own data, and its own JSON of OTLP. */
export class TillMetrics {
  readonly #reader = new AskedReader();
  #report: TillReport | null = null;

  constructor({ brandId, shopId, tillId }: TillIdentity, version: string) {
    const resource = new Resource({
      'service.name': 'tillside',
      'service.version': version,
      'service.instance.id': tillId,
      'tillside.brand': brandId,
      'tillside.shop': shopId,
      'tillside.till': tillId,
    });
    const provider = new MeterProvider({ resource, readers: [this.#reader] });
    const meter = provider.getMeter('tillside', version);
    const made = METRICS.map(({ name, unit, description, isCounter, value }) => {
      const options = { unit, description };
      const metric = isCounter
        ? meter.createObservableCounter(name, options)
        : meter.createObservableGauge(name, options);
      return { metric, value };
    });
    meter.addBatchObservableCallback(
      (result) => {
        for (const { metric, value } of made) observe(result, metric, value, this.#report);
      },
      made.map(({ metric }) => metric),
    );
  }

  /** The body of a call to a collector. */
  async encode(report: TillReport): Promise<string> {
    this.#report = report;
    const { resourceMetrics } = await this.#reader.collect();
    const bytes = JsonMetricsSerializer.serializeRequest(resourceMetrics);
    return new TextDecoder().decode(bytes);
  }
}

function observe(
  result: BatchObservableResult,
  metric: Observable,
  value: Value,
  report: TillReport | null,
): void {
  const seen = report === null ? null : value(report);
  if (seen === null) return;
  const rows: [number, Attributes][] = typeof seen === 'number' ? [[seen, {}]] : seen;
  for (const [number, attributes] of rows) result.observe(metric, number, attributes);
}
