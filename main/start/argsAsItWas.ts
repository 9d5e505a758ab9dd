import { MOVE_DIRECTIONS } from '../../app/move/moveCalls.ts';
import { HIDDEN, withoutHidden } from '../companion/startAtSignIn.ts';
import { isRegisterLink, QUIT, REGISTER } from './wish.ts';

/** What somebody has asked for once. */
const ONCE = ['provision', ...MOVE_DIRECTIONS.map((direction) => `${direction}-queue`)];

/**
 * With what a program comes back by itself, behind an update or a session that did not end: as it ran, in sight or not. What
 * was asked of the start before is not asked again.
 */
export function argsAsItWas(args: readonly string[], wasSeen: boolean): string[] {
  const isOnce = (argument: string) =>
    argument === '--' ||
    isRegisterLink(argument) ||
    [QUIT, REGISTER].some((wish) => argument === `--${wish}`) ||
    ONCE.some((name) => argument === `--${name}` || argument.startsWith(`--${name}=`));
  const stays = withoutHidden(args).filter((argument) => !isOnce(argument));
  return wasSeen ? stays : [...stays, `--${HIDDEN}`];
}
