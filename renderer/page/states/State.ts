import type { Page } from '../Page.ts';
import type { PreviewTill, ShowOptions } from '../PreviewTill.ts';

/** One state of a screen: how the page is opened, and what a person does until it is there. */
export interface State {
  name: string;
  show?: ShowOptions;
  /** For what comes before the till has said which language it speaks. */
  onlyInChinese?: boolean;
  reach: (page: Page, preview: PreviewTill) => Promise<void>;
}

/** What a part of the window can look like, and whose words it shows. */
export interface Part {
  states: readonly State[];
  /** Each of these keys of the catalogues, and all beneath it, is read in some state of this part. */
  words: readonly string[];
}
