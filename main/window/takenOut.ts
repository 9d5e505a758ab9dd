/**
 * What no policy and no handler stops, as a script for every world of a page before its own first script: opening the
 * system's file dialogs (`fileChoosers.ts`), and reading the colours of the whole screen, whatever program shows them.
 */
export const TAKE_OUT =
  'delete HTMLInputElement.prototype.showPicker; delete globalThis.EyeDropper';
