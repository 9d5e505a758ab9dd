import { dirname } from 'node:path';
import type { ManagerOutside } from '../../main/ipc/manager/managerHandlers.ts';
import { savedFiles } from '../../main/saved/savedFiles.ts';

/** A program around a till in which nobody chooses a file. */
export function outsideOf(folder: string): Omit<ManagerOutside, 'chooseFile'> {
  return {
    around: {
      folder,
      home: dirname(folder),
      program: '/opt/tillside',
      version: '0',
      isPacked: false,
      proxyFor: async () => 'DIRECT',
      pageEnds: () => 0,
      updates: () => null,
    },
    chooseSaved: async () => null,
    savedFiles,
    pageAsPdf: async () => null,
    printPage: async () => false,
    tellErased: () => undefined,
  };
}
