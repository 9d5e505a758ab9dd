import { z } from 'zod';

/** Of an address (characters). */
const MAX_ADDRESS_LENGTH = 1_000;

/** What stands for letters that nobody sees (`xn--…`) is no label. */
const LABEL = '(?!xn--)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?';
/** Begins with a letter: `2130706433`, `0x7f.1` and `127.1` are numbers to a program, and mean another host. */
const LAST_LABEL = '(?!xn--)[a-z](?:[a-z0-9_-]*[a-z0-9_])?';
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const HOST = `(?:(?:${LABEL}\\.)*${LAST_LABEL}|(?:${OCTET}\\.){3}${OCTET}|\\[[0-9a-f:.]+\\])`;
const THIS_MACHINE = '(?:localhost|127\\.0\\.0\\.1|\\[::1\\])';
/** Without zeros in front; at most 65535. */
const PORT = '(?::(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?';
/** No `@`, backslash, blank or control character, nothing beyond ASCII, and no `#`: what follows it is never sent. */
const PATH = '(?:[/?][!"$-?A-[\\]-~]*)?';

/**
 * https, or http on this very machine for the sandbox gateway; never with a name or password in it. A manager is asked
 * about it: the host that is read must be the host that every program takes it for.
 */
const ADDRESS = new RegExp(`^(?:https://${HOST}|http://${THIS_MACHINE})${PORT}${PATH}$`, 'i');

const PROBLEM = 'must be an https address (http only for this machine itself)';

/** Where a gateway is, as somebody reads it. */
export const gatewayAddress = z
  .string({ error: 'must be text' })
  .max(MAX_ADDRESS_LENGTH, {
    error: `must have at most ${MAX_ADDRESS_LENGTH} characters`,
    abort: true,
  })
  .regex(ADDRESS, { error: PROBLEM, abort: true })
  .refine(hasWholeHost, PROBLEM);

/** What stands in brackets is an address of IP version 6. */
function hasWholeHost(address: string): boolean {
  const [, brackets] = /^https?:\/\/\[([^\]]*)\]/i.exec(address) ?? [];
  return brackets === undefined || z.ipv6().safeParse(brackets).success;
}
