import type { Command } from './command.ts';
import { dayOf } from './day.ts';
import { WHERE_HELP, WHERE_OPTIONS, withAdministration } from './openAdministration.ts';
import { checkTillKey } from './tillOperand.ts';

export const tillsRevoke: Command = {
  help: `npm run relay -- tills revoke KEY [OPTIONS]

Takes a till's key away, for good: its next call is refused. What waits in it stays there, and moves to another till, or
goes on under a new key (tills add), by the manager's word.

${WHERE_HELP}`,
  operand: 'KEY',
  options: WHERE_OPTIONS,
  check: async (given) => checkTillKey(given),

  async run(given, world) {
    const appKey = given.operand;
    const done = await withAdministration(given, world, ({ administration }) =>
      administration.revoke({ appKey }),
    );
    if (!done.ok) return { ok: false, problem: done };
    const at = dayOf(done.value.revokedAt ?? world.now());
    return { ok: true, json: { till: done.value }, lines: [`${appKey} is revoked since ${at}.`] };
  },
};
