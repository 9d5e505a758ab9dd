import type { ArgumentOf, Bridge, CallName } from '../app/ipc/bridge.ts';

type WithArgument = { [Name in CallName]: ArgumentOf<Name> };

const save = { requestId: 'a'.repeat(32), operatorId: '2392313' };
const app = { brandId: '244323', app: 'https://gw.example.com/rest 1' };
const member = {
  mobile: '13800138000',
  name: '王芳',
  gender: 0,
  birthday: '1990-01-31',
  outerId: 'ou-1',
  outerType: 'wechat',
  remark: 'r',
} as const;
const consent = {
  at: 1,
  brandId: '244323',
  noticeVersion: 'tillside-1',
  operatorId: '2392313',
  marketing: false,
};
const gateway = {
  url: 'https://gateway.invalid/rest',
  appKey: '1',
  appSecret: 'a',
  session: 'b',
  signMethod: 'md5',
} as const;
const settings = {
  gateway,
  brandId: '244323',
  shopId: '1',
  operators: [{ id: '1', name: 'One' }],
  locale: 'en',
} as const;

/** An argument of each call that has one, in the right shape: what fuzzing starts from. */
export const SOUND: WithArgument = {
  getTill: null,
  getOutbox: null,
  registerMember: { ...save, member, correctionOf: null, consent },
  findMember: { mobile: '13800138000' },
  compareMember: { ...save, member },
  listSaves: { filter: 'all', search: '1', offset: 0, limit: 1 },
  readForCorrection: save,
  sendHeldAgain: { ...save, pin: '0000' },
  discardSave: { ...save, pin: '0000', reason: 'test' },
  requeueSave: { ...save, pin: '0000' },
  goOnWithApp: { ...app, operatorId: '2392313', pin: '0000' },
  discardApp: { ...app, operatorId: '2392313', pin: '0000', reason: 'test' },
  sendNow: null,
  setLocale: { locale: 'en' },
  setSound: { isOn: true },
  keepDraft: { ...save, member, consent, correctionOf: null, chosen: null, isLocked: false },
  getDraft: null,
  dropDraft: null,
  tellKept: { question: 1, isKept: true },
  getOfferedForm: null,
  answerOffer: { offer: 1, answer: 'busy' },
  tellLocked: { isLocked: false },
  getSettings: { pin: '0000' },
  saveSettings: {
    pin: '0000',
    settings: { ...settings, operators: [...settings.operators] },
    revision: 0,
  },
  setUp: { settings: { ...settings, operators: [...settings.operators] }, managerPin: '0000' },
  changePin: { pin: '0000', newPin: '1111' },
  replaceKey: { pin: '0000' },
  acceptProvision: { pin: '0000', question: 1 },
  declineProvision: null,
  testConnection: { pin: '0000', gateway },
  chooseQueueFile: { pin: '0000', direction: 'export' },
  moveQueue: { pin: '0000', question: 1, passphrase: 'correct horse battery' },
  closeMove: null,
  tryKeyAgain: null,
  answerComputer: { pin: '246810', answer: 'moved' },
  startNewQueue: { pin: '0000' },
  openManager: { pin: '0000', operatorId: '2392313' },
  closeManager: null,
  findPerson: { identity: { mobile: '13800138000' }, operatorId: '2392313' },
  showPerson: { identity: { mobile: '13800138000' }, operatorId: '2392313', reason: 'asked' },
  exportPerson: { identity: { mobile: '13800138000' }, operatorId: '2392313', reason: 'asked' },
  erasePerson: {
    identity: { mobile: '13800138000' },
    operatorId: '2392313',
    token: '0'.repeat(32),
  },
  reconcile: { from: '2026-11-01', to: '2026-11-28' },
  saveSum: { from: '2026-11-01', to: '2026-11-28', operatorId: '2392313' },
  listReconciled: {
    ...{ from: '2026-11-01', to: '2026-11-28', side: 'accepted' },
    ...{ offset: 0, limit: 50 },
  },
  getDays: { last: '2026-11-28', count: 30 },
  listOutages: { days: 30 },
  printPage: null,
  countCsv: { from: '2026-05-01', to: '2026-05-31' },
  saveCsv: { from: '2026-05-01', to: '2026-05-31', reason: 'support', operatorId: '2392313' },
  foreseeExport: null,
  chooseTransfer: { direction: 'export' },
  foreseeImport: { number: 1, passphrase: 'correct horse battery' },
  transferQueue: { number: 1, passphrase: 'correct horse battery', operatorId: '2392313' },
  getTransferProgress: null,
  savePage: { section: 'audit', operatorId: '2392313' },
  getDiagnostics: null,
  saveDiagnostics: { number: 1, operatorId: '2392313' },
  leaveWord: {
    operatorId: '2392313',
    cause: { heldReason: 'rejected', code: '15', subCode: '', field: null },
    slip: 1,
    text: 'w',
  },
  listHeldGroups: null,
  previewBulk: {
    operatorId: '2392313',
    deed: {
      kind: 'correct',
      cause: { heldReason: 'rejected', code: '15', subCode: 'isv.x', field: 'outerType' },
      change: { field: 'operator', value: '2392313' },
    },
  },
  runBulk: { operatorId: '2392313', token: 'a'.repeat(32) },
  cancelBulk: null,
  listBulkRuns: null,
  listAudit: { group: null, search: '', offset: 0, limit: 50 },
};

/** What was called, at which place of its argument it was wrong, and what came back. */
export interface Said {
  what: string;
  said: string;
}

/**
 * In the page: every call, wrong as a whole, wrong at each place, without each place, with a key too many; then further
 * ones that are wrong at several places at random, `count` in all. Of these it makes `many`, beginning with `first`.
 */
export async function makeHostileCalls(
  sound: Record<string, unknown>,
  { count, seed, first, many }: { count: number; seed: number; first: number; many: number },
): Promise<Said[]> {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const huge = 'x'.repeat(300_000);
  /** Right nowhere. */
  const wrong: (() => unknown)[] = [
    () => undefined,
    () => Number.NaN,
    () => Number.POSITIVE_INFINITY,
    () => 1n,
    () => -1.5,
    () => [],
    () => [[]],
    () => ['13800138000'],
    () => ({}),
    () => ({ toString: 'x', length: 1e9 }),
    () => new Date(0),
    () => new Map([['mobile', '13800138000']]),
    () => new Set(['13800138000']),
    () => new Uint8Array(1_000),
    () => /x/,
    () => new Error('x'),
    () => JSON.parse('{"__proto__":{"mobile":"1"},"constructor":{"prototype":{}}}'),
    () => () => 'x',
    () => Symbol('x'),
    () => Promise.resolve('x'),
  ];
  const broken = ['\ud800', 'a\udc00b', '\u0000'];
  type Path = string[];
  const pathsOf = (value: unknown, path: Path = []): Path[] =>
    value === null || typeof value !== 'object'
      ? [path]
      : [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
  const withChange = (
    name: string,
    path: Path,
    change: (at: Record<string, unknown>, key: string) => void,
  ) => {
    const whole = { whole: structuredClone(sound[name]) } as Record<string, unknown>;
    const keys = ['whole', ...path];
    const last = keys.pop() as string;
    let at = whole;
    for (const key of keys) at = at[key] as Record<string, unknown>;
    change(at, last);
    return whole.whole;
  };
  const calls: { what: string; name: string; argument: unknown }[] = [];
  const add = (name: string, what: string, argument: unknown) =>
    calls.push({ what: `${name} ${what}`, name, argument });
  const names = Object.keys(sound).filter((name) => sound[name] !== null);
  for (const name of names) {
    for (const path of pathsOf(sound[name])) {
      const place = path.join('.');
      const set = (value: unknown) =>
        withChange(name, path, (at, key) => {
          at[key] = value;
        });
      for (const make of wrong) add(name, place, set(make()));
      if (name !== 'keepDraft') for (const text of broken) add(name, `broken ${place}`, set(text));
      if (random(4) === 0) add(name, `${place} huge`, set(huge));
      if (path.length > 0)
        add(
          name,
          `without ${place}`,
          withChange(name, path, (at, key) => void delete at[key]),
        );
      for (const key of ['extra', 'constructor', 'toString', 'hasOwnProperty'])
        add(
          name,
          `${place}.${key}`,
          withChange(name, path, (at, last) => {
            const inner = at[last];
            at[last] = typeof inner === 'object' ? { ...inner, [key]: 'x' } : huge;
          }),
        );
    }
  }
  while (calls.length < count) {
    const name = names[random(names.length)] as string;
    const paths = pathsOf(sound[name]).filter((path) => path.length > 0);
    const path = paths[random(paths.length)] as Path;
    const make = wrong[random(wrong.length)] as () => unknown;
    add(
      name,
      `random ${path.join('.')}`,
      withChange(name, path, (at, key) => {
        at[key] = make();
        const more = Object.keys(at)[random(Object.keys(at).length)] as string;
        at[more] = (wrong[random(wrong.length)] as () => unknown)();
      }),
    );
  }
  const { tillside } = window as unknown as { tillside: Bridge };
  const bridge = tillside as unknown as Record<string, (argument: unknown) => Promise<unknown>>;
  return Promise.all(
    calls.slice(first, first + many).map(async ({ what, name, argument }) => {
      try {
        return { what, said: JSON.stringify(await bridge[name]?.(argument)) };
      } catch (error) {
        return { what, said: String(error) };
      }
    }),
  );
}
