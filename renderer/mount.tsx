import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { config } from 'zod';
import type { Bridge } from '../app/ipc/bridge.ts';
import { BridgeProvider } from './bridge/BridgeContext.tsx';
import { watchLayers } from './focus/layers.ts';
import { refuseHastyPresses } from './focus/refuseHastyPresses.ts';
import { restCaret } from './focus/restCaret.ts';
import { createI18n } from './i18n/createI18n.ts';
import { refuseHeldKeys } from './keys/refuseHeldKeys.ts';
import { WholePage } from './WholePage.tsx';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/header.css';
import './styles/controls.css';
import './styles/form.css';
import './styles/field.css';
import './styles/bar.css';
import './styles/result.css';
import './styles/scan.css';
import './styles/banners.css';
import './styles/queue.css';
import './styles/pad.css';
import './styles/consent.css';
import './styles/modal.css';
import './styles/lock.css';

/** Draws the page into `#root`. Everything it knows of the world comes through the bridge. */
export function mount(bridge: Bridge): void {
  // Zod's compiled mode tries `new Function`, which the CSP would report as a violation.
  config({ jitless: true });
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no #root');
  // First: the others keep some presses and keys from whoever comes after them.
  restCaret();
  watchLayers();
  refuseHastyPresses();
  refuseHeldKeys();
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={createI18n()}>
        <BridgeProvider bridge={bridge}>
          <WholePage />
        </BridgeProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
