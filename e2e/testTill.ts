import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GivenConsent } from '../app/consent/consent.ts';
import { noticeVersion } from '../app/consent/notice.ts';
import type { Bridge, RegisterRequest } from '../app/ipc/bridge.ts';
import type { MemberInput } from '../app/member/memberSchema.ts';
import type { OutboxView, SaveLine } from '../app/outbox/outboxView.ts';
import { SCAN_LIMITS } from '../app/scan/burst.ts';
import type { Provision } from '../app/settings/provision.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox/createSandbox.ts';
import { addEvidence } from './driver/evidence.ts';
import type { AppOptions } from './driver/launch.ts';
import { freshFolder } from './driver/runFolder.ts';
import { type RunningApp, startApp } from './driver/startApp.ts';

export const ACCOUNT = { appKey: '12345678', appSecret: 'e2e-secret-not-real' };
export const OPERATOR = { id: '2392313', name: '小林' };

const BRAND_ID = '244323';

/** The customer has agreed to the notice that the program brings along. */
export const CONSENT: GivenConsent = {
  at: 1,
  brandId: BRAND_ID,
  noticeVersion: noticeVersion(null),
  operatorId: OPERATOR.id,
  marketing: false,
};

export type TypedMember = Partial<MemberInput>;

/** A sandbox gateway of its own, on loopback. */
export function startGateway(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return createSandbox({ ...ACCOUNT, ...options });
}

/** Longer than any pause within a scan (ms): an Enter after it is a hand's, and no scanner's. */
export const PAUSE_OF_A_HAND = SCAN_LIMITS.longestGapMs + 20;

/** One till with its own data folder; it can be killed and started again. */
export class TestTill {
  readonly folder = freshFolder('till');
  readonly dataFolder = join(this.folder, 'data');
  readonly provisionFile = join(this.folder, 'provision.json');
  #app: RunningApp | null = null;
  readonly #options: Partial<AppOptions>;

  /** `more`: what the provisioning says beside or instead of the usual. */
  constructor(
    gatewayUrl: string,
    options: Partial<AppOptions> = {},
    more: Partial<Provision> = {},
  ) {
    this.#options = options;
    const gateway = { url: gatewayUrl, ...ACCOUNT };
    const operators = [OPERATOR];
    const provision = { gateway, brandId: BRAND_ID, shopId: '239923231', operators, ...more };
    // An app that runs as another user must get through to its data.
    chmodSync(this.folder, 0o755);
    writeFileSync(this.provisionFile, JSON.stringify(provision));
  }

  get app(): RunningApp {
    if (this.#app === null) throw new Error('this till is not running');
    return this.#app;
  }

  get client(): RunningApp['client'] {
    return this.app.client;
  }

  /** `args`: further switches of this start; `until`: what is there when it has started. */
  async start(args: readonly string[] = [], until = 'phone'): Promise<this> {
    const { dataFolder: userDataDir, provisionFile } = this;
    const every = [...(this.#options.args ?? []), ...args];
    this.#app = await startApp({ userDataDir, provisionFile, ...this.#options, args: every });
    // Behind the lock it is there without being shown.
    await this.field(until).waitForExist();
    return this;
  }

  async kill(): Promise<void> {
    if (this.#app !== null) await addEvidence(() => this.#describe());
    await this.#app?.kill();
    this.#app = null;
  }

  async stop(): Promise<void> {
    await this.#app?.stop();
    this.#app = null;
  }

  field(name: string) {
    return this.client.$(`[data-testid="${name}"]`);
  }

  /** Types into the real fields, with the customer's consent; what is not named stays empty. */
  async fill(member: TypedMember): Promise<void> {
    if (member.mobile !== undefined) await this.#type('phone', member.mobile);
    if (member.name !== undefined) await this.#type('name', member.name);
    if (member.gender !== undefined) await this.field(`gender-${member.gender}`).click();
    if (member.birthday !== undefined) await this.#type('birthday', member.birthday);
    if (member.outerType)
      await this.field('outer-type').selectByAttribute('value', member.outerType);
    if (member.outerId !== undefined) await this.#type('outer-id', member.outerId);
    if (member.remark !== undefined) await this.#type('remark', member.remark);
    await this.agree();
  }

  /** The customer agrees; the notice is ticked once. */
  async agree(): Promise<void> {
    if (!(await this.field('consent').isSelected())) await this.field('consent').click();
  }

  /** Fills the form, saves with F4, and gives the slip once "已安全保存" is there. */
  async register(member: TypedMember): Promise<string> {
    await this.fill(member);
    await this.client.keys('F4');
    return this.confirmedSlip();
  }

  /** A person reads what a correction would change, and wants it. */
  async sendCorrection(): Promise<void> {
    await this.field('correction-send').waitForDisplayed();
    await this.field('correction-send').click();
  }

  /** The slip of the confirmation on the screen, which is there only when the save is on disk. */
  async confirmedSlip(): Promise<string> {
    await this.field('confirmation')
      .waitForDisplayed()
      .catch(async (error: unknown) => {
        throw new Error(`${String(error)}; the window says: ${await this.#describeWindow()}`);
      });
    return (await this.field('confirmation-slip').getText()).trim().match(/S-\d+/)?.[0] ?? '';
  }

  async waitForState(slip: string, state: SaveLine['state'], timeout = 20_000): Promise<SaveLine> {
    await this.client.waitUntil(async () => (await this.line(slip))?.state === state, {
      timeout,
      interval: 50,
      timeoutMsg: `${slip} did not become ${state}`,
    });
    const line = await this.line(slip);
    if (line === undefined) throw new Error(`${slip} has gone`);
    return line;
  }

  async line(slip: string): Promise<SaveLine | undefined> {
    return (await this.outbox()).recent.find((line) => line.slip === slip);
  }

  outbox(): Promise<OutboxView> {
    return this.client.execute(async () => {
      const { tillside } = window as unknown as { tillside: Bridge };
      const reply = await tillside.getOutbox();
      if (!reply.ok) throw new Error(reply.error.code);
      return reply.value;
    });
  }

  /** Registers past the form, through the bridge as it stands in the page. */
  call(request: RegisterRequest) {
    return this.client.execute(
      (given) => (window as unknown as { tillside: Bridge }).tillside.registerMember(given),
      request,
    );
  }

  sendNow() {
    return this.client.execute(() =>
      (window as unknown as { tillside: Bridge }).tillside.sendNow(),
    );
  }

  /** What the page shows of one save. */
  async shownState(slip: string): Promise<string | null> {
    return this.field(`line-${slip}`).getAttribute('data-state');
  }

  /** How the till stands, for the message of a test that failed. */
  async #describe(): Promise<string> {
    const log = readFileSync(join(this.dataFolder, 'logs', 'tillside.log'), 'utf8');
    const last = log.trimEnd().split('\n').slice(-6).join(' / ');
    const now = new Date().toISOString();
    return `at ${now} the log ends with: ${last}; the window says: ${await this.#describeWindow()}`;
  }

  /** What stands in the window. */
  #describeWindow(): Promise<string> {
    return this.client.execute(() => {
      const fields = [...document.querySelectorAll<HTMLInputElement>('input, select, textarea')];
      const values = fields.map(({ dataset, type, value, checked }) => {
        return `${dataset.testid ?? ''}=${type === 'checkbox' ? checked : value}`;
      });
      const focused = document.activeElement as HTMLElement | null;
      const focus = `focus=${focused?.dataset.testid ?? focused?.tagName} ${document.hasFocus()}`;
      return [document.body.textContent, ...values, focus].join(' | ').replaceAll('\n', ' / ');
    });
  }

  async #type(name: string, text: string): Promise<void> {
    await this.field(name).click();
    await this.field(name).addValue(text);
  }
}
