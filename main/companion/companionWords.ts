import { type BrowserWindow, dialog, type MessageBoxOptions, Notification } from 'electron';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import type { Locale } from '../../app/settings/locales.ts';
import type { Words } from './companion.ts';
import { closingWords, counted, type SaveCounts, typedWords, waitWords } from './waitWords.ts';

const BOX_TITLE = 'Tillside';

export interface CompanionWordsOptions {
  locale: () => Locale;
  /** Saves that are not sent yet, and those that somebody has to look at. */
  counts: () => SaveCounts;
  /** A question stands over it, where it is in sight. */
  window: () => BrowserWindow | null;
}

/** What the program says where its page cannot: in the system's own boxes, which need no page. */
export class CompanionWords implements Words {
  readonly #options: CompanionWordsOptions;

  constructor(options: CompanionWordsOptions) {
    this.#options = options;
  }

  sayInTray(): void {
    notify(this.#words.inTray);
  }

  /** Where something waits: how much, and that it is safe. */
  saySessionEnds(): void {
    const { sessionEnds } = this.#words;
    const { waiting } = this.#options.counts();
    if (waiting > 0) notify({ ...sessionEnds, body: counted(sessionEnds.body, waiting) });
  }

  async askClosing(isTypedKept: boolean): Promise<'minimize' | 'quit' | 'stay'> {
    const { close } = this.#words;
    const answers = ['minimize', 'quit', 'stay'] as const;
    const { response } = await this.#ask({
      type: 'question',
      title: BOX_TITLE,
      ...closingWords(this.#options.locale(), this.#options.counts(), isTypedKept),
      buttons: answers.map((answer) => close[answer]),
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    return answers[response] ?? 'stay';
  }

  async askQuitting(isTypedKept: boolean): Promise<boolean> {
    const { quitting } = this.#words;
    const isAllDone = isTypedKept && this.#options.counts().waiting === 0;
    const { response } = await this.#ask({
      type: 'question',
      title: BOX_TITLE,
      message: quitting.question,
      detail: typedWords(this.#options.locale(), isTypedKept) + this.#waits(quitting.detail),
      buttons: [quitting.yes, quitting.no],
      defaultId: isAllDone ? 0 : 1,
      cancelId: 1,
      noLink: true,
    });
    return response === 0;
  }

  async askAgain(signal: AbortSignal, mayQuit: boolean): Promise<'again' | 'quit'> {
    const { gone } = this.#words;
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title: BOX_TITLE,
      message: gone.message,
      detail: `${this.#waits()}\n${gone.detail}`,
      buttons: mayQuit ? [gone.again, gone.quit] : [gone.again],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      signal,
    });
    return response === 1 ? 'quit' : 'again';
  }

  get #words() {
    return CATALOGUES[this.#options.locale()].companion;
  }

  #waits(ofWaiting = ''): string {
    return waitWords(this.#options.locale(), this.#options.counts(), ofWaiting);
  }

  async #ask(options: MessageBoxOptions): Promise<{ response: number }> {
    const window = this.#options.window();
    if (!window?.isVisible()) return dialog.showMessageBox(options);
    // A question whose window goes is answered as by leaving it: nobody may wait for it for ever.
    const { cancelId: response = 0 } = options;
    let leave = () => {};
    const left = new Promise<{ response: number }>((resolve) => {
      leave = () => resolve({ response });
    });
    window.once('closed', leave);
    const answer = await Promise.race([dialog.showMessageBox(window, options), left]);
    window.off('closed', leave);
    return answer;
  }
}

function notify({ title, body }: { title: string; body: string }): void {
  if (Notification.isSupported()) new Notification({ title, body, silent: true }).show();
}
