import type { KeyProblem } from '../app/keys/keyQuestion.ts';
import { isLocale, ORIGINAL } from '../app/settings/locales.ts';
import {
  type GivenSettings,
  type LockedSettings,
  NOTHING_GIVEN,
  NOTHING_LOCKED,
} from '../app/settings/lockedSettings.ts';
import { mount } from '../renderer/mount.tsx';
import { createMemoryBridge, type MemoryBridge } from './memoryBridge.ts';

declare global {
  interface Window {
    /** The switches of the till in memory, for a hand at the console and for the page's tests. */
    memoryTill: MemoryBridge;
  }
}

const NOTICE =
  'Number or code are needed, the rest is yours to give.\nYou may withdraw at any time.';

const query = new URLSearchParams(location.search);

const closed = query.get('closed') as KeyProblem | null;

const locale = query.get('locale');

/** What a page before this one left behind, as after a crash. */
const restored = sessionStorage.getItem('crashed-with');
/** Why it does not come back at once, as the till says it. */
const refused = sessionStorage.getItem('draft-refused');

/** What policies and the machine's file give a till that is not set up. */
const isGiven = query.get('given') === 'yes';
const GIVEN: GivenSettings = {
  gateway: {
    url: 'https://gw.example.com/router/rest',
    appKey: '12345678',
    hasAppSecret: true,
    hasSession: false,
  },
  brandId: '21003',
  operators: [{ id: '2392313', name: 'Operator A' }],
  hasPin: true,
  mistakes: 2,
};
const GIVEN_LOCKED: LockedSettings = {
  sources: {
    'gateway.url': 'policy',
    'gateway.appKey': 'machine-file',
    'gateway.appSecret': 'machine-file',
    brandId: 'policy',
    operators: 'policy',
    managerPin: 'machine-file',
  },
  file: '/etc/tillside/provision.json',
};

const till = createMemoryBridge(
  {
    closed:
      closed === null
        ? null
        : { problem: closed, detail: 'key.json os', needsPin: query.get('pin') !== 'none' },
    provisioned: query.get('provisioned') !== 'no',
    locked: isGiven ? GIVEN_LOCKED : NOTHING_LOCKED,
    given: isGiven ? GIVEN : NOTHING_GIVEN,
    isLost: query.get('lost') === 'yes',
    hasPin: query.get('pin') !== 'none',
    brandId: '21003',
    shopId: 'SH-0042',
    operators: [
      { id: '2392313', name: 'Operator A' },
      { id: '2392314', name: 'Operator B', badge: 'BADGE-B' },
      { id: '2392315', name: 'Operator C' },
    ],
    notice:
      query.get('notice') === 'built-in'
        ? null
        : { version: 'v3', title: '\u4f1a\u5458\u987b\u77e5', text: NOTICE },
    lockAfterMinutes: Number(query.get('lock') ?? 0),
    // What the main process remembers.
    isLocked: sessionStorage.getItem('locked') !== null,
    locale: isLocale(locale) ? locale : ORIGINAL,
    isSoundOn: true,
    question: null,
    move: null,
    computer: null,
    isOldKeyNeeded: false,
    appVersion: '0.0.0-preview',
  },
  restored === null ? null : JSON.parse(restored),
  (isLocked) => {
    if (isLocked) sessionStorage.setItem('locked', 'yes');
    else sessionStorage.removeItem('locked');
  },
);
window.memoryTill = till;
if (refused !== null) till.switches.draftRefusal = JSON.parse(refused);
if (query.get('program') === 'silent') Object.assign(till.bridge, { getTill: neverAnswers });
if (query.get('program') === 'slow') Object.assign(till.bridge, { getOutbox: neverAnswers });
if (query.get('program') === 'broken') Object.assign(till.bridge, { getTill: rejects });
// Long enough for a hand to be faster.
if (query.get('draft') === 'slow') {
  const { getDraft } = till.bridge;
  const slow = () => new Promise((resolve) => setTimeout(() => resolve(getDraft()), 1_500));
  Object.assign(till.bridge, { getDraft: slow });
}
// Or until a test lets it come.
if (query.get('draft') === 'held') {
  const { getDraft } = till.bridge;
  let letDraftCome = () => {};
  const come = new Promise<void>((resolve) => {
    letDraftCome = resolve;
  });
  Object.assign(till, { letDraftCome: () => letDraftCome() });
  Object.assign(till.bridge, { getDraft: () => come.then(() => getDraft()) });
}
// Or a hand comes in between.
if (query.get('draft') === 'under-a-hand') {
  const { getDraft } = till.bridge;
  const touched = () => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' }));
    return getDraft();
  };
  Object.assign(till.bridge, { getDraft: touched });
}
// The first question is lost on its way.
if (query.get('draft') === 'broken') {
  const { getDraft } = till.bridge;
  let asked = 0;
  const broken = () => {
    asked += 1;
    return asked === 1 ? rejects() : getDraft();
  };
  Object.assign(till.bridge, { getDraft: broken });
}
// Somebody is at the till, unless that is what is looked at.
if (query.get('operator') !== 'none' && sessionStorage.getItem('operator') === null)
  sessionStorage.setItem('operator', '2392313');
mount(till.bridge);

/** The program behind the page is out of order. */
function neverAnswers(): Promise<never> {
  return new Promise(() => undefined);
}

function rejects(): Promise<never> {
  return Promise.reject(new Error('no program'));
}
