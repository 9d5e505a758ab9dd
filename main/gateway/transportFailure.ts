import type { GatewayResponse } from '../../app/gateway/classify.ts';

/**
 * Failures after which it is certain that no byte of the request reached the gateway: names of
 * Chromium's network stack (`net_error_list.h`) and of Node's.
 */
const NEVER_LEFT =
  /ERR_(NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_TIMED_OUT|ADDRESS_UNREACHABLE|ADDRESS_INVALID|PROXY_CONNECTION_FAILED|SOCKS_CONNECTION_FAILED|PROXY_AUTH_[A-Z_]+|PROXY_CERTIFICATE_INVALID|PAC_[A-Z_]+|MANDATORY_PROXY_CONFIGURATION_FAILED|TUNNEL_CONNECTION_FAILED|SSL_[A-Z_]+|CERT_[A-Z_]+|NETWORK_ACCESS_DENIED)|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_HAS_EXPIRED|SELF_SIGNED_CERT/;

/** A thrown transport error as data. The reason is a code, never a message: messages may hold addresses. */
export function describeFailure(error: unknown): Extract<GatewayResponse, { kind: 'failure' }> {
  const names = namesOf(error);
  // The words of Electron's `net.fetch` for a redirect that is not followed: a captive portal's, as a rule.
  if (names.some((name) => /redirect was cancelled/i.test(name))) {
    return { kind: 'failure', reason: 'redirect', mayHaveArrived: true };
  }
  const certain = names.find((name) => NEVER_LEFT.test(name));
  const reason = NEVER_LEFT.exec(certain ?? '')?.[0] ?? codeIn(names) ?? 'failed';
  return { kind: 'failure', reason: reason.toLowerCase(), mayHaveArrived: certain === undefined };
}

/** Codes and messages of an error and of everything that caused it. */
function namesOf(error: unknown): string[] {
  const names: string[] = [];
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string') names.push(code);
    names.push(current.message);
    if (current instanceof AggregateError) names.push(...current.errors.flatMap(namesOf));
    current = current.cause;
  }
  return names;
}

function codeIn(names: string[]): string | undefined {
  return (
    names
      .map((name) => /ERR_[A-Z_]+/.exec(name)?.[0])
      .find((name) => name && name !== 'ERR_NETWORK') ??
    names.find((name) => /^E[A-Z]+$/.test(name)) ??
    names.map((name) => /ERR_[A-Z_]+/.exec(name)?.[0]).find(Boolean)
  );
}
