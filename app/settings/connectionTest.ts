import { classify, type GatewayResponse } from '../gateway/classify.ts';
import { asCode } from '../gateway/echoes.ts';
import type { Outcome } from '../gateway/outcome.ts';

/** In the order in which a call passes them. */
export const CONNECTION_STEPS = [
  'network',
  'address',
  'tls',
  'answer',
  'clock',
  'sign',
  'permission',
  'session',
] as const;
export type ConnectionStepName = (typeof CONNECTION_STEPS)[number];

/** `warning`: works, but somebody should see to it. `skipped`: this address has no such step. */
export type ConnectionState = 'passed' | 'warning' | 'failed' | 'not-reached' | 'skipped';

/** What is wrong, so that the page can say what to do. */
export const CONNECTION_PROBLEMS = [
  'offline',
  'proxyUnreachable',
  'proxyRefused',
  'proxyScript',
  'nameUnknown',
  'connectionRefused',
  'notReachable',
  'certificateDate',
  'certificateAuthority',
  'certificateName',
  'tlsFailed',
  'silent',
  'notTheGateway',
  'gatewayBroken',
  'protocol',
  'methodUnknown',
  'clockCorrected',
  'clockRefused',
  'appKey',
  'secret',
  'permission',
  'quota',
  'sessionMissing',
  'sessionInvalid',
  'tryLater',
  'unknownAnswer',
] as const;
export type ConnectionProblem = (typeof CONNECTION_PROBLEMS)[number];

export interface ConnectionStep {
  step: ConnectionStepName;
  state: ConnectionState;
  problem: ConnectionProblem | null;
}

export interface ConnectionReport {
  passed: boolean;
  steps: ConnectionStep[];
  /** The raw code of the answer, or `transport.*`, for support. */
  code: string;
  /** Gateway's clock minus the till's (ms), or null where no answer told it. */
  clockOffset: number | null;
}

export interface ConnectionContext {
  isTls: boolean;
  clockOffset: number | null;
}

/** Where a call stopped. `failed` is false where it is not the settings' fault, and nothing is proved either. */
interface Stop {
  step: ConnectionStepName;
  problem: ConnectionProblem;
  failed: boolean;
}

/** A clock that is further off than this (ms) is corrected by the till, but somebody should set it. */
const CLOCK_TOLERANCE = 2 * 60_000;

/**
 * What the answer to a test call says about each step. The call lacks its one required argument, so
 * an answer that complains about that argument is the best there is: everything before was in order.
 */
export function readConnection(
  response: GatewayResponse,
  { isTls, clockOffset }: ConnectionContext,
): ConnectionReport {
  const outcome = classify(response);
  const stop = stopOf(response, outcome);
  const isOff = clockOffset !== null && Math.abs(clockOffset) > CLOCK_TOLERANCE;
  const steps = CONNECTION_STEPS.map((name): ConnectionStep => {
    const step = stateOf(name, stop);
    if (step.state !== 'passed') return step;
    if (name === 'tls' && !isTls) return { ...step, state: 'skipped' };
    if (name === 'clock' && isOff) return { ...step, state: 'warning', problem: 'clockCorrected' };
    return step;
  });
  return {
    passed: stop === null,
    steps,
    code: [asCode(outcome.code), asCode(outcome.subCode)].filter(Boolean).join(' '),
    clockOffset,
  };
}

/** Null: the call went all the way to the service. */
function stopOf(response: GatewayResponse, outcome: Outcome): Stop | null {
  if (outcome.class === 'unreachable') {
    return stopOfTransport(outcome.code.replace('transport.', ''));
  }
  return isPlatformError(response) ? stopOfError(outcome) : null;
}

/** The service's own result codes are another list than the platform's: a 25 there is no wrong sign. */
function isPlatformError(response: GatewayResponse): boolean {
  return response.kind === 'http' && 'error_response' in JSON.parse(response.bodyText);
}

function stateOf(step: ConnectionStepName, stop: Stop | null): ConnectionStep {
  const place = (name: ConnectionStepName) => CONNECTION_STEPS.indexOf(name);
  if (stop === null || place(step) < place(stop.step)) {
    return { step, state: 'passed', problem: null };
  }
  if (step !== stop.step) return { step, state: 'not-reached', problem: null };
  return { step, state: stop.failed ? 'failed' : 'not-reached', problem: stop.problem };
}

const failed = (step: ConnectionStepName, problem: ConnectionProblem): Stop => ({
  step,
  problem,
  failed: true,
});
const undecided = (step: ConnectionStepName, problem: ConnectionProblem): Stop => ({
  step,
  problem,
  failed: false,
});

/** By the names of Chromium's network stack (`net_error_list.h`) and of Node's; the first fitting row decides. */
const TRANSPORT: readonly [RegExp, Stop][] = [
  [
    /internet_disconnected|network_changed|enetunreach|network_io_suspended/,
    failed('network', 'offline'),
  ],
  [
    /proxy_connection_failed|socks_connection_failed|proxy_certificate/,
    failed('network', 'proxyUnreachable'),
  ],
  [/tunnel_connection|proxy_auth|http-407/, failed('network', 'proxyRefused')],
  [/pac_|mandatory_proxy/, failed('network', 'proxyScript')],
  [
    /name_not_resolved|name_resolution|enotfound|eai_again|icann_name/,
    failed('address', 'nameUnknown'),
  ],
  [/connection_refused|econnrefused/, failed('address', 'connectionRefused')],
  [
    /address_|connection_timed_out|connect_timeout|ehostunreach|network_access_denied|unsafe_port|blocked_by/,
    failed('address', 'notReachable'),
  ],
  [/cert_date|cert_has_expired|cert_not_yet/, failed('tls', 'certificateDate')],
  [
    /cert_authority|self_signed|unable_to_verify|unable_to_get/,
    failed('tls', 'certificateAuthority'),
  ],
  [/cert_common_name|altname/, failed('tls', 'certificateName')],
  [/cert_|ssl_|err_tls|eproto/, failed('tls', 'tlsFailed')],
  [/^redirect$|http-[1-4]|not-json|unexpected-json/, failed('answer', 'notTheGateway')],
  [/http-5/, failed('answer', 'gatewayBroken')],
];

function stopOfTransport(reason: string): Stop {
  return TRANSPORT.find(([pattern]) => pattern.test(reason))?.[1] ?? failed('answer', 'silent');
}

/** Codes as in the platform's error documentation. */
function stopOfError(outcome: Outcome): Stop | null {
  const { code, subCode } = outcome;
  if (outcome.class === 'quota') return undecided('permission', 'quota');
  if (outcome.class === 'clock') {
    return outcome.replay ? undecided('permission', 'tryLater') : failed('clock', 'clockRefused');
  }
  if (subCode.startsWith('isv.appkey')) return failed('sign', 'appKey');
  if (subCode.startsWith('isv.permission')) return failed('permission', 'permission');
  if (subCode.includes('sessionkey')) return failed('session', 'sessionInvalid');
  switch (code) {
    case '9':
    case '21':
    case '23':
    case '24':
    case '30':
    case '32':
    case '33':
    case '34':
    case '47':
      return failed('answer', 'protocol');
    case '22':
      return failed('answer', 'methodUnknown');
    case '28':
    case '29':
      return failed('sign', 'appKey');
    case '25':
      return failed('sign', 'secret');
    case '11':
    case '12':
    case '13':
    case '42':
    case '44':
    case '53':
      return failed('permission', 'permission');
    case '26':
      return failed('session', 'sessionMissing');
    case '27':
      return failed('session', 'sessionInvalid');
    // The service itself answered, whatever it thought of a call without its argument.
    case '15':
    case '50':
    case '3':
    case '40':
    case '41':
    case '43':
      return null;
  }
  if (outcome.class === 'rejected') return null;
  if (outcome.class === 'later') return undecided('permission', 'tryLater');
  return undecided('sign', 'unknownAnswer');
}
