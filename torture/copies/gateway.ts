import { STALE_AFTER_MS } from '../../app/outbox/doubt.ts';
import { type Call, LostCall } from '../../main/gateway/line.ts';

/** `losing`: it takes everything, and no answer comes back. */
export type Mood = 'up' | 'down' | 'losing';

/** How far apart two sendings of one id may seem that the till has a day for (ms): the step of the clocks. */
const TOLERANCE_MS = 60_000;

/** The one gateway of all the computers: what has left for it, and when. */
export class Gateway {
  mood: Mood = 'down';
  readonly #leftAt = new Map<string, number>();

  /** Whether nobody can see to it that this one (`sender`) does not send that save again. */
  isForgiven: (sender: object, requestId: string) => boolean = () => false;

  /** Whether it has this one, whoever has sent it. */
  has(requestId: string): boolean {
    return this.#leftAt.has(requestId);
  }

  /** A call of a computer at `now` (ms since 1970). Throws what the line throws, and where an id comes again that it may have forgotten. */
  take({ form }: Call, now: number, sender: object) {
    if (this.mood === 'down') throw new LostCall('err_connection_refused', false);
    const requestId = idIn(form);
    const first = this.#leftAt.get(requestId) ?? now;
    this.#leftAt.set(requestId, first);
    const isLate = Math.abs(now - first) > STALE_AFTER_MS + TOLERANCE_MS;
    if (isLate && !this.isForgiven(sender, requestId))
      this.faults.push(`${requestId} leaves again after ${(now - first) / 3_600_000} h`);
    if (this.mood === 'losing') throw new LostCall('err_connection_reset', true);
    return { status: 200, date: new Date(now).toUTCString(), text: ACCEPTED, mayBeSecond: false };
  }

  /** Who was registered twice. */
  readonly faults: string[] = [];
}

const ACCEPTED = JSON.stringify({
  alibaba_alsc_crm_open_customer_save_response: {
    result: { biz_success: true, result: '91', result_code: '0' },
  },
});

function idIn(form: string): string {
  const content = new URLSearchParams(form).get('param_customer_save_open_req') ?? '{}';
  return (JSON.parse(content) as { request_id: string }).request_id;
}
