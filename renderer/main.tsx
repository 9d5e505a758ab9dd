import type { Bridge } from '../app/ipc/bridge.ts';
import { mount } from './mount.tsx';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly tillside: Bridge;
  }
}

mount(window.tillside);
