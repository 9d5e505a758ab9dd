import { join } from 'node:path';
import log from 'electron-log/node';
import { platformApp } from '../../app/gateway/platformApp.ts';
import { parseProvision } from '../../app/settings/provision.ts';
import { demoProvision } from '../../dev/start/demoProvision.ts';
import type { Line } from '../../main/gateway/line.ts';
import { describeOutbox } from '../../main/outbox/describeOutbox.ts';
import { Throttle } from '../../main/throttle.ts';
import { openTill, type Till } from '../../main/till.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';
import { fill } from '../enqueue/ours.ts';
import { type Load, linesOver } from './load.ts';

/** The window hears of changes at most this often (ms), as in the app. */
const TELL_EVERY = 50;

/** What a till is filled with, and how it is set up. */
export interface TillLoad extends Load {
  folder: string;
  /** Calls per minute that the till is provisioned with, or null. */
  budget: number | null;
}

/**
 * The till as the app wires it, on the real disk, with everything waiting that is asked for; it sends
 * nothing before its replayer is started. Where Electron's part would be: a data key that nothing
 * wraps, and in place of the window a copy of what it would be sent.
 */
export async function openFullTill(
  told: TillLoad,
  openLine: () => Line,
  onChanged: () => void,
): Promise<Till> {
  const { account, budget, folder, saves, transport } = told;
  const pace = budget === null ? {} : { pace: { callsPerMinute: budget } };
  const parsed = parseProvision(JSON.stringify({ ...demoProvision(account), ...pace }));
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  log.transports.file.resolvePathFn = () => join(folder, 'tillside.log');
  log.transports.console.level = 'error';
  // A till tells of itself before it is open as well.
  let opened: Till | null = null;
  const tell = new Throttle(TELL_EVERY, () => {
    if (opened === null) return;
    structuredClone(describeOutbox(opened.outbox, opened.replayer, opened.warnings));
  });
  const till = await openTill({
    folder,
    keyWrapper: plainWrapper,
    post: linesOver(transport, openLine).post,
    log: {
      info: (message, detail) => log.info(message, JSON.stringify(detail)),
      warn: (message, detail) => log.warn(message, JSON.stringify(detail)),
      error: (message, detail) => log.error(message, JSON.stringify(detail)),
    },
    offer: { provision: parsed.value, isTrusted: false },
    isSending: false,
    onChanged: () => {
      tell.call();
      onChanged();
    },
  });
  opened = till;
  await fill(till, 1, saves, platformApp(account));
  return till;
}
