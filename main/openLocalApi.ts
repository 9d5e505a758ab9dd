import { fullApiChoice } from '../app/api/apiChoice.ts';
import { LocalApi } from './api/localApi.ts';
import type { StartApiOptions } from './api/startApi.ts';

/** So long (ms) calls under way may finish when the program ends: none takes longer than its flush. */
const ENDING_MS = 1_000;

/**
 * Lets other programs of this PC register members where the settings say so, for as long as the till is open. What answers
 * them is loaded only then.
 */
export function openLocalApi(options: StartApiOptions): void {
  const { till, log } = options;
  const { settings, shutdown } = till;
  const api = new LocalApi({
    choice: () => fullApiChoice(settings.provision?.api),
    serve: async (port) => (await import('./api/startApi.ts')).startApi(options, port),
    onProblem: (problem) => {
      const { code = null, detail = null } = problem ?? {};
      till.warn('api.port-taken', code === 'port-taken' ? detail : null);
      till.warn('api.not-started', code === 'not-started' ? detail : null);
    },
    clock: till.clock,
    log,
  });
  settings.onChanged(() => void api.choose());
  shutdown.join('begin-nothing', 'local api', () => api.stop(ENDING_MS));
  void api.choose();
}
