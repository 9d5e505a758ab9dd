import type { FaultScript } from '../faults/faultSchema.ts';
import {
  platformTime,
  readAnswer,
  signedParams,
  type TestAnswer,
  type TestFields,
  testFields,
} from './testCalls.ts';

/** A request that can be spoilt in several ways at once. */
export interface Draft {
  verb: string;
  changes: Record<string, string | undefined>;
  fields: TestFields;
  script: FaultScript;
  spoilSign: boolean;
  tail: string;
}

export type Spoil = [code: number, title: string, spoil: (draft: Draft) => void];

export function draft(): Draft {
  const fields = testFields();
  return { verb: 'POST', changes: {}, fields, script: {}, spoilSign: false, tail: '' };
}

/** Sends it; what its script has is for the caller to install. */
export async function sendDraft(url: string, sent: Draft): Promise<TestAnswer> {
  const params = signedParams(sent.fields, sent.changes);
  if (sent.spoilSign) params.sign = '0'.repeat(64);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(params).toString() + sent.tail;
  return readAnswer(await fetch(url, { method: sent.verb, headers, body }));
}

function change(name: string, value: string | undefined): (draft: Draft) => void {
  return ({ changes }) => {
    changes[name] = value;
  };
}

const hourAgo = (): string => platformTime(Date.now() - 3_600_000);

/** Ways to spoil a call, in the order in which the checks see them. */
export const inOrder: readonly Spoil[] = [
  [9, 'a verb that is not POST', (d) => Object.assign(d, { verb: 'PUT' })],
  [47, 'text that is not UTF-8', (d) => Object.assign(d, { tail: '&x=%FF' })],
  [22, 'an unknown method', change('method', 'taobao.user.get')],
  [23, 'an unknown format', change('format', 'yaml')],
  [34, 'an unsupported version', change('v', '3.0')],
  [29, 'an unknown app key', change('app_key', '87654321')],
  [31, 'an old timestamp', (d) => change('timestamp', hourAgo())(d)],
  [25, 'a wrong sign', (d) => Object.assign(d, { spoilSign: true })],
  [
    7,
    'no quota left',
    (d) => Object.assign(d.script, { quota: { callsPerMinute: 0, banSeconds: 1 } }),
  ],
  [11, 'no permission', (d) => Object.assign(d.script, { permissionDenied: true })],
  [27, 'a wrong session', change('session', 'bad')],
  [40, 'a missing argument', (d) => Object.assign(d.fields, { shop_id: undefined })],
  [41, 'an argument of a wrong type', (d) => Object.assign(d.fields, { gender: '0' })],
  [50, 'a number that is no mobile', (d) => Object.assign(d.fields, { mobile: '12345' })],
];

/** Every two of them. */
export const pairs: readonly { earlier: Spoil; later: Spoil }[] = inOrder.flatMap(
  (earlier, index) => inOrder.slice(index + 1).map((later) => ({ earlier, later })),
);

/** A parameter that is missing, or empty, and the code that says so. */
export const missingParameters: readonly [code: number, name: string][] = [
  [21, 'method'],
  [32, 'v'],
  [28, 'app_key'],
  [30, 'timestamp'],
  [40, 'param_customer_save_open_req'],
];

/** A parameter with a value that is none, and the code that says so. */
export const wrongParameters: readonly [code: number, name: string, value: string | undefined][] = [
  [33, 'v', 'two'],
  [34, 'v', '2.1'],
  [31, 'timestamp', 'now'],
  [31, 'timestamp', '2026-02-30 00:00:00'],
  [25, 'sign_method', 'sha1'],
  [25, 'sign_method', undefined],
  [26, 'session', ''],
];

/** How far a clock is off (s), and the code that says that it is too far. */
export const clockDistances: readonly [seconds: number, code: number | undefined][] = [
  [-601, 31],
  [-598, undefined],
  [598, undefined],
  [602, 31],
];
