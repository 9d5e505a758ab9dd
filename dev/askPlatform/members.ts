import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  randomInt,
} from 'node:crypto';

/** The till's own rule; the questions need numbers that the platform takes. */
export const MOBILE = /^1[3-9]\d{9}$/;

/** So many different numbers the questions need. */
export const MOBILES_NEEDED = 4;

/** The fields of a save that say who the customer is and what is known of him. */
export type Fields = Record<string, unknown>;

/** The members that exist for the questions only. */
export class Members {
  readonly mobiles: readonly string[];
  readonly #runId: string;

  constructor(runId: string, mobiles: readonly string[]) {
    this.#runId = runId;
    this.mobiles = mobiles;
  }

  mobile(which: 'A' | 'B' | 'C' | 'D'): { mobile: string } {
    return { mobile: this.mobiles['ABCD'.indexOf(which)] ?? '' };
  }

  /** An external id that nobody has: 28 characters, as WeChat's have. */
  outer(name: string): { outer_id: string; outer_type: string } {
    return { outer_id: `${OUTER_ID_START}${this.#hash(name).slice(0, 17)}`, outer_type: 'wechat' };
  }

  /** The same at every run of one report, so that nothing is asked under two ids. */
  requestId(name: string): string {
    return this.#hash(`request ${name}`).slice(0, 32);
  }

  #hash(name: string): string {
    return createHash('sha256').update(`${this.#runId} ${name}`).digest('hex');
  }
}

export const OUTER_ID_START = 'tillsideask';

/** China has no numbers that are kept for tests: these are merely unlikely. */
export function proposeMobiles(): string[] {
  const first = randomInt(10_000_000);
  return Array.from({ length: MOBILES_NEEDED }, (_, index) => {
    return `1990${String((first + index * 1_111) % 10_000_000).padStart(7, '0')}`;
  });
}

/** What the seal is bound to: a report answers for one app, brand, shop and operator. */
export type Binding = readonly string[];

/** The numbers, readable again only with the app secret. */
export function sealMobiles(mobiles: readonly string[], secret: string, binding: Binding): string {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, salt), nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(binding)));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(mobiles), 'utf8'), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Null: sealed with another secret, or for another app, brand, shop or operator. */
export function openMobiles(text: string, secret: string, binding: Binding): string[] | null {
  try {
    const bytes = Buffer.from(text, 'base64');
    const key = keyOf(secret, bytes.subarray(0, 16));
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(16, 28));
    decipher.setAAD(Buffer.from(JSON.stringify(binding))).setAuthTag(bytes.subarray(28, 44));
    const opened = Buffer.concat([decipher.update(bytes.subarray(44)), decipher.final()]);
    return JSON.parse(opened.toString('utf8')) as string[];
  } catch {
    return null;
  }
}

function keyOf(secret: string, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, 'ask-platform members', 32));
}
