import type { SettingsStore } from '../settings/settingsStore.ts';

/** Who is named in the audit trail is somebody of this till. */
export function isUnknownOperator(
  { provision }: Pick<SettingsStore, 'provision'>,
  operatorId: string,
): boolean {
  return provision?.operators.some(({ id }) => id === operatorId) !== true;
}
