import type { PAGE_CALLS } from '../../../app/ipc/manager/pageCalls.ts';
import type { SaveDesk } from '../../saved/saveDesk.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import { failed } from '../reply.ts';

/** What the window has for paper, as a PDF; null where it cannot be made. */
export type PageAsPdf = () => Promise<Uint8Array | null>;

/** Saves the open section of the manager's page. */
export function createPageHandlers(
  { settings, audit, clock }: Pick<Till, 'settings' | 'audit' | 'clock'>,
  desk: SaveDesk,
  pageAsPdf: PageAsPdf,
): Pick<Handlers, keyof typeof PAGE_CALLS> {
  return {
    savePage: async ({ section, operatorId }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const day = new Date(clock.now()).toISOString().slice(0, 'yyyy-MM-dd'.length);
      return desk.save('pdf', `${section}-${day}`, async () => {
        const page = await pageAsPdf();
        if (page === null) return failed('file.not-made');
        const line = { action: 'page.saved', operatorId, slip: null, reason: section } as const;
        return (await audit.record(line)) ? [page] : failed('audit.refused');
      });
    },
  };
}
