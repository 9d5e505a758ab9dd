import {
  ADMINISTRATION_PROBLEMS,
  type Administration,
  type AdministrationProblem,
  type AdministrationProblemCode,
} from '../tills/administration.ts';

/** What the method of each order is called. */
export const METHODS = {
  add: 'tillside.relay.tills.add',
  list: 'tillside.relay.tills.list',
  shops: 'tillside.relay.tills.shops',
  revoke: 'tillside.relay.tills.revoke',
  rotate: 'tillside.relay.tills.rotate',
  account: 'tillside.relay.account.set',
  rewrap: 'tillside.relay.keys.rewrap',
  addAdministrator: 'tillside.relay.admin.add',
  listAdministrators: 'tillside.relay.admin.list',
  revokeAdministrator: 'tillside.relay.admin.revoke',
} as const satisfies Record<keyof Administration, string>;

export type OrderName = keyof typeof METHODS;

/** Those that have nothing in them. */
export const PLAIN = ['list', 'rewrap', 'listAdministrators'] as const satisfies OrderName[];

export function isPlain(name: OrderName): name is (typeof PLAIN)[number] {
  return (PLAIN as readonly OrderName[]).includes(name);
}

/** The parameter that has the order as JSON; a plain order has none. */
export const ORDER = 'order';

/** A refusal as it travels. */
interface Sent {
  code: number;
  subCode: string;
}

/** The platform's own code for each: 41 a wrong argument, 10 later, 15 what else the service itself says. */
const SENT: Readonly<Record<AdministrationProblemCode, Sent>> = {
  'order.not-understood': { code: 41, subCode: 'isv.order-not-understood' },
  'till.unknown': { code: 15, subCode: 'isv.till-unknown' },
  'till.revoked': { code: 15, subCode: 'isv.till-revoked' },
  'till.exists': { code: 15, subCode: 'isv.till-exists' },
  'till.two-secrets': { code: 15, subCode: 'isv.till-two-secrets' },
  'account.other-app': { code: 15, subCode: 'isv.account-other-app' },
  'administrator.unknown': { code: 15, subCode: 'isv.administrator-unknown' },
  'administrator.exists': { code: 15, subCode: 'isv.administrator-exists' },
  'administrator.last': { code: 15, subCode: 'isv.administrator-last' },
  'changed-meanwhile': { code: 15, subCode: 'isv.changed-meanwhile' },
  'state.away': { code: 10, subCode: 'isp.relay-state-away' },
  'state.held': { code: 10, subCode: 'isp.relay-state-held' },
  'keys.failed': { code: 15, subCode: 'isp.relay-keys-failed' },
  'access.refused': { code: 11, subCode: 'isv.administrator-refused' },
  'file.not-written': { code: 15, subCode: 'isp.relay-file' },
  'relay.unreachable': { code: 10, subCode: 'isp.relay-unreachable' },
};

export function sentFor({ code }: AdministrationProblem): Sent {
  return SENT[code];
}

/** The problem that a sub code stands for, or undefined where it stands for none of these. */
export function problemCodeOf(subCode: string): AdministrationProblemCode | undefined {
  return ADMINISTRATION_PROBLEMS.find((code) => SENT[code].subCode === subCode);
}
