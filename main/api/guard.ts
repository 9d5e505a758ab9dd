import type { IncomingMessage } from 'node:http';
import type { ApiRefusal } from '../../app/api/apiSchemas.ts';
import type { Clock } from '../clock/clock.ts';
import { isAuthorized } from './apiToken.ts';
import { Bucket } from './bucket.ts';

/** How often calls are answered. */
export interface CallLimits {
  /** Of whoever has the token: at once, and then in a second. */
  atOnce: number;
  perSecond: number;
  /** Of whoever has not: told what is wrong so often. */
  strangersAtOnce: number;
  strangersPerSecond: number;
}

export interface GuardOptions {
  port: number;
  token: string;
  clock: Pick<Clock, 'monotonic'>;
  limits: CallLimits;
}

type Request = Pick<IncomingMessage, 'url' | 'headers' | 'headersDistinct'>;

/**
 * Who gets in, asked of the head of a request before anything of its body is read. A web page does not, whatever name it
 * has given to this PC: its browser names the host that the page believes in, and the page itself.
 */
export function createGuard({ port, token, clock, limits }: GuardOptions) {
  // Not `localhost`: a program that is used to that name asks at ::1 first, where another user of this PC may answer.
  const ours = `127.0.0.1:${port}`;
  const isRight = isAuthorized(token);
  const calls = new Bucket(clock, limits.atOnce, limits.perSecond);
  // Of their own, so that strangers take nothing from the POS program.
  const strangers = new Bucket(clock, limits.strangersAtOnce, limits.strangersPerSecond);

  const refuseStranger = (refusal: ApiRefusal): ApiRefusal => {
    const waitSeconds = strangers.take();
    return waitSeconds === null ? refusal : { code: 'call.too-fast', waitSeconds };
  };

  return {
    /** Null where it may go on. `isStranger`: it has not shown the token. */
    check(request: Request): { refusal: ApiRefusal; isStranger: boolean } | null {
      const stranger = (code: ApiRefusal['code']) => ({
        refusal: refuseStranger({ code }),
        isStranger: true,
      });
      const { host = [] } = request.headersDistinct;
      const [named] = host;
      if (host.length !== 1 || named !== ours) return stranger('host.refused');
      // A whole address would be another host's.
      if (!request.url?.startsWith('/')) return stranger('host.refused');
      if (request.headers.origin !== undefined) return stranger('origin.refused');
      if (!isRight(request.headers.authorization)) return stranger('token.wrong');
      const waitSeconds = calls.take();
      if (waitSeconds === null) return null;
      return { refusal: { code: 'call.too-fast', waitSeconds }, isStranger: false };
    },
  };
}
