import type { TraySign } from '../../main/companion/trayState.ts';

/** Every sign that the tray may have. */
export const TRAY_SIGNS = [
  'sent',
  'held',
  'stopped',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  'many',
] as const satisfies readonly TraySign[];

/** What a sign needs of the corner: the bag stays to be seen behind it. */
const CORNER = 'cx="312" cy="312" r="200"';

/**
 * The program's icon with a sign in its corner, as SVG. Each sign differs in shape: a number in a disc, bars, an
 * exclamation mark in a triangle. Drawn for 16 pixels, where a stroke needs 32 units.
 */
export function trayPicture(sign: TraySign): string {
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">',
    '<rect width="512" height="512" rx="112" fill="#1650b8"/>',
    '<rect x="88" y="232" width="336" height="184" rx="28" fill="#fff"/>',
    '<path d="M144 240v-56a112 112 0 0 1 224 0v56" fill="none" stroke="#fff" stroke-width="48"/>',
    signOf(sign),
    '</svg>',
  ].join('');
}

function signOf(sign: TraySign): string {
  switch (sign) {
    case 'sent':
      return '<path d="M184 324l52 52 100-108" fill="none" stroke="#1650b8" stroke-width="48" stroke-linecap="round" stroke-linejoin="round"/>';
    case 'stopped':
      return `<circle ${CORNER} fill="#fff"/><circle cx="312" cy="312" r="184" fill="#475467"/><path d="M256 216v192M368 216v192" stroke="#fff" stroke-width="64"/>`;
    case 'held':
      return '<path d="M344 148L524 508H164Z" fill="#fff" stroke="#fff" stroke-width="32" stroke-linejoin="round"/><path d="M344 184L496 492H192Z" fill="#b42318" stroke="#b42318" stroke-width="24" stroke-linejoin="round"/><path d="M344 288v96" stroke="#fff" stroke-width="48" stroke-linecap="round"/><circle cx="344" cy="452" r="28" fill="#fff"/>';
    default: {
      const text = sign === 'many' ? '9+' : sign;
      const size = sign === 'many' ? 260 : 340;
      return `<circle ${CORNER} fill="#fff"/><circle cx="312" cy="312" r="184" fill="#9a4a00"/><text x="312" y="${312 + size * 0.36}" text-anchor="middle" font-family="DejaVu Sans, Arial, sans-serif" font-weight="700" font-size="${size}" fill="#fff">${text}</text>`;
    }
  }
}
