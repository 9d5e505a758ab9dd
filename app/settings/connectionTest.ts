import { classify, type GatewayResponse } from '../gateway/classify.ts';
import {
  CONNECTION_STEPS,
  type ConnectionStepName,
  PLATFORM_PROBLEMS,
  type ProblemRow,
  TRANSPORT_PROBLEMS,
  type TransportProblem,
} from '../gateway/connectionProblems.ts';
import { asCode } from '../gateway/echoes.ts';
import type { Outcome } from '../gateway/outcome.ts';
import { meaningOf, meaningOfResult, type OutcomeRow } from '../gateway/outcomeTable.ts';
import { proxyProblemOf } from '../gateway/proxyProblems.ts';
import { readAnswer } from '../gateway/readAnswer.ts';

/** `warning`: works, but somebody should see to it. `skipped`: this address has no such step. */
export type ConnectionState = 'passed' | 'warning' | 'failed' | 'not-reached' | 'skipped';

/** What is wrong, so that the page can say what to do. */
const PROBLEMS = {
  ...TRANSPORT_PROBLEMS,
  ...PLATFORM_PROBLEMS,
  clockCorrected: { step: 'clock', isFailure: false, fix: 'settings' },
} satisfies Record<string, ProblemRow>;
export type ConnectionProblem = keyof typeof PROBLEMS;
export const CONNECTION_PROBLEMS = Object.keys(PROBLEMS) as ConnectionProblem[];

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

/** A clock that is further off than this (ms) is corrected by the till, but somebody should set it. */
const CLOCK_TOLERANCE_MS = 2 * 60_000;

/**
 * What the platform says of a call whose one required argument is missing. Whatever a chain's own rows make of it
 * for saves: this call left it out on purpose.
 */
const MISSING_ARGUMENT = '40';

/**
 * What the answer to a test call says about each step, by the table of answers (`table`: a chain's own rows, then
 * the shipped ones). The call lacks its one required argument, so an answer that complains about that argument is
 * the best there is: everything before was in order.
 */
export function readConnection(
  response: GatewayResponse,
  table: readonly OutcomeRow[],
  { isTls, clockOffset }: ConnectionContext,
): ConnectionReport {
  const outcome = classify(response, table);
  const problem = problemOf(response, outcome, table);
  const isOff = clockOffset !== null && Math.abs(clockOffset) > CLOCK_TOLERANCE_MS;
  const steps = CONNECTION_STEPS.map((name): ConnectionStep => {
    const step = stateOf(name, problem);
    if (step.state !== 'passed') return step;
    if (name === 'tls' && !isTls) return { ...step, state: 'skipped' };
    if (name === 'clock' && isOff) return { ...step, state: 'warning', problem: 'clockCorrected' };
    return step;
  });
  return {
    passed: problem === null,
    steps,
    code: [asCode(outcome.code), asCode(outcome.subCode)].filter(Boolean).join(' '),
    clockOffset,
  };
}

/** Null: the call went all the way to the service. */
function problemOf(
  response: GatewayResponse,
  outcome: Outcome,
  table: readonly OutcomeRow[],
): ConnectionProblem | null {
  const { code, subCode } = outcome;
  if (outcome.class === 'unreachable') return problemOfTransport(code.replace('transport.', ''));
  if (response.kind === 'failure' || outcome.class === 'accepted') return null;
  // The service's own result codes are another list than the platform's: a 25 there is no wrong sign.
  if (readAnswer(response.bodyText).kind !== 'error') return meaningOfResult(code, table).problem;
  return code === MISSING_ARGUMENT ? null : meaningOf(code, subCode, table).problem;
}

function stateOf(step: ConnectionStepName, problem: ConnectionProblem | null): ConnectionStep {
  const place = (name: ConnectionStepName) => CONNECTION_STEPS.indexOf(name);
  const stop = problem === null ? null : PROBLEMS[problem];
  if (stop === null || place(step) < place(stop.step)) {
    return { step, state: 'passed', problem: null };
  }
  if (step !== stop.step) return { step, state: 'not-reached', problem: null };
  return { step, state: stop.isFailure ? 'failed' : 'not-reached', problem };
}

/** By the names of Chromium's network stack (`net_error_list.h`) and of Node's; the first fitting row decides. */
const TRANSPORT: readonly [RegExp, TransportProblem][] = [
  [/internet_disconnected|network_changed|enetunreach|network_io_suspended/, 'offline'],
  [/proxy_connection_failed|socks_connection_failed|proxy_certificate/, 'proxyUnreachable'],
  [/tunnel_connection|proxy_auth|http-407/, 'proxyRefused'],
  [/pac_|mandatory_proxy/, 'proxyScript'],
  [/name_not_resolved|name_resolution|enotfound|eai_again|icann_name/, 'nameUnknown'],
  [/connection_refused|econnrefused/, 'connectionRefused'],
  [
    /address_|connection_timed_out|connect_timeout|ehostunreach|network_access_denied|unsafe_port|blocked_by/,
    'notReachable',
  ],
  [/ssl_client_auth/, 'clientCertificate'],
  [/cert_date|cert_has_expired|cert_not_yet/, 'certificateDate'],
  [/cert_authority|self_signed|unable_to_verify|unable_to_get/, 'certificateAuthority'],
  [/cert_common_name|altname/, 'certificateName'],
  [/cert_|ssl_|err_tls|eproto/, 'tlsFailed'],
  [/^redirect$|http-[1-4]|not-json|unexpected-json/, 'notTheGateway'],
  [/http-5/, 'gatewayBroken'],
];

function problemOfTransport(reason: string): TransportProblem {
  const proxyProblem = proxyProblemOf(reason);
  if (proxyProblem !== null) return proxyProblem;
  return TRANSPORT.find(([pattern]) => pattern.test(reason))?.[1] ?? 'silent';
}
