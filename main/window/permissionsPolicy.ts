/**
 * What Chromium would give a page at a click: devices, the screen, windows over all others. The till uses none of it. Of
 * a feature that is not here a page has what it has without a policy (`autoplay`: the till's own sounds); of one that an
 * Electron does not know nothing is heard. A frame has no more than its page.
 */
const OF_NO_USE = [
  'accelerometer',
  'ambient-light-sensor',
  'bluetooth',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'compute-pressure',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'web-share',
  'window-management',
  'xr-spatial-tracking',
] as const;

/**
 * Chromium asks this policy itself. The handlers of permissions are not enough: about a device on USB none is asked, and
 * on Electron 25 a page that wanted one ended the whole program.
 */
export const PERMISSIONS_POLICY = OF_NO_USE.map((name) => `${name}=()`).join(', ');
