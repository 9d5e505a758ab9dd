import type { Page } from '../Page.ts';
import type { PreviewTill, ShowOptions } from '../PreviewTill.ts';

type Reach = (page: Page, preview: PreviewTill) => Promise<void>;

/** One state of a screen: how the page is opened, and what somebody does until it is there. */
export interface State {
  name: string;
  show?: ShowOptions;
  /** For what comes before the till has said which language it speaks. */
  onlyInChinese?: boolean;
  reach: Reach;
  /** Further states of the same page by their names, each reached from the one before. */
  next?: Record<string, Reach>;
}

/** States that one page goes through, one after the other; the first one opens it with `open`. */
export function inTurn(
  name: string,
  states: Record<string, Reach>,
  open: Reach = async () => undefined,
): State {
  const [[first, reach], ...others] = Object.entries(states) as [[string, Reach]];
  return {
    name: `${name}: ${first}`,
    reach: async (page, preview) => {
      await open(page, preview);
      await reach(page, preview);
    },
    next: Object.fromEntries(others),
  };
}

/** What a part of the window can look like, and whose words it shows. */
export interface Part {
  states: readonly State[];
  /** Each of these keys of the catalogues, and all beneath it, is read in some state of this part. */
  words: readonly string[];
}

/** The same names with other values. */
export function mapped<From, To>(from: Record<string, From>, to: (value: From) => To) {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));
}
