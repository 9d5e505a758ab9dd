import type { CSV_CALLS } from '../../../app/ipc/manager/csvCalls.ts';
import { CATALOGUES } from '../../../app/messages/catalogues.ts';
import { countSaves, savesCsv } from '../../csv/savesCsv.ts';
import { breathe } from '../../move/breathe.ts';
import type { SaveDesk } from '../../saved/saveDesk.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import { done, failed } from '../reply.ts';

/** The saves of some days as a list for a spreadsheet, masked unless a reason is given. */
export function createCsvHandlers(
  { settings, outbox, audit }: Pick<Till, 'settings' | 'outbox' | 'audit'>,
  desk: SaveDesk,
): Pick<Handlers, keyof typeof CSV_CALLS> {
  const { saves, contents } = outbox;
  return {
    countCsv: async (days) => done(await countSaves(saves, days, breathe())),

    saveCsv: async ({ reason, operatorId, ...days }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const name = days.from === days.to ? days.from : `${days.from}_${days.to}`;
      return desk.save('csv', name, async () => {
        const made = await savesCsv(days, {
          saves,
          contents,
          operators: settings.provision?.operators ?? [],
          words: CATALOGUES[settings.locale],
          isWhole: reason !== null,
          breath: breathe(),
        });
        // Before anything of it has left: no line, no file.
        const line = {
          action: 'saves.exported',
          operatorId,
          slip: null,
          reason: reason ?? 'masked',
          saves: made.saves,
        } as const;
        return (await audit.record(line)) ? made.parts : failed('audit.refused');
      });
    },
  };
}
