import type { ComponentType } from 'react';
import type { SectionName } from '../../../app/manager/sectionNames.ts';
import { lazyPart } from '../../parts/lazyPart.tsx';

/** Each section is loaded when it is first shown. */
export const SECTIONS: Readonly<Record<SectionName, { Part: ComponentType }>> = {
  held: {
    Part: lazyPart(async () => (await import('./held/HeldPart.tsx')).HeldPart, {
      isScreen: true,
    }),
  },
  audit: {
    Part: lazyPart(async () => (await import('./audit/AuditPart.tsx')).AuditPart, {
      isScreen: true,
    }),
  },
};
