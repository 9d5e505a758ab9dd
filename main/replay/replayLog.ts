import type { OutcomeRecord } from '../../app/gateway/outcome.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Log } from '../log.ts';
import type { ReplayerOptions } from './replayerOptions.ts';

/** What the log hears of the replayer. Nothing in it is personal. */
export function replayLog(
  log: Log,
): Pick<ReplayerOptions, 'onWoken' | 'onBug' | 'onSettled' | 'onIgnored'> {
  return {
    onWoken: (reason, gate) => log.info('woken', { reason, gate }),
    onBug: (error) =>
      log.error('replayer', { error: error instanceof Error ? error.stack : String(error) }),
    onSettled: (save, outcome) => log.info('settled', describeAnswer(save, outcome)),
    onIgnored: (save, outcome) => log.warn('answer ignored', describeAnswer(save, outcome)),
  };
}

/** An answer by its codes. Our own id of the call finds it on the platform's side as well. */
function describeAnswer(save: Save, outcome: OutcomeRecord): Record<string, string | number> {
  const { class: kind, code, subCode } = outcome;
  const { requestId, sequence, state, attempts } = save;
  return { slip: slipNumber(sequence), requestId, state, class: kind, code, subCode, attempts };
}
