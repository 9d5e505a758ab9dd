import type { ApiHealth } from '../../app/api/apiSchemas.ts';
import { noticeVersion } from '../../app/consent/notice.ts';
import { believedDay } from '../../app/member/believedDay.ts';
import type { Handlers } from '../ipc/handle.ts';
import type { Log } from '../log.ts';
import { describeOutbox } from '../outbox/describeOutbox.ts';
import type { Till } from '../till.ts';
import { ApiMetrics, type MetricsNow } from './apiMetrics.ts';
import { dropLeftToken, newToken, removeToken, tokenPath, writeToken } from './apiToken.ts';
import { EventStreams } from './eventStreams.ts';
import { createFillByApi, type FillForm } from './fillByApi.ts';
import type { CallLimits } from './guard.ts';
import { createRegisterByApi } from './registerByApi.ts';
import { eventOf } from './saveState.ts';
import { type ApiServer, serveApi } from './serveApi.ts';

export interface StartApiOptions {
  till: Till;
  /** The page's own calls: their rules are the API's. */
  handlers: Pick<Handlers, 'registerMember'>;
  /** The data folder. */
  folder: string;
  version: string;
  log: Log;
  isLocked: () => boolean;
  fillForm: FillForm;
  /** Default: the usual ones. */
  limits?: CallLimits;
}

/**
 * Answers at a port of 127.0.0.1 until it is closed; the token of this start lies in its file by then. Rejects with the
 * system's own error.
 */
export async function startApi(options: StartApiOptions, port: number): Promise<ApiServer> {
  const { till, handlers, folder, version, log, isLocked, fillForm, limits } = options;
  const { saves } = till.outbox;
  const streams = new EventStreams(till.clock);
  const stopTelling = till.outbox.news.on((save, before) => {
    const event = eventOf(save, before);
    if (event !== null) streams.tell(event);
  });
  const end = () => {
    stopTelling();
    streams.end();
  };
  const today = () => believedDay(till.replayer.knownTime() ?? till.clock.now());
  const now = (): MetricsNow => {
    const { waitSeconds, pause, counts } = describeWaiting(till);
    const { connections } = server;
    return {
      counts,
      oldestWaitingSeconds: waitSeconds,
      isPaused: pause !== 'none',
      connections,
      streams: streams.size,
    };
  };
  const { platform, env } = process;
  const left = tokenPath({ platform, env, folder, port });
  if (left !== null) await dropLeftToken(left, folder);
  const token = newToken();
  let server: ApiServer;
  try {
    server = await serveApi({
      port,
      token,
      clock: till.clock,
      ...(limits && { limits }),
      version,
      register: createRegisterByApi({ till, registerMember: handlers.registerMember, today }),
      fillForm: createFillByApi({ till, fillForm, isLocked }),
      health: () => describeApiHealth(till, version, isLocked()),
      saves,
      streams,
      metrics: new ApiMetrics(version, now),
      log,
    });
  } catch (error) {
    end();
    throw error;
  }
  const path = tokenPath({ platform, env, folder, port: server.port });
  const close = async (deadline: number) => {
    if (path !== null) await removeToken(path);
    stopTelling();
    await server.close(deadline);
  };
  try {
    if (path === null) throw Object.assign(new Error('no place for a token'), { code: 'ENOENT' });
    await writeToken(path, token, folder);
  } catch (error) {
    await close(0);
    throw error;
  }
  return {
    port: server.port,
    get connections() {
      return server.connections;
    },
    close,
  };
}

function describeWaiting({ outbox, replayer, warnings, clock }: Till) {
  const view = describeOutbox(outbox, replayer, warnings);
  const { oldestWaitingAt: oldest } = view;
  const waitSeconds =
    oldest === null ? null : Math.max(0, Math.round((clock.now() - oldest) / 1_000));
  return { ...view, pause: view.pause.kind, waitSeconds };
}

function describeApiHealth(till: Till, version: string, isLocked: boolean): ApiHealth {
  const { pause, waiting, waitSeconds, counts, warnings } = describeWaiting(till);
  const { provision } = till.settings;
  return {
    version,
    pause,
    waiting,
    oldestWaitingSeconds: waitSeconds,
    held: counts.held,
    isLocked,
    warnings: [...new Set(warnings.map(({ code }) => code))],
    till: provision && {
      brandId: provision.brandId,
      shopId: provision.shopId,
      noticeVersion: noticeVersion(provision.notice ?? null),
    },
  };
}
