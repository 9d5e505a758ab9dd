interface Feature {
  /** In the page: gives what it got. */
  attempt: () => unknown;
  refusal: RegExp;
}

type Devices = Record<
  'usb' | 'hid' | 'serial' | 'bluetooth',
  | { requestDevice?(asked: object): Promise<unknown>; requestPort?(asked: object): unknown }
  | undefined
>;

/** By the page's policy. Bluetooth is not on every system. */
const FORBIDDEN = /^(SecurityError|NotAllowedError)$/;

/** What Chromium gives a page at a click, or at nothing, without asking anybody. */
export const FEATURES: Readonly<Record<string, Feature>> = {
  'device on USB': {
    attempt: () => (navigator as unknown as Devices).usb?.requestDevice?.({ filters: [] }),
    refusal: FORBIDDEN,
  },
  'device on USB from a frame': {
    attempt: () => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const other = frame.contentWindow?.navigator as unknown as Devices;
      return other.usb?.requestDevice?.({ filters: [] });
    },
    refusal: FORBIDDEN,
  },
  'input device': {
    attempt: () => (navigator as unknown as Devices).hid?.requestDevice?.({ filters: [] }),
    refusal: FORBIDDEN,
  },
  'serial port': {
    attempt: () => (navigator as unknown as Devices).serial?.requestPort?.({ filters: [] }),
    refusal: FORBIDDEN,
  },
  'device by radio': {
    attempt: async () => {
      const { bluetooth } = navigator as unknown as Devices;
      return bluetooth === undefined
        ? 'not here'
        : bluetooth.requestDevice?.({ acceptAllDevices: true });
    },
    refusal: /^(SecurityError|NotAllowedError|not here)$/,
  },
  'picture over all other windows': {
    attempt: async () => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')?.fillRect(0, 0, 9, 9);
      const video = document.body.appendChild(document.createElement('video'));
      video.muted = true;
      video.srcObject = canvas.captureStream(5);
      void video.play();
      await new Promise((resolve) => {
        video.onloadedmetadata = resolve;
      });
      await video.requestPictureInPicture();
      return 'a window';
    },
    refusal: FORBIDDEN,
  },
  'colour of the screen': {
    attempt: () => typeof (window as { EyeDropper?: unknown }).EyeDropper,
    refusal: /^undefined$/,
  },
  'colour of the screen from a frame': {
    attempt: () => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      return typeof (frame.contentWindow as { EyeDropper?: unknown } | null)?.EyeDropper;
    },
    refusal: /^undefined$/,
  },
  'means of having the main process keep any amount of locks, channels, databases and the like, in itself or in a frame':
    {
      attempt: () => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        return [window, frame.contentWindow as unknown as typeof window]
          .flatMap((one) => {
            const { navigator: its } = one as unknown as { navigator: object };
            const found = (names: string, place: object) =>
              names.split(' ').filter((name) => name in place);
            return [
              ...found('locks storage serviceWorker credentials wakeLock storageBuckets', its),
              ...found('presentation mediaSession sendBeacon requestMIDIAccess', its),
              ...found('BroadcastChannel SharedWorker indexedDB caches cookieStore', one),
              ...found('openDatabase Notification speechSynthesis WebTransport', one),
            ];
          })
          .join();
      },
      refusal: /^$/,
    },
  'means of giving what a hand drags other words, in itself or in a frame': {
    attempt: () => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      return [window, frame.contentWindow as unknown as typeof window]
        .map(
          ({ DataTransfer: Transfer, DataTransferItemList: Items }) =>
            `${typeof Transfer.prototype.setData} ${typeof Items.prototype.add}`,
        )
        .join();
    },
    refusal: /^undefined undefined,undefined undefined$/,
  },
  'part of a call from browser to browser, in itself or in any frame, in the same turn or later': {
    attempt: async () => {
      const frame = (more: Partial<HTMLIFrameElement>) =>
        Object.assign(document.createElement('iframe'), more);
      const written = frame({ srcdoc: '<p>x' });
      const frames = [frame({}), frame({ src: 'javascript:1' }), written];
      const isLoaded = new Promise((resolve) => written.addEventListener('load', resolve));
      document.body.append(...frames, document.createElement('object'));
      const found = () =>
        [window, ...frames.map(({ contentWindow }) => contentWindow ?? {})].flatMap((one) =>
          Object.getOwnPropertyNames(one).filter((name) => /RTC/.test(name)),
        );
      const atOnce = found();
      await isLoaded;
      return [...atOnce, ...found()].join();
    },
    refusal: /^$/,
  },
};

/** In the page. */
export function READS_CLIPBOARD(): string {
  const field = document.body.appendChild(document.createElement('textarea'));
  field.focus();
  // Not there any more, where all that it stands for is kept out.
  document.execCommand?.('paste');
  field.remove();
  return field.value;
}
