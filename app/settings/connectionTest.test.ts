import { describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../gateway/classify.ts';
import { CONNECTION_STEPS } from '../gateway/connectionProblems.ts';
import { OUTCOME_TABLE, type OutcomeRow } from '../gateway/outcomeTable.ts';
import {
  CONNECTION_PROBLEMS,
  type ConnectionContext,
  type ConnectionReport,
  readConnection,
} from './connectionTest.ts';

const MINUTE = 60_000;
const DIRECT: ConnectionContext = { isTls: true, clockOffset: 0 };

const answer = (body: unknown, status = 200): GatewayResponse => ({
  kind: 'http',
  status,
  bodyText: typeof body === 'string' ? body : JSON.stringify(body),
  date: 'Tue, 24 Nov 2026 04:00:00 GMT',
  mayBeSecond: false,
});
const error = (code: string | number, sub_code?: string, msg = 'said by the gateway') =>
  answer({ error_response: { code, msg, ...(sub_code === undefined ? {} : { sub_code }) } });
const failure = (reason: string): GatewayResponse => ({
  kind: 'failure',
  reason,
  mayHaveArrived: false,
});

/** The first step that did not pass, with what is wrong there; all after it must not be reached. */
function stopOf(report: ConnectionReport): [string, string, string | null] | 'passed' {
  const place = report.steps.findIndex(
    ({ state }) => state === 'failed' || state === 'not-reached',
  );
  const stop = report.steps[place];
  if (stop === undefined) return 'passed';
  for (const { state } of report.steps.slice(0, place)) {
    expect(['passed', 'warning', 'skipped']).toContain(state);
  }
  for (const later of report.steps.slice(place + 1)) {
    expect(later).toEqual({ step: later.step, state: 'not-reached', problem: null });
  }
  return [stop.step, stop.state, stop.problem];
}
const read = (response: GatewayResponse, context = DIRECT) =>
  readConnection(response, OUTCOME_TABLE, context);

test('the complaint that the argument is missing proves every step', () => {
  const report = read(error(40, 'isv.missing-parameter:param_customer_save_open_req'));
  expect(report.passed).toBe(true);
  expect(report.steps).toEqual(
    CONNECTION_STEPS.map((step) => ({ step, state: 'passed', problem: null })),
  );
  expect(report.code).toBe('40 isv.missing-parameter:param_customer_save_open_req');
});

test.each<[string, GatewayResponse]>([
  ['40 without a sub code', error('40')],
  ['41, an argument that is wrong', error(41, 'isv.invalid-parameter:x')],
  ['43', error(43)],
  ['15 with an isv sub code', error(15, 'isv.invalid-parameter')],
  ['50 with an isp sub code', error(50, 'isp.null-pointer-exception')],
  ['50 without a sub code', error(50)],
  ['a business refusal', answer({ result: { biz_success: false, result_code: 'X1' } })],
  [
    'a business refusal with the number of a wrong sign',
    answer({ result: { biz_success: false, result_code: '25' } }),
  ],
  ['even a success', answer({ result: { biz_success: true, result: 'true', result_code: '0' } })],
])('an answer of the service itself proves every step: %s', (_, response) => {
  const report = read(response);
  expect(stopOf(report)).toBe('passed');
  expect(report.passed).toBe(true);
});

describe('a call that did not come through names the step that stopped it', () => {
  test.each([
    ['err_internet_disconnected', 'network', 'offline'],
    ['err_network_changed', 'network', 'offline'],
    ['enetunreach', 'network', 'offline'],
    ['err_proxy_connection_failed', 'network', 'proxyUnreachable'],
    ['err_socks_connection_failed', 'network', 'proxyUnreachable'],
    ['err_proxy_certificate_invalid', 'network', 'proxyUnreachable'],
    ['err_tunnel_connection_failed', 'network', 'proxyRefused'],
    ['err_proxy_auth_unsupported', 'network', 'proxyRefused'],
    ['err_proxy_auth_requested', 'network', 'proxyWantsPassword'],
    ['proxy_auth_other_proxy', 'network', 'proxyOther'],
    ['proxy_auth_refused', 'network', 'proxyPassword'],
    ['err_pac_script_failed', 'network', 'proxyScript'],
    ['err_mandatory_proxy_configuration_failed', 'network', 'proxyScript'],
    ['err_name_not_resolved', 'address', 'nameUnknown'],
    ['enotfound', 'address', 'nameUnknown'],
    ['eai_again', 'address', 'nameUnknown'],
    ['err_connection_refused', 'address', 'connectionRefused'],
    ['econnrefused', 'address', 'connectionRefused'],
    ['err_connection_timed_out', 'address', 'notReachable'],
    ['err_address_unreachable', 'address', 'notReachable'],
    ['ehostunreach', 'address', 'notReachable'],
    ['err_unsafe_port', 'address', 'notReachable'],
    ['err_cert_date_invalid', 'tls', 'certificateDate'],
    ['cert_has_expired', 'tls', 'certificateDate'],
    ['err_cert_authority_invalid', 'tls', 'certificateAuthority'],
    ['self_signed_cert', 'tls', 'certificateAuthority'],
    ['err_cert_common_name_invalid', 'tls', 'certificateName'],
    ['err_ssl_client_auth_cert_needed', 'tls', 'clientCertificate'],
    ['err_bad_ssl_client_auth_cert', 'tls', 'clientCertificate'],
    ['err_cert_revoked', 'tls', 'tlsFailed'],
    ['err_ssl_protocol_error', 'tls', 'tlsFailed'],
    ['err_connection_reset', 'answer', 'silent'],
    ['err_empty_response', 'answer', 'silent'],
    ['etimedout', 'answer', 'silent'],
    ['failed', 'answer', 'silent'],
    ['redirect', 'answer', 'notTheGateway'],
  ])('%s: %s, %s', (reason, step, problem) => {
    const report = read(failure(reason), { isTls: true, clockOffset: null });
    expect(stopOf(report)).toEqual([step, 'failed', problem]);
    expect(report.passed).toBe(false);
    expect(report.code).toBe(`transport.${reason}`);
  });

  test.each<[string, GatewayResponse, string, string]>([
    ['the login page of a Wi-Fi', answer('<html>log in</html>'), 'answer', 'notTheGateway'],
    ['a redirect', answer('', 302), 'answer', 'notTheGateway'],
    ['another path', answer('not found', 404), 'answer', 'notTheGateway'],
    ['another JSON', answer({ hello: 'world' }), 'answer', 'notTheGateway'],
    ['an empty body', answer(''), 'answer', 'notTheGateway'],
    ['a proxy that wants a password', answer('', 407), 'network', 'proxyRefused'],
    ['a gateway out of order', answer('<html>502</html>', 502), 'answer', 'gatewayBroken'],
    [
      'its error under 5xx',
      { ...error(7), status: 503 } as GatewayResponse,
      'answer',
      'gatewayBroken',
    ],
  ])('%s', (_, response, step, problem) => {
    expect(stopOf(read(response))).toEqual([step, 'failed', problem]);
  });
});

describe('an error of the platform names the step that it is about', () => {
  const rows: [string, string | undefined, string, string, string][] = [
    ...['9', '21', '23', '24', '30', '32', '33', '34', '47'].map(
      (code) =>
        [code, undefined, 'answer', 'failed', 'protocol'] as [
          string,
          undefined,
          string,
          string,
          string,
        ],
    ),
    ['22', 'isv.invalid-method', 'answer', 'failed', 'methodUnknown'],
    ['28', undefined, 'sign', 'failed', 'appKey'],
    ['29', 'isv.appkey-not-exists', 'sign', 'failed', 'appKey'],
    ['29', 'isv.appkey-revoked', 'sign', 'failed', 'keyRevoked'],
    ['29', 'isv.appkey-other-brand', 'permission', 'failed', 'otherBrand'],
    ['41', 'isv.shop-not-of-this-till', 'permission', 'failed', 'otherShop'],
    ['10', 'isp.relay-state-away', 'permission', 'not-reached', 'relayAway'],
    ['25', undefined, 'sign', 'failed', 'secret'],
    ['25', 'isv.appkey-not-exists', 'sign', 'failed', 'appKey'],
    ['27', 'isv.permission-api-package-limit', 'permission', 'failed', 'permission'],
    ['25', 'isv.invalid-sessionkey', 'session', 'failed', 'sessionInvalid'],
    ['31', 'isv.timestamp-limit-error', 'clock', 'failed', 'clockRefused'],
    ['31', 'isv.request-replay-error', 'permission', 'not-reached', 'tryLater'],
    ['11', 'isv.permission-api-package-limit', 'permission', 'failed', 'permission'],
    ['12', undefined, 'permission', 'failed', 'permission'],
    ['13', undefined, 'permission', 'failed', 'permission'],
    ['42', undefined, 'permission', 'failed', 'permission'],
    ['44', undefined, 'permission', 'failed', 'permission'],
    ['53', undefined, 'permission', 'failed', 'permission'],
    ['15', 'isv.permission-ip-whitelist-limit', 'permission', 'failed', 'permission'],
    ['26', undefined, 'session', 'failed', 'sessionMissing'],
    ['27', 'invalid-sessionkey', 'session', 'failed', 'sessionInvalid'],
    ['7', 'accesscontrol.limited-by-app-access-count', 'permission', 'not-reached', 'quota'],
    ['4', undefined, 'permission', 'not-reached', 'quota'],
    ['10', undefined, 'permission', 'not-reached', 'tryLater'],
    ['52', 'isp.top-remote-connection-timeout', 'permission', 'not-reached', 'tryLater'],
    ['530', undefined, 'permission', 'not-reached', 'tryLater'],
    ['9999', undefined, 'sign', 'not-reached', 'unknownAnswer'],
  ];
  test.each(rows)('%s %s: %s', (code, subCode, step, state, problem) => {
    const report = read(error(code, subCode));
    expect(stopOf(report)).toEqual([step, state, problem]);
    expect(report.passed).toBe(false);
  });

  test('under every code of the shipped table the test comes to an end that somebody can act on', () => {
    for (const { code, subCode } of OUTCOME_TABLE) {
      const { steps, passed } = read(error(code ?? '15', subCode?.replace('*', 'something')));
      const problems = steps.filter(({ problem }) => problem !== null);
      expect(problems.length, `${code} ${subCode}`).toBe(passed ? 0 : 1);
      expect(problems.map(({ problem }) => problem)).not.toContain('unknownAnswer');
      for (const { problem } of problems) expect(CONNECTION_PROBLEMS).toContain(problem);
    }
  });
});

describe('a chain’s own rows', () => {
  const readBy = (row: Omit<OutcomeRow, 'source'>, response: GatewayResponse) =>
    stopOf(readConnection(response, [{ ...row, source: 'chain' }, ...OUTCOME_TABLE], DIRECT));

  test('say what the test finds, with a problem of theirs or by their class alone', () => {
    const code = '900';
    expect(
      readBy({ code, class: 'configuration', problem: 'sessionInvalid' }, error(code)),
    ).toEqual(['session', 'failed', 'sessionInvalid']);
    expect(readBy({ code, class: 'configuration' }, error(code))).toEqual([
      'sign',
      'failed',
      'settingsRefused',
    ]);
    expect(readBy({ code, class: 'later' }, error(code))).toEqual([
      'permission',
      'not-reached',
      'tryLater',
    ]);
    expect(readBy({ code, class: 'rejected' }, error(code))).toBe('passed');
  });

  test('can name what a result code of the service is about', () => {
    const refusal = answer({ result: { biz_success: false, result_code: 'CLOSED' } });
    const row = { resultCode: 'CLOSED', class: 'configuration' } as const;
    expect(readBy(row, refusal)).toBe('passed');
    expect(readBy({ ...row, problem: 'permission' }, refusal)).toEqual([
      'permission',
      'failed',
      'permission',
    ]);
  });

  test('do not make a fault of the argument that the test leaves out on purpose', () => {
    expect(readBy({ code: '40', class: 'later' }, error('40'))).toBe('passed');
  });
});

test('a byte order mark in front of an answer changes nothing', () => {
  expect(stopOf(read(answer(`\ufeff${JSON.stringify({ error_response: { code: 25 } })}`)))).toEqual(
    ['sign', 'failed', 'secret'],
  );
});

test('a clock that the till corrects for is a warning, and does not stop the test', () => {
  const clockOf = (clockOffset: number | null, response = error(40)) =>
    read(response, { isTls: true, clockOffset }).steps.find(({ step }) => step === 'clock');
  expect(clockOf(-5 * MINUTE)).toMatchObject({ state: 'warning', problem: 'clockCorrected' });
  expect(clockOf(2 * MINUTE)).toMatchObject({ state: 'passed' });
  expect(clockOf(2 * MINUTE + 1)).toMatchObject({ state: 'warning' });
  expect(clockOf(-2 * MINUTE - 1)).toMatchObject({ state: 'warning' });
  expect(clockOf(null)).toMatchObject({ state: 'passed' });
  expect(clockOf(60 * MINUTE, error(31))).toMatchObject({ state: 'failed' });
  expect(clockOf(60 * MINUTE, failure('enotfound'))).toMatchObject({ state: 'not-reached' });
  expect(read(error(40), { isTls: true, clockOffset: 5 * MINUTE }).passed).toBe(true);
});

test('an address without TLS says that the step is not needed', () => {
  const tlsOf = (response: GatewayResponse) =>
    read(response, { isTls: false, clockOffset: 0 }).steps.find(({ step }) => step === 'tls')
      ?.state;
  expect(tlsOf(error(40))).toBe('skipped');
  expect(tlsOf(failure('enotfound'))).toBe('not-reached');
});

test('what has not the shape of a code is not shown', () => {
  expect(read(error(15, 'x'.repeat(5_000))).code).toBe('15 ***');
  expect(read(error(15, 'isv.x:13800138000')).code).toBe('15 isv.x:***');
});

test('a refusal of the service under a code of which nothing is known has come all the way', () => {
  expect(stopOf(read(error('900', 'isv.invalid-parameter')))).toBe('passed');
});
