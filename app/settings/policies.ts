import { UPDATE_CHANNELS } from '../update/channels.ts';
import { LOCALES } from './locales.ts';
import {
  laidOver,
  type PartialProvision,
  partialProvisionSchema,
  type SettingName,
} from './partialProvision.ts';
import { MAX_FORMER_APPS, MAX_OPERATORS, problemsOf, SIGN_METHODS } from './provision.ts';
import { QUEUE_PER } from './queuePer.ts';
import { DOCKS } from './windowChoices.ts';

/** Where the policies stand, below the registry's `HKEY_LOCAL_MACHINE`. */
export const POLICY_KEY = 'SOFTWARE\\Policies\\Tillside';

/** How a value lies in the registry. `lines`: several texts, one a line; `list`: a key of its own, from name to text. */
export type PolicyValue =
  | { kind: 'text'; longest: number; isOptional?: true }
  | { kind: 'lines'; isOptional?: true }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; choices: readonly string[] }
  | { kind: 'yes-no' }
  | { kind: 'list'; most: number };

type Given = Readonly<Record<string, unknown>>;

export interface Policy {
  setting: SettingName;
  /** By their names in the registry. */
  values: Readonly<Record<string, PolicyValue>>;
  /** The setting, made of the values that are there; default: the only one, as it is. */
  make?: (given: Given) => unknown;
}

const text = (setting: SettingName, name: string, longest = 128): Policy => ({
  setting,
  values: { [name]: { kind: 'text', longest } },
});
const choice = (setting: SettingName, name: string, choices: readonly string[]): Policy => ({
  setting,
  values: { [name]: { kind: 'choice', choices } },
});
const yesNo = (setting: SettingName, name: string): Policy => ({
  setting,
  values: { [name]: { kind: 'yes-no' } },
});

/** Every policy there is, by its name: the reader goes by this table, and the templates in `build/policies` are made of it. */
export const POLICIES = {
  GatewayAddress: text('gateway.url', 'GatewayAddress', 1_000),
  AppKey: text('gateway.appKey', 'AppKey'),
  SignMethod: choice('gateway.signMethod', 'SignMethod', SIGN_METHODS),
  FormerApps: {
    setting: 'gateway.formerly',
    values: { FormerApps: { kind: 'list', most: MAX_FORMER_APPS } },
    make: ({ FormerApps }) =>
      Object.entries(FormerApps as Record<string, string>).map(([url, appKey]) => ({
        url,
        appKey,
      })),
  },
  BrandId: text('brandId', 'BrandId'),
  ShopId: text('shopId', 'ShopId'),
  Operators: {
    setting: 'operators',
    values: {
      Operators: { kind: 'list', most: MAX_OPERATORS },
      OperatorBadges: { kind: 'list', most: MAX_OPERATORS },
    },
    make: ({ Operators = {}, OperatorBadges = {} }) => {
      const badges = new Map(Object.entries(OperatorBadges as Record<string, string>));
      return Object.entries(Operators as Record<string, string>).map(([id, name]) => {
        const badge = badges.get(id);
        return badge === undefined ? { id, name } : { id, name, badge };
      });
    },
  },
  Notice: {
    setting: 'notice',
    values: {
      NoticeVersion: { kind: 'text', longest: 32 },
      NoticeTitle: { kind: 'text', longest: 40, isOptional: true },
      NoticeText: { kind: 'lines', isOptional: true },
    },
    make: ({ NoticeVersion: version, NoticeTitle: title, NoticeText: words }) => ({
      ...(version !== undefined && { version }),
      ...(title !== undefined && { title }),
      ...(words !== undefined && { text: words }),
    }),
  },
  LockAfterMinutes: {
    setting: 'lockAfterMinutes',
    values: { LockAfterMinutes: { kind: 'number', min: 0, max: 480 } },
  },
  CallsPerMinute: {
    setting: 'pace',
    values: { CallsPerMinute: { kind: 'number', min: 1, max: 100_000 } },
    make: ({ CallsPerMinute: callsPerMinute }) => ({ callsPerMinute }),
  },
  QueuePer: choice('queuePer', 'QueuePer', QUEUE_PER),
  RecoveryKey: text('recoveryKey', 'RecoveryKey'),
  RotateKey: {
    setting: 'rotateKey',
    values: { RotateKey: { kind: 'number', min: 0, max: 2_147_483_647 } },
  },
  WatermarkFolder: text('watermarkFolder', 'WatermarkFolder', 259),
  Updates: {
    setting: 'updates',
    values: {
      UpdatesAddress: { kind: 'text', longest: 1_000 },
      UpdatesChannel: { kind: 'choice', choices: UPDATE_CHANNELS },
    },
    make: ({ UpdatesAddress: url, UpdatesChannel: channel }) => ({
      ...(url !== undefined && { url }),
      ...(channel !== undefined && { channel }),
    }),
  },
  OpeningHours: {
    setting: 'openingHours',
    values: {
      OpenFrom: { kind: 'text', longest: 5 },
      OpenTo: { kind: 'text', longest: 5 },
    },
    make: ({ OpenFrom: from, OpenTo: to }) => ({
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    }),
  },
  Locale: choice('locale', 'Locale', LOCALES),
  HotKey: text('window.hotKey', 'HotKey', 40),
  Dock: choice('window.dock', 'Dock', DOCKS),
  AlwaysOnTop: yesNo('window.alwaysOnTop', 'AlwaysOnTop'),
  StartAtSignIn: yesNo('window.startAtSignIn', 'StartAtSignIn'),
  Kiosk: yesNo('window.kiosk', 'Kiosk'),
  TouchKeyboard: yesNo('window.touchKeyboard', 'TouchKeyboard'),
  ApiEnabled: yesNo('api.enabled', 'ApiEnabled'),
  ApiPort: {
    setting: 'api.port',
    values: { ApiPort: { kind: 'number', min: 1_024, max: 65_535 } },
  },
  ReportsToRelay: yesNo('reports.relay', 'ReportsToRelay'),
  ReportsOtlpAddress: {
    setting: 'reports.otlp',
    values: { ReportsOtlpAddress: { kind: 'text', longest: 1_000 } },
    make: ({ ReportsOtlpAddress: url }) => ({ url }),
  },
} as const satisfies Readonly<Record<string, Policy>>;

export type PolicyName = keyof typeof POLICIES;

/** What everybody on the PC could read there. */
const SECRET =
  /^(?:AppSecret|Session|ManagerPin|Secret|Pin|(?:Proxy)?(?:Password|Username)|ReportsOtlpHeaders?|Authorization)$/i;

/** One value as it stands in the registry. `list`: the key below `POLICY_KEY` that it stands in, or null. */
export interface RegistryValue {
  list: string | null;
  name: string;
  type: string;
  data: string;
}

export interface ReadPolicies {
  partial: PartialProvision;
  /** Each as one line, without a value. */
  mistakes: string[];
}

/** What the registry's values come to. A wrong one is told and left out, with what else makes its setting. */
export function readPolicies(values: readonly RegistryValue[]): ReadPolicies {
  const mistakes: string[] = [];
  const given = new Map<string, unknown>();
  /** A setting is right as a whole or not at all. */
  const spoilt = new Set<string>();
  for (const value of values) {
    const known = findValue(value.list ?? value.name, value.list !== null);
    if (known === null) {
      mistakes.push(`${pathOf(value)}: ${unknownBecause(value)}`);
      continue;
    }
    const read = readValue(value, known.value);
    if ('problem' in read) {
      mistakes.push(`${pathOf(value)}: ${read.problem}`);
      spoilt.add(known.name);
    } else if (known.value.kind === 'list') {
      const list = (given.get(known.name) ?? {}) as Record<string, unknown>;
      given.set(known.name, { ...list, [value.name]: read.data });
    } else given.set(known.name, read.data);
  }
  let partial: PartialProvision = {};
  for (const policy of Object.values<Policy>(POLICIES)) {
    const names = Object.keys(policy.values);
    const there = Object.fromEntries(
      names.filter((name) => given.has(name)).map((name) => [name, given.get(name)]),
    );
    if (Object.keys(there).length === 0 || names.some((name) => spoilt.has(name))) continue;
    const setting = policy.make?.(there) ?? Object.values(there)[0];
    const parsed = partialProvisionSchema.safeParse(nested(policy.setting, setting));
    if (parsed.success) partial = laidOver(parsed.data, partial);
    else mistakes.push(...problemsOf(parsed.error).map((line) => `${names[0]}: ${line}`));
  }
  return { partial, mistakes };
}

/** The registry does not tell capitals from small letters. */
function findValue(name: string, isInList: boolean): { name: string; value: PolicyValue } | null {
  const all = Object.values<Policy>(POLICIES).flatMap(({ values }) => Object.entries(values));
  const found = all.find(
    ([known, { kind }]) =>
      known.toLowerCase() === name.toLowerCase() && (kind === 'list') === isInList,
  );
  return found === undefined ? null : { name: found[0], value: found[1] };
}

function unknownBecause({ name, list }: RegistryValue): string {
  return list === null && SECRET.test(name)
    ? 'a secret does not belong here: everybody on the PC can read it'
    : 'is not a known policy';
}

type Read = { data: unknown } | { problem: string };

function readValue({ name, type, data }: RegistryValue, value: PolicyValue): Read {
  const isNumber = value.kind === 'number' || value.kind === 'yes-no';
  if (isNumber) {
    if (type !== 'REG_DWORD') return { problem: 'must be a REG_DWORD' };
    const number = /^0x[0-9a-f]{1,8}$/i.test(data) ? Number(data) : Number.NaN;
    if (Number.isNaN(number)) return { problem: 'must be a number' };
    if (value.kind === 'number') return { data: number };
    return number > 1 ? { problem: 'must be 0 or 1' } : { data: number === 1 };
  }
  const isText = type === 'REG_SZ' || (value.kind === 'lines' && type === 'REG_MULTI_SZ');
  if (!isText)
    return { problem: `must be ${value.kind === 'lines' ? 'REG_MULTI_SZ' : 'a REG_SZ'}` };
  if (`${name}${data}`.includes('?')) {
    return { problem: 'has a "?", or a character that the system could not give' };
  }
  return { data: type === 'REG_MULTI_SZ' ? data.split('\\0').join('\n') : data };
}

function pathOf({ list, name }: RegistryValue): string {
  return list === null ? name : `${list}\\${name}`;
}

function nested(setting: SettingName, value: unknown): unknown {
  const [first = '', second] = setting.split('.');
  return { [first]: second === undefined ? value : { [second]: value } };
}
