import type { Line } from '../../main/gateway/line.ts';
import { type ApiCallersRun, callApi } from './apiCallers.ts';
import { type BareRun, drainBare } from './bareClient.ts';
import { callRelay, type RelayCallsRun } from './relayCalls.ts';
import { drainTill, type TillRun } from './tillDrain.ts';
import { type AnswerRun, timeAnswer } from './timeAnswer.ts';
import { type CallsRun, timeCalls } from './timeCalls.ts';

/** What can be run in a process of its own, by what it is told and what it says at its end. */
export interface Runs {
  bare: BareRun;
  till: TillRun;
  calls: CallsRun;
  answer: AnswerRun;
  apiCallers: ApiCallersRun;
  relayCalls: RelayCallsRun;
}

/** One of them, for a process to read from its command line. */
export type Order = { [Name in keyof Runs]: { name: Name; told: Runs[Name]['told'] } }[keyof Runs];

/** Does what stands at the end of this process's command line, and says the result on stdout. */
export async function obey(openLine: () => Line): Promise<void> {
  const order = JSON.parse(process.argv.at(-1) ?? '') as Order;
  console.log(JSON.stringify(await carryOut(order, openLine)));
}

function carryOut(order: Order, openLine: () => Line): Promise<Runs[keyof Runs]['said']> {
  switch (order.name) {
    case 'bare':
      return drainBare(order.told);
    case 'till':
      return drainTill(order.told, openLine);
    case 'calls':
      return timeCalls(order.told, openLine);
    case 'answer':
      return timeAnswer(order.told, openLine);
    case 'apiCallers':
      return callApi(order.told);
    case 'relayCalls':
      return callRelay(order.told);
  }
}
