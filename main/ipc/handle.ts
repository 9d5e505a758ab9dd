import { ipcMain } from 'electron';
import type { BridgeResult, CallName, ParsedArgument, ReplyOf } from '../../app/ipc/bridge.ts';
import { CALL_NAMES } from '../../app/ipc/calls.ts';
import { channelOf } from '../../app/ipc/channels.ts';
import { readArgument } from '../../app/ipc/readArgument.ts';
import type { CalendarDate } from '../../app/member/birthday.ts';
import type { Log } from '../log.ts';
import { isOurPage } from './ourPage.ts';

/** One handler for each call of the bridge; a forgotten one is a type error. */
export type Handlers = {
  [Name in CallName]: (argument: ParsedArgument<Name>) => Promise<BridgeResult<ReplyOf<Name>>>;
};

/**
 * The only way from the page to the main process. It lets in the main frame of our own page, and
 * arguments of the right shape; everything else is refused aloud. A handler that throws is a bug:
 * the page gets a refusal, the log the error. `handlers`: those of now; `today`: the day that the rules about birthdays go by.
 */
export function handleCalls(handlers: () => Handlers, log: Log, today: () => CalendarDate): void {
  for (const name of CALL_NAMES) handleCall(name, handlers, log, today);
}

function handleCall<Name extends CallName>(
  name: Name,
  handlers: () => Handlers,
  log: Log,
  today: () => CalendarDate,
): void {
  ipcMain.handle(channelOf(name), async (event, ...rest: unknown[]) => {
    if (!isOurPage(event)) {
      log.warn('call refused: not our page', { call: name });
      return refused;
    }
    const read = readArgument(name, rest, today());
    if (!read.ok) {
      if (read.error.code === 'request.refused')
        log.warn('call refused: wrong shape', { call: name });
      return read;
    }
    try {
      return await handlers()[name](read.argument);
    } catch (error) {
      log.error('call failed', { call: name, error: error instanceof Error ? error.stack : '' });
      return refused;
    }
  });
}

const refused = { ok: false, error: { code: 'request.refused' } } as const;
