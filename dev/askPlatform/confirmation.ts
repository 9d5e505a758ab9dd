import { shownAge } from './ages.ts';
import { isLoopback } from './isLoopback.ts';
import { OUTER_ID_START } from './members.ts';
import type { Report } from './report.ts';
import type { Setup } from './setup.ts';

/** Exactly what is going to be made, where, and how often anything is asked. */
export function confirmationText(
  setup: Setup,
  mobiles: readonly string[],
  earlier: Report | null,
): string {
  const { account, place, otherShopId, limit, pace, reportFile } = setup;
  const ages = earlier?.run.ages ?? setup.ages;
  const made = earlier?.calls.length ?? 0;
  const lines = [
    `This asks ${account.url}`,
    `  app ${account.appKey.slice(0, 4)}****, brand ${place.brandId}, shop ${place.shopId}, operator ${place.operatorId}`,
    ...(otherShopId === null ? [] : [`  and shop ${otherShopId}, for one question`]),
    '',
    'It creates or changes these customers of the brand. Nothing takes them away again:',
    ...mobiles.map((mobile, index) => `  mobile ${'ABCD'[index]}  ${mobile}`),
    `  up to ${9 + ages.length} external ids of type wechat that begin with "${OUTER_ID_START}"`,
    '  joined with each other on purpose, with the name "Tillside Test", names and remarks of "xxx…"',
    `  and, if the platform takes wrong values: ${mobiles[3]} with +86, with spaces, with 10 and with 12 digits,`,
    '  a mobile of letters, a birthday on 30 February and one in 2099',
    ...(setup.mobiles === null && earlier === null
      ? [
          'These numbers are proposed. No range is kept for tests in China: somebody may own them and get',
          'a message. Give four numbers of your own, which are no customers yet, with --mobiles=A,B,C,D.',
        ]
      : ['The numbers should be your own, and no customers of the brand yet.']),
    '',
    `At most ${limit} calls (${made} made so far), ${pace / 1_000} s apart. A ban ends it at once.`,
    `Request ids are sent again after ${ages.map(shownAge).join(', ')}${setup.wait ? ': it stays until then.' : ', by the same command.'}`,
    `Report: ${reportFile}${earlier === null ? '' : ' (continued: what was answered is not asked again)'}`,
  ];
  return lines.join('\n');
}

interface Terminal {
  ask: ((question: string) => Promise<string>) | null;
  say(line: string): void;
}

/** Only somebody at a terminal agrees, by typing the brand's id; `--yes` is for this machine itself. */
export async function agreed(setup: Setup, text: string, { ask, say }: Terminal): Promise<boolean> {
  say(text);
  if (setup.yes) return isLoopback(setup.account.url);
  if (ask === null) return false;
  const answer = await ask(`Type the brand id (${setup.place.brandId}) to go on: `);
  return answer.trim() === setup.place.brandId;
}
