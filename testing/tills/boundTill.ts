import { accepted, account, lostAnswer, ReplayTill, refusedConnection } from './replayTill.ts';

export const HERE = 'https://gw.example k';
export const OTHER = { ...account, url: 'https://other.example/' };
export const HOUR = 3_600_000;
export const id = (number: number) => String(number).padStart(32, '0');

/** Saves wait, since nobody can be reached. */
export async function waiting(count: number, till = new ReplayTill()): Promise<ReplayTill> {
  await till.start();
  till.answer = () => refusedConnection;
  for (let number = 1; number <= count; number += 1) await till.register(number);
  await till.clock.pass(1_000);
  return till;
}

/** One save has been sent, and nobody knows what has come of it. */
export async function oneInDoubt(): Promise<ReplayTill> {
  const till = await waiting(0);
  till.answer = () => lostAnswer;
  await till.register(1);
  await till.clock.pass(0);
  return till;
}

/** Its settings become these, and everything else is answered with yes. */
export async function change(till: ReplayTill, to: Partial<ReplayTill>): Promise<void> {
  till.answer = (requestId) => accepted(`9${requestId}`);
  till.sent.length = 0;
  Object.assign(till, to);
  till.replayer.wake('settings');
  await till.clock.pass(HOUR);
}
