import type { ComponentType } from 'react';
import type { SectionName } from '../../../app/manager/sectionNames.ts';
import { lazyPart } from '../../parts/lazyPart.tsx';

/** Each section is loaded when it is first shown. */
export const SECTIONS: Readonly<Record<SectionName, { Part: ComponentType }>> = {
  reconciliation: {
    Part: lazyPart(
      async () => (await import('./reconciliation/ReconciliationPart.tsx')).ReconciliationPart,
      { isScreen: true },
    ),
  },
  overview: {
    Part: lazyPart(async () => (await import('./overview/OverviewPart.tsx')).OverviewPart, {
      isScreen: true,
    }),
  },
  person: {
    Part: lazyPart(async () => (await import('./person/PersonPart.tsx')).PersonPart, {
      isScreen: true,
    }),
  },
  transfer: {
    Part: lazyPart(async () => (await import('./transfer/TransferPart.tsx')).TransferPart, {
      isScreen: true,
    }),
  },
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
  diagnostics: {
    Part: lazyPart(
      async () => (await import('./diagnostics/DiagnosticsPart.tsx')).DiagnosticsPart,
      {
        isScreen: true,
      },
    ),
  },
};
