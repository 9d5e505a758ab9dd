import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type GatewayAccount,
  type Provision,
  parseProvision,
} from '../../app/settings/provision.ts';
import { PlainFailure } from '../plainFailure.ts';
import { dataFolder } from '../projectPaths.ts';
import { readAges } from './ages.ts';
import type { Place } from './Interview.ts';
import { isLoopback } from './isLoopback.ts';
import type { Binding } from './members.ts';
import type { Options } from './options.ts';

/** Everything about one run that was decided before it. */
export interface Setup {
  account: GatewayAccount;
  place: Place;
  binding: Binding;
  otherShopId: string | null;
  /** Null: to be proposed, or known from the report. */
  mobiles: string[] | null;
  reportFile: string;
  /** Seconds. */
  ages: number[];
  wait: boolean;
  limit: number;
  /** Milliseconds. */
  pace: number;
  showPhones: boolean;
  yes: boolean;
}

/** No report needs more; a platform may ban for a flood. */
const HIGHEST_LIMIT = 400;

/** Where secrets come from when there is no provisioning file. */
export interface Secrets {
  environment: NodeJS.ProcessEnv;
  /** Asks without showing what is typed; null where there is no terminal. */
  askSecret: ((question: string) => Promise<string>) | null;
}

/**
 * Reads files, environment and, if need be, the terminal into a setup.
 * @throws PlainFailure with every mistake; secrets are never repeated
 */
export async function readSetup(options: Options, secrets: Secrets): Promise<Setup> {
  const provision = await readAccount(options, secrets);
  const { gateway, brandId, shopId, operators } = provision;
  const operatorId = options.operator ?? operators[0]?.id ?? '';
  const place = { brandId, shopId, operatorId };
  const ages = readAges(options.ages);
  const pace = Number(options.pace) * 1_000;
  const limit = Number(options.limit);
  const isLocal = isLoopback(gateway.url);
  const mistakes = [
    ages === null ? '--ages is a list such as 10m,1d,7d' : '',
    pace >= 1_000 || (pace >= 0 && isLocal) ? '' : '--pace is in seconds, at least 1',
    limit >= 1 && limit <= HIGHEST_LIMIT ? '' : `--limit is a number up to ${HIGHEST_LIMIT}`,
    options.yes && !isLocal ? '--yes is only for an address of this machine itself' : '',
    options.report === undefined || options.report.endsWith('.json')
      ? ''
      : '--report is a name that ends in .json',
  ].filter(Boolean);
  if (mistakes.length > 0) throw new PlainFailure(mistakes.join('\n'));
  return {
    account: gateway,
    place,
    binding: [gateway.url, gateway.appKey, brandId, shopId, operatorId],
    otherShopId: options['other-shop'] ?? null,
    mobiles: options.mobiles?.split(',').map((mobile) => mobile.trim()) ?? null,
    reportFile: resolve(options.report ?? join(dataFolder, 'ask-platform', 'report.json')),
    ages: ages ?? [],
    wait: options.wait,
    limit,
    pace,
    showPhones: options['show-phones'],
    yes: options.yes,
  };
}

async function readAccount(options: Options, secrets: Secrets): Promise<Provision> {
  const text =
    options.provision === undefined
      ? JSON.stringify(await typedAccount(options, secrets))
      : await readFile(options.provision, 'utf8').catch((error: NodeJS.ErrnoException) => {
          throw new PlainFailure(`${options.provision}: ${error.code}`);
        });
  const parsed = parseProvision(text);
  if (parsed.ok) return parsed.value;
  throw new PlainFailure(parsed.problems.join('\n'));
}

/** The same fields as a provisioning file; what is missing is told by its schema. */
async function typedAccount(options: Options, { environment, askSecret }: Secrets) {
  const given = (name: string) => environment[name] || undefined;
  const appSecret =
    given('TILLSIDE_APP_SECRET') ?? (askSecret ? await askSecret('App secret: ') : undefined);
  const session = given('TILLSIDE_SESSION');
  const { operator } = options;
  return {
    gateway: {
      url: options.url,
      appKey: options['app-key'],
      appSecret,
      ...(session === undefined ? {} : { session }),
      ...(options['sign-method'] === undefined ? {} : { signMethod: options['sign-method'] }),
    },
    brandId: options.brand,
    shopId: options.shop,
    operators: operator === undefined ? [] : [{ id: operator, name: operator }],
  };
}
