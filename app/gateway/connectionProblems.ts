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

/** What somebody has to look at in the settings; `settings` where the answer does not say more. */
export type Fix =
  | 'secret'
  | 'session'
  | 'app-key'
  | 'permission'
  | 'address'
  | 'settings'
  // What a chain's own relay refuses: head office decides about a till's key, and which brand it is for.
  | 'till-key'
  | 'brand';

/** Where a problem stops a call. */
export interface ProblemRow {
  step: ConnectionStepName;
  /** False where it is not the settings' fault, and nothing is proved either. */
  isFailure: boolean;
  fix: Fix;
}

const failed = (step: ConnectionStepName, fix: Fix = 'settings'): ProblemRow => ({
  step,
  isFailure: true,
  fix,
});
const undecided = (step: ConnectionStepName): ProblemRow => ({
  step,
  isFailure: false,
  fix: 'settings',
});

/** What stops a call before the platform itself has said anything. */
export const TRANSPORT_PROBLEMS = {
  offline: failed('network'),
  proxyUnreachable: failed('network'),
  proxyRefused: failed('network'),
  proxyWantsPassword: failed('network'),
  proxyOther: failed('network'),
  proxyPassword: failed('network'),
  proxyScript: failed('network'),
  nameUnknown: failed('address', 'address'),
  connectionRefused: failed('address', 'address'),
  notReachable: failed('address', 'address'),
  certificateDate: failed('tls'),
  certificateAuthority: failed('tls'),
  certificateName: failed('tls', 'address'),
  clientCertificate: failed('tls'),
  tlsFailed: failed('tls'),
  silent: failed('answer'),
  notTheGateway: failed('answer', 'address'),
  gatewayBroken: failed('answer'),
} satisfies Record<string, ProblemRow>;
export type TransportProblem = keyof typeof TRANSPORT_PROBLEMS;

/** What an answer of the platform finds wrong; each row of the table of answers names one of these. */
export const PLATFORM_PROBLEMS = {
  // A gateway that does not know the call, its format or its version is another gateway.
  protocol: failed('answer', 'address'),
  methodUnknown: failed('answer', 'address'),
  clockRefused: failed('clock'),
  appKey: failed('sign', 'app-key'),
  secret: failed('sign', 'secret'),
  settingsRefused: failed('sign'),
  unknownAnswer: undecided('sign'),
  keyRevoked: failed('sign', 'till-key'),
  otherBrand: failed('permission', 'brand'),
  otherShop: failed('permission', 'permission'),
  relayAway: undecided('permission'),
  permission: failed('permission', 'permission'),
  quota: undecided('permission'),
  tryLater: undecided('permission'),
  sessionMissing: failed('session', 'session'),
  sessionInvalid: failed('session', 'session'),
} satisfies Record<string, ProblemRow>;
export type PlatformProblem = keyof typeof PLATFORM_PROBLEMS;

/** What to fix after a configuration fault that finds this wrong; null: it does not say what. */
export function whatToFix(problem: PlatformProblem | null): Fix {
  return problem === null ? 'settings' : PLATFORM_PROBLEMS[problem].fix;
}
