import { Transform } from 'node:stream';

/**
 * What Chromium says on every machine without a desktop session, whatever the app does: no message
 * bus, no graphics hardware.
 */
const chatter =
  /:(ERROR|WARNING|INFO):(bus|object_proxy|gpu_\w+|viz_\w+|gl_\w+|angle_\w+|sandbox_linux|network_service_instance_impl)\.cc/;

/** Passes on every other line, and not those that `also` matches. */
export function withoutChatter(also?: RegExp): Transform {
  let rest = '';
  const kept = (line: string) => (chatter.test(line) || also?.test(line) ? '' : `${line}\n`);
  return new Transform({
    decodeStrings: false,
    encoding: 'utf8',
    transform(part, _encoding, done) {
      const lines = (rest + String(part)).split('\n');
      rest = lines.pop() ?? '';
      done(null, lines.map(kept).join(''));
    },
    flush: (done) => done(null, rest === '' ? '' : kept(rest)),
  });
}
