import { setTimeout as sleep } from 'node:timers/promises';
import { REPORT_ARGUMENT, REPORT_METHOD } from '../../app/report/reportCall.ts';
import { expectedSign } from '../../platform/protocol/sign.ts';

/**
 * A process that reports as a till does, once a second instead of once a minute, until it is killed. Its argument, JSON:
 * the relay's address, the till's key and secret, and the report.
 */
const { url, appKey, appSecret, report } = JSON.parse(process.argv[2] ?? '') as {
  url: string;
  appKey: string;
  appSecret: string;
  report: object;
};

for (let number = 0; ; number += 1) {
  const params = new Map([
    ['method', REPORT_METHOD],
    ['app_key', appKey],
    ['timestamp', chinaTime(Date.now())],
    ['v', '2.0'],
    ['format', 'json'],
    ['sign_method', 'hmac-sha256'],
    // Two calls of one second would have one sign without it.
    ['partner_id', `till-${number}`],
    [REPORT_ARGUMENT, JSON.stringify(report)],
  ]);
  params.set('sign', expectedSign(params, 'hmac-sha256', appSecret) ?? '');
  try {
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams([...params]) });
    const text = await answer.text();
    if (!text.includes('tillside_till_report_response')) console.error(text);
  } catch {
    // A relay that is away is asked again.
  }
  await sleep(1_000);
}

function chinaTime(now: number): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
