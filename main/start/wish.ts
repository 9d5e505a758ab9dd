import { readSwitch } from '../commandLine.ts';

/** The switches behind two of the wishes. */
export const REGISTER = 'register';
export const QUIT = 'quit';

/** What a start may want of the program that is running, or of itself: its window, its empty form, or its orderly end. */
export const WISHES = ['window', REGISTER, QUIT] as const;
export type Wish = (typeof WISHES)[number];

/**
 * `tillside://register`, as a browser or a POS program opens it. Anybody can write a link, and the command lines of a PC are
 * logged by others: nothing that stands behind it is read. Who is to be registered comes by another way, or by hand.
 */
const LINK = /^tillside:\/\/register(?:[/?#]|$)/i;

export function isRegisterLink(argument: string): boolean {
  return LINK.test(argument.trim());
}

/** `args`: without the program. A link counts also behind `--`, where the installer's entry in the registry puts it. */
export function wishOf(args: readonly string[]): Wish {
  if (readSwitch(args, QUIT) !== null) return QUIT;
  return readSwitch(args, REGISTER) !== null || args.some(isRegisterLink) ? REGISTER : 'window';
}
