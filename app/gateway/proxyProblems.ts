import type { TransportProblem } from './connectionProblems.ts';

/** What a call is lost by whose proxy asks for a name and password that it does not get. */
export const PROXY_CODES = {
  /** None are set. */
  wanted: 'err_proxy_auth_requested',
  /** They are set for another proxy. */
  other: 'proxy_auth_other_proxy',
  /** It has refused them before, or just now. */
  refused: 'proxy_auth_refused',
} as const;

/**
 * What a call is lost by whose proxy has had name and password, and has let nothing through in time that anybody was told
 * of. It may have arrived all the same.
 */
export const PROXY_SILENT = 'proxy_auth_silent';

export type ProxyProblem = Extract<
  TransportProblem,
  'proxyWantsPassword' | 'proxyOther' | 'proxyPassword'
>;

const PROBLEMS: Readonly<Record<string, ProxyProblem>> = {
  [PROXY_CODES.wanted]: 'proxyWantsPassword',
  [PROXY_CODES.other]: 'proxyOther',
  [PROXY_CODES.refused]: 'proxyPassword',
};

/** Of a call's code, with `transport.` in front or without; null: it was lost by something else. */
export function proxyProblemOf(code: string): ProxyProblem | null {
  return PROBLEMS[code.replace(/^transport\./, '')] ?? null;
}

export function isProxyProblem(problem: string | null): problem is ProxyProblem {
  return Object.values<string | null>(PROBLEMS).includes(problem);
}
