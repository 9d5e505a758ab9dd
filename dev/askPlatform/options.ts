import { parseArgs } from 'node:util';
import { PlainFailure } from '../plainFailure.ts';

export const HELP = `npm run ask-platform -- OPTIONS

Asks the real platform, with your own key, what its documentation does not say: the key of the upsert, the
lifetime of a request id, result codes, whether a session is needed, the order of the checks. It creates
test members, after you have confirmed which. What it finds: docs/ask-platform.md.

Whose key (one of the two):
  --provision=FILE     a till's provisioning file (docs/provision.schema.json)
  --url=URL --app-key=KEY --brand=ID --shop=ID --operator=ID [--sign-method=METHOD]
                       the secret from TILLSIDE_APP_SECRET, or typed; a session from TILLSIDE_SESSION.
                       Secrets are never taken from the command line.

Whom it creates:
  --mobiles=A,B,C,D    four mobile numbers of your own, no customers of the brand yet; else proposed
  --operator=ID        default: the first of the provisioning file
  --other-shop=ID      a second shop of the brand, for the scope of a request id

How:
  --report=FILE.json   default .data/ask-platform/report.json, beside it the same as .md. A report that is
                       there is continued: what was answered is not asked again
  --ages=10m,1d,7d     ages at which a request id is sent again: run the same command when they come due
  --wait               stay until they come due
  --limit=150          calls in all runs of one report, at most 400
  --pace=1             seconds from one call to the next
  --show-phones        test numbers in the report in full
  --yes                no question; only for an address of this machine itself
`;

const options = {
  provision: { type: 'string' },
  url: { type: 'string' },
  'app-key': { type: 'string' },
  brand: { type: 'string' },
  shop: { type: 'string' },
  operator: { type: 'string' },
  'sign-method': { type: 'string' },
  'other-shop': { type: 'string' },
  mobiles: { type: 'string' },
  report: { type: 'string' },
  ages: { type: 'string', default: '10m,1d,7d' },
  wait: { type: 'boolean', default: false },
  limit: { type: 'string', default: '150' },
  pace: { type: 'string', default: '1' },
  'show-phones': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line.
 * @throws PlainFailure on an unknown option; a value is never repeated, it may be a secret
 */
export function readOptions(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    const [, name] = /'(--?[\w-]+)/.exec((error as Error).message) ?? [];
    const isSecret = /secret|session/.test(name ?? '');
    throw new PlainFailure(
      isSecret
        ? `${name} is not taken from the command line, where others can read it: see --help.`
        : `${name ?? 'Something'} is not understood: see --help.`,
    );
  }
}

export type Options = ReturnType<typeof readOptions>;
