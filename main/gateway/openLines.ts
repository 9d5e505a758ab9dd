import { systemClock } from '../clock/clock.ts';
import type { Log } from '../log.ts';
import type { Post } from './line.ts';
import { Lines } from './lines.ts';
import { type Logins, ProxyLogins } from './proxyLogins.ts';
import { openSessionLine } from './sessionLine.ts';

/**
 * The ways to the gateway over Electron's network stack. Connection tests have their own: what is typed for a proxy may
 * be wrong, and is offered once for each test; what a test finds taken was refused for no longer. `logins`: of all that
 * goes by itself.
 */
export function openLines(log: Log): { post: Post; testPost: Post; logins: ProxyLogins } {
  const onStuck = () => log.warn('network process ended: it was stuck');
  const logins = new ProxyLogins();
  const testLogins = new ProxyLogins((account) => logins.foundGood(account));
  const linesWith = (shared: ProxyLogins) =>
    new Lines(() => openSessionLine({ onStuck, logins: shared }), systemClock.monotonic);
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

/** Ways for reports: no connection or wait of a save is theirs. `onStuck`: an answer has cost the network process. */
export function openReportLines(onStuck: () => void, logins: Logins): Post {
  return new Lines(() => openSessionLine({ onStuck, logins }), systemClock.monotonic).post;
}
