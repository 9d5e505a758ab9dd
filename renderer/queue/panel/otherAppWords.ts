import type { OtherApp } from '../../../app/outbox/outboxView.ts';

/** What is not known is said as a dash. */
export function wordsOf({ host, brandId, count }: OtherApp) {
  return { host: host || '–', brand: brandId ?? '–', count };
}
