import { z } from 'zod';
import { hasControlCharacters, isWellFormed } from '../member/wellFormed.ts';

/** A name or an address of four numbers, and a port or none. */
const HOST = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?(?::[1-9]\d{0,4})?$/;

const text = z
  .string({ error: 'must be text' })
  .min(1, 'must not be empty')
  .max(128, { error: 'must have at most 128 characters', abort: true })
  .refine((given) => isWellFormed(given), 'has a broken character')
  .refine((given) => !hasControlCharacters(given), 'has a control character');

/** What a proxy is told that asks who is there. It chooses no proxy: that is the system's. */
export const proxyAccountSchema = z.strictObject({
  host: z
    .string({ error: 'must be text' })
    .regex(HOST, 'must be the host of the proxy, with its port or without')
    .meta({ description: 'No other proxy is given them: its host as the system names it' }),
  username: text.meta({ description: 'Where a domain belongs to it: DOMAIN\\name' }),
  password: text,
});

export type ProxyAccount = z.infer<typeof proxyAccountSchema>;

/** As the page sends it. `password`: null: the one that is stored, which is for the stored host and name alone. */
export const proxyInputSchema = proxyAccountSchema.extend({
  password: proxyAccountSchema.shape.password.nullable(),
});

export type ProxyInput = z.infer<typeof proxyInputSchema>;

/** What the manager sees of it: that there is a password, and never which. */
export type ProxyView = Pick<ProxyAccount, 'host' | 'username'>;

/** Whether the stored password may be used: it goes to the host and with the name that it was given for. */
export function keepsPassword(input: ProxyView, stored: ProxyView): boolean {
  return input.host === stored.host && input.username === stored.username;
}

/** With the stored password where none is typed; `missing` where that is another host's or name's. */
export function mergeProxy(
  input: ProxyInput | null | undefined,
  stored: ProxyAccount | null,
): ProxyAccount | null | 'missing' {
  if (input === undefined) return stored;
  if (input === null) return null;
  const { password, ...rest } = input;
  if (password !== null) return { ...rest, password };
  return stored !== null && keepsPassword(input, stored) ? stored : 'missing';
}

/** Whether this is the proxy that they were set for. */
export function isForProxy({ host }: ProxyView, asking: { host: string; port: number }): boolean {
  const [name = '', port] = host.toLowerCase().split(':');
  const asked = asking.host.toLowerCase().replace(/\.$/, '');
  return name.replace(/\.$/, '') === asked && (port === undefined || Number(port) === asking.port);
}
