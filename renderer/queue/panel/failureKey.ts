import type { ActionFailure } from './useSaveActions.ts';

/** The form's words for a disk that refuses tell of F4, which saves nothing here. */
export function failureKey(code: ActionFailure) {
  if (code.startsWith('store.') || code === 'no-answer') return 'queue.notDone' as const;
  return `failure.${code}` as const;
}
