import { fetchOver, LANES, type Load, type Spent, signedForms, stopwatch } from './load.ts';

export interface BareRun {
  told: Load;
  said: Spent;
}

const HEADERS = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };

/**
 * Run in a process of its own: the least that a client can do. Posts forms that are signed already, as
 * many at a time as a till, waits for each answer, keeps nothing and writes nothing.
 */
const told = JSON.parse(process.argv[2] ?? '') as BareRun['told'];
const forms = signedForms(told);
const post = fetchOver(told.transport);
const read = stopwatch();
await Promise.all(Array.from({ length: LANES }, postAll));
const said: BareRun['said'] = read();
console.log(JSON.stringify(said));
process.exit();

async function postAll(): Promise<void> {
  for (let body = forms.pop(); body !== undefined; body = forms.pop()) {
    const response = await post(told.account.url, { method: 'POST', headers: HEADERS, body });
    const answer = await response.text();
    if (!answer.includes('"biz_success":true')) throw new Error(answer);
  }
}
