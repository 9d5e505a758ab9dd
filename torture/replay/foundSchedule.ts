import type { Happening, Schedule } from './schedule.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const save = (mobile: number | null, outer: number | null = null): Happening => ({
  type: 'save',
  mobile,
  outer,
});

export const LIMITED = {
  type: 'error',
  code: 15,
  subCode: 'accesscontrol.limited-by-simulated',
} as const;

export const NO_VERDICT = {
  type: 'http',
  status: 200,
  contentType: 'application/json',
  body: '{"alibaba_alsc_crm_open_customer_save_response":{}}',
  afterEffect: true,
} as const;

/** What the API answers a save while the brand is closed there. */
export const CLOSED = { type: 'error', code: 15, subCode: 'isv.brand-closed' } as const;

/** The save has taken effect, and nothing that anybody can read says so. */
export const UNREADABLE_VERDICT = {
  ...NO_VERDICT,
  body: '{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":true,"result":{"id":7},"result_desc":[1]}}}',
} as const;

export const SLOWLY_LIMITED = {
  type: 'slow',
  milliseconds: 900,
  lateEffect: false,
  // biome-ignore lint/suspicious/noThenProperty: the sandbox's word for what follows a wait.
  then: { type: 'error', code: '50', subCode: 'accesscontrol.limited-by-simulated' },
} as const;

export const schedule = (...steps: [Happening, number][]): Schedule => ({
  seed: 0,
  flush: 0,
  forgets: false,
  steps: steps.map(([happening, wait]) => ({ happening, wait })),
});

export const BAN_THAT_IS_OVER = {
  type: 'error',
  code: 7,
  subMsg: 'This ban will last for 0 more seconds',
} as const;
