import { z } from 'zod';
import { hotKeySchema, storedHotKeySchema } from './hotKey.ts';

/** Where the window stands: free, or as a strip along one edge of the screen. */
export const DOCKS = ['none', 'left', 'right'] as const;

const yesOrNo = z.boolean({ error: 'must be true or false' });

/** How the program stands on its PC, each choice made. */
export const fullWindowChoicesSchema = z.strictObject({
  hotKey: hotKeySchema
    .nullable()
    .meta({ description: 'Brings the window up over the POS program, and away; default: none' }),
  dock: z
    .enum(DOCKS, { error: `must be one of ${DOCKS.join(', ')}` })
    .meta({ description: 'A strip along the left or right edge of the screen; default: none' }),
  alwaysOnTop: yesOrNo.meta({ description: 'Default: false' }),
  startAtSignIn: yesOrNo.meta({
    description: 'Starts with the session, without a window; default: false',
  }),
  kiosk: yesOrNo.meta({
    description: 'The window fills the screen and cannot be closed; default: false',
  }),
  touchKeyboard: yesOrNo.meta({
    description: "A finger on a text field opens the system's touch keyboard; default: true",
  }),
});

/** As a provisioning says them: what it leaves out is as `USUAL_WINDOW` has it. */
export const windowChoicesSchema = fullWindowChoicesSchema.partial();

/** What a till has stored. */
export const storedWindowChoicesSchema = windowChoicesSchema.extend({
  hotKey: storedHotKeySchema.nullable().optional(),
});

export type WindowChoices = z.infer<typeof windowChoicesSchema>;
export type FullWindowChoices = z.infer<typeof fullWindowChoicesSchema>;

export const USUAL_WINDOW: FullWindowChoices = {
  hotKey: null,
  dock: 'none',
  alwaysOnTop: false,
  startAtSignIn: false,
  kiosk: false,
  touchKeyboard: true,
};

export function fullWindowChoices(choices: WindowChoices = {}): FullWindowChoices {
  return {
    hotKey: choices.hotKey ?? USUAL_WINDOW.hotKey,
    dock: choices.dock ?? USUAL_WINDOW.dock,
    alwaysOnTop: choices.alwaysOnTop ?? USUAL_WINDOW.alwaysOnTop,
    startAtSignIn: choices.startAtSignIn ?? USUAL_WINDOW.startAtSignIn,
    kiosk: choices.kiosk ?? USUAL_WINDOW.kiosk,
    touchKeyboard: choices.touchKeyboard ?? USUAL_WINDOW.touchKeyboard,
  };
}
