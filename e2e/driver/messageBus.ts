import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { type StartedChild, startChild } from '../../dev/processes.ts';

export type MessageBus = { address: string; process: StartedChild };

/**
 * A session's message bus of its own, with its files in `home`. `servicedir`: where services lie that it starts when
 * somebody asks for them; none by default. Whoever they are get `env`.
 */
export async function startBus(
  home: string,
  { services = '', env = {} }: { services?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<MessageBus> {
  const config = join(home, 'bus.conf');
  writeFileSync(config, configOf(services));
  const bus = await startChild(
    'dbus-daemon',
    [`--config-file=${config}`, '--nofork', '--print-address'],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return { address: await firstLine(bus.process.stdout as Readable), process: bus };
}

function configOf(services: string): string {
  return `<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  ${services === '' ? '' : `<servicedir>${services}</servicedir>`}
  <policy context="default">
    <allow send_destination="*"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface(stream)) return line;
  throw new Error('dbus-daemon did not start.');
}
