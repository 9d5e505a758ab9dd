import type { DIAGNOSTICS_CALLS } from '../../../app/ipc/manager/diagnosticsCalls.ts';
import { listTrail } from '../../audit/listTrail.ts';
import { makeArchive } from '../../diagnostics/archive.ts';
import {
  type DiagnosedTill,
  type Gathered,
  gatherDiagnostics,
  type Surroundings,
} from '../../diagnostics/gatherDiagnostics.ts';
import { withoutHome } from '../../diagnostics/withoutHome.ts';
import { errorCode } from '../../files/durableFile.ts';
import type { SaveDesk } from '../../saved/saveDesk.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import { done, failed } from '../reply.ts';

/** How the till is: shown, and saved as it was shown. */
export function createDiagnosticsHandlers(
  till: DiagnosedTill & Pick<Till, 'audit'>,
  around: Surroundings,
  desk: SaveDesk,
): Pick<Handlers, keyof typeof DIAGNOSTICS_CALLS> {
  const { settings, audit, clock } = till;
  let shown: { number: number; gathered: Gathered } | null = null;
  let count = 0;
  return {
    getDiagnostics: async () => {
      const gathered = await gatherDiagnostics(till, around);
      count += 1;
      shown = { number: count, gathered };
      return done({ number: count, groups: gathered.groups });
    },

    saveDiagnostics: async ({ number, operatorId }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      if (shown?.number !== number) return failed('request.refused');
      const { gathered } = shown;
      const day = new Date(clock.now()).toISOString().slice(0, 'yyyy-MM-dd'.length);
      return desk.save('zip', `tillside-${day}`, async () => {
        const line = { action: 'diagnostics.saved', operatorId, slip: null } as const;
        if (!(await audit.record(line))) return failed('audit.refused');
        try {
          const found = await audit.read();
          const all = { group: null, search: '', offset: 0, limit: Number.POSITIVE_INFINITY };
          return await makeArchive({
            gathered,
            trail: listTrail(found, all).rows,
            folder: around.folder,
            now: clock.now(),
            clean: withoutHome(around.home),
          });
        } catch (error) {
          if (errorCode(error) === '') throw error;
          return failed('trail.unreadable');
        }
      });
    },
  };
}
