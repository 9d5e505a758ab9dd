import { isIP } from 'node:net';
import { z } from 'zod';
import { mayCarrySecrets } from '../admin/mayCarrySecrets.ts';

/** Where a relay listens. */
export interface Listen {
  host: string;
  port: number;
}

/** `host:port`, `[::1]:port`, or the port alone for this machine only. */
const listen = z.string().transform((text, context): Listen => {
  const [, host, port = ''] = /^(?:(\[[0-9a-f:.]+\]|[\w.-]+):)?(\d{1,5})$/i.exec(text) ?? [];
  if (port !== '' && Number(port) <= 65_535) {
    return { host: host?.replace(/^\[|\]$/g, '') ?? '127.0.0.1', port: Number(port) };
  }
  context.addIssue({ code: 'custom', message: 'is no host:port' });
  return z.NEVER;
});

const wholeNumber = (least: number, most: number) =>
  z.union([z.number(), z.string().regex(/^\d+$/)]).transform((given, context) => {
    const value = Number(given);
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const message = `is no whole number from ${least} to ${most}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const address = (schemes: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), {
    message: `is no address that begins with ${schemes.join(', ')}`,
  });

/** What fastify knows by a name. */
const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** Addresses or networks (`10.0.0.0/8`), with commas in between: the list that fastify's `trustProxy` takes. */
const networks = z.string().transform((text, context): readonly string[] => {
  const all = text.split(',').map((one) => one.trim());
  if (all.every(isNetwork)) return all;
  context.addIssue({ code: 'custom', message: 'is no list of addresses and networks' });
  return z.NEVER;
});

function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const kind = isIP(address);
  if (kind === 0) return NETWORKS.includes(text);
  return bits === undefined || (Number(bits) >= 1 && Number(bits) <= (kind === 4 ? 32 : 128));
}

const file = z.string().min(1, 'is empty');

/** Every setting, under its name in the file. In the environment `platformUrl` is `RELAY_PLATFORM_URL`, and so on. */
export const relayConfigSchema = z.strictObject({
  listen: listen.default({ host: '127.0.0.1', port: 4950 }),
  /** The address by which tills call the relay, path included: what `tills add` writes into their files. */
  publicUrl: address(['https:', 'http:']).nullable().default(null),
  /** The platform's address, path included. Members go there: over http to nobody but this machine, as a till has it too. */
  platformUrl: z
    .string()
    .refine(mayCarrySecrets, { message: 'is no https address (http only for this machine itself)' })
    .default('https://gw.api.taobao.com/router/rest'),
  /** `redis:` or `rediss:`; without it the relay is alone. */
  stateUrl: address(['redis:', 'rediss:']).nullable().default(null),
  /** In front of everything in the state, so that several chains can share one. */
  statePrefix: z
    .string()
    .regex(/^[\w-]{1,40}$/, 'has other signs than letters, digits, _ and -')
    .default('tillside'),
  /** What the platform grants the chain; without it nothing is paced until a first ban. */
  callsPerMinute: wholeNumber(1, 10_000_000).nullable().default(null),
  /** Of a relay alone: where its tills and its master key lie. */
  data: file.default('.data/relay'),
  tlsCert: file.nullable().default(null),
  tlsKey: file.nullable().default(null),
  /** Proxies in front that say by X-Forwarded-Proto whether a browser speaks TLS; whoever else says it is not heard. */
  trustedProxies: networks.default([]),
  /** From the word that it ends, so long it takes calls as before, not ready any more (s). */
  endDelay: wholeNumber(0, 300).default(0),
  mostConnections: wholeNumber(1, 1_000_000).default(20_000),
  logLevel: z.enum(['error', 'warn', 'info', 'silent']).default('info'),
  /** A file with the token for the page and the measurements. */
  fleetTokenFile: file.nullable().default(null),
});

export type RelayConfig = z.output<typeof relayConfigSchema>;
