import type { Diagnostics } from '../../app/diagnostics/diagnostics.ts';
import type { Bridge, BridgeResult } from '../../app/ipc/bridge.ts';
import type { DIAGNOSTICS_CALLS } from '../../app/ipc/manager/diagnosticsCalls.ts';
import type { SavedAs, SaveFileFailure } from '../../app/saved/savedFile.ts';

/** What is answered while the manager's session stands. */
export type Within = <Value>(give: () => Value) => BridgeResult<Value>;

/** A usual till. */
const GROUPS: Diagnostics = {
  program: {
    version: '0.1.0',
    isPacked: true,
    electron: '45.5.0',
    node: '24.21.0',
    platform: 'win32',
    arch: 'x64',
    system: '10.0.22631',
    upSeconds: 18_204,
    memoryMegabytes: 182,
    pageEnds: 0,
  },
  paths: {
    data: '%USERPROFILE%\\AppData\\Roaming\\Tillside',
    program: 'C:\\Program Files\\Tillside\\resources\\app.asar',
    home: '%USERPROFILE%',
  },
  settings: {
    isProvisioned: true,
    locale: 'zh-CN',
    gateway: { url: 'https://gw.api.taobao.com/router/rest', appKey: '23456789', hasSession: true },
    brandId: '244323',
    shopId: 'SH-0042',
    operators: 3,
    locked: [],
  },
  queue: {
    counts: { pending: 2, sending: 0, accepted: 187, held: 1, discarded: 4 },
    waiting: 2,
    oldestWaitingSeconds: 41,
    pause: 'none',
    heldByCode: { 'isv.invalid-parameter': 1 },
  },
  outcomes: [
    { slip: 'S-0187', state: 'accepted', class: 'accepted', code: '0', subCode: '', attempts: 1 },
    {
      slip: 'S-0186',
      state: 'held',
      class: 'rejected',
      code: '50',
      subCode: 'isv.invalid-parameter',
      attempts: 1,
    },
  ],
  clock: { here: '2026-05-20T01:59:00.000Z', zone: 'Asia/Shanghai', offsetSeconds: -2 },
  network: { proxy: 'PROXY proxy.example.com:8080' },
  disk: { freeMegabytes: 48_212, totalMegabytes: 121_400, flushMilliseconds: 3.42 },
  keys: { protection: 'dpapi-user', computer: 'known' },
  store: {
    journals: [12],
    snapshots: [11],
    otherNames: 9,
    files: [
      { name: 'outbox-000012.journal', bytes: 48_120, changedAt: '2026-05-20T01:58:58.000Z' },
    ],
  },
  updates: {
    version: '0.1.0',
    channel: 'latest',
    url: 'https://updates.example.com/tillside',
    open: '09:30-21:00',
    lastCheck: { at: '2026-11-24T04:00:00.000Z', outcome: 'newer', version: '0.2.0' },
    waits: { version: '0.2.0', standing: 'ready' },
    why: 'open',
  },
  lease: { isSure: true, isFromElsewhere: false, isLost: false },
  warnings: [],
};

/** The diagnostics of a till in memory. */
export class MemoryDiagnostics {
  readonly #within: Within;
  #shown = 0;
  groups: Diagnostics = GROUPS;
  /** The name that somebody chooses, or null where no file is chosen. */
  chosen: string | null = 'tillside-2026-05-20.zip';
  /** Why the next ones are not saved, or null. */
  failure: SaveFileFailure | null = null;

  constructor(within: Within) {
    this.#within = within;
  }

  readonly calls: Pick<Bridge, keyof typeof DIAGNOSTICS_CALLS> = {
    getDiagnostics: async () =>
      this.#within(() => {
        this.#shown += 1;
        return { number: this.#shown, groups: this.groups };
      }),
    saveDiagnostics: async ({ number }): Promise<BridgeResult<SavedAs>> => {
      if (this.failure !== null) return { ok: false, error: { code: this.failure } };
      if (number !== this.#shown) return { ok: false, error: { code: 'request.refused' } };
      return this.#within(() => (this.chosen === null ? null : { file: this.chosen }));
    },
  };
}
