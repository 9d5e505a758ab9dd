/**
 * What tests use of the driver's client: WebdriverIO's names and meanings, narrowed to what the
 * DevTools protocol really carries out, and free of its ambient types.
 */

type WaitOptions = {
  /** Milliseconds. */
  timeout?: number;
  /** Milliseconds. */
  interval?: number;
  timeoutMsg?: string;
};

type ReverseWaitOptions = WaitOptions & { reverse?: boolean };

/** One element of the page. A chain need not be awaited: `client.$('form').$('button').click()`. */
type Element = {
  click(): Promise<void>;
  moveTo(): Promise<void>;
  setValue(value: string | number): Promise<void>;
  addValue(value: string | number): Promise<void>;
  clearValue(): Promise<void>;
  selectByVisibleText(text: string): Promise<void>;
  selectByAttribute(attribute: string, value: string): Promise<void>;
  getText(): Promise<string>;
  getValue(): Promise<string>;
  getHTML(includeSelectorTag?: boolean): Promise<string>;
  getAttribute(name: string): Promise<string | null>;
  getProperty(name: string): Promise<unknown>;
  getCSSProperty(name: string): Promise<{ value: string | null }>;
  getSize(): Promise<{ width: number; height: number }>;
  getLocation(): Promise<{ x: number; y: number }>;
  isDisplayed(): Promise<boolean>;
  isDisplayedInViewport(): Promise<boolean>;
  isEnabled(): Promise<boolean>;
  isExisting(): Promise<boolean>;
  isFocused(): Promise<boolean>;
  isSelected(): Promise<boolean>;
  scrollIntoView(): Promise<void>;
  waitForExist(options?: ReverseWaitOptions): Promise<true | undefined>;
  waitForDisplayed(options?: ReverseWaitOptions): Promise<true | undefined>;
  waitForEnabled(options?: ReverseWaitOptions): Promise<true | undefined>;
  waitForClickable(options?: ReverseWaitOptions): Promise<true | undefined>;
  waitUntil<Value>(
    condition: () => Value | Promise<Value>,
    options?: WaitOptions,
  ): Promise<Exclude<Value, false>>;
  $(selector: string): ChainedElement;
  $$(selector: string): Promise<Element[]>;
};

type ChainedElement = Element & PromiseLike<Element>;

/** The client of one app, on its first window. */
export type Client = {
  $(selector: string): ChainedElement;
  $$(selector: string): Promise<Element[]>;
  /** Runs in the page; the function travels as text and sees only its arguments. */
  execute<Result, Args extends unknown[]>(
    script: string | ((...args: Args) => Result | Promise<Result>),
    ...args: Args
  ): Promise<Result>;
  /** How long such a function may take (ms). */
  setTimeout(timeouts: { script: number }): Promise<void>;
  /** Key strokes at the focused element: text, or names such as `Enter`, `Tab`, `F2`. */
  keys(value: string | string[]): Promise<void>;
  waitUntil<Value>(
    condition: () => Value | Promise<Value>,
    options?: WaitOptions,
  ): Promise<Exclude<Value, false>>;
  /** Spectron's: waits until the element's text contains this. */
  waitUntilTextExists(selector: string, text: string, timeout?: number): Promise<void>;
  getUrl(): Promise<string>;
  getTitle(): Promise<string>;
  getWindowHandles(): Promise<string[]>;
  getWindowCount(): Promise<number>;
  switchToWindow(handle: string): Promise<void>;
  windowByIndex(index: number): Promise<void>;
  refresh(): Promise<void>;
  pause(milliseconds: number): Promise<void>;
  /** PNG, base64. */
  takeScreenshot(): Promise<string>;
};
