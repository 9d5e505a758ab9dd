/**
 * Whose the queue of a PC is. `user`: each Windows user has his own, and nobody else opens it; `pc`: all who work at the
 * PC share one, and whoever can read its folder there opens it.
 */
export const QUEUE_PER = ['user', 'pc'] as const;
export type QueuePer = (typeof QUEUE_PER)[number];

/** Where the provisioning says nothing of it: what tills have had from the first version on. */
export const DEFAULT_QUEUE_PER: QueuePer = 'user';
