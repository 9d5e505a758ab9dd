import { CONNECTION_STEPS } from '../app/gateway/connectionProblems.ts';
import type { Bridge, BridgeError, BridgeResult } from '../app/ipc/bridge.ts';
import type { TillView } from '../app/ipc/tillView.ts';
import type { ConnectionReport } from '../app/settings/connectionTest.ts';
import type { Provision } from '../app/settings/provision.ts';
import { mergeProxy } from '../app/settings/proxyAccount.ts';
import { mergeGateway, mergeSettings } from '../app/settings/settingsInput.ts';
import { viewSettings } from '../app/settings/settingsView.ts';
import type { UpdateView } from '../app/update/updateView.ts';

const done: BridgeResult<null> = { ok: true, value: null };
const refused: { ok: false; error: BridgeError } = {
  ok: false,
  error: { code: 'request.refused' },
};

const ALL_PASSED: ConnectionReport = {
  passed: true,
  steps: CONNECTION_STEPS.map((step) => ({ step, state: 'passed', problem: null })),
  code: '40 isv.missing-parameter',
  clockOffset: 0,
};

/** Settings and PIN in memory: the same rules as main's, without a disk and without a network. */
export class MemorySettings {
  readonly #listeners = new Set<(till: TillView) => void>();
  till: TillView;
  provision: Provision | null;
  /** Null: none is set. */
  pin: string | null;
  /** The file that set the till up, where it still lies open. */
  openFile: string | null = null;
  /** How it is with updates. */
  updates: UpdateView | null = null;
  revision = 1;
  /** What the next calls that need the PIN answer whatever it is, or null. */
  refusal: BridgeError | null = null;
  /** What the connection test finds, and every account that it was called with. */
  report: ConnectionReport = ALL_PASSED;
  readonly tested: Provision['gateway'][] = [];

  /** How long the old data key is needed after a new one was made, in ms. */
  resealMs = 100;

  constructor(till: TillView, pin: string) {
    this.till = till;
    const { provisioned, brandId, shopId, operators } = till;
    const gateway = { url: 'https://gateway.example/rest', appKey: '12345678', appSecret: 'kept' };
    this.provision = provisioned ? { gateway, brandId, shopId, operators } : null;
    this.pin = till.hasPin && (provisioned || till.isLost) ? pin : null;
  }

  readonly calls: Pick<
    Bridge,
    | 'getSettings'
    | 'saveSettings'
    | 'setUp'
    | 'changePin'
    | 'replaceKey'
    | 'acceptProvision'
    | 'declineProvision'
    | 'testConnection'
    | 'onTillChanged'
    | 'tryKeyAgain'
    | 'startNewQueue'
  > = {
    getSettings: async ({ pin }) => {
      const refusal = this.refuse(pin);
      if (refusal) return refusal;
      if (this.provision === null) return refused;
      const { provision, till, openFile, revision, updates } = this;
      return {
        ok: true,
        value: viewSettings(provision, till.locale, openFile, revision, till.locked, updates),
      };
    },
    saveSettings: async ({ pin, settings, revision }) => {
      const refusal = this.refuse(pin);
      if (refusal) return refusal;
      if (revision !== this.revision) return { ok: false, error: { code: 'settings.changed' } };
      this.revision += 1;
      return this.#store(mergeSettings(settings, this.provision));
    },
    setUp: async ({ settings, managerPin }) => {
      if (this.provision !== null) return refused;
      const refusal = this.till.isLost ? this.refuse(managerPin ?? '') : null;
      if (refusal) return refusal;
      this.pin = managerPin ?? this.pin;
      this.tell({ hasPin: true });
      return this.#store(mergeSettings(settings, { gateway: this.#given() ?? undefined }));
    },
    changePin: async ({ pin, newPin }) => {
      const refusal = this.refuse(pin);
      if (refusal) return refusal;
      this.pin = newPin;
      return done;
    },
    replaceKey: async ({ pin }) => {
      const refusal = this.refuse(pin);
      if (refusal) return refusal;
      setTimeout(() => this.tell({ isOldKeyNeeded: false }), this.resealMs);
      return this.tell({ isOldKeyNeeded: true });
    },
    acceptProvision: async ({ pin, question }) => {
      const refusal = this.refuse(pin);
      if (refusal) return refusal;
      return question === this.till.question?.id ? this.ask(null) : refused;
    },
    declineProvision: async () => this.ask(null),
    testConnection: async ({ pin, gateway, proxy: typed }) => {
      const needsPin = this.provision !== null || this.till.isLost;
      const refusal = needsPin ? this.refuse(pin) : null;
      if (refusal) return refusal;
      const account = mergeGateway(gateway, this.provision?.gateway ?? this.#given());
      const proxy = mergeProxy(typed, this.provision?.proxy ?? null);
      if (account === null || proxy === 'missing') return refused;
      this.tested.push(account);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { ok: true, value: this.report };
    },
    // The key stays as it is until a test says otherwise.
    tryKeyAgain: async () => done,
    startNewQueue: async ({ pin }) => {
      if (this.till.closed === null) return refused;
      const refusal = this.till.closed.needsPin ? this.refuse(pin) : null;
      return refusal ?? this.tell({ closed: null, provisioned: false });
    },
    onTillChanged: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  refuse(pin: string): { ok: false; error: BridgeError } | null {
    if (this.refusal !== null) return { ok: false, error: this.refusal };
    if (this.pin === null) return { ok: false, error: { code: 'pin.unset' } };
    return pin === this.pin ? null : { ok: false, error: { code: 'pin.wrong', triesLeft: 4 } };
  }

  /** What the window asks about, or null. */
  ask(question: TillView['question']): BridgeResult<null> {
    return this.tell({ question });
  }

  /** The till has become another one, and says so. */
  tell(change: Partial<TillView>): BridgeResult<null> {
    this.till = { ...this.till, ...change };
    for (const listener of this.#listeners) listener(this.till);
    return done;
  }

  /** The account of a till that is given one. */
  #given(): Provision['gateway'] | null {
    const { url, appKey, hasAppSecret } = this.till.given.gateway;
    if (url === undefined || appKey === undefined || !hasAppSecret) return null;
    return { url, appKey, appSecret: 'given' };
  }

  #store(provision: Provision | null): BridgeResult<null> {
    if (provision === null) return refused;
    this.provision = provision;
    const { brandId, shopId, operators, locale = this.till.locale } = provision;
    return this.tell({ provisioned: true, brandId, shopId, operators, locale });
  }
}
