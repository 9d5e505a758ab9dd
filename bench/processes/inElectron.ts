import { app, net } from 'electron';
import { openSessionLine, speakPlainHttp } from '../../main/gateway/sessionLine.ts';
import { obey } from './runs.ts';

// Chromium's network stack in the place of Node's: what the app sends over.
globalThis.fetch = (input, init) => net.fetch(input as string, init);
speakPlainHttp(app.commandLine);
void app
  .whenReady()
  .then(() => obey(() => openSessionLine()))
  .then(
    () => app.exit(0),
    (error: unknown) => {
      console.error(error);
      app.exit(1);
    },
  );
