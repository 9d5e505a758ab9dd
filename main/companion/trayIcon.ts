import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { Locale } from '../../app/settings/locales.ts';
import { type TrayAction, trayRows, trayText } from './trayMenu.ts';
import type { TraySign, TrayState } from './trayState.ts';

export interface TrayIconOptions {
  /** Where the pictures lie, one for each sign. */
  pictures: string;
  onAction: (action: TrayAction) => void;
}

export interface TrayShown {
  locale: Locale;
  state: TrayState;
  mayQuit: boolean;
}

/** What is seen of the program while its window is not. */
export class TrayIcon {
  readonly #options: TrayIconOptions;
  readonly #tray: Tray;
  #shown = '';
  #sign: TraySign | null = null;

  /** Throws where the system takes no icon. */
  constructor(options: TrayIconOptions) {
    this.#options = options;
    this.#tray = new Tray(this.#picture('sent'));
    this.#tray.on('click', () => options.onAction('open'));
  }

  show({ locale, state, mayQuit }: TrayShown): void {
    if (this.#tray.isDestroyed()) return;
    if (state.sign !== this.#sign) this.#tray.setImage(this.#picture(state.sign));
    this.#sign = state.sign;
    const rows = trayRows(locale, state, { mayQuit });
    const text = trayText(locale, state);
    // A menu that is open would close under the hand.
    const shown = JSON.stringify([text, rows]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#tray.setToolTip(text);
    this.#tray.setContextMenu(Menu.buildFromTemplate(rows.map((row) => this.#item(row))));
  }

  close(): void {
    this.#tray.destroy();
  }

  #item(row: ReturnType<typeof trayRows>[number]): Electron.MenuItemConstructorOptions {
    if (row === 'line') return { type: 'separator' };
    const { label, action } = row;
    if (action === null) return { label, enabled: false };
    return { label, click: () => this.#options.onAction(action) };
  }

  #picture(sign: TraySign): Electron.NativeImage {
    return nativeImage.createFromPath(join(this.#options.pictures, `${sign}.png`));
  }
}
