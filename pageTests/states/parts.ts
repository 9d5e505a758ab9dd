import { COUNTER_STATES } from './counter.ts';
import { FORM_STATES } from './form.ts';
import { KEY_STATES } from './key.ts';
import { MOVE_STATES } from './moving.ts';
import { OTHER_APP_STATES } from './otherApps.ts';
import { OUTCOME_STATES } from './outcomes.ts';
import { OTHER_STATES } from './overTheForm.ts';
import { PROVISION_STATES } from './provision.ts';
import { QUEUE_STATES } from './queue.ts';
import type { Part } from './State.ts';
import { SETTINGS_STATES } from './settings.ts';
import { WIZARD_STATES } from './wizard.ts';

/** Every screen and state there is. A new one gets its line in one of these tables. */
export const PARTS = {
  form: {
    states: [...FORM_STATES, ...OTHER_STATES],
    words: [
      'app',
      'header',
      'form',
      'field',
      'draftLater',
      'known',
      'consent',
      'fault',
      'lock',
      'birthdayPicker',
      'scan.test',
      'queue.correcting',
      'queue.correctingHint',
      'correct',
      'result.check',
      'heldReason.undecidableSaid',
      'result.cleared',
      'result.correcting',
      'result.idle',
      'result.interrupted',
      'result.known',
      'result.nobodyToCorrect',
      'result.nobodyWhy',
      'result.offered',
      'result.refused',
      'result.refusedInDoubt',
      'result.refusedSave',
      'result.restored',
      'result.unchanged',
      'result.unchangedHow',
      'result.unchosen',
      'result.wrong',
    ],
  },
  counter: {
    states: [...COUNTER_STATES, ...OUTCOME_STATES],
    words: [
      'badge',
      'age',
      'result',
      'failure',
      'state',
      'heldReason',
      'pause',
      'banners',
      'fix',
      'offset',
      'warning',
      'provision.part',
      'recent',
      'pad',
      'scan',
      'sound',
      'header.chooseOperator',
    ],
  },
  queue: {
    states: [...QUEUE_STATES, ...OTHER_APP_STATES],
    words: [
      'queue',
      'closedReason',
      'failure.save',
      'failure.send',
      'failure.audit',
      'manager.cancel',
    ],
  },
  settings: {
    states: [
      ...SETTINGS_STATES,
      ...PROVISION_STATES,
      ...MOVE_STATES,
      ...WIZARD_STATES,
      ...KEY_STATES,
    ],
    words: [
      'key',
      'language.name',
      'settings',
      'replaceKey',
      'provision',
      'manager',
      'connection',
      'wizard',
      'move',
      'failure.pin',
      'failure.key',
      'failure.settings',
      'failure.move',
      'failure.passphrase',
    ],
  },
} as const satisfies Record<string, Part>;

/** Words that no screen shows, each with its reason. */
export const NOT_ON_A_SCREEN: Record<string, string> = {
  'language.short': 'is on the button while another language is spoken',
  'window.title': 'stands in the title of the window',
  'window.queueFile': "stands in the system's own dialog",
  'start.newerFormat': 'is said before there is a window',
  'start.keyClosedNow': 'is said before there is a window',
  'start.noFolder': 'is said before there is a window',
  'start.otherProgram': 'is said before there is a window',
  'start.otherUser': 'is said before there is a window',
  'start.otherProgramNow': 'is said before there is a window',
  'start.unreadableNow': 'is said before there is a window',
  'start.quit': 'is said before there is a window',
  companion: "stands in the tray and in the system's own boxes",
};
