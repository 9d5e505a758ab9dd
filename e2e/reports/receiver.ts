import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readReport } from '../../app/report/readReport.ts';
import { REPORT_ARGUMENT, REPORT_METHOD, REPORT_ROOT } from '../../app/report/reportCall.ts';
import type { TillReport } from '../../app/report/tillReport.ts';

/** One call to a collector. */
export interface Collected {
  headers: IncomingHttpHeaders;
  text: string;
}

/** Takes reports as a relay and as a collector do, and hands every other call on. */
export interface Receiver {
  /** Where a till finds its relay. */
  url: string;
  collectorUrl: string;
  /** The forms of reports, as they came. */
  forms: URLSearchParams[];
  reports: () => (TillReport | null)[];
  collected: Collected[];
  /** The value of a metric in the last call to the collector, or null. */
  metric(name: string): number | null;
  close(): void;
}

export async function startReceiver(gatewayUrl: string): Promise<Receiver> {
  const forms: URLSearchParams[] = [];
  const collected: Collected[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString();
    if (request.url === '/v1/metrics') {
      collected.push({ headers: request.headers, text });
      response.setHeader('content-type', 'application/json').end('{"partialSuccess":{}}');
      return;
    }
    const form = new URLSearchParams(text);
    if (form.get('method') === REPORT_METHOD) {
      forms.push(form);
      response.end(JSON.stringify({ [REPORT_ROOT]: { request_id: `made-up-${forms.length}` } }));
      return;
    }
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const answer = await fetch(gatewayUrl, { method: 'POST', headers, body: text });
    response.statusCode = answer.status;
    response.end(await answer.text());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${base}/router/rest`,
    collectorUrl: `${base}/v1/metrics`,
    forms,
    reports: () => forms.map((form) => readReport(form.get(REPORT_ARGUMENT) ?? '')),
    collected,
    metric: (name) => valueIn(collected.at(-1)?.text ?? '{}', name),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Metrics {
  resourceMetrics?: {
    scopeMetrics: {
      metrics: { name: string; gauge?: { dataPoints: { asDouble: number }[] } }[];
    }[];
  }[];
}

function valueIn(text: string, name: string): number | null {
  const { resourceMetrics = [] } = JSON.parse(text) as Metrics;
  const metrics = resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap((scope) => scope.metrics),
  );
  const found = metrics.find((metric) => metric.name === name);
  return found?.gauge?.dataPoints[0]?.asDouble ?? null;
}
