import { systemClock } from '../clock/clock.ts';
import type { Log } from '../log.ts';
import type { Logins } from './callLogin.ts';
import type { Post } from './line.ts';
import { Lines } from './lines.ts';
import type { Cost } from './networkProcess.ts';
import { ProxyLogins } from './proxyLogins.ts';
import { openSessionLine } from './sessionLine.ts';

/** For the log. */
const WORDS: Readonly<Record<Cost, string>> = {
  stuck: 'network process ended: it was stuck',
  crashed: 'network process ended by itself',
};

/**
 * The ways to the gateway over Electron's network stack. Connection tests have their own: what is typed for a proxy may
 * be wrong, and is offered once for each test; what a test finds taken was refused for no longer. `logins`: of all that
 * goes by itself.
 */
export function openLines(log: Log): { post: Post; testPost: Post; logins: ProxyLogins } {
  const onCost = (cost: Cost) => log.warn(WORDS[cost]);
  const onFoundStuck = () => onCost('stuck');
  const logins = new ProxyLogins();
  const testLogins = new ProxyLogins((account) => logins.foundGood(account));
  const linesWith = (shared: ProxyLogins) =>
    new Lines(
      () => openSessionLine({ onCost, onFoundStuck, logins: shared }),
      systemClock.monotonic,
    );
  const [lines, testLines] = [linesWith(logins), linesWith(testLogins)];
  return {
    logins,
    post: lines.post,
    testPost: (call) => {
      testLogins.tryAnew();
      return testLines.post(call);
    },
  };
}

export interface ReportLinesParts {
  log: Log;
  /** For the log: whom the reports go to. */
  to: string;
  /** An answer has cost the network process. */
  onCost: () => void;
  logins: Logins;
}

/** Ways for reports: no connection or wait of a save is theirs. */
export function openReportLines({ log, to, onCost, logins }: ReportLinesParts): Post {
  const onEnd = (cost: Cost) => {
    log.warn(WORDS[cost], { by: to });
    onCost();
  };
  // Whose call could not leave is not to blame for what somebody else has done.
  const onFoundStuck = () => log.warn(WORDS.stuck);
  const open = () => openSessionLine({ onCost: onEnd, onFoundStuck, logins, isBeside: true });
  return new Lines(open, systemClock.monotonic).post;
}
