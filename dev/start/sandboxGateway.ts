import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { PlainFailure } from '../plainFailure.ts';
import { startChild } from '../processes.ts';
import { projectRoot } from '../projectPaths.ts';

export type GatewayAccount = { url: string; appKey: string; appSecret: string };

/** Keys of the sandbox: they open nothing else, so they may stand here. */
const demoKeys = { appKey: '12345678', appSecret: 'sandbox-demo-secret' };

/**
 * Starts the local gateway on this port (0: any free one) and waits until it listens.
 * @throws PlainFailure when it does not
 */
export async function startSandboxGateway(port = 0): Promise<GatewayAccount> {
  const { appKey, appSecret } = demoKeys;
  const gateway = await startChild(
    process.execPath,
    ['sandbox/cli.ts', '--port', String(port), '--app-key', appKey, '--app-secret', appSecret],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines = createInterface(gateway.process.stdout as Readable);
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /^sandbox gateway listening on (\S+)$/.exec(line);
      if (found?.[1]) resolve(found[1]);
    });
    gateway.ended.then(() => reject(new PlainFailure('The sandbox gateway did not start.')));
  });
  return { url, appKey, appSecret };
}
